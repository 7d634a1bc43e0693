import { kindWords } from '../../cards/intelligence/note-words.ts'
import { capital } from '../../cards/language/words.ts'
import { confidences, noteKinds } from '../../domain/intelligence/note.ts'
import { noteSizes } from '../../domain/policy.ts'
import { ok } from '../../domain/result.ts'
import type { Read } from '../../parsing/values.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { size } from '../intelligence/parse-note.ts'
import { bare, type FormDefinition, keyed } from './form-definition.ts'
import { day, free, listed, needed, oneOf, picking } from './form-field.ts'

/** Sizes are words, or shares as people write them in a locale. */
const sizeAsWritten =
  (locale: string | null): Read<number> =>
  (text) =>
    text.toLowerCase() in noteSizes ? size(text) : asWritten(size, locale)(text)

/** Registers market intelligence from fields. */
export const intelForm: FormDefinition = {
  id: 'intel',
  command: 'intel add',
  open: (context) =>
    ok({
      title: 'Market intelligence',
      submit: 'Save',
      says: ['The planners of the promotions concerned hear of it.'],
      fields: {
        what: needed({ label: 'What you have heard', hint: 'Competitor runs cola at -30 %' }),
        kind: oneOf({
          label: 'Kind',
          choices: noteKinds.map((value) => ({ value, label: capital(kindWords(value)) })),
        }),
        sku: picking(free, 'items', { label: 'Items', hint: 'SKU-100, SKU-110', isSeveral: true }),
        category: free({ label: 'Or a category or group', hint: 'Drinks' }),
        at: picking(free, 'places', { label: 'Places', hint: 'everywhere', isSeveral: true }),
        from: needed({ label: 'First day', kind: 'day' }, day(context)),
        to: needed({ label: 'Last day', kind: 'day' }, day(context)),
        direction: oneOf({
          label: 'Demand goes',
          choices: [
            { value: 'up', label: 'Up' },
            { value: 'down', label: 'Down' },
          ],
        }),
        size: free({ label: 'By how much', hint: 'small, medium, large or 15%' }, sizeAsWritten(context.locale)),
        confidence: oneOf({
          label: 'How sure you are',
          choices: confidences.map((value) => ({
            value,
            label: capital(value),
          })),
        }),
        source: free({ label: 'Source', hint: 'field sales' }),
        until: free({ label: 'Valid until', kind: 'day' }, day(context)),
      },
      values: { confidence: 'medium', kind: 'other' },
      revision: 0,
    }),
  words: (_, values) => [
    bare(values.what ?? ''),
    ...keyed(listed(values), [
      ...['kind', 'sku', 'category', 'at', 'from', 'to', 'direction', 'size', 'confidence', 'source', 'until'],
    ]),
  ],
}
