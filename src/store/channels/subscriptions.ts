import { sql, type Transaction } from 'kysely'
import { type Day, dayOf, isoOf, mondayToFriday, type Weekdays } from '../../domain/day.ts'
import type { ChannelId } from '../../domain/ids.ts'
import { usualDigestMinute } from '../../domain/policy.ts'
import { type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { readFilter } from '../../domain/subscriptions/filter-reading.ts'
import type { Change } from '../changes/change.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { namePlace } from '../delivery/places.ts'

/** What a channel asked for, or a person for themselves. Moments are ISO text. */
export type Subscription = {
  /** Where it is posted; a person's direct messages are `@` and their account. */
  readonly channel: ChannelId
  /** What people call the channel. */
  readonly name: string
  readonly state: 'active' | 'paused'
  /** Minutes after local midnight. */
  readonly minute: number
  readonly days: Weekdays
  readonly timeZone: string
  /** What to post on a morning without anything to act on. */
  readonly whenQuiet: 'line' | 'nothing'
  /** The week's first digest tells of the coming weeks. */
  readonly isWeekly: boolean
  /** What of everything it is about; null for everything. */
  readonly filter: Filter | null
  /** The account whose own it is; null for a channel's, which gets the cards of promotions as well. */
  readonly person: string | null
  /** No morning before this moment is owed: an edit never reaches back. */
  readonly knownSince: string
  readonly changedBy: string
  /** Changes with every change; 0 for a channel that has not asked yet. */
  readonly version: number
}

/** Gives a channel what it gets when it asks for nothing in particular: a digest at eight, Monday to Friday, known from a moment on. */
export const firstSubscription = (channel: string, timeZone: string, now: string, changedBy: string): Subscription => ({
  channel,
  name: channel,
  state: 'active',
  minute: usualDigestMinute,
  days: mondayToFriday,
  timeZone,
  whenQuiet: 'line',
  isWeekly: false,
  filter: null,
  person: null,
  knownSince: now,
  changedBy,
  version: 0,
})

/** Loads what channels and people asked for and have not ended, by name. */
export const loadSubscriptions = async (workspace: Workspace): Promise<readonly Subscription[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('subscription')
    .leftJoin('place', (join) =>
      join.onRef('place.workspace_id', '=', 'subscription.workspace_id').onRef('place.id', '=', 'subscription.channel'),
    )
    .selectAll('subscription')
    .select('place.name')
    .where('subscription.workspace_id', '=', workspace.id)
    .where('subscription.state', '<>', 'ended')
    .orderBy('channel')
    .execute()
  return rows.map((row) => ({
    channel: row.channel,
    name: row.name ?? row.channel,
    state: row.state === 'paused' ? 'paused' : 'active',
    minute: Number(row.minute),
    days: Number(row.days),
    timeZone: row.time_zone,
    whenQuiet: row.when_quiet,
    isWeekly: row.weekly === 1,
    filter: storedFilter(row.filter),
    person: row.person,
    knownSince: row.known_since,
    changedBy: row.changed_by,
    version: Number(row.version),
  }))
}

/** What is kept was read before it was written; what an older or a newer program alone understands counts as everything. */
const storedFilter = (text: string | null): Filter | null => {
  const read = text === null ? null : readFilter(text)
  return read !== null && 'filter' in read ? read.filter : null
}

/** Loads what one channel asked for, or null. */
export const loadSubscription = async (workspace: Workspace, channel: string): Promise<Subscription | null> =>
  (await loadSubscriptions(workspace)).find((one) => one.channel === channel) ?? null

/** Replaces what a channel or a person asked for. Answers false, and writes nothing, when it changed meanwhile. */
export const setSubscription = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, name, version, ...asked }: Subscription,
): Promise<boolean> => {
  await namePlace(transaction, workspaceId, { id: channel, name })
  const row = {
    state: asked.state,
    minute: asked.minute,
    days: asked.days,
    time_zone: asked.timeZone,
    when_quiet: asked.whenQuiet,
    weekly: asked.isWeekly ? 1 : 0,
    filter: asked.filter === null ? null : printFilter(asked.filter),
    person: asked.person,
    known_since: asked.knownSince,
    changed_by: asked.changedBy,
  }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('subscription')
      .values({ workspace_id: workspaceId, channel, ...row, version: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'channel'])
          .doUpdateSet((was) => ({ ...row, version: sql<number>`${was.ref('subscription.version')} + 1` }))
          .where('subscription.state', '=', 'ended'),
      )
      .executeTakeFirstOrThrow()
    return Number(numInsertedOrUpdatedRows) === 1
  }
  const { numUpdatedRows } = await transaction
    .updateTable('subscription')
    .set({ ...row, version: version + 1 })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/**
 * Ends a subscription. Its row stays, so that one that begins anew is a later version of it; where it moved to, no morning
 * is made a second time. Answers false, and writes nothing, when it changed meanwhile.
 */
export const endSubscription = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, version, by, movedTo }: Extract<Change, { kind: 'end-subscription' }>,
): Promise<boolean> => {
  const { numUpdatedRows } = await transaction
    .updateTable('subscription')
    .set({ state: 'ended', changed_by: by, version: version + 1 })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== 1) return false
  if (movedTo !== null)
    await sql`insert into occurrence (workspace_id, channel, local_on, due_at, made_at, outbox_id)
      select workspace_id, ${movedTo}, local_on, due_at, made_at, null from occurrence
        where workspace_id = ${workspaceId} and channel = ${channel}
      on conflict do nothing`.execute(transaction)
  return true
}

/** Loads the local dates from one day on whose morning was made for a channel. */
export const loadMadeDays = async (workspace: Workspace, channel: string, from: Day): Promise<ReadonlySet<Day>> => {
  const rows = await workspace.database.kysely
    .selectFrom('occurrence')
    .select('local_on')
    .where('workspace_id', '=', workspace.id)
    .where('channel', '=', channel)
    .where('local_on', '>=', isoOf(from))
    .execute()
  return new Set(rows.map((row) => dayOf(row.local_on)))
}
