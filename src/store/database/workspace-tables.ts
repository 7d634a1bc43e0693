/** The migrations that were run, the companies of this store, and their counters. */
export type WorkspaceTables = {
  schema_marker: { name: string; breaking: number; migrated_at: string }
  /** A company, and its zone; null where that of the settings counts. */
  workspace: { id: number; name: string; created_at: string; time_zone: string | null }
  /** The last number that was taken, by what is numbered. */
  counter: { workspace_id: number; name: string; value: number }
}
