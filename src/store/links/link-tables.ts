/** The links that lead to calendars and pages without an account, and the events that calendars have shown. */
export type LinkTables = {
  shared_link: {
    workspace_id: number
    id: number
    kind: LinkKind
    /** What it leads to, as its kind writes it. */
    subject: string
    /** SHA-256 of the token, in hexadecimal digits: the token itself is not kept. */
    hash: string
    /** The person who made it, and the account that they made it with, with whose rights it is read. */
    person: string
    account: string
    /** What they were called then. */
    name: string
    place: string
    created_at: string
    revoked_at: string | null
    revoked_by: string | null
    last_read_at: string | null
    reads: number
  }
  calendar_event: {
    workspace_id: number
    uid: string
    promotion_id: string
    /** Rises with each change, and never falls. */
    sequence: number
    /** Of what calendars show of it. */
    hash: string
    changed_at: string
    is_cancelled: number
  }
}

/** What a link leads to. */
export type LinkKind = 'calendar' | 'page'
