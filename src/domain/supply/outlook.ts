import { copyOf, zeros } from '../../common/numbers.ts'
import type { Day } from '../day.ts'
import { expiringByDay, type ShelfLife } from './shelf-life.ts'

/**
 * The uncertainty of a demand forecast; see `Baseline` for the first three. `upliftCv` is the relative error of the extra
 * units as a whole, `ratioCv` that of an estimated uplift as a share of the normal sales it multiplies.
 */
export type ForecastError = {
  readonly dispersion: number
  readonly dayCv: number
  readonly levelCv: number
  readonly upliftCv: number
  readonly ratioCv: number
}

/**
 * Demand and supply of one cell by day, in units, as forecast on the morning of the as-of date; index 0 is the as-of date.
 * Where ordinary replenishment answers to sales, an error of ordinary demand lasts only `protectionDays`; errors of the
 * extra units stay, because nobody reorders for them.
 */
export type Outlook = {
  readonly asOf: Day
  /** Units on hand at the start of the as-of date. */
  readonly opening: number
  /** Units of the opening stock that are promised to others. */
  readonly allocated: number
  /** Scheduled receipts and ordinary replenishment. */
  readonly receipts: Float64Array
  /** Mean normal sales. */
  readonly base: Float64Array
  /** Mean extra units of promotions. */
  readonly extra: Float64Array
  readonly forecastError: ForecastError
  /** The error of what notes move, by day as a share of the mean, the same on all days; absent where no note counts. */
  readonly doubt?: Float64Array
  readonly protectionDays: number | null
  /** Days (indexes) from which an empty shelf may be assumed: those with a scheduled receipt, and the first ordinary one. */
  readonly emptyStarts: readonly number[]
  /**
   * Days (indexes) with a scheduled receipt: each begins a replenishment cycle, which may end in a stockout. Ordinary
   * orders answer to sales day by day and begin none.
   */
  readonly cycleStarts: readonly number[]
  readonly unmet: 'lost' | 'backorder'
  /** Absent where goods keep. */
  readonly life?: ShelfLife
  /** The days of the judged promotion. */
  readonly days: Window
}

/** A receipt besides those of the outlook: units that become usable at the start of a day. */
export type AddedReceipt = { readonly day: Day; readonly units: number }

/** A window of days, both included. */
export type Window = { readonly start: Day; readonly end: Day }

/** An outlook with its cumulative sums: each array has one element more than the days, and starts at 0. */
export type CumulativeOutlook = {
  readonly daily: Outlook
  /** Receipts less what expires unsold, where mean demand is sold. */
  readonly received: Float64Array
  /** What expires unsold: of the opening stock, and of receipts; absent where goods keep. */
  readonly expired?: ExpiredSums
  readonly base: Float64Array
  readonly baseVariance: Float64Array
  readonly extra: Float64Array
  readonly extraVariance: Float64Array
  /** The error of what notes move, in units, of normal sales and of extra units; absent where no note counts. */
  readonly doubted?: { readonly base: Float64Array; readonly extra: Float64Array }
  /** Normal sales of the days on which the judged promotion runs. */
  readonly promoted: Float64Array
}

type ExpiredSums = { readonly opening: Float64Array; readonly receipts: Float64Array }

/** Sums an outlook up day by day, so that demand and supply between any two days are a subtraction. */
export const accumulate = (daily: Outlook): CumulativeOutlook => {
  const { asOf, base, days, forecastError } = daily
  const { dispersion, dayCv } = forecastError
  const baseSums = zeros(base.length + 1)
  const baseVariance = zeros(base.length + 1)
  const promoted = zeros(base.length + 1)
  for (let i = 0; i < base.length; i++) {
    const units = base[i] as number
    promoted[i + 1] = (promoted[i] as number) + (asOf + i >= days.start && asOf + i <= days.end ? units : 0)
    baseSums[i + 1] = (baseSums[i] as number) + units
    baseVariance[i + 1] = (baseVariance[i] as number) + dispersion * units + (dayCv * units) ** 2
  }
  const zero = zeros(base.length + 1)
  const received = daily.life === undefined ? cumulativeSum(daily.receipts) : zero
  const { doubt } = daily
  const doubted = doubt === undefined ? {} : { doubted: { base: doubtedSums(base, doubt), extra: zero } }
  return withExtra(
    { daily, received, base: baseSums, baseVariance, promoted, extra: zero, extraVariance: zero, ...doubted },
    daily.extra,
  )
}

const doubtedSums = (units: Float64Array, doubt: Float64Array): Float64Array => {
  const sums = zeros(units.length + 1)
  for (let i = 0; i < units.length; i++) sums[i + 1] = (sums[i] as number) + (units[i] as number) * (doubt[i] ?? 0)
  return sums
}

/** Sets the same demand against another supply: what demand sums up to is shared. */
export const withSupply = (cumulative: CumulativeOutlook, daily: Outlook): CumulativeOutlook => ({
  ...cumulative,
  daily,
  ...sellable(daily),
})

/** Sums receipts up, less what expires unsold where mean demand is sold. */
const sellable = ({
  opening,
  receipts,
  base,
  extra,
  life,
}: Outlook): Pick<CumulativeOutlook, 'received' | 'expired'> => {
  if (life === undefined) return { received: cumulativeSum(receipts) }
  const expired = expiringByDay(opening, receipts, (i) => (base[i] as number) + (extra[i] as number), life)
  const net = receipts.map((units, i) => units - (expired.opening[i] as number) - (expired.receipts[i] as number))
  return {
    received: cumulativeSum(net),
    expired: { opening: cumulativeSum(expired.opening), receipts: cumulativeSum(expired.receipts) },
  }
}

const cumulativeSum = (units: Float64Array): Float64Array => {
  const sums = zeros(units.length + 1)
  for (let i = 0; i < units.length; i++) sums[i + 1] = (sums[i] as number) + (units[i] as number)
  return sums
}

/** Gives the units that expire unsold on a day (index) where mean demand is sold. */
export const expiredOn = (cumulative: CumulativeOutlook, day: number): number =>
  expiredUntil(cumulative, day) - expiredUntil(cumulative, day - 1)

/** Gives the units that expire unsold until the close of a day (index) where mean demand is sold. */
export const expiredUntil = ({ expired }: CumulativeOutlook, day: number): number =>
  expired === undefined ? 0 : (expired.opening[day + 1] as number) + (expired.receipts[day + 1] as number)

/** Adds receipts to a cumulative outlook. One due before the as-of date counts on it, one after the last day is left out. */
export const withReceipts = (cumulative: CumulativeOutlook, added: readonly AddedReceipt[]): CumulativeOutlook => {
  const { daily } = cumulative
  const receipts = copyOf(daily.receipts)
  const emptyStarts = new Set(daily.emptyStarts)
  const cycleStarts = new Set(daily.cycleStarts)
  for (const { day, units } of added) {
    const i = Math.max(0, day - daily.asOf)
    if (i >= receipts.length) continue
    receipts[i] = (receipts[i] as number) + units
    if (i === 0) continue
    emptyStarts.add(i)
    cycleStarts.add(i)
  }
  return {
    ...cumulative,
    ...sellable({ ...daily, receipts }),
    daily: { ...daily, receipts, emptyStarts: ascending(emptyStarts), cycleStarts: ascending(cycleStarts) },
  }
}

const ascending = (days: ReadonlySet<number>): readonly number[] => [...days].sort((a, b) => a - b)

/** Replaces the extra units of a cumulative outlook; every sum that stays the same is shared. */
export const withExtra = (cumulative: CumulativeOutlook, units: Float64Array): CumulativeOutlook => {
  const { length } = cumulative.extra
  const { doubted: known } = cumulative
  const doubted = known === undefined ? {} : { doubted: { ...known, extra: zeros(length) } }
  const changed = { ...cumulative, extra: zeros(length), extraVariance: zeros(length), ...doubted }
  sumExtra(changed, units, 0)
  const daily = { ...cumulative.daily, extra: units }
  return { ...changed, daily, ...(daily.life === undefined ? {} : sellable(daily)) }
}

/** Sums extra units up again from index `from` on, in place: for a search that tries many volumes and keeps none. */
export const sumExtra = (
  { daily, extra, extraVariance, doubted }: CumulativeOutlook,
  units: Float64Array,
  from: number,
): void => {
  const { base, forecastError } = daily
  const { dispersion, dayCv } = forecastError
  const square = dayCv * dayCv
  for (let i = from; i < base.length; i++) {
    const b = base[i] as number
    const x = units[i] as number
    extra[i + 1] = (extra[i] as number) + x
    extraVariance[i + 1] = (extraVariance[i] as number) + dispersion * x + square * (2 * b * x + x * x)
  }
  if (doubted === undefined) return
  for (let i = from; i < base.length; i++)
    doubted.extra[i + 1] = (doubted.extra[i] as number) + (units[i] as number) * (daily.doubt?.[i] ?? 0)
}

/** Gives an outlook of which no unit is promised to others. */
export const withoutAllocated = (cumulative: CumulativeOutlook): CumulativeOutlook =>
  cumulative.daily.allocated === 0 ? cumulative : { ...cumulative, daily: { ...cumulative.daily, allocated: 0 } }

/** Gives the indexes of a window's first and last day in an outlook. */
export const indexesOf = ({ asOf }: Outlook, window: Window): { readonly first: number; readonly last: number } => ({
  first: window.start - asOf,
  last: window.end - asOf,
})
