import { monthNamed } from '../value-forms.ts'

/** Days from a start to an end, both ISO dates. */
export type Period = { readonly start: string; readonly end: string }

/** What a text says of a period, before its year is known. */
type Said =
  | { readonly kind: 'weeks'; readonly first: number; readonly last: number; readonly year: number | null }
  | { readonly kind: 'month'; readonly month: number; readonly year: number | null }
  | { readonly kind: 'span'; readonly from: MonthDay; readonly to: MonthDay; readonly year: number | null }

type MonthDay = { readonly month: number; readonly day: number; readonly year: number | null }

const plainText = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[–—]/g, '-').replaceAll(/\s+/g, ' ').trim()

const weekWord = '(?:kw|cw|wk|wks|weeks?|wochen?|kalenderwoche|semaines?|semanas?|settiman[ae]|sem|w)'
const weekFirst = new RegExp(
  `^${weekWord}\\.? ?(\\d{1,2})(?: ?- ?(?:${weekWord}\\.? ?)?(\\d{1,2}))?(?:[ ,./-]+(20\\d\\d))?$`,
)
const yearFirst = new RegExp(`^(20\\d\\d)[ ./-]*${weekWord}\\.? ?(\\d{1,2})$`)
const longestWeeks = 8

const weeksIn = (text: string): Said | null => {
  const [, before, only] = yearFirst.exec(text) ?? []
  const [, first = only, last = first, after = before] = weekFirst.exec(text) ?? []
  if (first === undefined) return null
  const [from, to] = [Number(first), Number(last)]
  const isSpan = from >= 1 && from <= 53 && to >= from && to <= 53 && to - from < longestWeeks
  return isSpan ? { kind: 'weeks', first: from, last: to, year: numberOr(after) } : null
}

const numberOr = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

const monthIn = (text: string): Said | null => {
  const [, name, after] = /^(\p{L}+)\.?(?:[ ,./-]+(20\d\d))?$/u.exec(text) ?? []
  const [, before, number] = /^(20\d\d)[-/.](0?[1-9]|1[0-2])$/.exec(text) ?? []
  const [, first, second] = /^(0?[1-9]|1[0-2])[-/.](20\d\d)$/.exec(text) ?? []
  const month = name === undefined ? numberOr(number ?? first) : (monthNamed(name) ?? null)
  return month === null ? null : { kind: 'month', month, year: numberOr(after ?? before ?? second) }
}

/** Reads `6 jul`, `jul 6`, `6.7.`, `6.7.2026`, `2026-07-06`; the month may be left to the other end of a span. */
const monthDayIn = (text: string): (Omit<MonthDay, 'month'> & { readonly month: number | null }) | null => {
  const [, isoYear, isoMonth, isoDay] = /^(20\d\d)-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (isoDay !== undefined) return { year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay) }
  const [, day, dotted, dottedYear] = /^(\d{1,2})\.(?: ?(\d{1,2})\.?(?: ?(20\d\d))?)?$/.exec(text) ?? []
  if (day !== undefined) return { day: Number(day), month: numberOr(dotted), year: numberOr(dottedYear) }
  const [, first, name, year] = /^(\d{1,2})\.? ?(?:de )?(\p{L}+)?\.?(?:[ ,]+(?:de )?(20\d\d))?$/u.exec(text) ?? []
  if (first !== undefined) return named(name, first, year)
  const [, month, second, late] = /^(\p{L}+)\.? (\d{1,2})(?:,? (20\d\d))?$/u.exec(text) ?? []
  return second === undefined ? null : named(month, second, late)
}

const named = (name: string | undefined, day: string, year: string | undefined) => {
  const month = name === undefined ? null : monthNamed(name)
  return month === undefined ? null : { month, day: Number(day), year: numberOr(year) }
}

const between = / ?(?:-|\bto\b|\buntil\b|\bbis\b|\bau\b|\bal\b|\btot\b|\bt\/m\b) ?/

const spanIn = (text: string): Said | null => {
  const isIso = /^20\d\d-\d\d-\d\d ?(?:-|\/|to|bis) ?20\d\d-\d\d-\d\d$/.test(text)
  const parts = isIso
    ? [text.slice(0, 10), text.slice(-10)]
    : text.replace(/^(?:vom|from|du|del|dal|van) /, '').split(between)
  const [first, second] = parts.length === 2 ? parts.map((part) => monthDayIn(part.trim())) : []
  if (first === null || first === undefined || second === null || second === undefined) return null
  const months = [first.month ?? second.month, second.month ?? first.month]
  const [from, to] = months
  if (from === null || to === null || from === undefined || to === undefined) return null
  return {
    kind: 'span',
    from: { ...first, month: from },
    to: { ...second, month: to },
    year: first.year ?? second.year,
  }
}

const saidIn = (text: string): Said | null => {
  if (text.length > 40) return null
  const plain = plainText(text)
  return weeksIn(plain) ?? monthIn(plain) ?? spanIn(plain)
}

/** What a text may be: a period whose year it says, one whose year it does not say, or none. */
export const periodEvidence = (text: string): 'clear' | 'no year' | null => {
  const said = saidIn(text)
  if (said === null) return null
  return said.year === null ? 'no year' : 'clear'
}

/** Tells whether a text is only the name of a month, which many a word is. */
export const isBareMonth = (text: string): boolean => {
  const said = saidIn(text)
  return said?.kind === 'month' && said.year === null
}

/** Reads a week (Monday to Sunday, as ISO counts them), a month or two days as a period; `year` is that of texts that say none. */
export const periodIn = (text: string, year: number | null): Period | null => {
  const said = saidIn(text)
  const stated = said?.year ?? year
  if (said === null || stated === null) return null
  switch (said.kind) {
    case 'weeks': {
      const [first, last] = [mondayOf(stated, said.first), mondayOf(stated, said.last)]
      return first === null || last === null ? null : periodOf(first, last.add({ days: 6 }))
    }
    case 'month': {
      const first = Temporal.PlainDate.from({ year: stated, month: said.month, day: 1 })
      return periodOf(first, first.with({ day: first.daysInMonth }))
    }
    case 'span':
      return spanOf(said, stated)
  }
}

/** A span whose year is said once, and that ends in an earlier month than it begins, goes over the end of the year. */
const spanOf = ({ from, to }: Extract<Said, { kind: 'span' }>, year: number): Period | null => {
  const isOver = to.month < from.month
  const first = from.year ?? (to.year === null ? year : to.year - (isOver ? 1 : 0))
  const last = to.year ?? first + (isOver ? 1 : 0)
  const [start, end] = [dateOf({ ...from, year: first }), dateOf({ ...to, year: last })]
  return start === null || end === null || Temporal.PlainDate.compare(start, end) > 0 ? null : periodOf(start, end)
}

const dateOf = (parts: { readonly year: number; readonly month: number; readonly day: number }) => {
  try {
    return Temporal.PlainDate.from(parts, { overflow: 'reject' })
  } catch {
    return null
  }
}

const mondayOf = (year: number, week: number): Temporal.PlainDate | null => {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 })
  return monday.add({ days: 3 }).year === year ? monday : null
}

const periodOf = (start: Temporal.PlainDate, end: Temporal.PlainDate): Period => ({
  start: start.toString(),
  end: end.toString(),
})

/** Counts the days of a period. */
export const daysOfPeriod = ({ start, end }: Period): number => Temporal.PlainDate.from(start).until(end).days + 1
