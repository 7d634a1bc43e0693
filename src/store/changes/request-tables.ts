/** Requests that are still to be answered, and the answers of those that were. */
export type RequestTables = {
  /** `request` is what was asked, as JSON. */
  inbox: { workspace_id: number; request_key: string; request: string; taken_at: string; attempt: number }
  /** `reply` is the answer as JSON; a request of the same key gets it again. */
  request_receipt: {
    workspace_id: number
    request_key: string
    arguments_hash: string
    reply: string
    answered_at: string
  }
}
