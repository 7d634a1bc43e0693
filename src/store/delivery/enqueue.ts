import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { MessageForm } from '../../domain/delivery.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { nextNumber } from '../database/counter.ts'
import type { Writer } from '../database/workspace.ts'
import type { AlertCause } from '../feeds/alert-causes.ts'
import { keepDigestSnapshot } from './digest-snapshots.ts'
import type { PostKind } from './outbox-table.ts'

/** A message to post; it goes to the outbox and from there to its channel. `card` is stored as JSON. */
export type OutboxMessage = {
  readonly kind: 'post'
  readonly channel: string
  readonly about: PostKind
  readonly entity: string
  readonly card: unknown
  /** The moment before which it waits. */
  readonly notBefore?: string
  /** The moment after which it is no longer worth posting, or null. */
  readonly notAfter: string | null
  /** What a digest said, to compare the next one with. */
  readonly snapshot?: DigestSnapshot
  /** Something else than a message of its own. */
  readonly form?: Exclude<MessageForm, 'post'>
  /** The person a private message is for. */
  readonly person?: string
  /** The message whose thread a private answer belongs to. */
  readonly thread?: string
  /** It is kept up to date from now on: the fingerprint of what it shows, and the verdict it announces. */
  readonly living?: { readonly fingerprint: string; readonly verdict: Verdict | null }
  /** Why an alert is posted. */
  readonly cause?: AlertCause
}

/** Puts a message into the outbox and gives its number. */
export const enqueue = async (
  writer: Writer,
  { channel, about, entity, card, notBefore, notAfter, snapshot, form, person, thread, cause }: OutboxMessage,
): Promise<number> => {
  const { transaction, workspaceId, now } = writer
  const id = await nextNumber(writer, 'outbox')
  await transaction
    .insertInto('outbox')
    .values({
      workspace_id: workspaceId,
      id,
      channel,
      kind: about,
      entity,
      card: JSON.stringify(card),
      state: 'pending',
      attempt: 0,
      claimed_by: null,
      lease_until: null,
      not_before: notBefore ?? null,
      waiting_since: notBefore === undefined ? null : now,
      not_after: notAfter,
      created_at: now,
      settled_at: null,
      message_id: null,
      reason: null,
      snapshot: snapshot === undefined ? null : await keepDigestSnapshot(writer, snapshot),
      plain: null,
      repeated: null,
      failures: null,
      form: form ?? null,
      person: person ?? null,
      thread: thread ?? null,
      cause: cause === undefined ? null : JSON.stringify(cause),
    })
    .execute()
  return id
}
