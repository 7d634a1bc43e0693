import { isoOf } from '../../domain/day.ts'
import type { DigestEntry } from '../../domain/digest/digest-entry.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { intelligenceImpacts } from '../../domain/risks/intelligence-impact.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { riskCandidates } from '../../domain/risks/risk-candidate.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadLivePromotionIds } from '../../store/promotions/promotions.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import { type Context, momentOf } from '../context.ts'
import { loadDigestEntries, loadRegister } from '../risks/risk-register.ts'
import { assessPromotions } from './assess-promotions.ts'
import { judgedPromotion } from './judged-promotion.ts'

/** What judging promotions again needs. */
type ReassessContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'>

/** Promotions as they are judged now, the risks that promotions call for, and the changes to risks that are still to be written. */
export type Reassessed = {
  readonly views: ReadonlyMap<string, JudgedPromotion>
  readonly risks: readonly RiskRecord[]
  readonly changes: readonly Change[]
}

/** Judges every promotion that is running or coming up, and those of `besides` that are over. */
export const reassessAll = async (context: ReassessContext, besides: readonly string[]): Promise<Reassessed> => {
  const entries = await loadDigestEntries(context)
  const register = await loadRegister(context, entries)
  const views = new Map<string, JudgedPromotion>(entries.map((entry) => [entry.promotionId, entry]))
  const over = await loadViews(
    context,
    besides.filter((id) => !views.has(id)),
  )
  return {
    views: new Map([...views, ...over]),
    risks: standing(register.records),
    changes: register.changes,
  }
}

/**
 * Judges some promotions and updates the risks that they are or were evidence of. The other promotions of those risks are
 * judged for that as well.
 */
export const reassessAffected = async (context: ReassessContext, ids: readonly string[]): Promise<Reassessed> => {
  const views = await loadViews(context, ids)
  const kept = await loadRisks(context.workspace, [])
  if (views.size === 0) return { views, risks: standing(kept), changes: [] }
  const own = evidenceIn(views)
  const touched = new Set(riskCandidates(own).map(({ identity }) => identity))
  for (const { identity, subject } of kept.values())
    if (subject.promotions.some(({ promotionId }) => views.has(promotionId))) touched.add(identity)
  const others = [...touched].flatMap((identity) => kept.get(identity)?.subject.promotions ?? [])
  const beside = await loadViews(context, [
    ...new Set(others.map(({ promotionId }) => promotionId).filter((id) => !views.has(id))),
  ])
  const register = await loadRegister(context, await inOrder(context, [...own, ...evidenceIn(beside)]))
  const records = new Map(kept)
  for (const [identity, record] of register.records) if (touched.has(identity)) records.set(identity, record)
  return {
    views,
    risks: standing(records),
    changes: register.changes.filter((change) => change.kind !== 'keep-risk' || touched.has(change.risk.identity)),
  }
}

/** Sorts promotions as they are sorted when all are judged, so that a risk lists its promotions in the same order. */
const inOrder = async (
  { workspace, today }: ReassessContext,
  entries: readonly Judged[],
): Promise<readonly Judged[]> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const place = new Map(ids.map((id, i) => [id, i]))
  return entries.toSorted((a, b) => (place.get(a.promotionId) ?? 0) - (place.get(b.promotionId) ?? 0))
}

/** Gives the risks that promotions call for, by their numbers. */
const standing = (records: ReadonlyMap<string, RiskRecord>): readonly RiskRecord[] =>
  [...records.values()].filter(isCalledFor).toSorted((a, b) => a.id - b.id)

const evidenceIn = (views: ReadonlyMap<string, Judged>): readonly Judged[] =>
  [...views.values()].filter(({ readiness }) => readiness.lines.length > 0)

type Judged = JudgedPromotion & Pick<DigestEntry, 'impacts'>

const loadViews = async (context: ReassessContext, ids: readonly string[]): Promise<ReadonlyMap<string, Judged>> => {
  const { workspace, today, policy } = context
  const notes = ids.length === 0 ? [] : await loadIntelligence(workspace, { heard: null }, isoOf(today))
  const views = new Map<string, Judged>()
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(context))) {
    const impacts = intelligenceImpacts(assessed.lines, assessed.readiness.verdict, notes, policy)
    views.set(assessed.promotion.promotionId, {
      ...judgedPromotion(assessed),
      ...(impacts.length === 0 ? {} : { impacts }),
    })
  }
  return views
}
