import type { Demand } from '../demand/distribution.ts'
import type { AddedReceipt, CumulativeOutlook } from './outlook.ts'

/** The demand of some consecutive days, and the units there are to serve it. */
export type DemandAndSupply = { readonly demand: Demand; readonly supply: number }

/** Gives what a cumulative sum grows by from index `from` to index `to`, both included. */
export const between = (sums: Float64Array, from: number, to: number): number =>
  (sums[to + 1] as number) - (sums[from] as number)

/**
 * Gives mean and variance of the demand from index `from` to index `to`, both included, in units. With `feedback`, errors
 * of ordinary demand count only as far back as ordinary replenishment has not yet corrected them (`protectionDays`).
 */
export const demandBetween = (cumulative: CumulativeOutlook, from: number, to: number, feedback: boolean): Demand => {
  const { forecastError, protectionDays } = cumulative.daily
  const errorsFrom = feedback && protectionDays !== null ? Math.max(from, to - protectionDays + 1) : from
  const extra = between(cumulative.extra, from, to)
  const mean = Math.max(0, between(cumulative.base, from, to) + extra)
  const base = between(cumulative.base, errorsFrom, to)
  // A promotion that sells less than normal leaves less of normal sales to be wrong about.
  const uncertainBase = extra < 0 ? Math.min(base, mean) : base
  const variance =
    between(cumulative.baseVariance, errorsFrom, to) +
    (forecastError.levelCv * uncertainBase) ** 2 +
    between(cumulative.extraVariance, from, to) +
    (forecastError.upliftCv * Math.min(Math.abs(extra), mean)) ** 2 +
    forecastError.ratioCv ** 2 * between(cumulative.promoted, from, to) ** 2
  return { mean, variance: Math.max(0, variance) }
}

/**
 * Gives demand and supply from index `from` to index `to`, in units: from 0 on with the opening stock, from any later day
 * on with an empty shelf. Receipts from index `cut` on do not count. Units allocated to others are demand at least.
 */
export const demandAndSupply = (
  cumulative: CumulativeOutlook,
  from: number,
  to: number,
  added: AddedReceipt | null,
  cut: number = Number.POSITIVE_INFINITY,
): DemandAndSupply => {
  const { asOf, opening, allocated } = cumulative.daily
  const demand = demandBetween(cumulative, from, to, true)
  const last = Math.min(to, cut - 1)
  let supply = last < from ? 0 : between(cumulative.received, from, last)
  if (added !== null && added.day - asOf >= from && added.day - asOf <= last) supply += added.units
  if (from > 0) return { demand, supply }
  return { demand: demand.mean < allocated ? { ...demand, mean: allocated } : demand, supply: supply + opening }
}

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
