import type { Money } from '../money.ts'

/** Summed errors of a forecast over lines whose sales are all in, in units and in money. */
export type ErrorSums = {
  readonly lines: number
  readonly actual: number
  readonly missed: number
  readonly over: number
  readonly actualWorth: number
  readonly missedWorth: number
}

/** Summed errors of two forecasts of the same lines. */
export type ComparedSums = { readonly lines: number; readonly missed: number; readonly automaticMissed: number }

/** What lines of promotions that are over sum up to. Units; money by currency. */
export type LineTotals = {
  readonly lines: number
  readonly sold: number
  readonly lost: number
  readonly lostRevenue: Money
  /** Lines that lost units of which nobody knows the price. */
  readonly unpriced: number
  readonly registered: ErrorSums
  readonly orderBy: ErrorSums
  readonly launch: ErrorSums
  readonly marketer: ComparedSums
  readonly planner: ComparedSums
  readonly bot: ComparedSums
  /** Units beyond normal sales, what of the sales would have been made anyway, and how many lines tell. */
  readonly incremental: number
  readonly normal: number
  readonly normalLines: number
  readonly pulled: number
  readonly taken: number
  readonly incrementalMargin: Money
  readonly marginLines: number
  /** Days out of stock and days told in the windows, and of the same items and places in the weeks before, without promotion. */
  readonly outDays: number
  readonly toldDays: number
  readonly ordinaryOutDays: number
  readonly ordinaryDays: number
  /** At cost, of promotions that were launched unsupported. */
  readonly unsupportedLeftover: Money
}

/** What promotions that are over sum up to. */
export type PromotionTotals = {
  /** They ran, or were cancelled because of supply, and their sales tell whether they were stocked out. */
  readonly told: number
  readonly stockedOut: number
  readonly anyOut: number
  readonly cancelled: number
  /** They ran, and no sales of them have come in. */
  readonly untold: number
  /** Sales of some of their days or places have not come in. */
  readonly incomplete: number
  readonly unsupported: number
  /** Summed days of notice, of so many promotions. */
  readonly noticeDays: number
  readonly noticed: number
}

/** What was spent on promotions. */
export type CostTotals = { readonly freight: Money; readonly writeOffs: Money; readonly freightOf: number }

/** How people worked together: middle hours of so many acknowledgements and answered proposals, and the risks that were prevented. */
export type CoordinationTotals = {
  readonly acknowledged: number
  readonly hoursToAcknowledge: number | null
  readonly decided: number
  readonly hoursToDecide: number | null
  readonly prevented: number
  /** What was at risk when somebody took them: it might have been lost. */
  readonly preventedMoney: Money
}

/** How well weeks of cells were forecast: those with a promotion, and the others of the same items. */
export type WeekTotals = { readonly promoted: ErrorSums; readonly others: ErrorSums }

/**
 * What stock of promoted categories was worth at cost, on the mean of so many snapshots, what was sold of it on so many days, its safety stock
 * at the last snapshot, and what of that normal sales need.
 */
export type StockTotals = {
  readonly byCurrency: readonly {
    readonly currency: string
    readonly snapshots: number
    readonly meanWorth: number
    readonly soldCost: number
    readonly soldDays: number
    readonly safetyWorth: number
    readonly neededWorth: number
  }[]
}

/** What the promotions of a period and a group sum up to. */
export type Totals = {
  readonly lines: LineTotals
  readonly promotions: PromotionTotals
  readonly costs: CostTotals
  readonly coordination: CoordinationTotals
  readonly weeks: WeekTotals
  readonly stock: StockTotals
}

const noErrors: ErrorSums = { lines: 0, actual: 0, missed: 0, over: 0, actualWorth: 0, missedWorth: 0 }
const noComparison: ComparedSums = { lines: 0, missed: 0, automaticMissed: 0 }

/** The sums of no promotions. */
export const noTotals: Totals = {
  lines: {
    ...{ lines: 0, sold: 0, lost: 0, lostRevenue: {}, unpriced: 0 },
    ...{ registered: noErrors, orderBy: noErrors, launch: noErrors },
    ...{ marketer: noComparison, planner: noComparison, bot: noComparison },
    ...{ incremental: 0, normal: 0, normalLines: 0, pulled: 0, taken: 0 },
    ...{ outDays: 0, toldDays: 0, ordinaryOutDays: 0, ordinaryDays: 0 },
    ...{ incrementalMargin: {}, marginLines: 0, unsupportedLeftover: {} },
  },
  promotions: {
    ...{ told: 0, stockedOut: 0, anyOut: 0, cancelled: 0, untold: 0, incomplete: 0 },
    ...{ unsupported: 0, noticeDays: 0, noticed: 0 },
  },
  costs: { freight: {}, writeOffs: {}, freightOf: 0 },
  coordination: {
    ...{ acknowledged: 0, hoursToAcknowledge: null, decided: 0, hoursToDecide: null },
    ...{ prevented: 0, preventedMoney: {} },
  },
  weeks: { promoted: noErrors, others: noErrors },
  stock: { byCurrency: [] },
}
