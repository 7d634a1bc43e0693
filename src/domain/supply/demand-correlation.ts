import { between, demandBetween, doubtBetween } from './demand-and-supply.ts'
import { type CumulativeOutlook, indexesOf, type Window } from './outlook.ts'

/**
 * Gives a lower bound (0 to 1) of the correlation between the shortages of any two days of a window: that of the demand up
 * to its first day with the demand up to its last, counted from today or, where unmet demand is lost and the shelf may
 * start again empty, from the window's start.
 */
export const correlationWithin = (cumulative: CumulativeOutlook, window: Window): number => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const fromToday = demandCorrelation(cumulative, 0, first, last)
  if (cumulative.daily.unmet === 'backorder') return fromToday
  return Math.min(fromToday, demandCorrelation(cumulative, first, first, last))
}

/** The correlation of the demand from index `from` to `first` with that from `from` to `last`: covariance / sqrt(var var). */
const demandCorrelation = (cumulative: CumulativeOutlook, from: number, first: number, last: number): number => {
  const variance = (to: number) => demandBetween(cumulative, from, to, true).variance
  const product = variance(first) * variance(last)
  if (!(product > 0)) return 0
  return Math.min(1, Math.max(0, demandCovariance(cumulative, from, first, last) / Math.sqrt(product)))
}

/** Errors of single days that both share, and errors of level, uplift and ratio, which are the same on all days. */
const demandCovariance = (cumulative: CumulativeOutlook, from: number, first: number, last: number): number => {
  const { forecastError, protectionDays } = cumulative.daily
  const errorsFrom = (to: number) => (protectionDays === null ? from : Math.max(from, to - protectionDays + 1))
  const base = (to: number) => between(cumulative.base, errorsFrom(to), to)
  const extra = (to: number) => between(cumulative.extra, from, to)
  const promoted = (to: number) => between(cumulative.promoted, from, to)
  const overlap = errorsFrom(last) <= first ? between(cumulative.baseVariance, errorsFrom(last), first) : 0
  return (
    overlap +
    between(cumulative.extraVariance, from, first) +
    forecastError.levelCv ** 2 * base(first) * base(last) +
    forecastError.upliftCv ** 2 * extra(first) * extra(last) +
    forecastError.ratioCv ** 2 * promoted(first) * promoted(last) +
    doubtBetween(cumulative, errorsFrom(first), from, first) * doubtBetween(cumulative, errorsFrom(last), from, last)
  )
}
