import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { promotionCard } from '../../cards/promotions/promotion-card.ts'
import { changedPostCard } from '../../cards/promotions/promotion-change-card.ts'
import { cellKey } from '../../domain/assessment/cell.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { keptAssessment, liveRows, statusOf } from '../../services/assessment/promotion-view.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import type { OutboxMessage } from '../../store/delivery/enqueue.ts'
import { loadChannelsOfPromotion } from '../../store/delivery/outbox-queries.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { promotionFields } from './promotion-fields.ts'

/** The facts of a promotion that was registered or changed: its rows, its judgement, who did it, and what was so before and after. */
export const promotionChanges = (
  context: CommandContext,
  before: StoredPromotion | null,
  promotion: StoredPromotion,
  assessed: PromotionAssessment,
  action: 'register' | 'edit' | 'cancel',
  detail: Fields,
): readonly Change[] => [
  {
    kind: 'write-promotion',
    promotionId: promotion.promotionId,
    rows: promotion.rows,
    basedOn: promotion.version,
    knownOn: isoOf(context.today),
  },
  keptAssessment(assessed, action === 'cancel' ? 'cancelled' : assessed.readiness.verdict),
  auditEntry(context, { action, entity: promotion.promotionId, ...fieldsOf(before, promotion), detail }),
]

const fieldsOf = (before: StoredPromotion | null, promotion: StoredPromotion) => {
  const was = before === null ? [] : liveRows(before)
  const counted = new Set(was.map(rowKey))
  const is =
    statusOf(promotion) === 'cancelled' ? promotion.rows.filter((row) => counted.has(rowKey(row))) : liveRows(promotion)
  return { ...promotionFields(was, is), ...(before === null ? { before: null } : {}) }
}

const rowKey = ({ sku, location }: PromotionRow) => cellKey({ sku, location })

/** What is told of; a promotion that was not judged is wanted where everything is. */
type About = Pick<JudgedPromotion, 'promotionId' | 'end'> & Partial<Pick<JudgedPromotion, 'owner' | 'readiness'>>

/**
 * Posts the card of a promotion once in the channel it was registered in and in every one that wants promotions like it;
 * from then on it is edited in place.
 */
export const postCard = async (context: CommandContext, view: JudgedPromotion): Promise<readonly OutboxMessage[]> =>
  cardsIn(await concerned(context, view), view)

const cardsIn = (channels: readonly string[], view: JudgedPromotion): readonly OutboxMessage[] => {
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
): Promise<readonly OutboxMessage[]> => {
  const told = await loadChannelsOfPromotion(context.workspace, about.promotionId)
  return storiesIn([...new Set([...(await concerned(context, about)), ...told])], about, draw, form)
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
  const told = await loadChannelsOfPromotion(context.workspace, is.promotionId)
  const wanting = await concerned(context, is)
  const heard = [...new Set([...wanting.filter((channel) => channel === context.place), ...told])]
  const draw = () => changedPostCard(was, is, words ?? [], context.person.name)
  const form = byUrgency(was.readiness.verdict, is.readiness.verdict) > 0 ? 'broadcast' : 'thread'
  const { promotionId } = is
  return [
    ...(words === null ? [] : storiesIn(heard, is, draw, form)),
    ...cardsIn(
      wanting.filter((channel) => !heard.includes(channel)),
      is,
    ),
    ...(words === null ? [] : [{ kind: 'announce-verdict' as const, promotionId, verdict: is.readiness.verdict }]),
  ]
}

const storiesIn = (
  channels: readonly string[],
  about: About,
  draw: () => Card,
  form: StoryForm,
): readonly OutboxMessage[] => {
  const card = formattedForAll(draw)
  return channels.map((channel) => ({ ...postTo(channel, about, card), form }))
}

const concerned = async ({ workspace, place, reach }: CommandContext, about: About): Promise<readonly string[]> => {
  const { owner = null, readiness } = about
  const isWanting = (one: Subscription) =>
    readiness === undefined
      ? one.person === null && one.filter === null
      : matchesSubscription(one, { owner, readiness })
  const wanting = (await loadSubscriptions(workspace)).filter(isWanting).map(({ channel }) => channel)
  return [...new Set([place, ...wanting])].filter(reach.reaches)
}

/** A promotion is news until it is over. */
const postTo = (channel: string, { promotionId, end }: About, card: Card): OutboxMessage => ({
  kind: 'post',
  channel,
  about: 'promotion',
  entity: promotionId,
  card,
  notAfter: `${isoOf(end + 1)}T00:00:00.000Z`,
})
