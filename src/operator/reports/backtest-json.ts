import type { ErrorFigures } from '../../domain/backtest/errors.ts'
import { gaps } from '../../domain/backtest/ledger.ts'
import { type ForecastReport, type RivalForecast, rivals } from '../../domain/backtest/measurement.ts'
import type { BacktestReport } from '../../domain/backtest/report.ts'
import type { Hits } from '../../domain/backtest/warnings.ts'
import { isoOf } from '../../domain/day.ts'

const round = (value: number): number => {
  const rounded = Math.round(value * 1e6) / 1e6
  return rounded === 0 ? 0 : rounded
}
const known = (value: number | null): number | null => (value === null ? null : round(value))

/** Gives the object that `backtest --json` prints; its fields are what scripts rely on, shares are of one. */
export const backtestJson = (report: BacktestReport): object => ({
  from: isoOf(report.from),
  to: isoOf(report.to),
  sales_rows: report.rows,
  shelves: report.shelves,
  promotion_lines: report.lines,
  lead_days: report.lead,
  promotion_windows: forecastJson(report.promotions),
  plain_weeks: forecastJson(report.plain),
  promotion_windows_out_of_stock: report.short,
  left_out: Object.fromEntries(gaps.map((gap) => [gap.replaceAll('-', '_'), report.gaps[gap]])),
  warnings: report.warnings && {
    promotions: report.warnings.promotions,
    stockouts: report.warnings.stockouts,
    brier: known(report.warnings.brier),
    auc: known(report.warnings.auc),
    at_present_threshold: hitsJson(report.warnings.present),
    reliability: report.warnings.reliability.map(({ from, to, promotions, said, happened }) => ({
      from,
      to,
      promotions,
      said: known(said),
      happened: known(happened),
    })),
  },
  threshold: {
    present: report.recommendation.present.threshold,
    recommended: report.recommendation.threshold,
    why: report.recommendation.why,
    promotions: report.warnings?.promotions ?? 0,
    best: report.warnings && hitsJson(report.recommendation.best),
  },
})

const forecastJson = (of: ForecastReport) => ({
  shelfready: errorsJson(of.ours),
  shelfready_never_out_of_stock: errorsJson(of.neverShort),
  ...Object.fromEntries(
    rivals.map((name) => [
      names[name],
      { ...errorsJson(of.against[name].figures), shelfready_on_the_same: errorsJson(of.against[name].ours) },
    ]),
  ),
  intervals: {
    windows: of.intervals.windows,
    below_p10: known(of.intervals.below),
    p10_to_p90: known(of.intervals.inside),
    above_p90: known(of.intervals.above),
    tenths: of.tenths.map(round),
  },
  periods: of.periods.map(({ start, figures }) => ({ start: isoOf(start), ...errorsJson(figures) })),
})

const names: Record<RivalForecast, string> = {
  'last-week': 'same_days_last_week',
  'last-year': 'same_days_last_year',
  stated: 'marketer',
}

const errorsJson = ({ windows, wape, bias, revenueWape }: ErrorFigures) => ({
  windows,
  wape: known(wape),
  bias: known(bias),
  revenue_wape: known(revenueWape),
})

const hitsJson = ({ threshold, warned, right, missed, precision, recall, f1 }: Hits) => ({
  threshold,
  warned,
  right,
  missed,
  precision: known(precision),
  recall: known(recall),
  f1: round(f1),
})
