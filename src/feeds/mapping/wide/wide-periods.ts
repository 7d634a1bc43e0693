import type { DateForm, Wide } from '../mapping.ts'
import { dateEvidence, readDateIn } from '../value-forms.ts'
import { type Period, periodEvidence, periodIn } from './period-words.ts'

/** Reads what heads the columns of a wide table as periods, in their order; null where one is none. Weeks go on over the end of a year. */
export const periodsOf = (wide: Wide, form: DateForm, year: number | null): readonly (Period | null)[] => {
  const length = wide.each ?? lengthOf(wide, form) ?? 'day'
  let running = year
  let last = ''
  return wide.columns.map(({ value }) => {
    if (dateEvidence(value) !== null) return lasting(readDateIn(value, form)?.on ?? null, length)
    const isOpen = periodEvidence(value) === 'no year'
    const read = periodIn(value, running)
    if (!isOpen || read === null || running === null) return read
    const jump = last === '' ? 0 : Temporal.PlainDate.from(last).until(read.start).days
    // Weeks that go backwards over the end of a year are not read: nobody says which year they are of.
    if (jump > halfYear) return null
    if (jump < -halfYear) running++
    const found = jump < -halfYear ? periodIn(value, running) : read
    last = found?.start ?? last
    return found
  })
}

const halfYear = 180

/** The days between columns that are headed by days: each of them is a day, a week or a month, or nobody can tell. */
export const lengthOf = ({ columns }: Wide, form: DateForm): NonNullable<Wide['each']> | null => {
  const days = columns.flatMap(({ value }) => (dateEvidence(value) === null ? [] : (readDateIn(value, form)?.on ?? [])))
  if (days.length === 0) return 'day'
  const dates = days.map((on) => Temporal.PlainDate.from(on)).toSorted(Temporal.PlainDate.compare)
  const gaps = dates.slice(1).map((date, i) => (dates[i] as Temporal.PlainDate).until(date).days)
  if (gaps.length > 0 && gaps.every((gap) => gap === 7)) return 'week'
  if (gaps.length > 0 && dates.every(({ day }) => day === 1) && gaps.every((gap) => gap >= 28 && gap <= 31))
    return 'month'
  return gaps.includes(1) && gaps.every((gap) => gap <= 4) ? 'day' : null
}

const lasting = (on: string | null, length: NonNullable<Wide['each']>): Period | null => {
  if (on === null) return null
  const start = Temporal.PlainDate.from(on)
  const end =
    length === 'day' ? start : start.add(length === 'week' ? { weeks: 1 } : { months: 1 }).subtract({ days: 1 })
  return { start: on, end: end.toString() }
}
