import { ok } from '../../domain/result.ts'
import { positive } from '../../parsing/number-values.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { type FormDefinition, keyed } from './form-definition.ts'
import { day, free, listed, needed } from './form-field.ts'

const names = ['at', 'from', 'to', 'uplift', 'units'] as const

/** Judges days for a promotion without registering anything; without days it finds the earliest safe ones. */
export const checkForm: FormDefinition = {
  id: 'check',
  submit: 'Check',
  command: ({ from = '' }) => (from.trim() === '' ? 'promo when' : 'promo what-if'),
  schema: (context) => ({
    sku: needed({ label: 'Item', hint: 'SKU-100' }),
    at: free({ label: 'Locations', hint: 'every location that sells it, unless you say' }),
    from: free({ label: 'First day', kind: 'day' }, day(context)),
    to: free({ label: 'Last day', kind: 'day' }, day(context)),
    uplift: free({ label: 'Uplift on normal sales', hint: '+60% or 1.6x' }, asWritten(uplift, context.locale)),
    units: free(
      { label: 'Or units in all, normal sales included', hint: '700' },
      asWritten(positive(), context.locale),
    ),
  }),
  open: async () =>
    ok({
      title: 'Check a date',
      says: ['Nothing is registered. Without days you get the earliest safe start.'],
      values: {},
      revision: 0,
    }),
  words: (_, values) => {
    const { sku = '', ...rest } = listed(values)
    const { from = '' } = values
    return from.trim() === ''
      ? [{ key: null, value: sku }, ...keyed(rest, ['at', 'uplift', 'units'])]
      : [{ key: 'sku', value: sku }, ...keyed(rest.to ? rest : { ...rest, to: from }, names)]
  },
}
