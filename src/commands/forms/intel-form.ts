import { ok } from '../../domain/result.ts'
import { confidences } from '../../domain/risks/intelligence.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { effect } from '../intelligence/intel-add.ts'
import { type FormDefinition, keyed } from './form-definition.ts'
import { day, free, listed, needed, oneOf } from './form-field.ts'

/** Registers market intelligence from fields. */
export const intelForm: FormDefinition = {
  id: 'intel',
  submit: 'Tell',
  command: 'intel add',
  schema: (context) => ({
    what: needed({ label: 'What you have heard', hint: 'Competitor runs cola at -30 %' }),
    sku: needed({ label: 'Items', hint: 'SKU-100, SKU-110' }),
    at: free({ label: 'Locations', hint: 'EAST, WEST; empty: everywhere' }),
    from: needed({ label: 'First day', kind: 'day' }, day(context)),
    to: needed({ label: 'Last day', kind: 'day' }, day(context)),
    effect: free({ label: 'By how much demand changes', hint: '-20% or +30%' }, asWritten(effect, context.locale)),
    confidence: oneOf({
      label: 'How sure you are',
      choices: confidences.map((value) => ({ value, label: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}` })),
    }),
    until: free({ label: 'It holds until', kind: 'day' }, day(context)),
  }),
  open: async () =>
    ok({
      title: 'What you have heard',
      says: ['The planners of the promotions it is about read it in their threads.'],
      values: { confidence: 'medium' },
      revision: 0,
    }),
  words: (_, values) => [
    { key: null, value: values.what ?? '' },
    ...keyed(listed(values), ['sku', 'at', 'from', 'to', 'effect', 'confidence', 'until']),
  ],
}
