import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { LineDemand } from '../demand/line-demand.ts'
import { negligibleUnits } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { expectedShortage } from './expected-shortage.ts'
import { type OrdinaryReplenishment, ordinaryReplenishment, ordinarySafetyStock } from './ordinary-replenishment.ts'
import {
  type AddedReceipt,
  accumulate,
  type CumulativeOutlook,
  type Outlook,
  type Window,
  withExtra,
  withoutAllocated,
  withReceipts,
} from './outlook.ts'
import { type Receipt, receiptsByDay } from './receipts.ts'
import { isWithinPolicy, stockoutRisk } from './stockout.ts'

/** How far supply covers the demand of a promotion line and of the promotions that share its stock. */
export type DemandCoverage = {
  readonly cumulative: CumulativeOutlook
  readonly ordinary: OrdinaryReplenishment | null
  /** Scheduled receipts by day, in units. */
  readonly placed: Float64Array
  /** The line's days that are still to come. */
  readonly window: Window
  /** Every promotion of higher precedence on these days, whose shortage this line must not increase. */
  readonly protectedLines: readonly ProtectedLine[]
  /** Those of them that this line leaves shorter than they are without it. */
  readonly shortedLines: readonly ShortedLine[]
  /** Promotions of lower precedence that would leave this line short, and have to bear that. */
  readonly threats: readonly PromotionLine[]
}

/** A promotion of higher precedence: its days, and its expected shortage in units without the judged line (`alone`). */
type ProtectedLine = {
  readonly promotion: PromotionLine
  readonly window: Window
  readonly alone: CumulativeOutlook
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
  /** The stockout probability (0 to 1) that is tolerated. */
  readonly policy: number
  /** Ordinary replenishment where it is known already; computed as it goes on without any promotion where it is absent. */
  readonly ordinary?: OrdinaryReplenishment | null
}

/** Sets a line's demand, and that of the promotions that share its stock, against stock, receipts and ordinary orders. */
export const demandCoverage = (input: CoverageInput): DemandCoverage => {
  const { facts, line, demand, policy } = input
  const { asOf } = facts
  const length = daysInSight(input)
  const placed = receiptsByDay(input.coming, asOf, length)
  const ordinary = input.ordinary === undefined ? ordinaryWithout(input, placed) : input.ordinary
  const cumulative = accumulate(outlookOf(input, placed, ordinary))
  const protectedLines = protectedBy(input, cumulative)
  const window = { start: Math.max(asOf, line.start), end: line.end }
  return {
    cumulative,
    ordinary,
    placed,
    window,
    protectedLines,
    shortedLines: shortedOf(cumulative, protectedLines, policy),
    threats: threatsTo(demand, cumulative, window, policy),
  }
}

/** The days from the as-of date to the last end of the line and of those of higher precedence, as far as demand is known. */
const daysInSight = ({ facts, line, demand }: CoverageInput): number => {
  const last = demand.seniors.reduce((latest, senior) => Math.max(latest, senior.end), line.end)
  return Math.min(demand.base.length, last - facts.asOf + 1)
}

const ordinaryWithout = (
  { facts, demand, opening }: CoverageInput,
  placed: Float64Array,
): OrdinaryReplenishment | null =>
  ordinaryReplenishment({
    facts,
    demand: demand.base.subarray(0, placed.length),
    opening,
    placed,
    safetyStock: ordinarySafetyStock(facts, demand.baseline),
  })

const outlookOf = (
  { facts, line, demand, opening }: CoverageInput,
  placed: Float64Array,
  ordinary: OrdinaryReplenishment | null,
): Outlook => {
  const { asOf } = facts
  const { length } = placed
  const receipts = placed.slice()
  if (ordinary)
    for (let i = 0; i < length; i++) receipts[i] = (receipts[i] as number) + (ordinary.receipts[i] as number)
  const emptyStarts: number[] = []
  const cycleStarts: number[] = []
  for (let i = 1; i < length; i++) {
    const isPlaced = (placed[i] as number) > 0
    if (isPlaced) cycleStarts.push(i)
    if (isPlaced || (ordinary !== null && asOf + i === ordinary.from)) emptyStarts.push(i)
  }
  return {
    asOf,
    opening,
    allocated: facts.stock?.allocated ?? 0,
    receipts,
    base: demand.base.subarray(0, length),
    extra: demand.together.subarray(0, length),
    forecastError: demand.spread,
    protectionDays: ordinary?.protectionDays ?? null,
    emptyStarts,
    cycleStarts,
    unmet: facts.location.unmet,
    days: { start: line.start, end: line.end },
  }
}

/** The promotions of higher precedence that end on the line's days or later, with what each lacks without the line. */
const protectedBy = (
  { facts: { asOf }, line, demand }: CoverageInput,
  cumulative: CumulativeOutlook,
): readonly ProtectedLine[] => {
  const { length } = cumulative.daily.base
  const seniors = demand.seniors.filter((senior) => senior.end >= line.start && senior.end - asOf < length)
  if (seniors.length === 0) return []
  const alone = withExtra(cumulative, demand.senior.subarray(0, length))
  return seniors.map((promotion) => {
    const window = { start: Math.max(asOf, promotion.start), end: promotion.end }
    return { promotion, window, alone, shortage: expectedShortage(withoutAllocated(alone), window) }
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

/** Adds receipts to a coverage, and leaves ordinary replenishment as it is without them. */
export const withUnits = (coverage: DemandCoverage, added: readonly AddedReceipt[], policy: number): DemandCoverage => {
  const some = added.filter(({ units }) => units > 0)
  if (some.length === 0) return coverage
  const cumulative = withReceipts(coverage.cumulative, some)
  return { ...coverage, cumulative, shortedLines: shortedOf(cumulative, coverage.protectedLines, policy) }
}

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

/** Gives the stockout probability (0 to 1) of a line: the largest of the windows that it answers for. */
export const riskOf = (coverage: DemandCoverage, added: AddedReceipt | null = null): number =>
  Math.max(...windowsOf(coverage).map((window) => stockoutRisk(coverage.cumulative, window, added)))

/** Gives the expected shortage that a line bears, in units: its own, or what it takes from a promotion it leaves shorter. */
export const shortageOf = (
  { cumulative, window, shortedLines }: DemandCoverage,
  added: AddedReceipt | null = null,
): number => {
  let units = expectedShortage(cumulative, window, added)
  for (const senior of shortedLines) {
    const more = added === null ? senior.more : expectedShortage(cumulative, senior.window, added) - senior.shortage
    units = Math.max(units, Math.max(0, more))
  }
  return units
}

/** Gives the same with other receipts, in units. */
export const shortageWith = ({ window, shortedLines }: DemandCoverage, cumulative: CumulativeOutlook): number =>
  shortedLines.reduce(
    (most, senior) => Math.max(most, expectedShortage(cumulative, senior.window) - senior.shortage),
    expectedShortage(cumulative, window),
  )
