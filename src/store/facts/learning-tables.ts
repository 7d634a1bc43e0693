/** What sales have taught. */
export type LearningTables = {
  /** What sales before a day have taught about all items, as JSON; its levels are complete when the row is there. */
  learning: {
    workspace_id: number
    id: number
    through_on: string
    /** The newest batch of sales that was read. */
    sales_batch: number
    /** Earlier batches that were left out because they were not known, as a JSON list; null for none. */
    left_out: string | null
    common: string
    learned_at: string
  }
  /** The demand level of one item at one location, as JSON. */
  learned_level: {
    workspace_id: number
    learning_id: number
    sku: string
    location: string
    level: string
  }
}
