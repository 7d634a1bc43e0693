import { sql } from 'kysely'
import { mondayToFriday, type Weekdays } from '../../domain/day.ts'
import type { ChannelId } from '../../domain/ids.ts'
import { usualDigestMinute } from '../../domain/policy.ts'
import { type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { readFilter } from '../../domain/subscriptions/filter-reading.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { expireEarlier } from '../delivery/outbox.ts'
import { nameChannel } from './channel-names.ts'

/** A channel's subscription to a digest, or a person's own. Moments are ISO text. */
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
  /** What to post on a day without anything to act on. */
  readonly whenQuiet: 'line' | 'nothing'
  /** The week's first digest lists the coming weeks, and comes with the weekly update. */
  readonly isWeekly: boolean
  /** The month's first digest comes with a review of the month before. */
  readonly isMonthly: boolean
  /** The filter; null for everything. */
  readonly filter: Filter | null
  /** The account whose own it is; null for a channel's, which gets the cards of promotions as well. */
  readonly person: string | null
  /** No digest before this moment is due: an edit never reaches back. */
  readonly knownSince: string
  readonly changedBy: string
  /** Changes with every change; 0 for a channel that has none yet. */
  readonly version: number
}

/** Gives the subscription of a channel that names no schedule: a digest at eight, Monday to Friday, known from a moment on. */
export const firstSubscription = (channel: string, timeZone: string, now: string, changedBy: string): Subscription => ({
  channel,
  name: channel,
  state: 'active',
  minute: usualDigestMinute,
  days: mondayToFriday,
  timeZone,
  whenQuiet: 'line',
  isWeekly: false,
  isMonthly: false,
  filter: null,
  person: null,
  knownSince: now,
  changedBy,
  version: 0,
})

/** Loads the subscriptions that have not ended, by channel. */
export const loadSubscriptions = async (workspace: Reader): Promise<readonly Subscription[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('subscription')
    .leftJoin('channel', (join) =>
      join
        .onRef('channel.workspace_id', '=', 'subscription.workspace_id')
        .onRef('channel.id', '=', 'subscription.channel'),
    )
    .selectAll('subscription')
    .select('channel.name')
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
    isMonthly: row.monthly === 1,
    filter: storedFilter(row.filter),
    person: row.person,
    knownSince: row.known_since,
    changedBy: row.changed_by,
    version: Number(row.version),
  }))
}

/** Reads a stored filter; one that only an older or a newer program understands counts as everything. */
const storedFilter = (text: string | null): Filter | null => {
  const read = text === null ? null : readFilter(text)
  return read !== null && 'filter' in read ? read.filter : null
}

/** Loads the subscription of one channel, or null. */
export const loadSubscription = async (workspace: Reader, channel: string): Promise<Subscription | null> =>
  (await loadSubscriptions(workspace)).find((one) => one.channel === channel) ?? null

/** A channel's or a person's subscription; its version is that of the one it replaces. */
export type SetSubscription = { readonly kind: 'set-subscription'; readonly subscription: Subscription }

/** Replaces a subscription. Answers false, and writes nothing, when it changed meanwhile. */
export const setSubscription = async (
  writer: Writer,
  { subscription }: Pick<SetSubscription, 'subscription'>,
): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const { channel, name, version, ...settings } = subscription
  await nameChannel(writer, { channel: { id: channel, name } })
  const row = {
    state: settings.state,
    minute: settings.minute,
    days: settings.days,
    time_zone: settings.timeZone,
    when_quiet: settings.whenQuiet,
    weekly: settings.isWeekly ? 1 : 0,
    monthly: settings.isMonthly ? 1 : 0,
    filter: settings.filter === null ? null : printFilter(settings.filter),
    person: settings.person,
    known_since: settings.knownSince,
    changed_by: settings.changedBy,
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
 * A channel or a person unsubscribes; the version is that of what ends, and a digest that waits is not sent. The digests
 * that were made for it count as made for the channel it moved to.
 */
export type EndSubscription = {
  readonly kind: 'end-subscription'
  readonly channel: string
  readonly version: number
  readonly by: string
  readonly movedTo: string | null
}

/**
 * Ends a subscription. Its row stays, so that one that begins anew is a later version of it; in the channel it moved to, no
 * digest is made a second time. Answers false, and writes nothing, when it changed meanwhile.
 */
export const endSubscription = async (
  writer: Writer,
  { channel, version, by, movedTo }: EndSubscription,
): Promise<boolean> => {
  const { transaction, workspaceId } = writer
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
  await expireEarlier(writer, { channel, about: 'digest' })
  return true
}
