import { isoOf } from '../../domain/day.ts'
import { type Period, periodBefore, periodYearBefore } from '../../domain/scorecard/period.ts'
import { type Figure, figuresOf } from '../../domain/scorecard/scorecard.ts'
import { noTotals, type Totals } from '../../domain/scorecard/totals.ts'
import type { View } from '../../domain/subscriptions/filter-match.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadCoordinationTotals } from '../../store/scorecard/coordination-totals.ts'
import { loadCostTotals } from '../../store/scorecard/cost-totals.ts'
import { resultFilter } from '../../store/scorecard/result-filter.ts'
import { countOutdatedResults } from '../../store/scorecard/results.ts'
import {
  type Dimension,
  loadLineTotals,
  loadPromotionsBehind,
  loadPromotionTotals,
  type PromotionBehind,
} from '../../store/scorecard/totals.ts'
import { loadStockTotals, loadWeekTotals } from '../../store/scorecard/weeks.ts'
import type { Context } from '../context.ts'

/** What of the company a scorecard is about. */
export type ScorecardWish = {
  readonly period: Period
  readonly view: View
  /** What its figures are told apart by; null for all together. */
  readonly by: Dimension | null
}

/** The figures of a period, and of each part of the company where they are told apart. */
export type Scorecard = {
  readonly period: Period
  readonly before: Period
  readonly yearBefore: Period
  readonly figures: readonly Figure[]
  readonly groups: readonly { readonly name: string; readonly figures: readonly Figure[] }[]
  readonly totals: Totals
  /** Promotions whose results are still to be worked out. */
  readonly outdated: number
}

type ScorecardContext = Pick<Context, 'workspace' | 'today'>

/** Loads the scorecard of a period, compared with the period before and the year before. */
export const loadScorecard = async (context: ScorecardContext, wish: ScorecardWish): Promise<Scorecard> => {
  const { period } = wish
  const [before, yearBefore] = [periodBefore(period), periodYearBefore(period)]
  const of = (one: Period, by: Dimension | null) => loadTotals(context, { ...wish, period: one, by })
  const all = { now: await of(period, null), before: await of(before, null), yearBefore: await of(yearBefore, null) }
  const totals = all.now.get('') ?? noTotals
  const compared = (name: string, groups: typeof all) => ({
    now: groups.now.get(name) ?? noTotals,
    before: groups.before.get(name) ?? noTotals,
    yearBefore: groups.yearBefore.get(name) ?? noTotals,
  })
  const apart =
    wish.by === null
      ? null
      : {
          now: await of(period, wish.by),
          before: await of(before, wish.by),
          yearBefore: await of(yearBefore, wish.by),
        }
  return {
    ...{ period, before, yearBefore, totals },
    figures: figuresOf(compared('', all)),
    groups:
      apart === null ? [] : [...apart.now.keys()].map((name) => ({ name, figures: figuresOf(compared(name, apart)) })),
    outdated: await countOutdatedResults(context.workspace),
  }
}

const loadTotals = async (
  { workspace, today }: ScorecardContext,
  { period, view, by }: ScorecardWish,
): Promise<ReadonlyMap<string, Totals>> => {
  const range = { ...period, where: await resultFilter(workspace, period, view) }
  const visibility = await loadVisibility(workspace, isoOf(today))
  const lines = await loadLineTotals(workspace, range, by)
  const promotions = await loadPromotionTotals(workspace, range, by)
  const costs = await loadCostTotals(workspace, visibility, range, by)
  const coordination = by === null ? await loadCoordinationTotals(workspace, range) : noTotals.coordination
  const place = by === null || by === 'category' || by === 'supplier' || by === 'location'
  const isWhole = place && view.filter === null
  const weeks = isWhole ? await loadWeekTotals(workspace, period, by) : new Map()
  const stock = isWhole ? await loadStockTotals(workspace, period, by) : new Map()
  return new Map(
    [...new Set([...(by === null ? [''] : []), ...lines.keys(), ...promotions.keys()])].sort().map((name) => [
      name,
      {
        lines: lines.get(name) ?? noTotals.lines,
        promotions: promotions.get(name) ?? noTotals.promotions,
        costs: costs.get(name) ?? noTotals.costs,
        coordination,
        weeks: weeks.get(name) ?? noTotals.weeks,
        stock: stock.get(name) ?? noTotals.stock,
      },
    ]),
  )
}

/** Lists the promotions behind the figures of a period, the last that ended first. */
export const loadBehind = async (
  { workspace }: ScorecardContext,
  { period, view }: Pick<ScorecardWish, 'period' | 'view'>,
): Promise<readonly PromotionBehind[]> =>
  loadPromotionsBehind(workspace, { ...period, where: await resultFilter(workspace, period, view) })
