import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { kindFields } from './kind-fields.ts'
import type { FieldSource, Question } from './mapping.ts'
import type { SheetProfile } from './profile.ts'
import { fieldWords } from './questions.ts'

const choicesOnPage = 9

type Choices = Question['choices']

/**
 * Asks what somebody wants to map once more: which of the fields, and then which column it is; null where nothing of it is
 * left to ask. The answer `again` is `?` for the fields, or the name of one, with the number of a page behind it.
 */
export const againQuestion = (
  answers: Readonly<Record<string, string>>,
  sheet: SheetProfile,
  kind: FeedKind,
  read: { readonly fields: ReadonlyMap<string, FieldSource>; readonly wordsOf: (source: FieldSource) => string },
): Question | null => {
  const said = Object.entries(answers).find(([id, value]) => id.startsWith('column:') && value.includes('?'))?.[1]
  const again = said ?? answers.again
  const [, named = '', number] = /^([a-z_]*)\??(\d{0,2})$/.exec(again ?? '') ?? []
  const isSettled = said === undefined && answers[`column:${named}`] !== undefined
  if (again === undefined || again === 'no' || isSettled) return null
  const page = Math.max(1, Number(number || 1))
  const spec = kindFields[kind].find(({ field }) => field === named)
  if (spec === undefined)
    return {
      ...{ id: 'again', text: 'Which one is read wrong?', isAgain: true },
      choices: paged(fieldChoices(kind, read), page, ''),
    }
  const none = spec.isNeeded === true ? [] : [{ value: 'none', label: 'No column' }]
  return {
    id: `column:${spec.field}`,
    text: `Which column is the ${fieldWords(spec.field)}?`,
    isAgain: true,
    choices: paged([...columnChoices(sheet), ...none], page, spec.field),
  }
}

const paged = (all: Choices, page: number, field: string): Choices => {
  const from = (page - 1) * choicesOnPage
  const hasMore = all.length > from + choicesOnPage
  return [
    ...all.slice(from, from + choicesOnPage),
    ...(hasMore ? [{ value: `${field}?${page + 1}`, label: 'More...' }] : []),
  ]
}

/** The fields that a column gives come first. */
const fieldChoices = (kind: FeedKind, { fields, wordsOf }: Parameters<typeof againQuestion>[3]): Choices => {
  const all = kindFields[kind].map(({ field }) => {
    const source = fields.get(field)
    const label = source === undefined ? fieldWords(field) : `${fieldWords(field)} (${wordsOf(source)})`
    return { value: field, label, isRead: source !== undefined }
  })
  return all.toSorted((a, b) => Number(b.isRead) - Number(a.isRead)).map(({ value, label }) => ({ value, label }))
}

const columnChoices = ({ columns }: SheetProfile): Choices =>
  columns.flatMap(({ name, filled, distinct }, at) => {
    const [example = ''] = distinct
    return name.trim() === '' || filled === 0 ? [] : [{ value: String(at), label: `${name} (${example})` }]
  })
