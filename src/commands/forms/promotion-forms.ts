import { refusalCard } from '../../cards/language/plain-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { failed, ok } from '../../domain/result.ts'
import { positive } from '../../parsing/number-values.ts'
import { discount, uplift } from '../../parsing/promotion-values.ts'
import type { Read } from '../../parsing/values.ts'
import { liveRows } from '../../services/assessment/promotion-view.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { findPromotion } from '../promotions/find-promotion.ts'
import { type FormContext, type FormDefinition, isUntouched, keyed } from './form-definition.ts'
import { day, type FieldSchema, free, listed, needed, oneOf } from './form-field.ts'

const yesNo = [
  { value: 'no', label: 'No' },
  { value: 'yes', label: 'Yes' },
]

/** The fields of a promotion; they take what the arguments of the command take. */
const fields = (context: FormContext): Readonly<Record<string, FieldSchema>> => {
  const written = <T>(read: Read<T>) => asWritten(read, context.locale)
  return {
    name: needed({ label: 'Name', hint: 'Summer BOGO' }),
    sku: needed({ label: 'Items', hint: 'SKU-100, SKU-110' }),
    at: free({ label: 'Locations', hint: 'EAST, WEST; empty: every location that sells it' }),
    from: needed({ label: 'First day', kind: 'day' }, day(context)),
    to: needed({ label: 'Last day', kind: 'day' }, day(context)),
    uplift: free({ label: 'Uplift on normal sales', hint: '+60% or 1.6x' }, written(uplift)),
    units: free({ label: 'Or units in all, normal sales included', hint: '700' }, written(positive())),
    discount: free({ label: 'Discount', hint: '20%' }, written(discount)),
    price: free({ label: 'Promotional price', hint: '7.99' }, written(positive())),
    type: free({ label: 'Mechanic', hint: 'bogo' }),
    owner: free({ label: 'Who answers for it', hint: 'you, unless you say' }),
  }
}

const names = ['sku', 'at', 'from', 'to', 'uplift', 'units', 'discount', 'price', 'type', 'owner'] as const

/** Registers a promotion from fields. */
export const addForm: FormDefinition = {
  id: 'add',
  submit: 'Register',
  command: 'promo add',
  schema: (context) => ({
    ...fields(context),
    another: oneOf({ label: 'Is it another one of the same name and start?', choices: yesNo }),
  }),
  open: async () =>
    ok({
      title: 'New promotion',
      says: ['It is judged at once: you see the verdict, and this channel its card.'],
      values: { another: 'no' },
      revision: 0,
    }),
  words: (_, values) => [
    { key: null, value: values.name ?? '' },
    ...keyed(listed(values), names),
    ...(values.another === 'yes' ? [{ key: 'another', value: 'yes' }] : []),
  ],
}

/** A list of so many characters at most is shown in a form. A longer one would be cut, and what is cut off would count as taken out. */
const longestList = 800

/** Changes a promotion in fields. */
export const editForm: FormDefinition = {
  id: 'edit',
  submit: 'Change',
  command: 'promo edit',
  schema: fields,
  open: async (context, subject) => {
    const lookup = await findPromotion({ ...context, words: [], table: null, revision: null }, subject)
    if (!lookup.ok) return lookup
    const found = lookup.value
    const live = liveRows(found)
    const [first] = live
    const same = (of: 'uplift' | 'discount' | 'price') => {
      const typed = new Set(live.map((row) => row[of]))
      const [only] = typed
      return typed.size === 1 && only != null ? numberText(only) : ''
    }
    const units = live.length === 1 && first?.units != null ? numberText(first.units) : ''
    const skus = [...new Set(live.map((row) => row.sku))]
    const places = live.some((row) => row.location === '') ? [] : [...new Set(live.map((row) => row.location))]
    if (skus.join(', ').length > longestList || places.join(', ').length > longestList)
      return failed(
        refusalCard(
          `${found.name} (${found.promotionId}) has too many lines for a form. Nothing was changed; say it in one line, such as /promo edit ${found.promotionId} dates:"13-19 Jul"`,
        ),
      )
    return ok({
      title: `Change ${found.promotionId}`,
      says: [
        `${found.name}. What you leave as it stands is not touched.`,
        ...(live.length > 1 &&
        live.some((row) => row.units !== null || row.extra !== null || row.uplift !== live[0]?.uplift)
          ? ['Uplift and units differ from line to line; what you fill in there replaces all of them.']
          : []),
      ],
      values: {
        name: found.name,
        sku: skus.join(', '),
        at: places.join(', '),
        from: isoOf(Math.min(...live.map((row) => dayOf(row.start_on)))),
        to: isoOf(Math.max(...live.map((row) => dayOf(row.end_on)))),
        uplift: same('uplift') === '' ? '' : upliftText(Number(same('uplift'))),
        units,
        discount: same('discount') === '' ? '' : `${numberText(Number(same('discount')) * 100)}%`,
        price: same('price'),
        type: first?.type ?? '',
        owner: first?.owner ?? '',
      },
      revision: found.version,
    })
  },
  emptied: (values, { values: stood }) => {
    const saysDemand = ['uplift', 'units'].some((name) => (values[name] ?? '').trim() !== '')
    const lost = ['name', ...names].filter(
      (name) =>
        (stood[name] ?? '') !== '' &&
        (values[name] ?? '').trim() === '' &&
        !(saysDemand && (name === 'uplift' || name === 'units')),
    )
    return Object.fromEntries(lost.map((name) => [name, 'cannot be emptied here; say what it is from now on.']))
  },
  words: (subject, values, opened) => {
    const typed = Object.fromEntries(
      Object.entries(listed(values)).filter(([name]) => !isUntouched(name, values, opened)),
    )
    const window = 'from' in typed || 'to' in typed ? { from: values.from ?? '', to: values.to ?? '' } : {}
    return [{ key: null, value: subject }, ...keyed({ ...typed, ...window }, ['name', ...names])]
  },
}

/** Writes an uplift as people say it, `+60%`. */
const upliftText = (ratio: number): string => `${ratio < 1 ? '' : '+'}${numberText((ratio - 1) * 100)}%`

/** Writes a number with as many decimals as it needs. */
const numberText = (value: number): string => String(Math.round(value * 10_000) / 10_000)
