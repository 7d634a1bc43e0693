import type { DeliveryState, MessageForm } from '../../domain/delivery.ts'

/** What a posted message is about. */
export type PostKind =
  | 'promotion'
  | 'promotion-review'
  | 'digest'
  | 'review'
  | 'news'
  | 'notice'
  | 'answer'
  | 'welcome'
  | 'escalation'
  | 'file'
  | 'webhook'

/** The card of a message whose words are not kept any longer. */
export const nothingSaid = '{}'

/** Messages to post, and how each of them ended. */
export type OutboxTable = {
  outbox: {
    workspace_id: number
    id: number
    channel: string
    kind: PostKind
    entity: string
    card: string
    state: DeliveryState
    attempt: number
    claimed_by: string | null
    lease_until: string | null
    not_before: string | null
    /** When the wait until `not_before` began. */
    waiting_since: string | null
    not_after: string | null
    created_at: string
    settled_at: string | null
    message_id: string | null
    /** Why it waits, is parked or expired. */
    reason: string | null
    /** The fingerprint of what a digest said, to compare the next one with. */
    snapshot: string | null
    plain: number | null
    repeated: number | null
    failures: number | null
    /** Null for a message of its own. */
    form: Exclude<MessageForm, 'post'> | null
    /** Whom it is for, where it is for one person alone. */
    person: string | null
    /** The message whose thread a private answer belongs to. */
    thread: string | null
    /** Why a message about changes was posted, as JSON; null for every other one. */
    cause: string | null
  }
}
