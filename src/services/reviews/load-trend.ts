import { isoOf } from '../../domain/day.ts'
import type { Money } from '../../domain/money.ts'
import type { TrendMonth } from '../../domain/reviews/review.ts'
import { calendarPeriod, type Period } from '../../domain/scorecard/period.ts'
import { figuresOf, type MetricKey } from '../../domain/scorecard/scorecard.ts'
import { noTotals } from '../../domain/scorecard/totals.ts'
import type { View } from '../../domain/subscriptions/filter-match.ts'
import { resultFilter } from '../../store/scorecard/result-filter.ts'
import { loadLineTotals, loadPromotionTotals } from '../../store/scorecard/totals.ts'
import type { Context } from '../context.ts'

const monthsShown = 13

/** Loads the figures that a review draws of the month in which a period ends and the twelve before it, from the first to the last that is known. */
export const loadTrend = async (
  { workspace }: Pick<Context, 'workspace'>,
  { period, view }: { readonly period: Period; readonly view: View },
): Promise<readonly TrendMonth[]> => {
  const last = Temporal.PlainYearMonth.from(isoOf(period.to).slice(0, 7))
  const months: TrendMonth[] = []
  for (let back = monthsShown - 1; back >= 0; back--) {
    const { year, month } = last.subtract({ months: back })
    const days = calendarPeriod(year, { month })
    const range = { ...days, where: await resultFilter(workspace, days, view) }
    const lines = (await loadLineTotals(workspace, range, null)).get('') ?? noTotals.lines
    const promotions = (await loadPromotionTotals(workspace, range, null)).get('') ?? noTotals.promotions
    if (months.length === 0 && promotions.told === 0) continue
    const totals = { ...noTotals, lines, promotions }
    const figures = figuresOf({ now: totals, before: noTotals, yearBefore: noTotals })
    const value = (key: MetricKey) => figures.find((figure) => figure.key === key)?.value ?? null
    const share = (key: MetricKey) => value(key) as number | null
    const label = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(year, month - 1))
    months.push({
      ...{ label, name: `${label} ${year}`, promotions: promotions.told },
      ...{ stockoutShare: share('promotional-stockout-rate'), fillRate: share('promotional-fill-rate') },
      lost: (value('revenue-lost') ?? {}) as Money,
    })
  }
  return months.slice(0, months.findLastIndex(({ promotions }) => promotions > 0) + 1)
}
