import { ordinary, visible } from './typed-line.ts'
import { Unfit } from './values.ts'

const groupings = new Set([' ', "'", '’', '‘', 'ʼ', '`', '´', '′', '_', '٬'])

/**
 * Rewrites a number as people type it, with sign and unit (`+60%`, `1.200`, `1 200,50`), as feeds write it: no grouping, a
 * decimal point. One separator before three digits groups thousands or starts decimals by the person's locale; without a
 * locale it is refused with a question.
 */
export const plainNumber = (typed: string, locale: string | null): string | Unfit => {
  const text = withSigns(ordinary(visible(typed)).trim().replaceAll(/ {2,}/g, ' '))
  const first = firstDigit(text)
  if (first < 0) return text
  let last = text.length - 1
  while (!isDigit(text[last])) last--
  const core = text.slice(first, last + 1)
  const read = plainDigits(core, locale)
  return typeof read === 'string' ? `${text.slice(0, first)}${read}${text.slice(last + 1)}` : read
}

const percents = / ?(?:percent|per cent|pct\.?|prozent|procent)$/i
const timesBehind = / ?(?:times|-?fold|×|✕|x)$/i
const timesInFront = /^[x×✕] ?(?=[\d.,])/i
const signs: readonly (readonly [RegExp, string])[] = [
  [/^(?:plus|up(?: by)?) ?(?=[\d.,])/i, '+'],
  [/^(?:minus|down(?: by)?) ?(?=[\d.,])/i, '-'],
  [/^([+-]) (?=[\d.,])/, '$1'],
  [/^(?=[\d.,])(.*%) ?(?:more|up|higher)$/i, '+$1'],
  [/^(?=[\d.,])(.*%) ?(?:less|down|lower|fewer)$/i, '-$1'],
]

/** Writes words for a sign, for per cent and for times as signs: `plus 60 percent` is `+60%`. */
const withSigns = (text: string): string => {
  const multiple = timesInFront.test(text) ? `${text.replace(timesInFront, '')}x` : text.replace(timesBehind, 'x')
  const whole = multiple
    .replace(/ (?:percent|per cent|pct\.?|prozent|procent)(?= (?:more|less|up|down|higher|lower|fewer)$)/i, '%')
    .replace(percents, '%')
    .replace(/ %/, '%')
  return signs.reduce((read, [pattern, sign]) => read.replace(pattern, sign), whole)
}

const isDigit = (letter: string | undefined) => letter !== undefined && letter >= '0' && letter <= '9'

const firstDigit = (text: string): number => {
  for (let i = 0; i < text.length; i++)
    if (isDigit(text[i]) || ((text[i] === '.' || text[i] === ',') && isDigit(text[i + 1]))) return i
  return -1
}

/** Splits digits into the groups their separators make, `1.200,5` into 1 . 200 , 5; null when anything else is in them. */
const groupsOf = (
  core: string,
): { readonly digits: readonly string[]; readonly separators: readonly string[] } | null => {
  const digits = ['']
  const separators: string[] = []
  for (const letter of core) {
    if (isDigit(letter)) digits[digits.length - 1] += letter
    else if (letter === '.' || letter === ',' || groupings.has(letter)) {
      separators.push(groupings.has(letter) ? ' ' : letter)
      digits.push('')
    } else return null
  }
  return { digits, separators }
}

const plainDigits = (core: string, locale: string | null): string | Unfit => {
  const groups = groupsOf(core)
  if (groups === null || groups.separators.length === 0) return core
  const { digits, separators } = groups
  const decimal = decimalOf(digits, separators, locale)
  if (decimal instanceof Unfit) return decimal
  const whole = decimal === null ? digits : digits.slice(0, -1)
  const isGrouped = whole.every((group, i) => (i === 0 ? group.length <= 3 || whole.length === 1 : group.length === 3))
  const kinds = new Set(decimal === null ? separators : separators.slice(0, -1))
  if (!isGrouped || kinds.size > 1 || (decimal !== null && kinds.has(decimal)))
    return new Unfit('is not a number I can read; write it without separators, such as 1200 or 0.5')
  return decimal === null ? whole.join('') : `${whole.join('')}.${digits.at(-1)}`
}

/** Tells which separator starts the decimals: `.`, `,`, or null when all of them group thousands. */
const decimalOf = (
  digits: readonly string[],
  separators: readonly string[],
  locale: string | null,
): string | null | Unfit => {
  const last = separators.at(-1) as string
  if (last === ' ') return null
  if (separators.includes(last) && separators.indexOf(last) < separators.length - 1) return null
  if (separators.length > 1 || digits.at(-1)?.length !== 3) return last
  const whole = digits[0] as string
  if (whole.length > 3 || whole === '' || whole.startsWith('0')) return last
  if (locale !== null) return decimalSign(locale) === last ? last : null
  return new Unfit(
    `can be ${whole}${digits.at(-1)} or ${whole}.${digits.at(-1)}; which one? Write it without the ${last === '.' ? 'dot' : 'comma'}, or set your number format once: /shelfready settings locale:de`,
  )
}

const decimalSign = (locale: string): string =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'

const format = new Intl.NumberFormat('en-US')

/** Writes a number with thousands separators, as in 48,210. */
export const count = (value: number): string => format.format(value)
