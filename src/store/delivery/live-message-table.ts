import type { PostKind } from './outbox-table.ts'

/** Messages that are kept up to date: their card is edited in place when what it is about changes. */
export type LiveMessageTable = {
  live_message: {
    workspace_id: number
    channel: string
    about: PostKind
    entity: string
    outbox_id: number
    /** The platform's id of the message; null until it has arrived. */
    message_id: string | null
    card: string
    fingerprint: string
    posted_at: string
  }
}
