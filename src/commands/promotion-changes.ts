import type { Card } from '../cards/card.ts'
import { type Day, isoOf } from '../domain/day.ts'
import type { Change, Post } from '../store/change.ts'
import { loadChannelsTold } from '../store/outbox.ts'
import type { StoredPromotion } from '../store/promotions.ts'
import { loadSubscriptions } from '../store/subscriptions.ts'
import { type PromotionAssessment, promotionFingerprint } from './assessing.ts'
import type { Asked } from './outcome.ts'

/** The facts of a promotion that was registered or changed: its rows, its judgement, and who did it. */
export const promotionChanges = (
  { today, person, place }: Asked,
  promotion: StoredPromotion,
  assessed: PromotionAssessment,
  action: 'register' | 'edit' | 'cancel',
  detail: unknown,
): readonly Change[] => [
  {
    kind: 'write-promotion',
    promotionId: promotion.promotionId,
    rows: promotion.rows,
    basedOn: promotion.version,
    knownOn: isoOf(today),
  },
  {
    kind: 'keep-assessment',
    promotionId: promotion.promotionId,
    asOf: isoOf(today),
    verdict: action === 'cancel' ? 'cancelled' : assessed.readiness.verdict,
    inputsHash: promotionFingerprint(assessed),
    summary: assessed.lines.map(({ line, verdict, demand, window }) => ({
      sku: line.sku,
      location: line.location,
      verdict,
      demand,
      window,
    })),
  },
  {
    kind: 'note',
    actor: person.id,
    place,
    action,
    entity: promotion.promotionId,
    detail: { name: person.name, ...(detail as object) },
  },
]

/** Posts a card about a promotion, as long as the promotion is not over, once in the channel it was asked in, in every subscribed one, and where the promotion was heard of before. */
export const postEverywhere = async (
  asked: Asked,
  { promotionId, end }: { readonly promotionId: string; readonly end: Day },
  card: Card,
): Promise<readonly Post[]> => {
  const { workspace, place } = asked
  const subscribed = (await loadSubscriptions(workspace)).map((subscription) => subscription.channel)
  const told = await loadChannelsTold(workspace, promotionId)
  return [...new Set([place, ...subscribed, ...told])].map((channel) => ({
    kind: 'post',
    channel,
    about: 'promotion',
    entity: promotionId,
    card,
    notAfter: `${isoOf(end + 1)}T00:00:00.000Z`,
  }))
}
