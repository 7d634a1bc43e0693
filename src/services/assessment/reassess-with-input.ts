import type { VerdictChange } from '../../cards/risks/reported-order-card.ts'
import { judgedLine } from '../../domain/assessment/judged-line.ts'
import type { JudgedLine, Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { type JointOrder, jointOrders } from '../../domain/risks/joint-order.ts'
import { supplyKey } from '../../domain/risks/shared-order.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import type { Context } from '../context.ts'
import { keeperOf } from '../present/present.ts'
import {
  type AssessmentContext,
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from './assess-promotions.ts'
import { factsOfAssessed } from './judged-promotion.ts'
import { keepAssessment } from './keep-assessment.ts'
import type { TypedInput } from './load-cell-facts.ts'

/** Judges promotions without and with what somebody types just now, and gives the changes that store the new judgements. */
export const reassessWithInput = async (
  context: Context,
  promotionIds: readonly string[],
  typed: TypedInput,
): Promise<{ readonly promotions: readonly VerdictChange[]; readonly changes: readonly Change[] }> => {
  const { workspace, today } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const stored = await loadPromotions(workspace, visibility, promotionIds)
  const judging = assessmentContext(context, visibility)
  const before = await verdictsOf(context, judging, stored)
  const after = await assessTogether({ ...judging, typed }, stored)
  return {
    promotions: after.map((assessed) => {
      const { promotion, readiness } = assessed
      return {
        promotionId: promotion.promotionId,
        name: promotion.name,
        from: before.get(promotion.promotionId) ?? readiness.verdict,
        to: readiness.verdict,
        problems: readiness.problems.map(judgedLine),
        order: nextOrder(assessed),
      }
    }),
    changes: after.map((assessed) => keepAssessment(assessed, assessed.readiness.verdict)),
  }
}

/** Reads the verdicts of promotions as they are kept; those that are not kept, or not current, are judged. */
const verdictsOf = async (
  context: Context,
  judging: AssessmentContext,
  promotions: readonly StoredPromotion[],
): Promise<ReadonlyMap<PromotionId, Verdict>> => {
  const { picture, settle } = keeperOf(context.workspace)
  const isCurrent = (await settle(context)) === null
  const kept = promotions.flatMap(({ promotionId }) => (isCurrent ? (picture.entry(promotionId) ?? []) : []))
  const verdicts = new Map(kept.map(({ promotionId, readiness }) => [promotionId, readiness.verdict]))
  const others = promotions.filter(({ promotionId }) => !verdicts.has(promotionId))
  for (const { promotion, readiness } of others.length === 0 ? [] : await assessTogether(judging, others))
    verdicts.set(promotion.promotionId, readiness.verdict)
  return verdicts
}

/** Works out the first order that the worst item of a promotion still needs; null where it needs none. */
const nextOrder = (assessed: PromotionAssessment): JointOrder | null => {
  const { problems } = assessed.readiness
  const lines = problems.map(judgedLine)
  const own = lines.filter((line) => supplyKey(line) === supplyKey(lines[0] as JudgedLine))
  return jointOrders(own, factsOfAssessed([assessed]))[0] ?? null
}
