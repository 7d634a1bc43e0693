/** What people did and can undo for a while. */
export type UndoEntryTable = {
  /** `undo` is the operation that takes it back, as JSON. */
  undo_entry: {
    workspace_id: number
    id: number
    person_id: string
    what: string
    undo: string
    done_at: string
    undone_at: string | null
  }
}
