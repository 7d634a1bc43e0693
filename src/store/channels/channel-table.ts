/** The channels of chat platforms, by the platform's id. */
export type ChannelTable = {
  channel: {
    workspace_id: number
    id: string
    name: string
    /** The administrator who lets the bot post here though people of other organisations read along. */
    shared_by: string | null
    /** When the platform takes the next message here. */
    paused_until: string | null
    /** When that wait began. */
    paused_at: string | null
  }
}
