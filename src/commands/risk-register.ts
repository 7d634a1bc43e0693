import type { PromotionView } from '../cards/promotion-card.ts'
import { isoOf } from '../domain/day.ts'
import type { DigestEntry } from '../domain/digest.ts'
import { byNeed, exposuresOf } from '../domain/exposure.ts'
import { type RiskRecord, reconcile } from '../domain/risk.ts'
import { signalsOf } from '../domain/signal.ts'
import type { Change } from '../store/change.ts'
import { loadNextNumber } from '../store/counter.ts'
import { loadIntelligence } from '../store/intelligence.ts'
import { loadLivePromotionIds } from '../store/promotions.ts'
import { loadRisks } from '../store/risks.ts'
import { loadVisibility } from '../store/visibility.ts'
import { assessPromotions } from './assessing.ts'
import { type Asked, momentOf } from './outcome.ts'
import { promotionView } from './promotion-view.ts'
import { keepingRiskDay, ownedRisks } from './risk-days.ts'

/** Judges every promotion that is running or coming up. */
export const loadEntries = async (
  asked: Pick<Asked, 'workspace' | 'today' | 'policy' | 'now' | 'timeZone'>,
): Promise<readonly PromotionView[]> => {
  const { workspace, today, policy } = asked
  const visibility = await loadVisibility(workspace, isoOf(today))
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const notes = await loadIntelligence(workspace, isoOf(today))
  const entries: PromotionView[] = []
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(asked))) {
    if (assessed.lines.length === 0) continue
    const signals = signalsOf(assessed.lines, assessed.readiness.verdict, notes, policy)
    entries.push({ ...promotionView(assessed), ...(signals.length === 0 ? {} : { signals }) })
  }
  return entries
}

/** Every risk as it stands today, by identity, and what of that is not kept yet. */
export type RiskRegister = { readonly records: ReadonlyMap<string, RiskRecord>; readonly changes: readonly Change[] }

/** Brings the kept risks to what their promotions say today: opens, closes and reopens them. Writing the changes is the caller's. */
export const loadRegister = async (
  { workspace, today, policy, now }: Pick<Asked, 'workspace' | 'today' | 'policy' | 'now'>,
  entries: readonly DigestEntry[],
): Promise<RiskRegister> => {
  const exposures = new Map(
    exposuresOf(entries)
      .toSorted(byNeed(today))
      .map((exposure) => [exposure.identity, exposure]),
  )
  const kept = await loadRisks(workspace, [...exposures.keys()])
  let nextId = await loadNextNumber(workspace, 'risk')
  const records = new Map<string, RiskRecord>()
  const changes: Change[] = []
  for (const identity of new Set([...kept.keys(), ...exposures.keys()])) {
    const before = kept.get(identity) ?? null
    const after = reconcile(before, exposures.get(identity) ?? null, { today, now, moneyFloor: policy.moneyFloor })
    if (after === null) continue
    const record = after.id === 0 ? { ...after, id: nextId++ } : after
    records.set(identity, record)
    if (record !== before) changes.push({ kind: 'keep-risk', risk: record })
  }
  changes.push(...(await keepingRiskDay(workspace, today, ownedRisks(exposures.values(), records))))
  return { records, changes }
}
