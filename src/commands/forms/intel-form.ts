import { ok } from '../../domain/result.ts'
import { confidences } from '../../domain/risks/intelligence.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { effect } from '../intelligence/intel-add.ts'
import { bare, type FormDefinition, keyed } from './form-definition.ts'
import { day, free, listed, needed, oneOf, picking } from './form-field.ts'

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
        sku: picking(needed, 'items', { label: 'Items', hint: 'SKU-100, SKU-110', isSeveral: true }),
        at: picking(free, 'places', { label: 'Places', hint: 'everywhere', isSeveral: true }),
        from: needed({ label: 'First day', kind: 'day' }, day(context)),
        to: needed({ label: 'Last day', kind: 'day' }, day(context)),
        effect: free({ label: 'Change in demand', hint: '-20% or +30%' }, asWritten(effect, context.locale)),
        confidence: oneOf({
          label: 'How sure you are',
          choices: confidences.map((value) => ({
            value,
            label: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}`,
          })),
        }),
        until: free({ label: 'Valid until', kind: 'day' }, day(context)),
      },
      values: { confidence: 'medium' },
      revision: 0,
    }),
  words: (_, values) => [
    bare(values.what ?? ''),
    ...keyed(listed(values), ['sku', 'at', 'from', 'to', 'effect', 'confidence', 'until']),
  ],
}
