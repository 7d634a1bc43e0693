import { type Card, fingerprintOf } from '../cards/card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { cellKey } from '../domain/cell.ts'
import { type Day, isoOf } from '../domain/day.ts'
import type { Verdict } from '../domain/readiness.ts'
import type { Change, Post } from '../store/change.ts'
import type { PromotionRow } from '../store/feed-rows.ts'
import { loadChannelsTold } from '../store/mail.ts'
import type { StoredPromotion } from '../store/promotions.ts'
import { loadSubscriptions } from '../store/subscriptions.ts'
import { type PromotionAssessment, promotionFingerprint } from './assessing.ts'
import { type Fields, noted } from './noted.ts'
import type { Asked } from './outcome.ts'
import { promotionFields } from './promotion-fields.ts'
import { liveRows, statusOf } from './promotion-view.ts'

/** The facts of a promotion that was registered or changed: its rows, its judgement, who did it, and what was so before and after. */
export const promotionChanges = (
  asked: Asked,
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
    knownOn: isoOf(asked.today),
  },
  keptAssessment(assessed, action === 'cancel' ? 'cancelled' : assessed.readiness.verdict),
  noted(asked, { action, entity: promotion.promotionId, ...fieldsOf(before, promotion), detail }),
]

const fieldsOf = (before: StoredPromotion | null, promotion: StoredPromotion) => {
  const was = before === null ? [] : liveRows(before)
  const counted = new Set(was.map(rowKey))
  const is =
    statusOf(promotion) === 'cancelled' ? promotion.rows.filter((row) => counted.has(rowKey(row))) : liveRows(promotion)
  return { ...promotionFields(was, is), ...(before === null ? { before: null } : {}) }
}

const rowKey = ({ sku, location }: PromotionRow) => cellKey({ sku, location })

/** The judgement of a promotion as it is kept. */
export const keptAssessment = (assessed: PromotionAssessment, verdict: Verdict | 'cancelled'): Change => ({
  kind: 'keep-assessment',
  promotionId: assessed.promotion.promotionId,
  asOf: isoOf(assessed.asOf),
  verdict,
  inputsHash: promotionFingerprint(assessed),
  summary: assessed.lines.map(({ line, verdict: own, demand, window }) => ({
    sku: line.sku,
    location: line.location,
    verdict: own,
    demand,
    window,
  })),
})

type About = { readonly promotionId: string; readonly end: Day }

/** Posts the card of a promotion once in the channel it was registered in and in every subscribed one; from then on it is edited in place. */
export const postCard = async (
  asked: Asked,
  about: About,
  draw: () => Card,
  verdict: Verdict,
): Promise<readonly Post[]> => {
  const card = writtenForAll(draw)
  const living = { fingerprint: fingerprintOf(card), verdict }
  return (await concerned(asked)).map((channel) => ({ ...postTo(channel, about, card), living }))
}

/**
 * Tells what became of a promotion in the thread of its card, once in the channel it was asked in, in every subscribed
 * one, and where the promotion was heard of before; what changes the plans of others is told in the channel as well.
 */
export const tellStory = async (
  asked: Asked,
  about: About,
  draw: () => Card,
  form: 'thread' | 'broadcast',
): Promise<readonly Post[]> => {
  const card = writtenForAll(draw)
  const told = await loadChannelsTold(asked.workspace, about.promotionId)
  return [...new Set([...(await concerned(asked)), ...told])].map((channel) => ({
    ...postTo(channel, about, card),
    form,
  }))
}

const concerned = async ({ workspace, place, reach }: Asked): Promise<readonly string[]> => {
  const subscribed = (await loadSubscriptions(workspace)).map((subscription) => subscription.channel)
  return [...new Set([place, ...subscribed])].filter(reach.reaches)
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
