import { dayOf, isoOf } from '../../domain/day.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import { type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { readFilter } from '../../domain/subscriptions/filter-reading.ts'

/** What a page's link leads to: which days, and which part of the company. */
export type ReviewSubject = { readonly period: Period; readonly filter: Filter | null }

/** Writes what a page's link leads to, as it is kept. */
export const printReviewSubject = ({ period, filter }: ReviewSubject): string =>
  JSON.stringify({
    from: isoOf(period.from),
    to: isoOf(period.to),
    filter: filter === null ? null : printFilter(filter),
  })

/** Reads what a page's link leads to; null where this program cannot. */
export const readReviewSubject = (subject: string): ReviewSubject | null => {
  const { from, to, filter } = JSON.parse(subject) as { from: string; to: string; filter: string | null }
  const read = filter === null ? { filter: null } : readFilter(filter)
  return 'mistake' in read ? null : { period: { from: dayOf(from), to: dayOf(to) }, filter: read.filter }
}
