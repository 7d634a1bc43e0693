import { isoOf } from '../../domain/day.ts'
import type { DigestEntry } from '../../domain/digest/digest-entry.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { intelligenceImpacts } from '../../domain/risks/intelligence-impact.ts'
import { type RiskRecord, reconcile } from '../../domain/risks/risk.ts'
import { byNeed, riskCandidates } from '../../domain/risks/risk-candidate.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadLivePromotionIds } from '../../store/promotions/promotions.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import { assessPromotions } from '../assessment/assess-promotions.ts'
import { judgedPromotion } from '../assessment/judged-promotion.ts'
import { type Context, type MomentContext, momentOf, visibilityFor } from '../context.ts'
import { dailyRiskTotalChanges, ownedRisks } from './daily-risk-totals.ts'

/** Judges every promotion that is running or coming up. */
export const loadDigestEntries = async (
  context: MomentContext & Pick<Context, 'workspace' | 'today' | 'policy'>,
): Promise<readonly JudgedPromotion[]> => {
  const { workspace, today, policy } = context
  const visibility = await visibilityFor(context)
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const notes = await loadIntelligence(workspace, visibility, isoOf(today))
  const entries: JudgedPromotion[] = []
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(context))) {
    if (assessed.lines.length === 0) continue
    const impacts = intelligenceImpacts(assessed.lines, assessed.readiness.verdict, notes, policy)
    entries.push({ ...judgedPromotion(assessed), ...(impacts.length === 0 ? {} : { impacts }) })
  }
  return entries
}

/** Every risk as of today, by identity, and the changes that are still to be written. */
export type RiskRegister = { readonly records: ReadonlyMap<string, RiskRecord>; readonly changes: readonly Change[] }

/** Updates the stored risks by today's judgements: opens, closes and reopens them. The caller writes the changes. */
export const loadRegister = async (
  { workspace, today, policy, now }: Pick<Context, 'workspace' | 'today' | 'policy' | 'now'>,
  entries: readonly DigestEntry[],
): Promise<RiskRegister> => {
  const candidates = new Map(
    riskCandidates(entries)
      .toSorted(byNeed(today))
      .map((candidate) => [candidate.identity, candidate]),
  )
  const kept = await loadRisks(workspace, [...candidates.keys()])
  let nextId = await loadNextNumber(workspace, 'risk')
  const records = new Map<string, RiskRecord>()
  const changes: Change[] = []
  for (const identity of new Set([...kept.keys(), ...candidates.keys()])) {
    const before = kept.get(identity) ?? null
    const after = reconcile(before, candidates.get(identity) ?? null, { today, now, moneyFloor: policy.moneyFloor })
    if (after === null) continue
    const record = after.id === 0 ? { ...after, id: nextId++ } : after
    records.set(identity, record)
    if (record !== before) changes.push({ kind: 'keep-risk', risk: record })
  }
  changes.push(...(await dailyRiskTotalChanges(workspace, today, ownedRisks(candidates.values(), records))))
  return { records, changes }
}
