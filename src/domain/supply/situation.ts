import type { CellFacts } from '../assessment/cell.ts'
import type { LineDemand } from '../demand/line-demand.ts'
import { negligibleUnits } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type Ordinary, ordinaryFloor, ordinaryOf } from './ordinary.ts'
import {
  type Addition,
  expectedShortage,
  type Prepared,
  prepare,
  type Window,
  withExtra,
  withReceipts,
} from './outlook.ts'
import type { Receipt } from './receipts.ts'
import { isWithinPolicy, stockoutRisk } from './stockout.ts'

/** A line's demand against one picture of its supply. */
export type SupplyPosition = {
  readonly prepared: Prepared
  readonly ordinary: Ordinary | null
  readonly placed: Float64Array
  readonly window: Window
  /** Promotions that come first and that this line would leave shorter than they are without it. */
  readonly hurt: readonly Hurt[]
  /** Promotions registered later that would leave this line short, and have to bear that. */
  readonly threats: readonly PromotionLine[]
  /** Every promotion that comes first, whose shortage this line must not increase. */
  readonly guarded: readonly ProtectedLine[]
}

/** A promotion that comes first: its days, and its shortage in units as it is without the judged line. */
export type ProtectedLine = {
  readonly promotion: PromotionLine
  readonly window: Window
  readonly alone: Prepared
  readonly shortage: number
}

/** One that the judged line leaves shorter, by `more` units. */
export type Hurt = ProtectedLine & { readonly more: number }

/** Lays receipts out by day, index 0 the as-of date; those due later than `length` days are out of sight. */
export const receiptsByDay = (receipts: readonly Receipt[], asOf: number, length: number): Float64Array => {
  const byDay = new Float64Array(length)
  for (const { day, units } of receipts) {
    const i = Math.max(0, day - asOf)
    if (i < length) byDay[i] = (byDay[i] as number) + units
  }
  return byDay
}

/**
 * Sets a line's demand against an opening stock and placed orders, with ordinary replenishment going on as without any
 * promotion, or as `known`.
 */
export const situationOf = (
  facts: CellFacts,
  line: PromotionLine,
  demand: LineDemand,
  opening: number,
  coming: readonly Receipt[],
  policy: number,
  known?: Ordinary | null,
): SupplyPosition => {
  const { asOf, location } = facts
  const last = demand.seniors.reduce((latest, senior) => Math.max(latest, senior.end), line.end)
  const length = Math.min(demand.base.length, last - asOf + 1)
  const base = demand.base.subarray(0, length)
  const placed = receiptsByDay(coming, asOf, length)
  const ordinary =
    known === undefined ? ordinaryOf(facts, base, opening, placed, ordinaryFloor(facts, demand.baseline)) : known
  const receipts = placed.slice()
  if (ordinary)
    for (let i = 0; i < length; i++) receipts[i] = (receipts[i] as number) + (ordinary.receipts[i] as number)
  const restarts: number[] = []
  for (let i = 1; i < length; i++)
    if ((placed[i] as number) > 0 || (ordinary !== null && asOf + i === ordinary.from)) restarts.push(i)
  const cycles: number[] = []
  for (let i = 1; i < length; i++) if ((placed[i] as number) > 0) cycles.push(i)
  const outlook = {
    asOf,
    opening,
    allocated: facts.stock?.allocated ?? 0,
    receipts,
    base,
    spread: demand.spread,
    protectionDays: ordinary?.protectionDays ?? null,
    restarts,
    cycles,
    unmet: location.unmet,
    days: { start: line.start, end: line.end },
  }
  const senior = demand.senior.subarray(0, length)
  const together = demand.together.subarray(0, length)
  const prepared = prepare({ ...outlook, extra: together })
  const window = { start: Math.max(asOf, line.start), end: line.end }
  const seen = demand.seniors.filter((senior) => senior.end >= line.start && senior.end - asOf < length)
  const alone = seen.length === 0 ? prepared : withExtra(prepared, senior)
  const guarded = seen.map((promotion) => {
    const days = { start: Math.max(asOf, promotion.start), end: promotion.end }
    return { promotion, window: days, alone, shortage: expectedShortage(alone, days) }
  })
  const hurt = hurtBy(prepared, guarded, policy)
  const threats = threatsTo(demand, prepared, window, policy)
  return { prepared, ordinary, placed, window, hurt, threats, guarded }
}

const hurtBy = (prepared: Prepared, guarded: readonly ProtectedLine[], policy: number): readonly Hurt[] =>
  guarded
    .map((senior) => ({ ...senior, more: expectedShortage(prepared, senior.window) - senior.shortage }))
    .filter((senior) => senior.more > negligibleUnits && !isWithinPolicy(prepared, senior.window, policy))

/** Adds units to what comes, and leaves ordinary replenishment as it would have been without them. */
export const withUnits = (situation: SupplyPosition, added: readonly Addition[], policy: number): SupplyPosition => {
  const some = added.filter(({ units }) => units > 0)
  if (some.length === 0) return situation
  const prepared = withReceipts(situation.prepared, some)
  return { ...situation, prepared, hurt: hurtBy(prepared, situation.guarded, policy) }
}

/** Tells whether a promotion that comes first is no worse off: within policy, or as short as it is anyway. */
export const isSpared = (senior: ProtectedLine, prepared: Prepared, policy: number): boolean =>
  isWithinPolicy(prepared, senior.window, policy) ||
  expectedShortage(prepared, senior.window) - senior.shortage <= negligibleUnits

/** Gives the stockout probability of a line: that of its own days, or of a promotion it leaves shorter. */
export const riskOf = ({ prepared, window, hurt }: SupplyPosition, added: Addition | null = null): number =>
  Math.max(...[window, ...hurt.map((senior) => senior.window)].map((days) => stockoutRisk(prepared, days, added)))

/** Gives the expected shortage that a line bears, in units: its own, and what it takes from those that come first. */
export const shortageOf = ({ prepared, window, hurt }: SupplyPosition, added: Addition | null = null): number => {
  let units = expectedShortage(prepared, window, added)
  for (const senior of hurt) {
    const later = added === null ? senior.more : expectedShortage(prepared, senior.window, added) - senior.shortage
    units = Math.max(units, Math.max(0, later))
  }
  return units
}

/** Gives the same where other receipts come too, in units. */
export const shortageWith = ({ window, hurt }: SupplyPosition, prepared: Prepared): number =>
  hurt.reduce(
    (most, senior) => Math.max(most, expectedShortage(prepared, senior.window) - senior.shortage),
    expectedShortage(prepared, window),
  )

/** Finds the later promotions that, all together, would push a line past policy that is within it without them. */
const threatsTo = (
  demand: LineDemand,
  prepared: Prepared,
  window: Window,
  policy: number,
): readonly PromotionLine[] => {
  const later = demand.juniors.filter((junior) => junior.status === 'committed' && junior.start <= window.end)
  if (later.length === 0 || !isWithinPolicy(prepared, window, policy)) return []
  const everyone = prepared.outlook.extra.map((units, i) => Math.max(units, demand.committed[i] as number))
  return isWithinPolicy(withExtra(prepared, everyone), window, policy) ? [] : later
}
