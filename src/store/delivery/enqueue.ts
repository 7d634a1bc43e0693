import type { Transaction } from 'kysely'
import type { Post } from '../changes/change.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'

/** Puts a message into the outbox and gives its number. */
export const enqueue = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, about, entity, card, notBefore, notAfter, picture, form, person, thread, cause }: Post,
  now: string,
): Promise<number> => {
  const id = await nextNumber(transaction, workspaceId, 'outbox')
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
      picture: picture === undefined ? null : JSON.stringify(picture),
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
