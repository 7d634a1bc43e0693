import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { intelligenceImpacts } from '../../domain/risks/intelligence-impact.ts'
import { jointOrders } from '../../domain/risks/joint-order.ts'
import { type RiskRecord, reconcile } from '../../domain/risks/risk.ts'
import { byNeed, type RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { riskCandidates } from '../../domain/risks/risk-index.ts'
import { loadLivePromotionIds } from '../../store/promotions/promotions.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import { assessPromotions, type PromotionAssessment } from '../assessment/assess-promotions.ts'
import { factsOfAssessed, judgedPromotion } from '../assessment/judged-promotion.ts'
import { type Context, type MomentContext, momentOf, visibilityFor } from '../context.ts'
import type { Present } from '../present/present.ts'

/** What judging everything needs. */
type JudgeContext = MomentContext & Pick<Context, 'workspace' | 'today' | 'policy'>

/**
 * Judges everything that is running or coming up, as of the day and the moment of a context, and finds the risks. Nothing is
 * kept: risks that are not stored have the number 0.
 */
export const judgePresent = async (context: JudgeContext): Promise<Present> => {
  const { workspace, today, policy } = context
  const visibility = await visibilityFor(context)
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const judged: PromotionAssessment[] = []
  const entries: JudgedPromotion[] = []
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(context))) {
    if (assessed.lines.length === 0) continue
    judged.push(assessed)
    const impacts = intelligenceImpacts(assessed.lines, assessed.readiness.verdict, policy)
    entries.push(judgedPromotion(assessed, impacts))
  }
  const factsOf = factsOfAssessed(judged)
  const candidates = riskCandidates(entries, (lines) => jointOrders(lines, factsOf)).toSorted(byNeed(today))
  return { entries, candidates, records: await recordsOf(context, candidates) }
}

/** Brings the stored risks up to date by what was judged, without writing them. */
const recordsOf = async (
  { workspace, today, policy, now }: JudgeContext,
  candidates: readonly RiskCandidate[],
): Promise<ReadonlyMap<string, RiskRecord>> => {
  if (candidates.length === 0) return new Map()
  const known = new Map(candidates.map((candidate) => [candidate.identity, candidate]))
  const kept = await loadRisks(workspace, [...known.keys()])
  const records = new Map<string, RiskRecord>()
  for (const identity of known.keys()) {
    const moment = { today, now, moneyFloor: policy.moneyFloor }
    const after = reconcile(kept.get(identity) ?? null, known.get(identity) ?? null, moment)
    if (after !== null) records.set(identity, after)
  }
  return records
}
