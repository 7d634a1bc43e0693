import type { Demand } from '../demand/distribution.ts'
import type { AddedReceipt, CumulativeOutlook } from './outlook.ts'

/** The demand of some consecutive days, and the units there are to serve it. */
export type DemandAndSupply = { readonly demand: Demand; readonly supply: number }

/** Gives what a cumulative sum grows by from index `from` to index `to`, both included. */
export const between = (sums: Float64Array, from: number, to: number): number =>
  (sums[to + 1] as number) - (sums[from] as number)

/** Gives the mean demand from index `from` to index `to`, both included, in units. */
const meanBetween = (cumulative: CumulativeOutlook, from: number, to: number): number =>
  Math.max(0, between(cumulative.base, from, to) + between(cumulative.extra, from, to))

/** Gives the variance of that demand. */
export const varianceBetween = (cumulative: CumulativeOutlook, from: number, to: number, feedback: boolean): number => {
  const { forecastError, protectionDays } = cumulative.daily
  const errorsFrom = feedback && protectionDays !== null ? Math.max(from, to - protectionDays + 1) : from
  const extra = between(cumulative.extra, from, to)
  const mean = meanBetween(cumulative, from, to)
  const base = between(cumulative.base, errorsFrom, to)
  // A promotion that sells less than normal leaves less of normal sales to be wrong about.
  const uncertainBase = extra < 0 ? Math.min(base, mean) : base
  const variance =
    between(cumulative.baseVariance, errorsFrom, to) +
    (forecastError.levelCv * uncertainBase) ** 2 +
    between(cumulative.extraVariance, from, to) +
    (forecastError.upliftCv * Math.min(Math.abs(extra), mean)) ** 2 +
    forecastError.ratioCv ** 2 * between(cumulative.promoted, from, to) ** 2 +
    doubtBetween(cumulative, errorsFrom, from, to) ** 2
  return Math.max(0, variance)
}

/** Gives the error of what notes move, in units: of normal sales from `errorsFrom` on, of extra units from `from` on. */
export const doubtBetween = (
  { doubted }: Pick<CumulativeOutlook, 'doubted'>,
  errorsFrom: number,
  from: number,
  to: number,
): number =>
  doubted === undefined ? 0 : Math.max(0, between(doubted.base, errorsFrom, to) + between(doubted.extra, from, to))

/**
 * Gives mean and variance of the demand from index `from` to index `to`, both included, in units. With `feedback`, errors
 * of ordinary demand count only as far back as ordinary replenishment has not yet corrected them (`protectionDays`).
 */
export const demandBetween = (cumulative: CumulativeOutlook, from: number, to: number, feedback: boolean): Demand => ({
  mean: meanBetween(cumulative, from, to),
  variance: varianceBetween(cumulative, from, to, feedback),
})

/** Gives the mean of the demand that supply is set against: units allocated to others are demand at least. */
export const wantedBetween = (cumulative: CumulativeOutlook, from: number, to: number): number => {
  const mean = meanBetween(cumulative, from, to)
  return from === 0 && mean < cumulative.daily.allocated ? cumulative.daily.allocated : mean
}

/**
 * Gives the units that come in from index `from` to index `to`, less what of them and, from 0 on, of the opening stock expires
 * unsold by then; receipts from index `cut` on do not count. What expires of older stock was not on a shelf that is empty.
 */
export const receivedBetween = (
  cumulative: CumulativeOutlook,
  from: number,
  to: number,
  added: AddedReceipt | null,
  cut: number = Number.POSITIVE_INFINITY,
): number => {
  const last = Math.min(to, cut - 1)
  const received = (last < from ? 0 : between(cumulative.received, from, last)) + notTheirs(cumulative, from, last, to)
  if (added === null) return received
  const day = added.day - cumulative.daily.asOf
  return day >= from && day <= last ? received + added.units : received
}

/** Corrects net receipts between two indexes for what expires of other stock, and for what of theirs expires later. */
const notTheirs = ({ daily, expired }: CumulativeOutlook, from: number, last: number, to: number): number => {
  if (expired === undefined || daily.life === undefined) return 0
  const { days } = daily.life
  const within = last < from ? 0 : between(expired.opening, from, last) + between(expired.receipts, from, last)
  const [first, end] = [from + days, Math.min(to, last + days)]
  const ofReceipts = first > end ? 0 : between(expired.receipts, first, end)
  return within - ofReceipts - (from === 0 ? between(expired.opening, 0, to) : 0)
}

/** Gives the units that are there at the start of an index: from 0 on the opening stock, on any later day the shelf is empty. */
export const openingAt = ({ daily }: CumulativeOutlook, from: number): number => (from > 0 ? 0 : daily.opening)

/**
 * Gives demand and supply from index `from` to index `to`, in units: from 0 on with the opening stock, from any later day
 * on with an empty shelf. Units allocated to others are demand at least.
 */
export const demandAndSupply = (
  cumulative: CumulativeOutlook,
  from: number,
  to: number,
  added: AddedReceipt | null,
): DemandAndSupply => ({
  demand: { mean: wantedBetween(cumulative, from, to), variance: varianceBetween(cumulative, from, to, true) },
  supply: receivedBetween(cumulative, from, to, added) + openingAt(cumulative, from),
})

/**
 * Lists the indexes up to `latest` from which demand and supply may be compared: 0 with the opening stock, and the days on
 * which the shelf is empty at worst. Only 0 where unmet demand is back-ordered: the shelf can then be below empty.
 */
export const possibleStarts = (
  cumulative: CumulativeOutlook,
  latest: number,
  windowStart: number,
  added: AddedReceipt | null,
): number[] => {
  const { asOf, emptyStarts, unmet } = cumulative.daily
  const starts = [0]
  if (unmet === 'backorder') return starts
  for (const day of emptyStarts) if (day > 0 && day <= latest) starts.push(day)
  if (windowStart > 0 && windowStart <= latest) starts.push(windowStart)
  if (added !== null && added.day > asOf && added.day - asOf <= latest) starts.push(added.day - asOf)
  return starts
}
