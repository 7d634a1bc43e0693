import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'

import { actionWords } from '../../cards/risks/action-words.ts'
import { riskId, riskNumber } from '../../cards/risks/risk-id.ts'
import { promotionsWords } from '../../cards/risks/risk-words.ts'
import { isoOf } from '../../domain/day.ts'
import { may } from '../../domain/people/permission.ts'

import { failed, ok, type Result } from '../../domain/result.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { positive } from '../../parsing/number-values.ts'
import { loadLiveRisk } from '../../store/risks/risks.ts'
import { findRisk } from '../risks/find-risk.ts'
import { bare, type FormContext, type FormDefinition, keyed, type Opened, withoutWords } from './form-definition.ts'
import { day, type FieldSchema, needed, picking, quantity, wayOf } from './form-field.ts'
import { placeField, placesOf, skuField, skusOf } from './line-fields.ts'

type Asking = Pick<Opened, 'submit' | 'fields'> & Partial<Pick<Opened, 'values' | 'way'>>

/** Says what a risk is about, and asks. */
const about = (
  context: FormContext,
  record: RiskRecord,
  title: string,
  { values = {}, ...asking }: Asking,
): Opened => ({
  title: `${title} ${riskId(record)}`,
  says: [
    `${promotionsWords(record.subject, context.today)}: ${actionWords(record.subject, record.orderBy, context.today)}.`,
  ],
  values,
  revision: record.episode,
  ...asking,
})

/** Finds the risk that a form is about. */
const openRisk = async (context: FormContext, subject: string): Promise<Result<RiskRecord, Card>> => {
  const found = await loadLiveRisk(context.workspace, riskNumber(subject))
  return found === null
    ? failed(refusalCard(`There is no open risk ${subject}; it may be resolved. See the open ones: /shelfready risks.`))
    : ok(found)
}

const untils = [
  { value: 'morning', label: 'The next working morning' },
  { value: 'monday', label: 'Next Monday' },
  { value: 'in 1 week', label: 'In a week' },
  { value: 'in 2 weeks', label: 'In two weeks' },
  { value: 'day', label: 'Another day...' },
]

/** Snoozes a risk until a day. */
export const snoozeForm: FormDefinition = {
  id: 'snooze',
  command: 'shelfready snooze',
  open: async (context, subject, { until = 'morning' }) => {
    const found = await openRisk(context, subject)
    if (!found.ok) return found
    const fields = {
      until: wayOf({ label: 'Until', choices: untils }),
      ...(until === 'day' ? { day: needed({ label: 'Which day', kind: 'day' }, day(context)) } : {}),
    }
    const way = { field: 'until', chosen: until }
    return ok(about(context, found.value, 'Snooze', { submit: 'Snooze', fields, values: { until }, way }))
  },
  words: (subject, { until = 'morning', day: chosen = '' }) => {
    const typed = until === 'day' ? chosen : until === 'morning' ? '' : until
    return [bare(subject), ...keyed({ until: typed }, ['until'])]
  },
}

/** Resolves a risk by what was done about it. */
export const resolveForm: FormDefinition = {
  id: 'resolve',
  command: 'shelfready resolve',
  open: async (context, subject) => {
    const found = await openRisk(context, subject)
    return found.ok
      ? ok(about(context, found.value, 'Resolve', { submit: 'Resolve', fields: { reason: doneField } }))
      : found
  },
  words: (subject, values) => [bare(subject), ...keyed(values, ['reason'])],
}

const doneField = needed({ label: 'What was done', kind: 'lines', hint: '350 ordered as PO-91, due 24 June' })

/** Reports an order that was placed. */
export const orderedForm: FormDefinition = {
  id: 'ordered',
  command: 'shelfready ordered',
  open: async (context, subject) => {
    const found = await findRisk(withoutWords(context), [subject], '/shelfready ordered')
    if (!found.ok) return found
    const { record, lines } = found.value
    const { orderUnits, delivery } = record.subject
    const fields: Readonly<Record<string, FieldSchema>> = {
      reference: needed({ label: 'Order number', hint: 'PO-91' }),
      due: needed({ label: 'Arrives on', kind: 'day' }, day(context)),
      units: needed({ label: 'Units ordered', hint: '350' }, quantity(positive(), context)),
      ...(skusOf(lines).length > 1 ? { sku: skuField(lines, 'Item') } : {}),
      ...(placesOf(lines).length > 1 ? { at: placeField(placesOf(lines), 'Only for one place') } : {}),
    }
    const values = {
      ...(orderUnits === null || orderUnits === 0 ? {} : { units: String(orderUnits) }),
      ...(delivery === undefined ? {} : { due: isoOf(delivery.by) }),
    }
    return ok(about(context, record, 'Order for', { submit: 'Save order', fields, values }))
  },
  words: (subject, { reference = '', ...values }) => [
    bare(subject),
    bare(reference),
    ...keyed(values, ['due', 'units', 'sku', 'at']),
  ],
}

/** The rarer actions on a risk, each with the command it stands for and what it asks for. */
const rareActions = {
  assign: { label: 'Assign it to someone', submit: 'Assign', command: 'shelfready assign' },
  take: { label: 'Take it over', submit: 'Take over', command: 'shelfready take' },
  unack: { label: 'Give it back', submit: 'Give back', command: 'shelfready unack' },
  comment: { label: 'Comment on it', submit: 'Comment', command: 'shelfready comment' },
  resolve: { label: 'Resolve it', submit: 'Resolve', command: 'shelfready resolve' },
  accept: { label: 'Accept the loss', submit: 'Accept the loss', command: 'shelfready accept' },
} as const

type RareAction = keyof typeof rareActions

const isAction = (what: string | undefined): what is RareAction =>
  what !== undefined && Object.hasOwn(rareActions, what)

const actionOf = ({ what }: Opened['values']): RareAction => (isAction(what) ? what : 'comment')

const asked: Readonly<Record<RareAction, Readonly<Record<string, FieldSchema>>>> = {
  assign: { to: picking(needed, 'people', { label: 'Assign to', hint: '@ben' }) },
  take: {},
  unack: {},
  comment: { says: needed({ label: 'Comment', kind: 'lines', hint: 'ACME promised an answer by Friday' }) },
  resolve: { reason: doneField },
  accept: { reason: needed({ label: 'Reason', kind: 'lines', hint: 'the season is over anyway' }) },
}

/** Lists what somebody can do: nobody takes over what they have, or gives back what they have not. */
const actionsOn = (
  { owner, handled, state }: RiskRecord,
  { person: { id: me }, roles }: FormContext,
): readonly RareAction[] =>
  (Object.keys(rareActions) as RareAction[]).filter((action) => {
    if (!may(roles, action === 'comment' ? 'propose' : 'handle-risks')) return false
    if (action === 'take') return owner?.personId !== me
    return action !== 'unack' || (state !== 'open' && handled?.personId === me)
  })

/** Does one of the rarer actions on a risk. */
export const handleForm: FormDefinition = {
  id: 'handle',
  command: (values) => rareActions[actionOf(values)].command,
  open: async (context, subject, values) => {
    const found = await openRisk(context, subject)
    if (!found.ok) return found
    const actions = actionsOn(found.value, context)
    const choices = actions.map((value) => ({ value, label: rareActions[value].label }))
    const what = actions.find((action) => action === values.what) ?? actions[0] ?? 'comment'
    return ok(
      about(context, found.value, 'More on', {
        submit: rareActions[what].submit,
        fields: { what: wayOf({ label: 'What to do', choices }), ...asked[what] },
        values: { what },
        way: { field: 'what', chosen: what },
      }),
    )
  },
  words: (subject, values) => [bare(subject), ...keyed(values, Object.keys(asked[actionOf(values)]))],
}
