import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import { readDates } from '../../parsing/dates.ts'
import type { Word } from '../../parsing/words.ts'

/** What a question states beside what it names: the words of a command, and what is left. */
export type Stated = { readonly words: readonly Word[]; readonly rest: string }

type Rule = readonly [RegExp, (found: RegExpExecArray) => Word]

const uplift = (value: string): Word => ({ key: 'uplift', value })

const rules: readonly Rule[] = [
  [
    /(?:\b(?:at|by|with|for|of)\s+)?(?:\bplus\s*)?(?<![\p{L}\p{N}])([+-]?)\s?(\d+(?:[.,]\d+)?)\s?%(?!\s*(?:off|discount|cheaper|less|rebate))(?:\s*(?:uplift|more|extra|on top))?/iu,
    ([, sign = '', number]) => uplift(`${sign === '' ? '+' : sign}${number}%`),
  ],
  [
    /(?:\b(?:at|by|with|for)\s+)?(?<![\p{L}\p{N}])(\d+(?:[.,]\d+)?)\s?(?:x|times)(?![\p{L}\p{N}])(?:\s*(?:uplift|normal sales))?/iu,
    ([, number]) => uplift(`${number}x`),
  ],
  [/\b(?:doubled?|twice)\b(?! deal)/iu, () => uplift('2x')],
  [/\b(?:tripled?|three times)\b/iu, () => uplift('3x')],
  [
    /(?:\b(?:with|for|of)\s+)?(?<![\p{L}\p{N}])(\d[\d.,']*)\s?(?:units|unit|pieces|pcs)(?:\s+of)?(?![\p{L}\p{N}])/iu,
    ([, units = '']) => ({ key: 'units', value: units }),
  ],
  [
    /\bfor\s+(\d{1,3})\s+(days?|weeks?)\b/iu,
    ([, count, unit = '']) => ({ key: 'days', value: String(Number(count) * (/^week/i.test(unit) ? 7 : 1)) }),
  ],
]

/** Reads the figures that a question states: an uplift, units, and for how many days. */
export const statedFigures = (text: string): Stated =>
  rules.reduce<Stated>(
    ({ words, rest }, [pattern, make]) => {
      const found = pattern.exec(rest)
      if (found === null) return { words, rest }
      const word = make(found)
      if (words.some(({ key }) => key === word.key)) return { words, rest }
      return { words: [...words, word], rest: tidy(rest.replace(found[0], ' ')) }
    },
    { words: [], rest: text },
  )

/** Reads a number of units in front of an item, `700 cola`. */
export const unitsInFront = (text: string): Stated | null => {
  const [, units, rest] = /^(\d[\d.,']*)\s+(?:of\s+)?(\S.*)$/u.exec(text) ?? []
  return units === undefined || rest === undefined ? null : { words: [{ key: 'units', value: units }], rest }
}

const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const sounds =
  /\b(?:today|tomorrow|weeks?|weekend|months?|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|kw ?\d+|\d{4}-\d{2}-\d{2})\b/iu

const preposition = /(?:^|\s)(?:in|on|for|during|from|between|starting|within|by|over|of)$/iu

const mostWords = 8

/** Takes the days out of what a question names, `cola next week`: as a command takes them, and what is left. Null where it names none. */
export const periodIn = (
  text: string,
  today: Day,
  locale: string | null,
): { readonly period: string; readonly rest: string } | null => {
  const words = text.split(/\s+/)
  for (let length = Math.min(mostWords, words.length); length > 0; length--)
    for (let from = words.length - length; from >= 0; from--) {
      const part = words.slice(from, from + length).join(' ')
      if (!sounds.test(part)) continue
      const period = periodOf(part, today, locale)
      if (period === null) continue
      const before = words.slice(0, from).join(' ').replace(preposition, '')
      return { period, rest: tidy(`${before} ${words.slice(from + length).join(' ')}`) }
    }
  return null
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

const periodOf = (text: string, today: Day, locale: string | null): string | null => {
  const asked = text.toLowerCase()
  const month = monthOf(asked, today)
  if (month !== null) return month
  const weekend = /^(this|next) weekend$/.exec(asked)?.[1]
  if (weekend !== undefined) {
    const saturday = today - weekdayOf(today) + 5 + (weekend === 'next' ? 7 : 0)
    return `${isoOf(saturday)}..${isoOf(saturday + 1)}`
  }
  return readDates(asked, { today, locale }).ok ? asked : null
}

const monthOf = (asked: string, today: Day): string | null => {
  const [thisYear, thisMonth] = isoOf(today).split('-').map(Number) as [number, number]
  const of = (year: number, month: number) => {
    const first = Temporal.PlainDate.from({ year, month, day: 1 })
    return `${first}..${first.with({ day: first.daysInMonth })}`
  }
  if (asked === 'this month') return of(thisYear, thisMonth)
  if (asked === 'next month') return thisMonth === 12 ? of(thisYear + 1, 1) : of(thisYear, thisMonth + 1)
  const [, name = '', year] = /^(?:next )?([a-z]{3,9})(?: (\d{4}))?$/.exec(asked) ?? []
  const month =
    name === ''
      ? 0
      : monthNames.findIndex((one) => one === name || one.slice(0, 3) === name || one.slice(0, 4) === name) + 1
  if (month === 0) return null
  return of(year === undefined ? (month < thisMonth ? thisYear + 1 : thisYear) : Number(year), month)
}
