/** The migrations that were run, the companies of this store, and their counters. */
export type WorkspaceTables = {
  schema_marker: { name: string; breaking: number; migrated_at: string }
  workspace: { id: number; name: string; created_at: string }
  /** The last number that was taken, by what is numbered. */
  counter: { workspace_id: number; name: string; value: number }
}
