import type { ChangedVerdict, PlanSummary } from '../../cards/imports/imported-card.ts'
import { byUrgency, type Verdict } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { loadPromotionsOfBatch } from '../../store/imports/promotions-of-batch.ts'
import type { PresentContext } from '../present/notice-changes.ts'
import { keeperOf, loadPresent } from '../present/present.ts'

/** The verdicts of all promotions at some moment, by promotion. */
export type Verdicts = ReadonlyMap<string, Verdict>

/** Loads the verdicts that hold now, as they are known without much waiting. */
export const loadVerdicts = async (context: PresentContext): Promise<Verdicts> => {
  const { entries } = await loadPresent(context)
  return new Map(entries.map(({ promotionId, readiness }) => [promotionId, readiness.verdict]))
}

/** What a batch meant for promotions. */
export type Meaning = { readonly changed: readonly ChangedVerdict[]; readonly plan: PlanSummary | null }

const mostWorst = 5

/** Judges what a batch touches, however long it takes, and tells whose verdict is another than before, and how a plan stands. */
export const loadMeaning = async (
  context: PresentContext,
  before: Verdicts,
  { kind, batch }: { readonly kind: string; readonly batch: number },
): Promise<Meaning> => {
  const keeper = keeperOf(context.workspace)
  await keeper.bringUpToDate(context)
  const entries = keeper.picture.entries()
  const changed = entries.flatMap(({ promotionId, name, readiness: { verdict } }) => {
    const from = before.get(promotionId)
    return from === undefined || from === verdict ? [] : [{ promotionId, name, from, to: verdict }]
  })
  const own = kind === 'promotions' ? new Set(await loadPromotionsOfBatch(context.workspace, batch)) : null
  return {
    changed: changed.toSorted((a, b) => byUrgency(a.to, b.to)),
    plan: own === null ? null : planOf(entries.filter(({ promotionId }) => own.has(promotionId))),
  }
}

const planOf = (entries: readonly JudgedPromotion[]): PlanSummary => {
  const verdicts = { ready: 0, 'at-risk': 0, 'not-ready': 0, unknown: 0 }
  for (const { readiness } of entries) verdicts[readiness.verdict]++
  const worst = entries
    .filter(({ readiness }) => readiness.verdict !== 'ready')
    .toSorted((a, b) => byUrgency(a.readiness.verdict, b.readiness.verdict) || a.start - b.start)
    .slice(0, mostWorst)
  return {
    verdicts,
    worst: worst.map(({ promotionId, name, start, readiness: { verdict } }) => ({ promotionId, name, start, verdict })),
  }
}
