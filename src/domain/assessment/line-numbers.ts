import { zeros } from '../../common/numbers.ts'
import type { Day } from '../day.ts'
import { quantile } from '../demand/distribution.ts'
import { coverDays } from '../policy.ts'
import { demandBetween } from '../supply/demand-and-supply.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import { orderBackwards, orderForwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { type Projection, type ProjectionInput, projectBalance } from '../supply/projected-balance.ts'
import { receiptsByDay } from '../supply/receipts.ts'
import { firstOrderDay } from './cell.ts'
import type { Expected, Quantiles, Verdict, WindowOutlook } from './readiness.ts'
import { type LineCase, ownOutlook, type ScenarioResult, type WindowDemand } from './scenario.ts'

/** Gives the mean and the tenth, middle and ninetieth percentile of a demand. */
export const quantilesOf = (demand: { readonly mean: number; readonly variance: number }): Quantiles => ({
  mean: demand.mean,
  p10: quantile(demand, 0.1),
  p50: quantile(demand, 0.5),
  p90: quantile(demand, 0.9),
})

/** Gives the line's own demand for each day of its window still to come. */
export const dailyQuantiles = (
  lineCase: LineCase,
  coverage: DemandCoverage,
): readonly (Quantiles & { readonly day: Day })[] => {
  const { facts, line } = lineCase
  const own = ownOutlook(lineCase, coverage)
  const days: (Quantiles & { day: Day })[] = []
  for (let day = Math.max(facts.asOf, line.start); day <= line.end; day++) {
    const i = day - facts.asOf
    days.push({ day, ...quantilesOf(demandBetween(own, i, i, false)) })
  }
  return days
}

/** Gives the ordinary demand that will still use up what is left after the window: of 28 days, or of the shelf life where that is shorter. */
export const coverUnits = ({ facts, line, demand }: LineCase): number => {
  const days = Math.min(coverDays, facts.item.shelfLifeDays ?? coverDays)
  let units = 0
  for (let i = 1; i <= days; i++) units += demand.base[line.end - facts.asOf + i] ?? 0
  return units
}

/** Gives what the balance of the whole item at the location, with every committed promotion, is projected from to the end of the window. */
export const projectionInput = ({ facts, line, demand, receipts, opening }: LineCase): ProjectionInput => {
  const days = line.end - facts.asOf + 1
  const total = zeros(days)
  for (let i = 0; i < days; i++) total[i] = (demand.base[i] as number) + (demand.committed[i] as number)
  return {
    asOf: facts.asOf,
    opening: opening ?? 0,
    receipts: receiptsByDay(receipts.coming, facts.asOf, days),
    demand: total,
    days,
    windowStart: line.start,
    safetyStock: facts.stock?.safetyStock ?? 0,
  }
}

/** Projects that balance. */
export const projectLine = (lineCase: LineCase): Projection => projectBalance(projectionInput(lineCase))

const nothingExpected = {
  firstShort: null,
  firstStockout: null,
  minBalance: null,
  shortageUnits: null,
  orderBy: null,
  orderUnits: null,
  receipt: null,
}

/** Gives the figures of the plain projection: when it first falls short, and the order that would have prevented it. */
export const expectedOf = ({ facts, opening, unknownDemand }: LineCase, projection: Projection): Expected => {
  const { leadTime, location, item } = facts
  const soonest = leadTime ? orderForwards(leadTime, location.receiving, firstOrderDay(facts)) : null
  const earliest = { earliestOrder: soonest?.orderOn ?? null, earliestReceipt: soonest?.usableOn ?? null }
  if (opening === null || unknownDemand) return { openingUnits: opening, ...nothingExpected, ...earliest }
  const { firstShort, firstStockout, minBalance, shortage } = projection
  const order = firstShort !== null && leadTime ? orderBackwards(leadTime, location.receiving, firstShort) : null
  return {
    openingUnits: opening,
    firstShort,
    firstStockout,
    minBalance,
    shortageUnits: shortage,
    orderBy: order?.orderOn ?? null,
    orderUnits: firstShort === null ? null : orderQuantity((facts.stock?.safetyStock ?? 0) - minBalance, item.rule),
    receipt: order?.usableOn ?? null,
    ...earliest,
  }
}

/** Gives the figures of the window under uncertainty; all of them are null where stock or demand is unknown. */
export const windowOutlookOf = (
  lineCase: LineCase,
  result: ScenarioResult,
  verdict: Verdict,
  asked: { readonly safeDate: () => Day | null; readonly safeUnits: () => number | null },
): WindowOutlook => {
  const { facts, opening, unknownDemand } = lineCase
  const { advice, coverage } = result
  const ordinaryFrom = coverage.ordinary?.from ?? null
  if (opening === null || unknownDemand)
    return {
      p0: null,
      p1: null,
      orderBy: null,
      orderCutoff: null,
      needUnits: null,
      orderUnits: null,
      laterOrders: [],
      delivery: null,
      ordinaryFrom,
      safeDate: null,
      safeUnits: null,
    }
  const needed = verdict !== 'ready' && advice !== null ? advice : null
  const split = verdict === 'at-risk' && needed !== null ? needed.parts : []
  return {
    p0: result.p0,
    p1: advice === null ? result.p0 : advice.p1,
    orderBy: needed?.latest?.orderOn ?? null,
    orderCutoff: needed?.latest ? (facts.leadTime?.cutoff ?? null) : null,
    needUnits: needed?.needUnits ?? null,
    orderUnits: split[0]?.units ?? needed?.units ?? null,
    laterOrders: split.slice(1).map(({ orderOn, units }) => ({ orderBy: orderOn, units })),
    delivery: verdict === 'at-risk' ? (needed?.delivery ?? null) : null,
    ordinaryFrom,
    get safeDate() {
      return asked.safeDate()
    },
    get safeUnits() {
      return asked.safeUnits()
    },
  }
}

/** Gives the share of the window's demand that is served, 0 to 1. */
export const fillRate = (window: WindowDemand, shortage: number): number =>
  window.mean > 0 ? 1 - shortage / window.mean : 1
