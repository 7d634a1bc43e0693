/** The tokens of systems, and what was answered to them. */
export type TokenTables = {
  feed_token: {
    workspace_id: number
    name: string
    /** SHA-256 of the token, in hexadecimal digits: the token itself is not kept. */
    hash: string
    /** The feeds that may be sent with it, as a JSON list. */
    feeds: string
    may_read: number
    /** The person in whose name an assistant acts with it. */
    person: string | null
    created_at: string
    expires_at: string | null
    revoked_at: string | null
    last_used_at: string | null
  }
  http_answer: {
    workspace_id: number
    token: string
    request_key: string
    body_hash: string
    status: number
    answer: string
    answered_at: string
  }
}
