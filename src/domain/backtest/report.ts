import type { Day } from '../day.ts'
import type { Gap, Ledger } from './ledger.ts'
import type { ForecastReport } from './measurement.ts'
import { type Recommendation, recommendThreshold } from './threshold.ts'
import { areaUnderCurve, brierScore, type Foretold, type Hits, type ReliabilityBin, reliabilityOf } from './warnings.ts'

/** How good warnings on the decision day would have been. */
export type WarningReport = {
  readonly promotions: number
  readonly stockouts: number
  readonly brier: number | null
  readonly auc: number | null
  readonly present: Hits
  readonly reliability: readonly ReliabilityBin[]
}

/** Sums up the warnings; null where there are none. */
const warningReport = (foretold: readonly Foretold[], { present }: Recommendation): WarningReport | null =>
  foretold.length === 0
    ? null
    : {
        promotions: foretold.length,
        stockouts: foretold.filter(({ happened }) => happened).length,
        brier: brierScore(foretold),
        auc: areaUnderCurve(foretold),
        present,
        reliability: reliabilityOf(foretold),
      }

/** What was replayed: the days that were measured, the rows of sales and their cells, and the promotion lines. */
export type ReplayedHistory = {
  readonly from: Day
  readonly to: Day
  readonly rows: number
  readonly shelves: number
  readonly lines: number
}

/** The result of a backtest. */
export type BacktestReport = ReplayedHistory & {
  /** Days from decision to launch: minimum, median and maximum; and the number of lines with an assumed lead time. */
  readonly lead: {
    readonly least: number
    readonly median: number
    readonly most: number
    readonly assumed: number
  } | null
  readonly promotions: ForecastReport
  readonly plain: ForecastReport
  readonly gaps: Readonly<Record<Gap, number>>
  /** Promotion lines with a stockout. */
  readonly short: number
  readonly warnings: WarningReport | null
  readonly recommendation: Recommendation
}

/** Makes the report of a ledger; `present` is the probability above which warnings are given now. */
export const backtestReport = (history: ReplayedHistory, ledger: Ledger, present: number): BacktestReport => {
  const recommendation = recommendThreshold(ledger.foretold, present)
  return {
    ...history,
    lead: leadsOf(ledger),
    promotions: ledger.promotions.report(),
    plain: ledger.plain.report(),
    gaps: ledger.gaps,
    short: ledger.short,
    warnings: warningReport(ledger.foretold, recommendation),
    recommendation,
  }
}

const leadsOf = ({ leads, assumedLeads }: Ledger): BacktestReport['lead'] => {
  const sorted = leads.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) return null
  return { least, median: sorted[Math.floor(sorted.length / 2)] as number, most, assumed: assumedLeads }
}
