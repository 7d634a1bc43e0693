import { zeros } from '../../common/numbers.ts'
import { ofLast } from '../../common/of-last.ts'
import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { LineDemand } from '../demand/line-demand.ts'
import { negligibleUnits } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type SplitStock, splitStock } from './dedicated-units.ts'
import { expectedShortage } from './expected-shortage.ts'
import {
  isReplenished,
  type OrdinaryReplenishment,
  ordinaryReplenishment,
  ordinarySafetyStock,
  usualUnits,
} from './ordinary-replenishment.ts'
import {
  type AddedReceipt,
  accumulate,
  type CumulativeOutlook,
  type Outlook,
  type Window,
  withExtra,
  withoutAllocated,
  withReceipts,
  withSupply,
} from './outlook.ts'
import { type Receipt, receiptsByDay } from './receipts.ts'
import { shelfLifeOf } from './shelf-life.ts'
import { isWithinPolicy, stockoutRisk } from './stockout.ts'
import { type RiskByUnits, stockoutRiskByUnits } from './stockout-by-units.ts'

/** How far supply covers the demand of a promotion line and of the promotions that share its stock. */
export type DemandCoverage = {
  readonly cumulative: CumulativeOutlook
  readonly ordinary: OrdinaryReplenishment | null
  /** Units that are kept for promotions beside ordinary stock, from the day on which they can be sold. */
  readonly dedicated: readonly AddedReceipt[]
  /** Orders that nobody marked and that are no larger than ordinary ones, where ordinary replenishment goes on. */
  readonly takenAsOrdinary: readonly Receipt[]
  /** The line's days that are still to come. */
  readonly window: Window
  /** The day until which an order for the line waits beside ordinary replenishment: the first of its promotions. */
  readonly dedicatedFrom: Day
  /** The stockout probability (0 to 1) that is tolerated. */
  readonly policy: number
  /** Every promotion of higher precedence on these days, whose shortage this line must not increase. */
  readonly protectedLines: readonly ProtectedLine[]
  /** Those of them that this line leaves shorter than they are without it. */
  readonly shortedLines: readonly ShortedLine[]
  /** Promotions of lower precedence that would leave this line short, and have to bear that. */
  readonly threats: readonly PromotionLine[]
  /** Extra units by day of the promotions of higher precedence. */
  readonly seniorDemand: Float64Array
}

/** A promotion of higher precedence: its days, and its expected shortage in units without the judged line. */
type ProtectedLine = {
  readonly promotion: PromotionLine
  readonly window: Window
  readonly shortage: number
}

/** A protected line that the judged line leaves shorter, by `more` units. */
type ShortedLine = ProtectedLine & { readonly more: number }

/** A line, and the stock and receipts that its demand is set against. */
type CoverageInput = {
  readonly facts: CellFacts
  readonly line: PromotionLine
  readonly demand: LineDemand
  /** Units on hand at the start of the as-of date. */
  readonly opening: number
  /** Scheduled receipts. */
  readonly coming: readonly Receipt[]
  /** What the opening stock holds of orders for promotions. */
  readonly received: readonly Receipt[]
  /** The stockout probability (0 to 1) that is tolerated. */
  readonly policy: number
  /** Ordinary replenishment where it is known already; computed as it goes on without any promotion where it is absent. */
  readonly ordinary?: OrdinaryReplenishment | null
}

/**
 * Sets a line's demand, and that of the promotions that share its stock, against stock, receipts and ordinary orders. Where
 * ordinary replenishment goes on, what was ordered for promotions comes on top of it. Of an order that nobody marked only
 * the units beyond an ordinary one do, and only where the line is not within policy with all of it taken as ordinary.
 */
export const demandCoverage = (input: CoverageInput): DemandCoverage => {
  const { facts, line, coming, opening, received } = input
  if (!isReplenished(facts)) return coverageWith(input, { opening, ordinary: coming, dedicated: [] })
  const split = splitStock(facts, line, { opening, coming, received })
  const coverage = coverageWith(input, split)
  if (split.ordinary.length === 0) return coverage
  const usual = usualUnits(split.ordinary, { ...ordinaryInput(input), opening: split.opening })
  const isAllUsual = split.ordinary.every(({ units }, i) => units <= (usual[i] as number))
  const takenAsOrdinary = split.ordinary.filter(({ units }, i) => units <= (usual[i] as number))
  if (isAllUsual || isCovered(coverage)) return { ...coverage, takenAsOrdinary }
  const beyond = withoutUnusual(split, usual, coverage.window.start)
  return { ...coverageWith(input, beyond, coverage.cumulative), takenAsOrdinary }
}

/** Dedicates to a line what receipts bring beyond their usual units, from the day on which the line begins. */
const withoutUnusual = (split: SplitStock, usual: readonly number[], begins: Day): SplitStock => ({
  ...split,
  ordinary: split.ordinary.map((receipt, i) => ({ ...receipt, units: usual[i] as number })),
  dedicated: [
    ...split.dedicated,
    ...split.ordinary.flatMap(({ day, units }, i) =>
      units > (usual[i] as number) ? [{ day: Math.max(begins, day), units: units - (usual[i] as number) }] : [],
    ),
  ],
})

/** `like` has the same demand, where it is summed up already. */
const coverageWith = (input: CoverageInput, stock: SplitStock, like?: CumulativeOutlook): DemandCoverage => {
  const { facts, line, demand, policy } = input
  const { asOf } = facts
  const length = daysInSight(input)
  const placed = receiptsByDay(stock.ordinary, asOf, length)
  const ordinary =
    input.ordinary === undefined
      ? ordinaryReplenishment({ ...ordinaryInput(input), opening: stock.opening, placed })
      : input.ordinary
  const outlook = outlookOf(input, stock, ordinary, length)
  const cumulative = like === undefined ? accumulate(outlook) : withSupply(like, outlook)
  const seniorDemand = demand.senior.subarray(0, length)
  const seniors = demand.seniors.filter((senior) => senior.end >= line.start && senior.end - asOf < length)
  const protectedLines = protectedBy(seniors, cumulative, seniorDemand)
  const window = windowOf(facts, line)
  return {
    cumulative,
    ordinary,
    dedicated: stock.dedicated,
    takenAsOrdinary: [],
    window,
    dedicatedFrom: facts.item.shelfLifeDays === null ? window.start : asOf,
    policy,
    protectedLines,
    shortedLines: shortedOf(cumulative, protectedLines, policy),
    threats: threatsTo(demand, cumulative, window, policy),
    seniorDemand,
  }
}

/**
 * The line's days that are still to come. What is sold of an item from the day it is discontinued on is no reason to have
 * more: such days count only where there are no others.
 */
const windowOf = ({ asOf, item: { discontinuedOn } }: CellFacts, { start, end }: PromotionLine): Window => {
  const first = Math.max(asOf, start)
  return {
    start: first,
    end: discontinuedOn === null || discontinuedOn <= first ? end : Math.min(end, discontinuedOn - 1),
  }
}

/** What ordinary orders are worked out from, besides stock and receipts. */
const ordinaryInput = (input: CoverageInput) => {
  const { facts, demand } = input
  const days = daysInSight(input)
  return {
    facts,
    demand: demand.base.subarray(0, days),
    safetyStock: ordinarySafetyStock(facts, demand.baseline, facts.asOf + days - 1),
  }
}

/** The days from the as-of date to the last end of the line and of those of higher precedence, as far as demand is known. */
const daysInSight = ({ facts, line, demand }: CoverageInput): number => {
  const last = demand.seniors.reduce((latest, senior) => Math.max(latest, senior.end), line.end)
  return Math.min(demand.base.length, last - facts.asOf + 1)
}

const outlookOf = (
  { facts, line, demand }: CoverageInput,
  stock: SplitStock,
  ordinary: OrdinaryReplenishment | null,
  length: number,
): Outlook => {
  const { asOf } = facts
  const life = shelfLifeOf(facts)
  const scheduled = receiptsByDay([...stock.ordinary, ...stock.dedicated], asOf, length)
  const emptyStarts: number[] = []
  const cycleStarts: number[] = []
  for (let i = 1; i < length; i++) {
    const isScheduled = (scheduled[i] as number) > 0
    if (isScheduled) cycleStarts.push(i)
    if (isScheduled || (ordinary !== null && asOf + i === ordinary.from)) emptyStarts.push(i)
  }
  return {
    asOf,
    opening: stock.opening,
    allocated: facts.stock?.allocated ?? 0,
    receipts: ordinary === null ? scheduled : bothOf(scheduled, ordinary.receipts),
    base: demand.base.subarray(0, length),
    extra: demand.together.subarray(0, length),
    forecastError: demand.spread,
    ...(demand.doubt === undefined ? {} : { doubt: demand.doubt }),
    protectionDays: ordinary?.protectionDays ?? null,
    emptyStarts,
    cycleStarts,
    unmet: facts.location.unmet,
    ...(life === null ? {} : { life }),
    days: { start: line.start, end: line.end },
  }
}

/** Adds the units of two lists day by day. */
const bothOf = (units: Float64Array, others: Float64Array): Float64Array => {
  const both = zeros(units.length)
  for (let i = 0; i < both.length; i++) both[i] = (units[i] as number) + (others[i] as number)
  return both
}

/** The promotions of higher precedence with what each lacks without the judged line. */
const protectedBy = (
  promotions: readonly PromotionLine[],
  cumulative: CumulativeOutlook,
  seniorDemand: Float64Array,
): readonly ProtectedLine[] => {
  if (promotions.length === 0) return []
  const { asOf } = cumulative.daily
  const alone = withExtra(cumulative, seniorDemand)
  return promotions.map((promotion) => {
    const window = { start: Math.max(asOf, promotion.start), end: promotion.end }
    return { promotion, window, shortage: expectedShortage(withoutAllocated(alone), window) }
  })
}

const shortedOf = (
  cumulative: CumulativeOutlook,
  protectedLines: readonly ProtectedLine[],
  policy: number,
): readonly ShortedLine[] =>
  protectedLines
    .map((senior) => ({ ...senior, more: expectedShortage(cumulative, senior.window) - senior.shortage }))
    .filter((senior) => senior.more > negligibleUnits && !isWithinPolicy(cumulative, senior.window, policy))

/** Lists the later promotions that, all together, would push a line past policy that is within it without them. */
const threatsTo = (
  demand: LineDemand,
  cumulative: CumulativeOutlook,
  window: Window,
  policy: number,
): readonly PromotionLine[] => {
  const later = demand.juniors.filter((junior) => junior.status === 'committed' && junior.start <= window.end)
  if (later.length === 0 || !isWithinPolicy(cumulative, window, policy)) return []
  const everyone = cumulative.daily.extra.map((units, i) => Math.max(units, demand.committed[i] as number))
  return isWithinPolicy(withExtra(cumulative, everyone), window, policy) ? [] : later
}

/** Adds an order for the line to a coverage: on top of ordinary replenishment, which goes on as it does without it. */
export const withUnits = (coverage: DemandCoverage, added: readonly AddedReceipt[]): DemandCoverage => {
  const some = added.filter(({ units }) => units > 0).map((one) => dedicatedTo(coverage, one))
  if (some.length === 0) return coverage
  const { seniorDemand, policy } = coverage
  const cumulative = withReceipts(coverage.cumulative, some)
  const seniors = coverage.protectedLines.map(({ promotion }) => promotion)
  const protectedLines = protectedBy(seniors, cumulative, seniorDemand)
  return { ...coverage, cumulative, protectedLines, shortedLines: shortedOf(cumulative, protectedLines, policy) }
}

/** Beside ordinary replenishment what is ordered for a line waits for its promotion, unless it would perish; without, it is sold from the day it comes. */
export const dedicatedTo = (
  { ordinary, dedicatedFrom }: DemandCoverage,
  { day, units }: AddedReceipt,
): AddedReceipt => ({
  day: ordinary === null ? day : Math.max(day, dedicatedFrom),
  units,
})

/** Tells whether a protected line is no worse off: within policy, or as short as it is without the judged line. */
export const isSpared = (senior: ProtectedLine, cumulative: CumulativeOutlook, policy: number): boolean =>
  isWithinPolicy(cumulative, senior.window, policy) ||
  expectedShortage(cumulative, senior.window) - senior.shortage <= negligibleUnits

/** Lists the windows that a line answers for: its own, and those of the promotions that it leaves shorter. */
export const windowsOf = ({ window, shortedLines }: DemandCoverage): readonly Window[] => [
  window,
  ...shortedLines.map((senior) => senior.window),
]

/** Gives the last day of the windows that a line answers for. */
export const lastDayOf = (coverage: DemandCoverage): Day => Math.max(...windowsOf(coverage).map(({ end }) => end))

/** Looks at the days of some dates only; a promotion of higher precedence that has none of them is left out. */
export const cutCoverage = (coverage: DemandCoverage, { start, end }: Window): DemandCoverage => {
  const cut = (window: Window): Window => ({ start: Math.max(window.start, start), end: Math.min(window.end, end) })
  const protectedLines = coverage.protectedLines
    .map((senior) => ({ ...senior, window: cut(senior.window) }))
    .filter(({ window }) => window.start <= window.end)
  const { cumulative, policy } = coverage
  return {
    ...coverage,
    window: cut(coverage.window),
    protectedLines,
    shortedLines: shortedOf(cumulative, protectedLines, policy),
  }
}

/** Gives the stockout probability (0 to 1) of a line: the largest of the windows that it answers for. */
export const riskOf = (coverage: DemandCoverage): number =>
  Math.max(...windowsOf(coverage).map((window) => stockoutRisk(coverage.cumulative, window)))

/** Tells whether that probability is within policy. */
export const isCovered = (coverage: DemandCoverage): boolean =>
  windowsOf(coverage).every((window) => isWithinPolicy(coverage.cumulative, window, coverage.policy))

/** What is known of the orders for a line by the day on which they are there: a search asks for the same ones again. */
const risksOfOrders = ofLast((_: DemandCoverage) => new Map<Day, RiskByUnits>())

/** Gives the same by the units of an order for the line that is usable on a day. */
export const riskByUnits = (coverage: DemandCoverage, day: Day): RiskByUnits => {
  const order = dedicatedTo(coverage, { day, units: 0 })
  const known = risksOfOrders(coverage)
  const risk = known.get(order.day) ?? riskOfOrder(coverage, order)
  known.set(order.day, risk)
  return risk
}

const riskOfOrder = (coverage: DemandCoverage, order: AddedReceipt): RiskByUnits => {
  if (isAlone(coverage)) return stockoutRiskByUnits(coverage.cumulative, coverage.window, order)
  const of = (units: number) => riskOf(withUnits(coverage, [{ ...order, units }]))
  return { of, beside: of }
}

/** Gives the same with an order for the line. */
export const riskWith = (coverage: DemandCoverage, added: AddedReceipt): number =>
  riskByUnits(coverage, added.day).of(added.units)

/** Tells whether an order for a line changes no more than the supply of its own window. */
const isAlone = ({ protectedLines, cumulative }: DemandCoverage): boolean =>
  protectedLines.length === 0 && cumulative.daily.life === undefined

/** Gives the expected shortage that a line bears, in units: its own, or what it takes from a promotion it leaves shorter. */
export const shortageOf = ({ cumulative, window, shortedLines }: DemandCoverage): number =>
  shortedLines.reduce((most, { more }) => Math.max(most, more), expectedShortage(cumulative, window))
