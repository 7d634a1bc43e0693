import type { Day } from '../day.ts'
import type { BaselineSource, HistoryDays } from '../demand/baseline.ts'
import type { PromotionId } from '../ids.ts'
import type { DeliveryWindow } from '../ordering/order-advice.ts'
import { carryingShare } from '../policy.ts'
import type { LandedCost } from '../prices/landed-cost.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import type { LedgerDay } from '../supply/projected-balance.ts'
import type { CellFacts } from './cell.ts'
import type { Reason } from './reason.ts'

export type Verdict = 'ready' | 'at-risk' | 'not-ready' | 'unknown'

/** The thresholds of the assessment that the operator sets: tolerated stockout probability of a line (0 to 1), days until a count is stale, and the money floor in any currency. */
export type Policy = {
  readonly stockoutProbability: number
  readonly staleDays: number
  readonly moneyFloor: number
}

export type Quantiles = { readonly mean: number; readonly p10: number; readonly p50: number; readonly p90: number }

/** Plain arithmetic on mean demand over the whole item at the location, to the end of the window. */
export type Expected = {
  readonly openingUnits: number | null
  readonly firstShort: Day | null
  readonly firstStockout: Day | null
  readonly minBalance: number | null
  readonly shortageUnits: number | null
  readonly orderBy: Day | null
  readonly orderUnits: number | null
  readonly receipt: Day | null
  readonly earliestOrder: Day | null
  readonly earliestReceipt: Day | null
}

/** An order that a weekly limit leaves for later: the last day to place it, and its units. */
export type LaterOrder = { readonly orderBy: Day; readonly units: number }

/** The promotion's own days under uncertainty: the figures that the verdict rests on and every card shows. `p0` and `p1` are stockout probabilities without and with one normal order placed today. */
export type WindowOutlook = {
  readonly p0: number | null
  readonly p1: number | null
  readonly orderBy: Day | null
  /** The hour of that day by which the order must be in, `15:00`; null where none is known. */
  readonly orderCutoff: string | null
  /** Units missing, before the supplier's minimum and multiple. */
  readonly needUnits: number | null
  /** Units to order by `orderBy`; what a weekly limit leaves for later is in `laterOrders`. */
  readonly orderUnits: number | null
  readonly laterOrders: readonly LaterOrder[]
  /** The days between which the order must be usable; null where it may come at any time. */
  readonly delivery: DeliveryWindow | null
  readonly ordinaryFrom: Day | null
  readonly safeDate: Day | null
  readonly safeUnits: number | null
}

/**
 * The stock of a line against what is wanted of it, on mean demand, in units: what is there and comes, less what is sold,
 * leaves the balance, `onHand - kept + ordered + ordinary - normal - own - others - oversold`. Of normal sales and of other
 * promotions only what can be served is taken off. The line's shortage follows from it:
 * `short = max(0, -balance) + strong - besides`.
 */
export type WindowSum = {
  /** The day at whose close the balance counts: the lowest of the window; null where that is its last one. */
  readonly until: Day | null
  readonly onHand: number
  /** Units on hand that were ordered for promotions and that the line leaves to them. */
  readonly kept: number
  /** Placed orders. */
  readonly ordered: number
  /** Ordinary orders that are assumed. */
  readonly ordinary: number
  /** Units that are past their shelf life before they are sold. */
  readonly expired: number
  /** Normal sales on other days than the promotion's own. */
  readonly normal: number
  /** Normal sales that are lost, as nothing is left for them. */
  readonly normalLost: number
  /** What the promotion itself sells, normal sales of its days included. */
  readonly own: number
  /** What promotions that come first sell on top, what of it is lost, and which they are. */
  readonly others: number
  readonly othersLost: number
  readonly first: readonly { readonly promotionId: PromotionId; readonly name: string }[]
  /** Units sold already beyond all that is expected to sell. */
  readonly oversold: number
  /** What notes add to these sales, which are given without it; below 0 where they take something off, absent where no note counts. */
  readonly noted?: number
  readonly balance: number
  /** What strong sales are expected to lack beyond the balance. */
  readonly strong: number
  /** What of the missing units is no shortage of this line: owed from earlier days, or missing without it too. */
  readonly besides: number
  /** Whose days the sum is about: the line's own, or those of a promotion that it leaves shorter. */
  readonly window: 'own' | 'other'
  readonly short: number
}

/** The assessment of one promotion line: dated and reproducible. Units are stocking units; money is in `currency`. */
export type LineAssessment = {
  readonly line: PromotionLine
  readonly facts: CellFacts
  readonly verdict: Verdict
  /** The stockout probability that the verdict tolerates. */
  readonly policy: number
  /** For `unknown`: the best and the worst verdict that the missing data leave possible. */
  readonly between: readonly [Verdict, Verdict] | null
  readonly baselineUnits: number | null
  readonly uplift: number | null
  /** Where normal sales come from, and the days of history that they rest on. */
  readonly baseline: { readonly source: BaselineSource; readonly rests: HistoryDays | null }
  readonly upliftSource: 'stated' | 'history' | 'both' | 'unknown'
  readonly demand: Quantiles | null
  readonly daily: readonly (Quantiles & { readonly day: Day })[]
  readonly expected: Expected
  readonly window: WindowOutlook
  readonly shortageUnits: number | null
  /** The stock and the sales behind that shortage; null where one of them is unknown, and where the line is ready. */
  readonly sum: WindowSum | null
  readonly fillRate: number | null
  readonly leftoverUnits: number | null
  /** How many units may be left over; null where stock or demand is unknown. */
  readonly leftover: Quantiles | null
  readonly price: number | null
  /** What a unit costs until it can be sold. */
  readonly landed: LandedCost
  readonly revenueAtRisk: number | null
  readonly marginAtRisk: number | null
  readonly currency: string | null
  readonly reasons: readonly Reason[]
  readonly ledger: readonly LedgerDay[]
}

/** What cards, lists and risks need to know of the facts of a line. */
export type LineFacts = Pick<
  CellFacts,
  'asOf' | 'item' | 'location' | 'stock' | 'orders' | 'corrected' | 'leadTime' | 'isClosedToday' | 'source'
>

/** The assessment of a line without its days, and with the facts that people read. */
export type LineView = Omit<LineAssessment, 'facts' | 'daily' | 'ledger' | 'landed' | 'leftover'> & {
  readonly facts: LineFacts
  /** Absent in older records. */
  readonly landed?: LandedCost
}

/** The assessment of a line as it is kept. */
export type JudgedLine = LineView & {
  /** What normal sales take of the advised order before the promotion, in units, where they would be lost without it. */
  readonly earlyUnits: number
}

const severity: Record<Verdict, number> = { ready: 0, unknown: 1, 'at-risk': 2, 'not-ready': 3 }

/** Orders verdicts by how much they need somebody: the worst first. */
export const byUrgency = (a: Verdict, b: Verdict): number => severity[b] - severity[a]

/** The assessment of a promotion: its verdict, its lines, and those that are not ready, the most urgent first. */
export type PromotionReadiness<Line extends LineView = LineView> = {
  readonly verdict: Verdict
  readonly lines: readonly Line[]
  readonly problems: readonly Line[]
  /** Share of expected revenue (of expected units where prices are missing) on lines that are not `ready`, 0 to 1. */
  readonly problemShare: number
}

/**
 * Gives a promotion the worst verdict that is carried by a hero line or by lines that together hold at least 5 % of the promotion's expected
 * revenue; a line whose demand is unknown weighs as much as an average one. Without lines nothing is known.
 */
export const promotionReadiness = <Line extends LineView>(lines: readonly Line[]): PromotionReadiness<Line> => {
  const priced = lines.every((line) => line.price !== null)
  const known = lines.flatMap((line) => (line.demand ? [line.demand.mean * (priced ? (line.price as number) : 1)] : []))
  const average = known.length > 0 ? known.reduce((sum, worth) => sum + worth, 0) / known.length : 1
  const worth = (line: Line) => (line.demand ? line.demand.mean * (priced ? (line.price as number) : 1) : average)
  const total = lines.reduce((sum, line) => sum + worth(line), 0)
  const share = (chosen: readonly Line[]) =>
    total > 0 ? chosen.reduce((sum, line) => sum + worth(line), 0) / total : chosen.length / Math.max(1, lines.length)
  const atLeast = (verdict: Verdict) => lines.filter((line) => severity[line.verdict] >= severity[verdict])
  const carried = (['not-ready', 'at-risk', 'unknown'] as const).find((verdict) => {
    const chosen = atLeast(verdict)
    return chosen.length > 0 && (chosen.some((line) => line.line.hero) || share(chosen) >= carryingShare)
  })
  const problems = lines
    .filter((line) => line.verdict !== 'ready')
    .sort(
      (a, b) =>
        byUrgency(a.verdict, b.verdict) ||
        (b.revenueAtRisk ?? 0) - (a.revenueAtRisk ?? 0) ||
        (b.shortageUnits ?? 0) - (a.shortageUnits ?? 0),
    )
  return {
    verdict: carried ?? (lines.length === 0 ? 'unknown' : 'ready'),
    lines,
    problems,
    problemShare: share(problems),
  }
}
