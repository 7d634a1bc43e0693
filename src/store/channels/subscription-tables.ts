/** What channels and people asked for, and the mornings that were made for them. */
export type SubscriptionTables = {
  subscription: {
    workspace_id: number
    channel: string
    state: 'active' | 'paused' | 'ended'
    /** Minutes after local midnight. */
    minute: number
    /** A set of weekdays, Monday = 1, Tuesday = 2 ... Sunday = 64. */
    days: number
    time_zone: string
    when_quiet: 'line' | 'nothing'
    known_since: string
    changed_by: string
    /** What of everything it is about, as people type it; null for everything. */
    filter: string | null
    /** The account whose own it is; null for a channel's. */
    person: string | null
    /** 1 when the week's first digest tells of the coming weeks. */
    weekly: number | null
    version: number
  }
  occurrence: {
    workspace_id: number
    channel: string
    local_on: string
    due_at: string
    made_at: string
    outbox_id: number | null
  }
}
