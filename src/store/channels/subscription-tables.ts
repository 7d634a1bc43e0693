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
    /** 1 when the month's first digest comes with a review of the month before. */
    monthly: number | null
    version: number
  }
  /** The weekly updates and monthly reviews that were made: one of a kind for a channel and a period, ever. */
  review_made: {
    workspace_id: number
    channel: string
    kind: 'week' | 'month'
    /** The Monday of the week, or the month, `2026-11`. */
    period: string
    made_at: string
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
