/** The audit log. */
export type AuditTable = {
  /** Rows are added and read; the database lets nobody change or remove one, but for the name of a person who is forgotten. */
  audit: {
    workspace_id: number
    id: number
    happened_at: string
    actor: string
    place: string
    action: string
    entity: string
    detail: string
  }
}
