import { type Day, dayOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { loadNewestBy } from '../feeds/newest.ts'
import type { Visibility } from '../feeds/visibility.ts'

/** The calendar whose holidays close every supplier and location. */
const everybody = '*'

/** The days on which suppliers and locations are closed, by their calendar. */
export type ClosedDays = {
  /** The holidays of a calendar and of everybody. */
  readonly of: (calendar: string) => ReadonlySet<Day>
  /** The holidays of a calendar alone. */
  readonly ownOf: (calendar: string) => ReadonlySet<Day>
}

/** Loads the days on which suppliers and locations of these codes are closed. */
export const loadClosedDays = async (
  reader: Reader,
  visibility: Visibility,
  calendars: readonly string[],
): Promise<ClosedDays> => {
  const rows = await loadNewestBy(reader, visibility, 'holidays', 'calendar', [everybody, ...calendars])
  const byCalendar = Map.groupBy(rows, (row) => row.calendar)
  const daysOf = (calendar: string) => (byCalendar.get(calendar) ?? []).map((row) => dayOf(row.holiday_on))
  const everywhere = daysOf(everybody)
  const closed = new Map(calendars.map((one) => [one, new Set([...everywhere, ...daysOf(one)])]))
  return { of: (calendar) => closed.get(calendar) ?? new Set(), ownOf: (calendar) => new Set(daysOf(calendar)) }
}
