import { dayOf, isoOf, weekdayOf } from '../../domain/day.ts'
import { counterNames } from '../database/counter.ts'
import type { Writer } from '../database/workspace.ts'
import { counterKey, type GivenNumbers } from './given-numbers.ts'
import { loadKnownUntil } from './known-until.ts'

/** A counter goes on past twice what it had given, and past so many more: whatever was given after the backup is below. */
const leastLeap = 1_000

/** What marking a restored store has changed. */
export type MarkedRestored = {
  /** When the last thing was done that the backup has; null for an empty store. */
  readonly knownUntil: string | null
  /** Messages that may have been sent since, and are looked for first. */
  readonly unsettled: number
}

/**
 * Makes a restored store safe to start: messages that were not settled are looked for before they are sent, nothing that was
 * due before this moment is made up for, and numbers go on past all that may have been given since the backup, and past those
 * that the replaced stores have given.
 */
export const markRestored = async (writer: Writer, given: GivenNumbers): Promise<MarkedRestored> => {
  const knownUntil = await loadKnownUntil(writer)
  const unsettled = await lookBeforeSending(writer)
  await passOverWhatWasDue(writer)
  await raiseCounters(writer, knownUntil ?? writer.now, given)
  return { knownUntil, unsettled }
}

/** What was for one person alone is out of date, and cannot be looked for. */
const lookBeforeSending = async ({ transaction, workspaceId, now }: Writer): Promise<number> => {
  const open = ['pending', 'sending', 'unknown'] as const
  await transaction
    .updateTable('outbox')
    .set({ state: 'expired', settled_at: now, reason: 'the store was restored', claimed_by: null, lease_until: null })
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', open)
    .where('form', '=', 'private')
    .execute()
  const { numUpdatedRows } = await transaction
    .updateTable('outbox')
    .set({ state: 'unknown', claimed_by: null, lease_until: null, not_before: null, waiting_since: null })
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', open)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

const passOverWhatWasDue = async (writer: Writer): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  await transaction
    .updateTable('subscription')
    .set({ known_since: now })
    .where('workspace_id', '=', workspaceId)
    .where('known_since', '<', now)
    .execute()
  const channels = await transaction
    .selectFrom('subscription')
    .select(['channel', 'time_zone'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  for (const { channel, time_zone } of channels) {
    const day = dayOf(Temporal.Instant.from(now).toZonedDateTimeISO(time_zone).toPlainDate().toString())
    for (const [kind, period] of [
      ['week', isoOf(day - weekdayOf(day))],
      ['month', isoOf(day).slice(0, 7)],
    ] as const)
      await transaction
        .insertInto('review_made')
        .values({ workspace_id: workspaceId, channel, kind, period, made_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  }
  for (const table of ['deferred_alert', 'inbox'] as const)
    await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).execute()
  await transaction
    .updateTable('batch')
    .set({ announced_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'visible')
    .where('announced_at', 'is', null)
    .execute()
}

/** A counter that was never asked may have been since. */
const raiseCounters = async (
  { transaction, workspaceId, now }: Writer,
  knownUntil: string,
  given: GivenNumbers,
): Promise<void> => {
  const counters = await transaction
    .selectFrom('counter')
    .select(['name', 'value'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  const known = new Map(counters.map(({ name, value }) => [name, Number(value)]))
  for (const name of new Set([...counterNames, ...known.keys()])) {
    const last = known.get(name) ?? 0
    const elsewhere = given.get(counterKey(workspaceId, name)) ?? 0
    const leap = Math.max(last + Math.max(last, leastLeap), elsewhere)
    await transaction
      .insertInto('lost_number')
      .values({
        ...{ workspace_id: workspaceId, restored_at: now, name, known_until: knownUntil },
        ...{ last_kept: last, first_new: leap + 1 },
      })
      .execute()
    await transaction
      .insertInto('counter')
      .values({ workspace_id: workspaceId, name, value: leap })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet({ value: leap }))
      .execute()
  }
}
