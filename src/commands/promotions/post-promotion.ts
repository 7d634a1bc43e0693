import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { promotionCard } from '../../cards/promotions/promotion-card.ts'
import { changedPostCard } from '../../cards/promotions/promotion-change-card.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import type { OutboxMessage } from '../../store/delivery/enqueue.ts'
import { loadChannelsOfPromotion } from '../../store/delivery/outbox-queries.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** The promotion that a message is about. One without an assessment goes only to channels that subscribe to everything. */
type About = Pick<JudgedPromotion, 'promotionId' | 'end'> & Partial<Pick<JudgedPromotion, 'owner' | 'readiness'>>

/**
 * Posts the card of a promotion in the channel it was registered in and in every channel whose subscription matches it. The
 * card is a live message: it is edited in place from then on.
 */
export const postCard = async (context: CommandContext, view: JudgedPromotion): Promise<readonly OutboxMessage[]> =>
  cardsIn(await channelsFor(context, view), view)

const cardsIn = (channels: readonly string[], view: JudgedPromotion): readonly OutboxMessage[] => {
  const card = formattedForAll(() => promotionCard(view))
  const living = { fingerprint: fingerprintOf(card), verdict: view.readiness.verdict }
  return channels.map((channel) => ({ ...postTo(channel, view, card), living }))
}

/** Where a message about a promotion appears: in the thread of its card only, or in the channel too. */
type ThreadForm = 'thread' | 'broadcast'

/**
 * Posts a message about a promotion in the threads of its cards: in this channel, in every channel whose subscription matches
 * it, and in every channel where it was announced before.
 */
export const postToThreads = async (
  context: CommandContext,
  about: About,
  draw: () => Card,
  form: ThreadForm,
): Promise<readonly OutboxMessage[]> => {
  const announcedIn = await loadChannelsOfPromotion(context.workspace, about.promotionId)
  return threadPosts([...new Set([...(await channelsFor(context, about)), ...announcedIn])], about, draw, form)
}

/**
 * Posts an edit in this channel and where the promotion was announced before; `words` is null for an edit that matters to
 * nobody, which posts no message. A channel whose subscription matches only now gets the card; one whose subscription no
 * longer matches keeps the card it has.
 */
export const postEdit = async (
  context: CommandContext,
  was: JudgedPromotion,
  is: JudgedPromotion,
  words: readonly string[] | null,
): Promise<readonly Change[]> => {
  const announcedIn = await loadChannelsOfPromotion(context.workspace, is.promotionId)
  const subscribers = await channelsFor(context, is)
  const informed = [...new Set([...subscribers.filter((channel) => channel === context.place), ...announcedIn])]
  const draw = () => changedPostCard(was, is, words ?? [], context.person.name)
  const form = byUrgency(was.readiness.verdict, is.readiness.verdict) > 0 ? 'broadcast' : 'thread'
  const { promotionId } = is
  return [
    ...(words === null ? [] : threadPosts(informed, is, draw, form)),
    ...cardsIn(
      subscribers.filter((channel) => !informed.includes(channel)),
      is,
    ),
    ...(words === null ? [] : [{ kind: 'announce-verdict' as const, promotionId, verdict: is.readiness.verdict }]),
  ]
}

const threadPosts = (
  channels: readonly string[],
  about: About,
  draw: () => Card,
  form: ThreadForm,
): readonly OutboxMessage[] => {
  const card = formattedForAll(draw)
  return channels.map((channel) => ({ ...postTo(channel, about, card), form }))
}

const channelsFor = async ({ workspace, place, reach }: CommandContext, about: About): Promise<readonly string[]> => {
  const { owner = null, readiness } = about
  const subscribes = (one: Subscription) =>
    readiness === undefined
      ? one.person === null && one.filter === null
      : matchesSubscription(one, { owner, readiness })
  const subscribers = (await loadSubscriptions(workspace)).filter(subscribes).map(({ channel }) => channel)
  return [...new Set([place, ...subscribers])].filter(reach.reaches)
}

/** Makes a message about a promotion; it is dropped if it cannot be posted before the promotion is over. */
const postTo = (channel: string, { promotionId, end }: About, card: Card): OutboxMessage => ({
  kind: 'post',
  channel,
  about: 'promotion',
  entity: promotionId,
  card,
  notAfter: `${isoOf(end + 1)}T00:00:00.000Z`,
})
