import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { baselineOf, baselineOn } from '../demand/baseline.ts'
import { expectedDemandOn, farthestBack, needsBaseline, upliftOf } from '../demand/line-demand.ts'
import { moveDemand, movedOn } from '../demand/moved-demand.ts'
import { addExtra } from '../demand/promotion-demand.ts'
import { noteEffects } from '../intelligence/effect.ts'
import { availableToPromise, withAllocated } from '../supply/available-to-promise.ts'
import { type OrderDates, orderForwards } from '../supply/lead-time.ts'
import { openingUnits } from '../supply/opening-stock.ts'
import { type Receipts, receiptsByDay, receiptsOf } from '../supply/receipts.ts'
import type { PromotionLine } from './promotion.ts'

/** The supply position of an item at a location: stock, receipts, promotions, and units that are free to promise. */
export type Position = {
  readonly facts: CellFacts
  readonly opening: number | null
  readonly receipts: Receipts
  /** Normal sales a day over the next four weeks, or null when unknown. */
  readonly perDay: number | null
  /** The order that can be placed today, or null without a lead time. */
  readonly nextOrder: OrderDates | null
  readonly promotions: readonly PromotionLine[]
  /** Units free today after normal sales and every committed promotion until `promisableUntil`; null when unknown. */
  readonly promisable: number | null
  readonly promisableUntil: Day
  /** Projected units at the close of each day of the next four weeks, mean demand and placed orders only; null when unknown. */
  readonly balances: readonly number[] | null
}

const lookAheadDays = 28

/** Works out the position of a cell. Units are free to promise where no normal sale or committed promotion needs them before an order placed today arrives. */
export const positionOf = (facts: CellFacts): Position => {
  const { asOf } = facts
  const nextOrder = facts.leadTime
    ? orderForwards(facts.leadTime, facts.location.receiving, firstOrderDay(facts))
    : null
  const lastEnd = facts.promotions.reduce((last, line) => Math.max(last, line.end), asOf)
  const until = Math.max(asOf + lookAheadDays, lastEnd, nextOrder ? nextOrder.usableOn - 1 : 0)
  const length = until - asOf + 1
  const earliest = facts.promotions.reduce((first, line) => Math.min(first, line.start), facts.stock?.asOf ?? asOf)
  const from = Math.min(asOf, Math.max(earliest, asOf - farthestBack))
  const baseline = baselineOf(facts, from, until - from + 1)
  const receipts = receiptsOf(facts)
  const effects = noteEffects(facts.intelligence)
  const demandOn = movedOn(
    effects,
    expectedDemandOn(baseline, facts.promotions, (line) => upliftOf(facts, baseline, line).ratio),
  )
  const opening = facts.stock ? openingUnits(facts.stock, asOf, facts.sales, receipts.since, demandOn) : null
  const committed = facts.promotions.filter((line) => line.status === 'committed')
  const extra = new Float64Array(length)
  for (const line of committed) addExtra(extra, line, upliftOf(facts, baseline, line), baseline, asOf)
  const issues = extra.map((units, i) => units + baselineOn(baseline, asOf + i))
  const knowsDemand = baseline.source !== 'none' || committed.some((line) => !needsBaseline(line))
  const coming = receiptsByDay(receipts.coming, asOf, length)
  const normal = baseline.perDay.slice(asOf - from, asOf - from + lookAheadDays)
  if (effects !== null) moveDemand(effects, asOf, [issues, normal])
  let balance = opening ?? 0
  const balances = issues.slice(0, lookAheadDays).map((units, i) => {
    balance += (coming[i] ?? 0) - units
    return balance
  })
  return {
    facts,
    opening,
    receipts,
    perDay: baseline.source === 'none' ? null : normal.reduce((sum, units) => sum + units, 0) / normal.length,
    nextOrder,
    promotions: facts.promotions,
    promisable: opening === null || !knowsDemand ? null : promisableToday(facts, opening, coming, issues),
    promisableUntil: until,
    balances: opening === null || !knowsDemand ? null : Array.from(balances),
  }
}

const promisableToday = ({ stock }: CellFacts, opening: number, coming: Float64Array, issues: Float64Array): number =>
  availableToPromise(opening, coming, withAllocated(issues, stock?.allocated ?? 0))[0] as number
