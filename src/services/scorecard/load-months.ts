import { isoOf } from '../../domain/day.ts'
import { calendarPeriod, type Period } from '../../domain/scorecard/period.ts'
import { resultFilter } from '../../store/scorecard/result-filter.ts'
import { loadPromotionTotals } from '../../store/scorecard/totals.ts'
import type { Context } from '../context.ts'
import type { ScorecardWish } from './load-scorecard.ts'

/** A month's share of promotions that were stocked out. */
export type MonthOfScorecard = { readonly label: string; readonly name: string; readonly stockoutShare: number }

const monthsShown = 12

/** Loads the share of stocked-out promotions of the twelve months that end with a period, the oldest first; months of which none is known are left out. */
export const loadMonths = async (
  { workspace }: Pick<Context, 'workspace'>,
  { period, view }: Pick<ScorecardWish, 'period' | 'view'>,
): Promise<readonly MonthOfScorecard[]> => {
  const last = Temporal.PlainYearMonth.from(isoOf(period.to).slice(0, 7))
  const shown: MonthOfScorecard[] = []
  for (let back = monthsShown - 1; back >= 0; back--) {
    const { year, month } = last.subtract({ months: back })
    const days: Period = calendarPeriod(year, { month })
    const range = { ...days, where: await resultFilter(workspace, days, view) }
    const totals = (await loadPromotionTotals(workspace, range, null)).get('')
    if (totals === undefined || totals.told === 0) continue
    const label = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(year, month - 1))
    shown.push({ label, name: `${label} ${year}`, stockoutShare: totals.stockedOut / totals.told })
  }
  return shown
}
