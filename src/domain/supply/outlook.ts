import type { Day } from '../day.ts'
import { type Demand, expectedAbove, normalCdf, normalScore, probabilityAbove } from '../demand/distribution.ts'

/**
 * How far off demand may be; see `Baseline` for the first three. `upliftCv` is the relative error of the extra units as a
 * whole, `ratioCv` that of an estimated uplift as a share of the normal sales it multiplies.
 */
export type Spread = {
  readonly dispersion: number
  readonly dayCv: number
  readonly levelCv: number
  readonly upliftCv: number
  readonly ratioCv: number
}

/**
 * What is to come at one cell as seen on the as-of morning: daily means in units, index 0 the as-of date. Where ordinary
 * replenishment answers to sales, an error of ordinary demand lasts only `protectionDays`; errors of the extra units
 * stay, because nobody reorders for them.
 */
export type Outlook = {
  readonly asOf: Day
  readonly opening: number
  readonly allocated: number
  readonly receipts: Float64Array
  readonly base: Float64Array
  readonly extra: Float64Array
  readonly spread: Spread
  readonly protectionDays: number | null
  /** Days on which the shelf may start again after it ran empty: those with a placed receipt, and the first ordinary one. */
  readonly restarts: readonly number[]
  /**
   * Days with a placed receipt: each begins a cycle of its own, which the shelf may fail to get through. Ordinary orders
   * answer to sales day by day and begin none.
   */
  readonly cycles: readonly number[]
  readonly unmet: 'lost' | 'backorder'
  /** The days of the judged promotion. */
  readonly days: Window
}

/** Units that become usable on a day besides those in the outlook. */
export type Addition = { readonly day: Day; readonly units: number }

/** A window of days, both included. */
export type Window = { readonly start: Day; readonly end: Day }

/** An outlook with its running sums, ready to be asked about any stretch of days. */
export type Prepared = {
  readonly outlook: Outlook
  readonly received: Float64Array
  readonly base: Float64Array
  readonly baseVariance: Float64Array
  readonly extra: Float64Array
  readonly extraVariance: Float64Array
  /** Normal sales of the days on which the judged promotion runs. */
  readonly promoted: Float64Array
}

/** Sums an outlook up so that the demand of any stretch of days is a subtraction. */
export const prepare = (outlook: Outlook): Prepared => {
  const { base, receipts, spread } = outlook
  const received = new Float64Array(base.length + 1)
  const baseSums = new Float64Array(base.length + 1)
  const baseVariance = new Float64Array(base.length + 1)
  const promoted = new Float64Array(base.length + 1)
  const { asOf, days } = outlook
  const isPromoted = (i: number) => asOf + i >= days.start && asOf + i <= days.end
  for (let i = 0; i < base.length; i++) {
    const b = base[i] as number
    received[i + 1] = (received[i] as number) + (receipts[i] as number)
    promoted[i + 1] = (promoted[i] as number) + (isPromoted(i) ? b : 0)
    baseSums[i + 1] = (baseSums[i] as number) + b
    baseVariance[i + 1] = (baseVariance[i] as number) + spread.dispersion * b + (spread.dayCv * b) ** 2
  }
  const nothing = new Float64Array(base.length + 1)
  const sums = { outlook, received, base: baseSums, baseVariance, promoted, extra: nothing, extraVariance: nothing }
  return withExtra(sums, outlook.extra)
}

/** Adds units that become usable on several days to a prepared outlook. */
export const withReceipts = (prepared: Prepared, additions: readonly Addition[]): Prepared => {
  const { outlook } = prepared
  const { asOf, base } = outlook
  const receipts = outlook.receipts.slice()
  const restarts = new Set(outlook.restarts)
  const cycles = new Set(outlook.cycles)
  for (const { day, units } of additions) {
    const i = Math.max(0, day - asOf)
    if (i >= base.length) continue
    receipts[i] = (receipts[i] as number) + units
    if (i === 0) continue
    restarts.add(i)
    cycles.add(i)
  }
  const received = new Float64Array(base.length + 1)
  for (let i = 0; i < base.length; i++) received[i + 1] = (received[i] as number) + (receipts[i] as number)
  const inOrder = (days: ReadonlySet<number>) => [...days].sort((a, b) => a - b)
  return {
    ...prepared,
    received,
    outlook: { ...outlook, receipts, restarts: inOrder(restarts), cycles: inOrder(cycles) },
  }
}

/** Puts other extra units into a prepared outlook, sharing every sum that stays the same. */
export const withExtra = (prepared: Prepared, units: Float64Array): Prepared => {
  const { length } = prepared.extra
  const changed = { ...prepared, extra: new Float64Array(length), extraVariance: new Float64Array(length) }
  sumExtra(changed, units, 0)
  return { ...changed, outlook: { ...prepared.outlook, extra: units } }
}

/** Sums extra units up again from index `from` on, in place: for one who asks about many volumes and keeps none. */
export const sumExtra = ({ outlook, extra, extraVariance }: Prepared, units: Float64Array, from: number): void => {
  const { base, spread } = outlook
  const square = spread.dayCv * spread.dayCv
  for (let i = from; i < base.length; i++) {
    const b = base[i] as number
    const x = units[i] as number
    extra[i + 1] = (extra[i] as number) + x
    extraVariance[i + 1] = (extraVariance[i] as number) + spread.dispersion * x + square * (2 * b * x + x * x)
  }
}

/** Gives what running sums grow by from index `from` to index `to`, both included. */
export const between = (sums: Float64Array, from: number, to: number) =>
  (sums[to + 1] as number) - (sums[from] as number)

/** Gives the demand from index `from` to index `to`, both included; `feedback` ends the life of errors that replenishment corrects. */
export const demandBetween = (prepared: Prepared, from: number, to: number, feedback: boolean): Demand => {
  const { spread, protectionDays } = prepared.outlook
  const errorsFrom = feedback && protectionDays !== null ? Math.max(from, to - protectionDays + 1) : from
  const extra = between(prepared.extra, from, to)
  const mean = Math.max(0, between(prepared.base, from, to) + extra)
  const base = between(prepared.base, errorsFrom, to)
  // A promotion that sells less than normal leaves less of normal sales to be wrong about.
  const left = extra < 0 ? Math.min(base, mean) : base
  const variance =
    between(prepared.baseVariance, errorsFrom, to) +
    (spread.levelCv * left) ** 2 +
    between(prepared.extraVariance, from, to) +
    (spread.upliftCv * Math.min(Math.abs(extra), mean)) ** 2 +
    spread.ratioCv ** 2 * between(prepared.promoted, from, to) ** 2
  return { mean, variance: Math.max(0, variance) }
}

/** Gives the demand and the supply of a stretch that starts at `from` with an empty shelf, or at 0 with the opening stock; nothing counts that is received from `cut` on. */
export const stretch = (
  prepared: Prepared,
  from: number,
  to: number,
  added: Addition | null,
  cut = Number.POSITIVE_INFINITY,
) => {
  const { asOf, opening, allocated } = prepared.outlook
  const demand = demandBetween(prepared, from, to, true)
  const last = Math.min(to, cut - 1)
  let supply = last < from ? 0 : between(prepared.received, from, last)
  if (added !== null && added.day - asOf >= from && added.day - asOf <= last) supply += added.units
  if (from > 0) return { demand, supply }
  return { demand: demand.mean < allocated ? { ...demand, mean: allocated } : demand, supply: supply + opening }
}

/** Gives the days from which an empty shelf may be counted on: none before `latest` has passed, and none where demand is back-ordered. */
export const startsBy = (prepared: Prepared, latest: number, windowStart: number, added: Addition | null): number[] => {
  const { asOf, restarts, unmet } = prepared.outlook
  const starts = [0]
  if (unmet === 'backorder') return starts
  for (const day of restarts) if (day > 0 && day <= latest) starts.push(day)
  if (windowStart > 0 && windowStart <= latest) starts.push(windowStart)
  if (added !== null && added.day > asOf && added.day - asOf <= latest) starts.push(added.day - asOf)
  return starts
}

/**
 * Gives the probability that the shelf closes day `to` with demand unserved. Unmet demand is lost, so the shelf is never
 * below empty: whatever happened before, it is at least as full as one that starts empty on any earlier day (Lindley's
 * recursion). The least of those probabilities bounds the true one from above, and falls with every unit of stock. A
 * shelf with nothing on it is out of stock, however little is wanted.
 */
export const stockoutAt = (
  prepared: Prepared,
  to: number,
  windowStart: number,
  added: Addition | null,
  cut = Number.POSITIVE_INFINITY,
): number => {
  let least = 1
  let leastScore = Number.POSITIVE_INFINITY
  for (const from of startsBy(prepared, to, windowStart, added)) {
    const { demand, supply } = stretch(prepared, from, to, added, cut)
    if (supply <= 0 && demand.mean > 0) continue
    const score = normalScore(demand, supply)
    if (score === null) least = Math.min(least, probabilityAbove(demand, supply))
    else leastScore = Math.min(leastScore, score)
  }
  return leastScore === Number.POSITIVE_INFINITY ? least : Math.min(least, normalCdf(leastScore))
}

/** The days of a window at which the shelf is lowest: those before a receipt, and the last. */
const lowDays = (prepared: Prepared, window: Window, added: Addition | null): number[] => {
  const { asOf, receipts } = prepared.outlook
  const days: number[] = []
  for (let i = window.start - asOf; i < window.end - asOf; i++)
    if ((receipts[i + 1] as number) > 0 || added?.day === asOf + i + 1) days.push(i)
  days.push(window.end - asOf)
  return days
}

/** The units of a stretch's demand that its supply is expected not to serve. */
const deficitOf = ({ demand, supply }: { readonly demand: Demand; readonly supply: number }): number =>
  supply <= 0 ? demand.mean - supply : expectedAbove(demand, supply)

/** The largest running deficit of the window, at least over all days an empty shelf may start again; `of` values one. */
const worstDeficit = (
  prepared: Prepared,
  window: Window,
  added: Addition | null,
  of: (from: number, day: number) => number,
): number => {
  const start = window.start - prepared.outlook.asOf
  let worst = 0
  for (const day of lowDays(prepared, window, added)) {
    let least = Number.POSITIVE_INFINITY
    for (const from of startsBy(prepared, start, start, added)) least = Math.min(least, of(from, day))
    worst = Math.max(worst, least)
  }
  return worst
}

/**
 * Gives the expected units of the window's demand that go unserved: what the running deficit grows by in it (Skorokhod
 * reflection).
 */
export const expectedShortage = (prepared: Prepared, window: Window, added: Addition | null = null): number => {
  const start = window.start - prepared.outlook.asOf
  return worstDeficit(prepared, window, added, (from, day) => {
    const before = from < start ? deficitOf(stretch(prepared, from, start - 1, added)) : 0
    return Math.max(0, deficitOf(stretch(prepared, from, day, added)) - before)
  })
}

/** Gives a bound of the same that counts what was missing before the window too: it falls with every unit of stock. */
export const shortageAtMost = (prepared: Prepared, window: Window): number =>
  worstDeficit(prepared, window, null, (from, day) => deficitOf(stretch(prepared, from, day, null)))

/** Gives the units expected to remain after the window beyond what `coverUnits` of later demand will take. */
export const expectedLeftover = (prepared: Prepared, window: Window, coverUnits: number): number => {
  const end = window.end - prepared.outlook.asOf
  const { demand, supply } = stretch(prepared, 0, end, null)
  const available = Math.max(0, supply - coverUnits)
  return Math.max(0, available - demand.mean + expectedAbove(demand, available))
}
