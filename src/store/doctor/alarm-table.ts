/** Troubles that administrators were told of and that are not over; moments are ISO texts. */
export type AlarmTables = {
  alarm: {
    workspace_id: number
    /** The name of the check, and what of it: a channel, a feed or a source; empty for all. */
    name: string
    about: string
    /** What was found when it began. */
    found: string
    began_at: string
    /** Since when it is not found any more; null while it is. */
    gone_at: string | null
  }
}
