import { channelField, type FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { failed, ok } from '../../domain/result.ts'
import { positive } from '../../parsing/number-values.ts'
import { discount, uplift } from '../../parsing/promotion-values.ts'
import { inMoney } from '../../parsing/quantities.ts'
import type { Read } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { findPromotion } from '../promotions/find-promotion.ts'
import { registeredWords } from '../promotions/promo-add.ts'
import { bare, type FormContext, type FormDefinition, keyed, touched, withoutWords } from './form-definition.ts'
import { day, type FieldSchema, free, listed, needed, oneOf, picking, quantity } from './form-field.ts'

/** What a promotion is about, when, and what it is to sell. */
export const planFields = (context: FormContext): Readonly<Record<string, FieldSchema>> => {
  const written = <T>(read: Read<T>) => asWritten(read, context.locale)
  return {
    sku: picking(needed, 'items', { label: 'Items', hint: 'SKU-100, SKU-110', isSeveral: true }),
    at: picking(free, 'places', { label: 'Places', hint: 'everywhere it is sold', isSeveral: true }),
    from: needed({ label: 'First day', kind: 'day' }, day(context)),
    to: needed({ label: 'Last day', kind: 'day' }, day(context)),
    uplift: free(
      { label: 'Uplift on normal sales', hint: '+60% or 1.6x; empty: from past promotions' },
      written(uplift),
    ),
    units: free({ label: 'Or total units, normal sales included', hint: '700' }, quantity(positive(), context)),
  }
}

/** The fields of a promotion; they take what the arguments of the command take. */
const fields = (context: FormContext): Readonly<Record<string, FieldSchema>> => {
  const written = <T>(read: Read<T>) => asWritten(read, context.locale)
  return {
    name: needed({ label: 'Name', hint: 'Summer BOGO' }),
    ...planFields(context),
    discount: free({ label: 'Discount', hint: '20%' }, written(discount)),
    price: free({ label: 'Promotional price', hint: '7.99' }, written(inMoney(positive()))),
    type: free({ label: 'Mechanic', hint: 'bogo' }),
    owner: picking(free, 'people', { label: 'Owner', hint: 'you', isByName: true }),
  }
}

const names = ['sku', 'at', 'from', 'to', 'uplift', 'units', 'discount', 'price', 'type', 'owner'] as const

/** Registers a promotion from fields. */
export const addForm: FormDefinition = {
  id: 'add',
  command: 'promo add',
  open: async (context, _, filled) => {
    const isWhole = ['name', 'sku', 'from', 'to'].every((name) => (filled[name] ?? '').trim() !== '')
    // Which promotion it is does not depend on its units, which may be in cases.
    const named = { ...filled, units: '' }
    const registered = isWhole ? await registeredWords({ ...withoutWords(context), words: addWords(named) }) : null
    return ok({
      title: 'New promotion',
      submit: 'Save',
      says: [registered ?? 'You get a verdict immediately; the channel gets a card.'],
      fields: {
        ...fields(context),
        ...(context.place.startsWith('@') ? { [channelField]: await announcedIn(context) } : {}),
        ...(registered === null && filled.another === undefined ? {} : { another: anotherField }),
      },
      values: {
        ...(registered === null ? {} : { another: 'no' }),
        ...(context.place.startsWith('@') ? await usualChannel(context) : {}),
      },
      revision: 0,
    })
  },
  words: (_, values) => addWords(values),
}

/** The channels that have a digest on the platform where it is asked. */
const channelsOf = async ({ workspace, reach }: FormContext) =>
  (await loadSubscriptions(workspace)).filter(({ channel }) => !channel.startsWith('@') && reach.reaches(channel))

/** In a conversation of two there is no channel yet in which the promotion is announced. */
const announcedIn = async (context: FormContext): Promise<FieldSchema> => {
  const choices = (await channelsOf(context)).map(({ channel, name }) => ({ value: channel, label: name }))
  return free({ label: 'Announce it in', kind: 'channel', hint: 'only here', choices })
}

const usualChannel = async (context: FormContext): Promise<FilledForm['values']> => {
  const [only, other] = await channelsOf(context)
  return only === undefined || other !== undefined ? {} : { [channelField]: only.channel }
}

const anotherField = oneOf({
  label: 'Is this another promotion?',
  choices: [
    { value: 'no', label: 'No' },
    { value: 'yes', label: 'Yes, save it too' },
  ],
})

/** The question about another promotion of the same name is asked only where there is one. */
const addWords = (values: FilledForm['values']): readonly Word[] => [
  bare(values.name ?? ''),
  ...keyed(listed(values), names),
  ...(values.another === 'yes' ? [{ key: 'another', value: 'yes' }] : []),
]

/** Sets a planner's own uplift beside the marketer's. */
export const overrideForm: FormDefinition = {
  id: 'override',
  command: 'promo override',
  open: async (context, subject) => {
    const lookup = await findPromotion(withoutWords(context), subject)
    if (!lookup.ok) return lookup
    const { name, promotionId, version } = lookup.value
    return ok({
      title: `Uplift for ${promotionId}`,
      submit: 'Save',
      says: [`${name} is judged with your figure; the marketer's stays beside it.`],
      fields: {
        uplift: needed({ label: 'Uplift on normal sales', hint: '+40% or 1.4x' }, asWritten(uplift, context.locale)),
        until: free({ label: 'Holds until', kind: 'day' }, day(context)),
        reason: needed({ label: 'Reason', kind: 'lines', hint: 'similar promotions sold +40 %' }),
      },
      values: {},
      revision: version,
    })
  },
  words: (subject, values) => [bare(subject), ...keyed(values, ['uplift', 'until', 'reason'])],
}

/** A list of so many characters at most is shown in a form. A longer one would be cut, and what is cut off would count as taken out. */
const longestList = 800

/** Changes a promotion in fields. */
export const editForm: FormDefinition = {
  id: 'edit',
  command: 'promo edit',
  open: async (context, subject) => {
    const lookup = await findPromotion(withoutWords(context), subject)
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
          `${found.name} (${found.promotionId}) has too many lines for a form. Nothing was changed. Use one line instead, for example /promo edit ${found.promotionId} dates:"13-19 Jul"`,
        ),
      )
    return ok({
      title: `Change ${found.promotionId}`,
      submit: 'Save',
      fields: fields(context),
      says: [
        `${found.name}: only what you change is saved.`,
        ...(live.length > 1 &&
        live.some((row) => row.units !== null || row.extra !== null || row.uplift !== live[0]?.uplift)
          ? ['Uplift and units differ from line to line; what you enter replaces all of them.']
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
        name !== 'owner' &&
        (stood[name] ?? '') !== '' &&
        (values[name] ?? '').trim() === '' &&
        !(saysDemand && (name === 'uplift' || name === 'units')),
    )
    return Object.fromEntries(lost.map((name) => [name, 'This cannot be left empty. Enter the new value.']))
  },
  words: (subject, values, opened) => {
    const typed = listed(touched(values, opened))
    const window = 'from' in typed || 'to' in typed ? { from: values.from ?? '', to: values.to ?? '' } : {}
    return [bare(subject), ...keyed({ ...typed, ...window }, ['name', ...names])]
  },
}

/** Writes an uplift as people say it, `+60%`. */
const upliftText = (ratio: number): string => `${ratio < 1 ? '' : '+'}${numberText((ratio - 1) * 100)}%`

/** Writes a number with as many decimals as it needs. */
const numberText = (value: number): string => String(Math.round(value * 10_000) / 10_000)
