import type { FieldSpec } from './kind-fields.ts'
import type { Question } from './mapping.ts'
import type { ColumnProfile, SheetProfile } from './profile.ts'

const mostChoices = 5

/** Asks which column a field is. */
export const columnQuestion = (
  field: string,
  { columns, first }: SheetProfile,
  among: readonly number[],
): Question => ({
  id: `column:${field}`,
  text: `Which column is the ${fieldWords(field)}?`,
  choices: among.slice(0, mostChoices).map((at) => {
    const { name } = columns[at] as ColumnProfile
    const example = [...(columns[at] as ColumnProfile).distinct][0] ?? ''
    return { value: String(at), label: first.length === 0 ? name : `${name} (${example})` }
  }),
})

/** Asks for one value of a field for all rows. */
export const valueQuestion = ({ field }: FieldSpec, choices: Question['choices']): Question => ({
  id: `value:${field}`,
  text: field === 'as_of' ? 'Of which day is this stock?' : `Which ${fieldWords(field)} is this file of?`,
  choices: choices.slice(0, mostChoices),
})

/** Names a field as people do, `on hand`. */
export const fieldWords = (field: string): string =>
  field === 'sku' ? 'item' : field === 'as_of' ? 'day of the count' : field.replaceAll('_', ' ')

/** Asks how a date is meant that can be read in two ways. */
export const dateQuestion = (example: string): Question => {
  const [first, second, year] = example.split(/[./\s-]+/) as [string, string, string]
  const words = (day: string, month: string) =>
    `${Number(day)} ${monthWords[Number(month) - 1]} ${year.length === 2 ? `20${year}` : year.slice(0, 4)}`
  return {
    id: 'date-form',
    text: `Which day is ${example}?`,
    choices: [
      { value: 'dmy', label: words(first, second) },
      { value: 'mdy', label: words(second, first) },
    ],
  }
}

const monthWords = 'January February March April May June July August September October November December'.split(' ')

/** Asks how a number is meant that can be read in two ways. */
export const decimalQuestion = (example: string): Question => {
  const mark = example.includes(',') ? ',' : '.'
  const [whole = '', decimals = ''] = example.split(mark)
  const other = mark === ',' ? '.' : ','
  return {
    id: 'decimal',
    text: `How much is ${example}?`,
    choices: [
      { value: other, label: `${whole}${decimals}, over a thousand` },
      { value: mark, label: Number(decimals) === 0 ? `just ${whole}` : `a little over ${whole}` },
    ],
  }
}

/** Asks which year a week or a span of days is of. */
export const yearQuestion = (example: string, year: number): Question => ({
  id: 'year',
  text: `Of which year is ${example}?`,
  choices: [year, year + 1, year - 1].map((one) => ({ value: String(one), label: String(one) })),
})

/** Asks what the columns stand for that are headed by days. */
export const eachQuestion = (first: string, second: string): Question => ({
  id: 'each',
  text: `What does a column such as ${first} or ${second} hold?`,
  choices: [
    { value: 'day', label: 'That day alone' },
    { value: 'week', label: 'The week from that day on' },
    { value: 'month', label: 'The month from that day on' },
  ],
})
