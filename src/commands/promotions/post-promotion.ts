import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader.ts'
import { promotionCard } from '../../cards/promotions/promotion-card.ts'
import { changedPostCard } from '../../cards/promotions/promotion-change-card.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import type { Change, Post } from '../../store/changes/change.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import { loadChannelsTold } from '../../store/delivery/outbox-queries.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** What is told of; a promotion that was not judged is wanted where everything is. */
type About = Pick<JudgedPromotion, 'promotionId' | 'end'> & Partial<Pick<JudgedPromotion, 'owner' | 'readiness'>>

/**
 * Posts the card of a promotion once in the channel it was registered in and in every one that wants promotions like it;
 * from then on it is edited in place.
 */
export const postCard = async (context: CommandContext, view: JudgedPromotion): Promise<readonly Post[]> =>
  cardsIn(await channelsFor(context, view), view)

const cardsIn = (channels: readonly string[], view: JudgedPromotion): readonly Post[] => {
  const card = formattedForAll(() => promotionCard(view))
  const living = { fingerprint: fingerprintOf(card), verdict: view.readiness.verdict }
  return channels.map((channel) => ({ ...postTo(channel, view, card), living }))
}

/** In the thread of a promotion's card alone, or in the channel as well where it changes the plans of others. */
type StoryForm = 'thread' | 'broadcast'

/**
 * Tells what became of a promotion in the thread of its card, once in the channel it was asked in, in every one that wants
 * promotions like it, and where the promotion was heard of before.
 */
export const postToThreads = async (
  context: CommandContext,
  about: About,
  draw: () => Card,
  form: StoryForm,
): Promise<readonly Post[]> => {
  const announcedIn = await loadChannelsTold(context.workspace, about.promotionId)
  return threadPosts([...new Set([...(await channelsFor(context, about)), ...announcedIn])], about, draw, form)
}

/**
 * Tells of an edit, where others plan by what changed, in the channel it was asked in and where the promotion was heard of
 * before: a channel that no longer wants it keeps the card it has. One that wants it as it is now and has not heard of it
 * gets its card.
 */
export const postEdit = async (
  context: CommandContext,
  was: JudgedPromotion,
  is: JudgedPromotion,
  words: readonly string[] | null,
): Promise<readonly Change[]> => {
  const announcedIn = await loadChannelsTold(context.workspace, is.promotionId)
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
    ...(words === null ? [] : [{ kind: 'tell-verdict' as const, promotionId, verdict: is.readiness.verdict }]),
  ]
}

const threadPosts = (channels: readonly string[], about: About, draw: () => Card, form: StoryForm): readonly Post[] => {
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

/** A promotion is news until it is over. */
const postTo = (channel: string, { promotionId, end }: About, card: Card): Post => ({
  kind: 'post',
  channel,
  about: 'promotion',
  entity: promotionId,
  card,
  notAfter: `${isoOf(end + 1)}T00:00:00.000Z`,
})
