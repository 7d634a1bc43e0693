/** The digests that channels and people subscribe to, and the dates on which one was made. */
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
    /** The filter as people type it; null for everything. */
    filter: string | null
    /** The account of a personal subscription; null for a channel's. */
    person: string | null
    /** 1 when the week's first digest lists the coming weeks. */
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
