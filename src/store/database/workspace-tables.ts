/** The migrations that were run, the companies of this store, and their counters. */
export type WorkspaceTables = {
  schema_marker: { name: string; breaking: number; migrated_at: string }
  workspace: {
    id: number
    name: string
    created_at: string
    /** Null where the zone of the settings counts. */
    time_zone: string | null
    /** When its data began to be deleted; null while they are there. */
    removed_at: string | null
  }
  /** The last number that was taken, by what is numbered. */
  counter: { workspace_id: number; name: string; value: number }
}
