import type { Card } from '../../cards/language/card.ts'

/** How the sentences of a refusal begin, and the field of a form that each is about. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^The (end|window)|^When\?|^"[^"]*" cannot be the end/, 'to'],
  [/^The start/, 'from'],
  [/^The name|^The promotion has no name/, 'name'],
  [/^There is no item|^No item|^Which items\?|^No location sells/, 'sku'],
  [/^There is no location|is a distribution centre/, 'at'],
  [/^Use only one of uplift/, 'units'],
  [/is already registered as/, 'another'],
]

/** Rewrites a sentence that speaks of typed arguments for a form. */
const inForms = (sentence: string): string =>
  sentence.startsWith('Use only one of uplift') ? 'Enter the uplift or the units, not both.' : sentence

/** Sorts the sentences of a refusal by the fields of a form; those that belong to no field stand under the empty name. */
export const errorsByField = (reply: Card, fields: readonly string[]): Readonly<Record<string, string>> => {
  const notes = reply.blocks.flatMap((block) => (block.kind === 'notes' ? block.notes : []))
  const isList = /^Not saved yet\. Please fix/.test(reply.title)
  const sentences = isList ? notes : [[reply.title, ...notes].join(' ')]
  const sorted = sentences.map((sentence) => {
    const key = /^([a-z-]+): /.exec(sentence)?.[1] ?? ''
    const named = beginnings.find(([pattern]) => pattern.test(sentence))?.[1] ?? ''
    const field = [key, named].find((one) => fields.includes(one)) ?? ''
    return { field, words: inForms(fields.includes(key) ? sentence.slice(key.length + 2) : sentence) }
  })
  return Object.fromEntries(
    [...Map.groupBy(sorted, ({ field }) => field)].map(([field, own]) => [
      field,
      own.map(({ words }) => words).join(' '),
    ]),
  )
}
