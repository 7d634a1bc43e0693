import { feedBackCard, feedDueCard, feedLateCard } from '../../cards/imports/fresh-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { Freshness } from '../../domain/feeds/freshness.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { type FeedPromise, loadFeedOwner } from '../../store/imports/feed-promises.ts'
import type { Context } from '../context.ts'
import { type FeedFreshness, loadFeedFreshness } from './feed-freshness.ts'
import { inboxOfOwner, noticeTo, placesThatHear } from './feed-notices.ts'

type TendContext = Pick<Context, 'workspace' | 'reach' | 'timeZone' | 'today' | 'now'> & {
  readonly administrators: readonly string[]
}

type Told = Pick<FeedPromise, 'askedAt' | 'toldLateAt'>

/**
 * Asks the owner of a feed that is due, tells channels of one that is late, and that it is back. What was asked and told
 * is kept with the messages in one transaction, so that another process or a restart tells nothing twice.
 */
export const tendFreshness = async (context: TendContext): Promise<void> => {
  for (const one of await loadFeedFreshness(context)) {
    const changes = await changesFor(context, one)
    if (changes.length > 0) await apply(context.workspace, changes, null, context.now)
  }
}

const changesFor = async (
  context: TendContext,
  { feed, promise, lastAt, freshness }: FeedFreshness,
): Promise<readonly Change[]> => {
  const told: Told = { askedAt: promise?.askedAt ?? null, toldLateAt: promise?.toldLateAt ?? null }
  const toldAt = told.toldLateAt ?? told.askedAt
  const hasCome = toldAt !== null && lastAt !== null && lastAt > toldAt
  if (toldAt !== null && (hasCome || freshness === null || freshness.state === 'fresh'))
    return settled(context, feed, told, hasCome ? lastAt : null)
  if (freshness?.state === 'late' && told.toldLateAt === null) return late(context, feed, told, freshness)
  if (freshness?.state === 'due' && toldAt === null && freshness.due === context.today)
    return asked(context, feed, told, freshness)
  return []
}

const keep = (feed: FeedKind, basedOn: Told, told: Partial<Told>): Change => ({
  kind: 'keep-feed-promise',
  feed,
  basedOn,
  ...told,
})

/** Nothing is asked of nobody: without an owner the feed is told of when it is late. */
const asked = async (
  context: TendContext,
  feed: FeedKind,
  told: Told,
  { due, last, lateFrom }: Freshness,
): Promise<readonly Change[]> => {
  const { now, today, timeZone } = context
  const inbox = await inboxOfOwner(context, feed)
  if (inbox === null) return []
  const morning = Temporal.PlainDate.from(isoOf(lateFrom.day))
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: Math.floor(lateFrom.minute / 60) }) })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' })
  const notice = { entity: `${feed} due ${isoOf(due)}`, card: feedDueCard({ feed, due, last }, today) }
  return [keep(feed, told, { askedAt: now }), noticeTo(inbox, notice, now, morning)]
}

const late = async (
  context: TendContext,
  feed: FeedKind,
  told: Told,
  { due, last }: Freshness,
): Promise<readonly Change[]> => {
  const { now, today, workspace } = context
  const channels = await placesThatHear(context)
  if (channels.length === 0) return []
  const owner = (await loadFeedOwner(workspace, feed))?.name ?? null
  const isAsked = told.askedAt !== null
  const notice = {
    entity: `${feed} late ${isoOf(due)}`,
    card: feedLateCard({ feed, due, last, owner, isAsked }, today),
  }
  return [keep(feed, told, { toldLateAt: now }), ...channels.map((channel) => noticeTo(channel, notice, now))]
}

/** A feed that is not late any more; that it came is told where it was told that it is late. */
const settled = async (
  context: TendContext,
  feed: FeedKind,
  told: Told,
  cameAt: string | null,
): Promise<readonly Change[]> => {
  const { now, today, timeZone } = context
  const channels = cameAt === null || told.toldLateAt === null ? [] : await placesThatHear(context)
  return [
    keep(feed, told, { askedAt: null, toldLateAt: null }),
    ...channels.map((channel) =>
      noticeTo(
        channel,
        { entity: `${feed} back ${cameAt}`, card: feedBackCard(feed, cameAt as string, { timeZone, today }) },
        now,
      ),
    ),
  ]
}
