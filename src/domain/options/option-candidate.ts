import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import {
  evaluateScenario,
  type LineCase,
  openCase,
  type ScenarioResult,
  type WindowDemand,
  windowDemand,
} from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import { expectedAbove } from '../demand/distribution.ts'
import { coverDays } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { demandBetween, type Prepared } from '../supply/outlook.ts'
import { riskOf, type SupplyPosition, shortageOf, withUnits } from '../supply/situation.ts'
import { unitsNeeded } from '../supply/stockout.ts'
import type { Effect, Step } from './option.ts'
import { type UnitWorth, unitWorthOf } from './unit-worth.ts'

/** Units that an option makes usable on a day, at the start of it. */
export type Added = { readonly day: Day; readonly units: number }

/** A promotion line about which something can be done: stock and demand are known. */
export type OptionCandidate = {
  readonly lineCase: LineCase
  readonly settled: ScenarioResult
  readonly demand: WindowDemand
  readonly worth: UnitWorth
}

/** Puts a line at stake; null where stock or demand is unknown, so that nothing can be said of it. */
export const optionCandidate = (facts: CellFacts, line: PromotionLine, policy: Policy): OptionCandidate | null => {
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  if (opening === null || lineCase.unknownDemand) return null
  const settled = evaluateScenario(lineCase, { opening, coming: receipts.coming, demand })
  return { lineCase, settled, demand: windowDemand(lineCase, settled.situation), worth: unitWorthOf(lineCase) }
}

/** Tells whether something has to be done about a line. */
export const isShort = ({ settled }: OptionCandidate): boolean => settled.verdict !== 'ready'

/** Counts what the location of our own that supplies a line sends: whoever orders the rest has that as well. */
export const withSent = (stake: OptionCandidate): OptionCandidate => {
  const { lineCase, settled } = stake
  const sends = lineCase.facts.source?.sends ?? []
  if (sends.length === 0) return stake
  const situation = withUnits(settled.situation, sends, lineCase.policy.stockoutProbability)
  return { ...stake, settled: { ...settled, situation } }
}

/** Gives a step of a line with nothing said yet. */
export const stepOf = ({ lineCase: { line, facts } }: OptionCandidate): Step => ({
  sku: line.sku,
  location: line.location,
  item: facts.item.name,
  units: null,
  day: null,
  from: null,
  orderOn: null,
  deliveries: [],
  rest: 0,
  restDay: null,
  sent: sentOf(facts.source),
  instead: null,
})

const sentOf = (source: CellFacts['source']): Step['sent'] => {
  const units = (source?.sends ?? []).reduce((sum, part) => sum + part.units, 0)
  return source === undefined || units === 0 ? null : { units, from: source.location }
}

/**
 * Gives what a line comes to when units are added for an extra cost: contribution = margin x expected sales - extra cost -
 * cost of what is expected to be left over - goodwill of what is short, over the promotion's own days.
 */
export const effectOf = (
  { lineCase, settled, demand, worth }: OptionCandidate,
  added: readonly Added[] = [],
  extraCost: number | null = 0,
): Effect => {
  const situation = withUnits(settled.situation, added, lineCase.policy.stockoutProbability)
  const shortage = Math.min(shortageOf(situation), demand.mean)
  const sales = demand.mean - shortage
  const { leftover, leftoverCost } = leftoverOf(lineCase, situation, worth)
  const { margin, goodwill } = worth
  const contribution =
    margin === null || extraCost === null || leftoverCost === null
      ? null
      : margin * sales - extraCost - leftoverCost - goodwill * shortage
  return { sales, shortage, stockout: riskOf(situation), leftover, extraCost, leftoverCost, contribution }
}

/** Gives the units that must become usable on a day to keep a line within `risk` until its end, or until `last` where that is earlier. */
export const needAt = (
  { settled: { situation } }: OptionCandidate,
  day: Day,
  risk: number,
  last = Number.POSITIVE_INFINITY,
) =>
  [situation.window, ...situation.hurt.map((senior) => senior.window)].reduce(
    (most, { start, end }) =>
      Math.max(most, unitsNeeded(situation.prepared, { start, end: Math.min(end, last) }, day, risk)),
    0,
  )

/**
 * Units past the shelf life, or still there when the item is discontinued, cost what they cost; those that normal sales will
 * still take later cost a holding share.
 */
const leftoverOf = (lineCase: LineCase, { prepared, window }: SupplyPosition, worth: UnitWorth) => {
  const shelfLifeDays = daysOfSale(lineCase)
  const leftover = unitsLeft(prepared, window.end, coverOf(lineCase, Math.min(coverDays, shelfLifeDays ?? coverDays)))
  const perished = shelfLifeDays === null ? 0 : unitsLeft(prepared, window.end, coverOf(lineCase, shelfLifeDays))
  const { writeOff, holding } = worth
  const gone = Math.min(perished, leftover)
  return {
    leftover,
    leftoverCost: writeOff === null || holding === null ? null : gone * writeOff + (leftover - gone) * holding,
  }
}

/** Gives the days after a line's end on which its item can still be sold, null where nothing limits them. */
const daysOfSale = ({ facts: { item }, line }: LineCase): number | null => {
  const until = item.discontinuedOn === null ? null : Math.max(0, item.discontinuedOn - line.end - 1)
  return until === null ? item.shelfLifeDays : Math.min(until, item.shelfLifeDays ?? until)
}

/** Gives the normal sales of so many days after a line's end; days beyond what is computed sell like those that are. */
const coverOf = ({ facts, line, demand }: LineCase, days: number): number => {
  const first = line.end - facts.asOf + 1
  const known = Math.max(0, Math.min(days, demand.base.length - first))
  let units = 0
  for (let i = first; i < first + known; i++) units += demand.base[i] as number
  return known === 0 ? 0 : (units * days) / known
}

/** Gives the units expected to be there after a day beyond `cover`; a shelf that ran empty before starts again with what comes. */
const unitsLeft = (prepared: Prepared, lastDay: Day, cover: number): number => {
  const { asOf, opening, restarts, unmet } = prepared.outlook
  const end = lastDay - asOf
  let most = 0
  for (const from of unmet === 'backorder' ? [0] : [0, ...restarts]) {
    if (from > end) continue
    const supply =
      (prepared.received[end + 1] as number) - (prepared.received[from] as number) + (from === 0 ? opening : 0)
    const available = supply - cover
    if (available <= 0) continue
    const demand = demandBetween(prepared, from, end, true)
    most = Math.max(most, available - demand.mean + expectedAbove(demand, available))
  }
  return most
}
