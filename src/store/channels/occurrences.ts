import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { OutboxMessage } from '../delivery/enqueue.ts'
import { expireEarlier } from '../delivery/outbox.ts'
import { postMessage } from '../delivery/post-message.ts'

/** A channel's digest of a local date; without a message where there is nothing to post. There is one a date, ever. */
export type MakeOccurrence = {
  readonly kind: 'make-occurrence'
  readonly channel: string
  readonly day: Day
  readonly dueAt: string
  readonly post: OutboxMessage | null
  /** The version of the subscription that it was owed by. */
  readonly basedOn: number
}

/**
 * Takes a date for a channel and puts its message into the outbox. Answers false, and writes nothing, when the date is
 * taken or the subscription has changed.
 */
export const makeOccurrence = async (
  writer: Writer,
  { channel, day, dueAt, post, basedOn }: MakeOccurrence,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const subscription = await transaction
    .selectFrom('subscription')
    .select('version')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .executeTakeFirst()
  if (subscription === undefined || Number(subscription.version) !== basedOn) return false
  if (post === null) await expireEarlier(writer, { channel, about: 'digest' })
  const outboxId = post === null ? null : await postMessage(writer, post)
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('occurrence')
    .values({
      workspace_id: workspaceId,
      channel,
      local_on: isoOf(day),
      due_at: dueAt,
      made_at: now,
      outbox_id: outboxId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (Number(numInsertedOrUpdatedRows) !== 1) return false
  writer.tell({ kind: 'digest made', channel, day: isoOf(day) })
  return true
}

/** Loads the local dates from one day on for which a channel's digest was made. */
export const loadDaysWithDigest = async (reader: Reader, channel: string, from: Day): Promise<ReadonlySet<Day>> => {
  const rows = await reader.database.kysely
    .selectFrom('occurrence')
    .select('local_on')
    .where('workspace_id', '=', reader.id)
    .where('channel', '=', channel)
    .where('local_on', '>=', isoOf(from))
    .execute()
  return new Set(rows.map((row) => dayOf(row.local_on)))
}

/** Gives the moment at which the first digest was made between two moments, a channel's own where it has one; null where none was. */
export const loadDigestMoment = async (
  { id, database }: Reader,
  from: string,
  before: string,
  channel: string | null,
): Promise<string | null> => {
  const first = database.kysely
    .selectFrom('occurrence')
    .select(({ fn }) => fn.min('made_at').as('at'))
    .where('workspace_id', '=', id)
    .where('made_at', '>=', from)
    .where('made_at', '<', before)
  const own = channel === null ? undefined : await first.where('channel', '=', channel).executeTakeFirst()
  return own?.at ?? (await first.executeTakeFirst())?.at ?? null
}
