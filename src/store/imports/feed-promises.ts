import { sql } from 'kysely'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Door } from '../feeds/batch-tables.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { findPeople } from '../people/finding-accounts.ts'

/** Who sends a feed, and how often; `rhythmDays` is null where it is learned. Moments are ISO texts. */
export type FeedPromise = {
  readonly kind: FeedKind
  /** The person's id; null for whoever sent it last. */
  readonly owner: string | null
  readonly rhythmDays: number | null
  /** When the owner was asked for the file that is due, and when it was told that it is late; null where not. */
  readonly askedAt: string | null
  readonly toldLateAt: string | null
}

/** A batch of a feed as its rhythm is learned from: when it came, and from whom. */
type Arrival = { readonly at: string; readonly door: Door | null; readonly sender: string | null }

/** Loads what was promised about feeds, by kind. */
export const loadFeedPromises = async ({ id, database }: Reader): Promise<ReadonlyMap<FeedKind, FeedPromise>> => {
  const rows = await database.kysely.selectFrom('feed_promise').selectAll().where('workspace_id', '=', id).execute()
  return new Map(
    rows.map((row) => [
      row.kind,
      {
        kind: row.kind,
        owner: row.owner,
        rhythmDays: row.rhythm_days,
        askedAt: row.asked_at,
        toldLateAt: row.told_late_at,
      },
    ]),
  )
}

/** A promise about a feed, or what was asked and told of it: what is named replaces what was. */
export type KeepFeedPromise = { readonly kind: 'keep-feed-promise'; readonly feed: FeedKind } & Partial<
  Omit<FeedPromise, 'kind'>
> & {
    /** What was asked and told when this was decided; nothing is written where that has changed since. */
    readonly basedOn?: Pick<FeedPromise, 'askedAt' | 'toldLateAt'>
  }

/** Keeps what is promised about a feed. Answers false, and has written nothing, where what it was decided on has changed. */
export const keepFeedPromise = async (
  { transaction, workspaceId }: Writer,
  { feed, owner, rhythmDays, askedAt, toldLateAt, basedOn }: KeepFeedPromise,
): Promise<boolean> => {
  if (basedOn !== undefined) {
    const kept = await transaction
      .selectFrom('feed_promise')
      .select(['asked_at', 'told_late_at'])
      .where('workspace_id', '=', workspaceId)
      .where('kind', '=', feed)
      .executeTakeFirst()
    if ((kept?.asked_at ?? null) !== basedOn.askedAt || (kept?.told_late_at ?? null) !== basedOn.toldLateAt)
      return false
  }
  const named = {
    ...(owner === undefined ? {} : { owner }),
    ...(rhythmDays === undefined ? {} : { rhythm_days: rhythmDays }),
    ...(askedAt === undefined ? {} : { asked_at: askedAt }),
    ...(toldLateAt === undefined ? {} : { told_late_at: toldLateAt }),
  }
  const row = { owner: null, rhythm_days: null, asked_at: null, told_late_at: null, ...named }
  await transaction
    .insertInto('feed_promise')
    .values({ workspace_id: workspaceId, kind: feed, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'kind']).doUpdateSet(named))
    .execute()
  return true
}

/** Loads when feeds came by a door since a moment, the newest first: the last time of each UTC day, by kind. */
export const loadArrivalTimes = async (
  { id, database }: Reader,
  since: string,
): Promise<ReadonlyMap<FeedKind, readonly string[]>> => {
  const rows = await database.kysely
    .selectFrom('batch')
    .select((select) => ['kind', select.fn.max<string>('visible_at').as('at')])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('door', 'is not', null)
    .where('ended_as', 'is', null)
    .where('known_on_given', '=', 0)
    .where('visible_at', '>=', since)
    .groupBy(['kind', sql`substr(visible_at, 1, 10)`])
    .execute()
  const byKind = Map.groupBy(rows, ({ kind }) => kind)
  return new Map(
    [...byKind].map(([kind, own]) => [
      kind,
      own
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    ]),
  )
}

/** So many of the last batches of a feed tell its rhythm. */
const mostArrivals = 60

/** Loads when the last batches of a feed came that count, the newest first. */
const loadArrivals = async ({ id, database }: Reader, feed: FeedKind): Promise<readonly Arrival[]> => {
  const rows = await database.kysely
    .selectFrom('batch')
    .select(['visible_at', 'door', 'sender'])
    .where('workspace_id', '=', id)
    .where('kind', '=', feed)
    .where('state', '=', 'visible')
    .where('source', '<>', 'chat')
    .where('ended_as', 'is', null)
    .where('known_on_given', '=', 0)
    .where('visible_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(mostArrivals)
    .execute()
  return rows.map((row) => ({ at: row.visible_at as string, door: row.door, sender: row.sender }))
}

/** Gives the person who owns a feed, or else who sent it last in chat; null where nobody is known. */
export const loadFeedOwner = async (
  workspace: Reader,
  feed: FeedKind,
): Promise<{ readonly id: string; readonly name: string } | null> => {
  const promise = (await loadFeedPromises(workspace)).get(feed)
  const senders = promise?.owner != null ? [promise.owner] : sendersOf(await loadArrivals(workspace, feed))
  for (const sender of senders) {
    const [found] = await findPeople(workspace, sender)
    if (found !== undefined) return found
  }
  return promise?.owner != null ? { id: promise.owner, name: promise.owner } : null
}

const sendersOf = (arrivals: readonly Arrival[]): readonly string[] => [
  ...new Set(arrivals.flatMap(({ door, sender }) => (door === 'chat' && sender !== null ? [sender] : []))),
]
