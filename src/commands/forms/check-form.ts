import { ok } from '../../domain/result.ts'
import { bare, type FormDefinition, keyed } from './form-definition.ts'
import { day, free, listed } from './form-field.ts'
import { planFields } from './promotion-forms.ts'

const names = ['at', 'from', 'to', 'uplift', 'units'] as const

/** Judges days for a promotion without registering anything; without days it finds the earliest safe ones. */
export const checkForm: FormDefinition = {
  id: 'check',
  command: ({ from = '' }) => (from.trim() === '' ? 'promo when' : 'promo what-if'),
  isLooking: true,
  open: (context) =>
    ok({
      title: 'Check a date',
      submit: 'Check',
      says: ['Nothing is saved. Leave the days empty to find the earliest safe start.'],
      fields: {
        ...planFields(context),
        from: free({ label: 'First day', kind: 'day' }, day(context)),
        to: free({ label: 'Last day', kind: 'day' }, day(context)),
      },
      values: {},
      revision: 0,
    }),
  words: (_, values) => {
    const { sku = '', ...rest } = listed(values)
    const { from = '' } = values
    return from.trim() === ''
      ? [bare(sku), ...keyed(rest, ['at', 'uplift', 'units'])]
      : [{ key: 'sku', value: sku }, ...keyed(rest.to ? rest : { ...rest, to: from }, names)]
  },
}
