import type { DateForm } from './mapping.ts'

/** What a number says of how numbers are written: which mark is for decimals, that either may be, or neither. */
export type NumberEvidence = 'comma' | 'point' | 'either' | 'plain'

const blanks = /[\s\u00a0\u2007\u2009\u202f'’]/g
const currencyMarks = /^(?:[€$£¥]|EUR|USD|GBP|CHF|CZK|PLN)\s*|\s*(?:[€$£¥]|EUR|USD|GBP|CHF|CZK|PLN|Kč|zł)$/gi

const pieces =
  /^([\d.,\s'’-]*\d)\s*(?:stk|st|stück|pcs?|pieces?|pi[eè]ces?|units?|unit[eé]s?|unidades|unit[aà]|uds?|ea|each|pz|pezzi|piezas|stuks?|days?|tage?n?|jours?|d[ií]as|giorni|dagen)\.?$/i

/** Takes from a number what stands around it: blanks, a currency, a minus behind, brackets for less than nothing. */
const bareNumber = (text: string): string => {
  const trimmed = text
    .trim()
    .replace(pieces, '$1')
    .replaceAll(currencyMarks, '')
    .replaceAll(blanks, '')
    .replaceAll('−', '-')
  if (/^\(.+\)$/.test(trimmed)) return `-${trimmed.slice(1, -1)}`
  return trimmed.endsWith('-') ? `-${trimmed.slice(0, -1)}` : trimmed
}

const numberLike = /^[+-]?(\d[\d.,]*|[.,]\d+)%?$/

/** Tells what a text says of how numbers are written; null where it is no number. */
export const numberEvidence = (text: string): NumberEvidence | null => {
  const bare = bareNumber(text).replace(/%$/, '').replace(/^[+-]/, '')
  if (!numberLike.test(bare)) return null
  const [comma, point] = [bare.lastIndexOf(','), bare.lastIndexOf('.')]
  if (comma < 0 && point < 0) return 'plain'
  if (comma >= 0 && point >= 0) {
    const decimal = comma > point ? 'comma' : 'point'
    return groupsOf(bare, decimal) ? decimal : null
  }
  const mark = comma >= 0 ? ',' : '.'
  const [own, other] = mark === ',' ? (['comma', 'point'] as const) : (['point', 'comma'] as const)
  const parts = bare.split(mark)
  if (parts.length > 2) return parts.slice(1).every((part) => part.length === 3) ? other : null
  const [whole = '', decimals = ''] = parts
  return decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? 'either' : own
}

const groupsOf = (bare: string, decimal: 'comma' | 'point'): boolean =>
  decimal === 'comma' ? /^\d{1,3}(\.\d{3})*,\d*$/.test(bare) : /^\d{1,3}(,\d{3})*\.\d*$/.test(bare)

/** Writes a number in plain digits with a decimal point; null where it is none in this form. */
export const plainNumber = (text: string, decimal: '.' | ','): string | null => {
  const bare = bareNumber(text)
  const percent = bare.endsWith('%') ? '%' : ''
  const digits = percent === '' ? bare : bare.slice(0, -1)
  const pattern = decimal === ',' ? /^[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?$/ : /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?$/
  if (!pattern.test(digits) || !/\d/.test(digits)) return null
  const plain = decimal === ',' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '')
  return `${plain.replace(/\.$/, '').replace(/^([+-]?)\./, '$10.')}${percent}`
}

/** What a date says of the order of its parts: it fits one form only, or two, or is clear without. */
export type DateEvidence = 'dmy' | 'mdy' | 'either' | 'clear'

const monthNames = new Map<string, number>(
  [
    'january jan januar janvier janv enero ene gennaio gen januari janner',
    'february feb februar fevrier fevr febrero febbraio februari feber',
    'march mar marz mrz mars marzo maart mrt',
    'april apr avril avr abril abr aprile',
    'may mai mayo maggio mag mei',
    'june jun juni juin junio giugno giu',
    'july jul juli juillet juil julio luglio lug',
    'august aug aout agosto ago augustus',
    'september sep sept septembre septiembre settembre set',
    'october oct oktober okt octobre octubre ottobre ott',
    'november nov novembre noviembre',
    'december dec dezember dez decembre diciembre dic dicembre',
  ].flatMap((names, i) => names.split(' ').map((name) => [name, i + 1] as const)),
)

/** Gives the number of a month by its name in one of six languages; undefined where it is none. */
export const monthNamed = (name: string): number | undefined => monthNames.get(plain(name))

type Parts = { readonly year: number; readonly month: number; readonly day: number; readonly minute: number | null }

const timePart = /[T\s]+(\d{1,2})[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap]m)?\s*(?:z|[+-]\d{2}:?\d{2})?$/i

const minuteOf = (text: string): { readonly rest: string; readonly minute: number | null } => {
  const trimmed = text.trim()
  const found = timePart.exec(trimmed)
  if (found === null) return { rest: trimmed, minute: null }
  const [whole, hour = '', minute = '', half] = found
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return { rest: trimmed.slice(0, trimmed.length - whole.length), minute: hours * 60 + Number(minute) }
}

const fullYear = (year: string): number => (year.length === 2 ? 2_000 + Number(year) : Number(year))

const plain = (word: string) => word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '')

/** Reads dates that are clear: year first, without marks, or with the name of a month. */
const clearDate = (rest: string): Omit<Parts, 'minute'> | null => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(rest) ?? /^(20\d{2}|19\d{2})(\d{2})(\d{2})$/.exec(rest)
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }
  const dayFirst = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})[.\s/-]+(?:de\s+)?(\p{L}+\.?)[\s/,-]+(?:de\s+)?(\d{4}|\d{2})$/u.exec(
    rest,
  )
  const monthFirst = /^(?:\p{L}+\.?,?\s+)?(\p{L}+\.?)[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})$/u.exec(rest)
  const [day, name, year] = dayFirst?.slice(1) ?? [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]]
  const month = monthNames.get(plain(name ?? ''))
  return month === undefined ? null : { year: fullYear(year ?? ''), month, day: Number(day) }
}

const numbersOnly = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/

/** Tells what a text says of how dates are written; null where it is no date. Dots are only written with the day first. */
export const dateEvidence = (text: string): DateEvidence | null => {
  const { rest } = minuteOf(text)
  if (clearDate(rest) !== null) return 'clear'
  const found = numbersOnly.exec(rest)
  if (found === null) return null
  const [first, mark, second] = [Number(found[1]), found[2], Number(found[3])]
  if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12)) return null
  if (mark === '.') return second <= 12 ? 'dmy' : null
  if (first > 12) return 'dmy'
  return second > 12 ? 'mdy' : first === second ? 'clear' : 'either'
}

/** Reads a date in a form, as an ISO day and minutes since midnight where it has a time; null where it is none. */
export const readDateIn = (
  text: string,
  form: DateForm,
): { readonly on: string; readonly minute: number | null } | null => {
  const { rest, minute } = minuteOf(text)
  const numbers = numbersOnly.exec(rest)
  const parts =
    numbers === null ? clearDate(rest) : { year: fullYear(numbers[4] as string), ...dayAndMonth(numbers, form) }
  if (parts === null) return null
  try {
    return { on: Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString(), minute }
  } catch {
    return null
  }
}

const dayAndMonth = ([, first, mark, second]: RegExpExecArray, form: DateForm) =>
  form === 'mdy' && mark !== '.'
    ? { month: Number(first), day: Number(second) }
    : { day: Number(first), month: Number(second) }

const firstSerial = Temporal.PlainDate.from('1899-12-30')

/** Reads the number by which spreadsheets count days, of the years 1982 to 2064; null for any other number. */
export const serialDate = (value: number): string | null =>
  value >= 30_000 && value < 60_500 ? firstSerial.add({ days: Math.floor(value) }).toString() : null

const yes = new Set([
  'yes',
  'y',
  'true',
  'x',
  'ja',
  'j',
  'wahr',
  'oui',
  'o',
  'vrai',
  'si',
  's',
  'verdadero',
  'vero',
  'waar',
  '1',
])
const no = new Set(['no', 'n', 'false', 'nein', 'falsch', 'non', 'faux', 'falso', 'nee', 'onwaar', '0', '-'])

/** Reads yes and no in six languages as 1 and 0; null where it is neither. */
export const plainFlag = (text: string): '1' | '0' | null => {
  const word = plain(text.trim())
  return yes.has(word) ? '1' : no.has(word) ? '0' : null
}
