import type { Reader, Writer } from '../database/workspace.ts'
import type { OutboxMessage } from '../delivery/enqueue.ts'
import { postMessage } from '../delivery/post-message.ts'

/** A weekly update or a monthly review of a channel, with its message where there is something to post. There is one for a period, ever. */
export type MakeReview = {
  readonly kind: 'make-review'
  readonly channel: string
  readonly review: 'week' | 'month'
  /** The Monday of the week, or the month, `2026-11`. */
  readonly period: string
  readonly post: OutboxMessage | null
}

/** Takes a period for a channel and puts the message into the outbox; one that was taken before is left as it is. */
export const makeReview = async (writer: Writer, { channel, review, period, post }: MakeReview): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('review_made')
    .values({ workspace_id: workspaceId, channel, kind: review, period, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (post !== null && Number(numInsertedOrUpdatedRows) === 1) await postMessage(writer, post)
}

/** Tells whether a channel's review of a period was made. */
export const isReviewMade = async (
  { id, database }: Reader,
  { channel, review, period }: Pick<MakeReview, 'channel' | 'review' | 'period'>,
): Promise<boolean> =>
  (await database.kysely
    .selectFrom('review_made')
    .select('period')
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('kind', '=', review)
    .where('period', '=', period)
    .executeTakeFirst()) !== undefined
