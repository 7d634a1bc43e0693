import type { Transaction } from 'kysely'
import { type Day, dayOf, isoOf, mondayToFriday, type Weekdays } from '../domain/day.ts'
import { namePlace } from './places.ts'
import type { Schema } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** What a channel asked for. Moments are ISO text. */
export type Subscription = {
  readonly channel: string
  /** What people call the channel. */
  readonly name: string
  readonly state: 'active' | 'paused'
  /** Minutes after local midnight. */
  readonly minute: number
  readonly days: Weekdays
  readonly timeZone: string
  /** What to post on a morning without anything to act on. */
  readonly whenQuiet: 'line' | 'nothing'
  /** No morning before this moment is owed: an edit never reaches back. */
  readonly knownSince: string
  readonly changedBy: string
  /** Changes with every change; 0 for a channel that has not asked yet. */
  readonly version: number
}

const eightInTheMorning = 8 * 60

/** Gives a channel what it gets when it asks for nothing in particular: a digest at eight, Monday to Friday, known from a moment on. */
export const firstSubscription = (channel: string, timeZone: string, now: string, changedBy: string): Subscription => ({
  channel,
  name: channel,
  state: 'active',
  minute: eightInTheMorning,
  days: mondayToFriday,
  timeZone,
  whenQuiet: 'line',
  knownSince: now,
  changedBy,
  version: 0,
})

/** Loads what channels asked for, by name. */
export const loadSubscriptions = async (workspace: Workspace): Promise<readonly Subscription[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('subscription')
    .leftJoin('place', (join) =>
      join.onRef('place.workspace_id', '=', 'subscription.workspace_id').onRef('place.id', '=', 'subscription.channel'),
    )
    .selectAll('subscription')
    .select('place.name')
    .where('subscription.workspace_id', '=', workspace.id)
    .orderBy('channel')
    .execute()
  return rows.map((row) => ({
    channel: row.channel,
    name: row.name ?? row.channel,
    state: row.state,
    minute: Number(row.minute),
    days: Number(row.days),
    timeZone: row.time_zone,
    whenQuiet: row.when_quiet,
    knownSince: row.known_since,
    changedBy: row.changed_by,
    version: Number(row.version),
  }))
}

/** Loads what one channel asked for, or null. */
export const loadSubscription = async (workspace: Workspace, channel: string): Promise<Subscription | null> =>
  (await loadSubscriptions(workspace)).find((one) => one.channel === channel) ?? null

/** Replaces what a channel asked for. Answers false, and writes nothing, when it changed meanwhile. */
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
    known_since: asked.knownSince,
    changed_by: asked.changedBy,
    version: version + 1,
  }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('subscription')
      .values({ workspace_id: workspaceId, channel, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return Number(numInsertedOrUpdatedRows) === 1
  }
  const { numUpdatedRows } = await transaction
    .updateTable('subscription')
    .set(row)
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
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
