import type { Filter } from '../../domain/subscriptions/filter.ts'
import { printFilter } from '../../domain/subscriptions/filter.ts'
import { readFilter } from '../../domain/subscriptions/filter-reading.ts'

/** Days that a calendar shows as events of their own, beside the promotions. */
export const extraEvents = ['order-by', 'commit-by'] as const

export type ExtraEvent = (typeof extraEvents)[number]

/** What a calendar link leads to: which promotions, and which days besides. */
export type CalendarSubject = { readonly filter: Filter | null; readonly extras: readonly ExtraEvent[] }

/** Writes what a calendar link leads to, as it is kept. */
export const printCalendarSubject = ({ filter, extras }: CalendarSubject): string =>
  JSON.stringify({ filter: filter === null ? null : printFilter(filter), extras })

/** Reads what a calendar link leads to; null where this program cannot. */
export const readCalendarSubject = (subject: string): CalendarSubject | null => {
  const { filter, extras } = JSON.parse(subject) as { filter: string | null; extras: readonly string[] }
  const read = filter === null ? { filter: null } : readFilter(filter)
  return 'mistake' in read ? null : { filter: read.filter, extras: extraEvents.filter((one) => extras.includes(one)) }
}
