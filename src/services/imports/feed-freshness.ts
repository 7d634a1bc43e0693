import { type Day, dayOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { type Freshness, freshnessOf, type LocalMoment } from '../../domain/feeds/freshness.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { type FeedPromise, loadArrivalTimes, loadFeedPromises } from '../../store/imports/feed-promises.ts'
import type { Context } from '../context.ts'

/** How fresh a feed is that came or was promised; its freshness is null where it has no rhythm. */
export type FeedFreshness = {
  readonly feed: FeedKind
  readonly promise: FeedPromise | null
  /** When it came last, as ISO text; null where that is long ago. */
  readonly lastAt: string | null
  readonly freshness: Freshness | null
}

const day = 24 * 60 * 60 * 1_000
/** What came longer ago tells no rhythm. */
const rhythmMilliseconds = 200 * day

/** Loads how fresh the feeds are that came or were promised. */
export const loadFeedFreshness = async ({
  workspace,
  timeZone,
  now,
}: Pick<Context, 'workspace' | 'timeZone' | 'now'>): Promise<readonly FeedFreshness[]> => {
  const promises = await loadFeedPromises(workspace)
  const arrivals = await loadArrivalTimes(workspace, after(now, -rhythmMilliseconds))
  return [...new Set([...arrivals.keys(), ...promises.keys()])].map((feed) => {
    const promise = promises.get(feed) ?? null
    const came = arrivals.get(feed) ?? []
    const moments = came.map((at) => localMoment(at, timeZone))
    const freshness = freshnessOf(moments, promise?.rhythmDays ?? null, localMoment(now, timeZone))
    return { feed, promise, lastAt: came[0] ?? null, freshness }
  })
}

/** A feed that is late: the days on which it came last and was due. */
export type LateFeed = { readonly feed: FeedKind; readonly last: Day; readonly due: Day }

/** Lists the feeds that are late. */
export const loadLateFeeds = async (
  context: Pick<Context, 'workspace' | 'timeZone' | 'now'>,
): Promise<readonly LateFeed[]> =>
  (await loadFeedFreshness(context)).flatMap(({ feed, freshness }) =>
    freshness?.state === 'late' ? { feed, last: freshness.last, due: freshness.due } : [],
  )

const localMoment = (at: string, timeZone: string): LocalMoment => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  return { day: dayOf(local.toPlainDate().toString()), minute: local.hour * 60 + local.minute }
}
