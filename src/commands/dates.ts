import { type Day, dayOf, isoOf } from '../domain/day.ts'

/** A window of days, both included. */
export type Days = { readonly start: Day; readonly end: Day }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads one date as people write it: `2026-07-06`, `6 Jul`, `Jul 6`, `6 July 2026`. A date without a year is the next one from today on. Answers a sentence when it cannot. */
export const readDate = (text: string, today: Day): Day | string => {
  const parts = splitDate(text)
  if (parts === null) return `"${text}" is not a date I can read. Write 2026-07-06 or "6 Jul".`
  return resolveDate(text, parts, today)
}

/** Reads a window: `6-12 Jul`, `29 Dec - 4 Jan`, `2026-07-06..2026-07-12`, or one date for one day. Answers a sentence when it cannot. */
export const readDates = (text: string, today: Day): Days | string => {
  const [first, second, ...rest] = splitWindow(text)
  if (first === undefined || rest.length > 0) return `"${text}" is not a window I can read. Write dates:"6-12 Jul".`
  if (second === undefined) {
    const day = readDate(first, today)
    return typeof day === 'string' ? day : { start: day, end: day }
  }
  const last = splitDate(second)
  const bare = first.replace(/(st|nd|rd|th)$/, '')
  if (last === null) return `"${second}" is not a date I can read. Write dates:"6-12 Jul".`
  const onlyDay = /^\d{1,2}$/.test(bare)
  const start = onlyDay ? { ...last, day: Number(bare) } : splitDate(first)
  if (start === null) return `"${first}" is not a date I can read. Write dates:"6-12 Jul".`
  const startDay = resolveDate(
    text,
    start.year === null ? { ...start, year: onlyDay ? last.year : null } : start,
    today,
  )
  if (typeof startDay === 'string') return startDay
  if (onlyDay && last.day < Number(bare))
    return `"${text}" ends before it starts. Write the earlier day first, or both months.`
  const endDay = resolveDate(text, last, startDay)
  return typeof endDay === 'string' ? endDay : { start: startDay, end: endDay }
}

type Parts = { readonly day: number; readonly month: number; readonly year: number | null }

const splitWindow = (text: string): string[] => {
  const plain = text.trim().replaceAll('–', '-').replaceAll(' to ', ' - ')
  if (plain.includes('..')) return plain.split('..').map((part) => part.trim())
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain)) return [plain]
  const isoPair = /^(\d{4}-\d{2}-\d{2}) ?- ?(\d{4}-\d{2}-\d{2})$/.exec(plain)
  if (isoPair) return [isoPair[1] as string, isoPair[2] as string]
  return plain.split('-').map((part) => part.trim())
}

const splitDate = (text: string): Parts | null => {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim())
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }
  const words = text
    .toLowerCase()
    .replaceAll(/[.,]/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
  const month = words.findIndex((word) => word.length >= 3 && months.some((name) => word.startsWith(name)))
  if (month < 0) return null
  const numbers = words.filter((_, i) => i !== month).map((word) => word.replace(/(st|nd|rd|th)$/, ''))
  if (numbers.length < 1 || numbers.length > 2 || !numbers.every((word) => /^\d{1,4}$/.test(word))) return null
  const year = numbers.find((word) => word.length === 4)
  const day = numbers.find((word) => word.length <= 2)
  if (day === undefined || (numbers.length === 2 && year === undefined)) return null
  return {
    day: Number(day),
    month: months.findIndex((name) => (words[month] as string).startsWith(name)) + 1,
    year: year === undefined ? null : Number(year),
  }
}

const resolveDate = (text: string, { day, month, year }: Parts, from: Day): Day | string => {
  const thisYear = Number(isoOf(from).slice(0, 4))
  for (const candidate of year === null ? [thisYear, thisYear + 1] : [year]) {
    const found = exactDate(candidate, month, day)
    if (found === null) return `There is no such day as ${text}. Write a date that exists, such as 2026-07-06.`
    if (year !== null || found >= from) return found
  }
  return `"${text}" is not a date I can read.`
}

const exactDate = (year: number, month: number, day: number): Day | null => {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isoOf(dayOf(iso)) === iso ? dayOf(iso) : null
}
