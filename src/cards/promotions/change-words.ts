import { type Day, dayOf } from '../../domain/day.ts'
import { firstOf } from '../language/card.ts'
import { large } from '../language/formats.ts'
import {
  dateWords,
  digitWords,
  listWords,
  moneyWords,
  numberWords,
  percentWords,
  upliftWords,
  windowWords,
} from '../language/words.ts'

/** Values by field, before or after a change. */
export type ChangedFields = Readonly<Record<string, unknown>>

const mostFields = 6
const isoDay = /^\d{4}-\d{2}-\d{2}$/

/** Says what changed, `units 700 → 600, dates Mon 6 to Sun 12 Jul → Mon 13 to Sun 19 Jul`, or what is new; nothing where nothing did. */
export const changeWords = (before: ChangedFields | null, after: ChangedFields | null, today: Day): string => {
  const [was, is] = [before ?? {}, after ?? {}]
  const days = windowChange(was, is, today)
  const told = new Set(['lines', ...(days === null ? [] : ['start', 'end'])])
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !told.has(key))
  const { shown, left } = firstOf(fields, mostFields)
  return [
    ...(days === null ? [] : [days]),
    ...lineChange(was, is),
    ...shown.map((key) => {
      const [from, to] = [valueWords(key, was[key], today), valueWords(key, is[key], today)]
      return `${key.replaceAll('_', ' ')} ${before === null ? to : `${from} → ${to}`}`
    }),
    ...(left === 0 ? [] : [`${digitWords(left)} more`]),
  ].join(', ')
}

/** A window that moves is written as a whole. */
const windowChange = (was: ChangedFields, is: ChangedFields, today: Day): string | null => {
  const [from, to] = [windowOf(was), windowOf(is)]
  return from === null || to === null ? null : `dates ${windowWords(...from, today)} → ${windowWords(...to, today)}`
}

const windowOf = ({ start, end }: ChangedFields): readonly [Day, Day] | null =>
  isDate(start) && isDate(end) ? [dayOf(start), dayOf(end)] : null

const isDate = (value: unknown): value is string => typeof value === 'string' && isoDay.test(value)

const lineChange = (was: ChangedFields, is: ChangedFields): readonly string[] => {
  const listed = (value: unknown) => (Array.isArray(value) ? (value as readonly string[]) : [])
  const { shown: gone, left: moreGone } = firstOf(listed(was.lines), mostFields)
  const { shown: added, left: moreAdded } = firstOf(listed(is.lines), mostFields)
  const names = (all: readonly string[], left: number) =>
    listWords([...all, ...(left === 0 ? [] : [`${digitWords(left)} more`])])
  return [
    ...(gone.length === 0 ? [] : [`without ${names(gone, moreGone)}`]),
    ...(added.length === 0 ? [] : [`with ${names(added, moreAdded)}`]),
  ]
}

/** A price is written with cents, unlike other amounts. */
const priceWords = (value: number): string =>
  Number.isInteger(value) ? numberWords(value) : Math.abs(value) < large ? moneyWords(value, null) : value.toFixed(2)

const valueWords = (key: string, value: unknown, today: Day): string => {
  const [field = ''] = key.split(' ')
  if (value === null || value === undefined || value === '') return 'none'
  if (isDate(value)) return dateWords(dayOf(value), today)
  if (field === 'hero') return value === 1 ? 'yes' : 'no'
  if (field === 'price' && typeof value === 'number') return priceWords(value)
  if (typeof value === 'number')
    return field === 'uplift' ? upliftWords(value) : field === 'discount' ? percentWords(value) : numberWords(value)
  return Array.isArray(value) ? listWords(value.map(String)) || 'none' : String(value)
}
