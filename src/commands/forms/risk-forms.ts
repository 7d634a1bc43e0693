import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { actionWords, promotionsWords, riskId, riskNumber } from '../../cards/risks/risk-words.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { days, nonNegative, positive } from '../../parsing/number-values.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { loadLiveRisk } from '../../store/risks/risks.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { type FormContext, type FormDefinition, keyed, type Opened } from './form-definition.ts'
import { day, free, needed, oneOf } from './form-field.ts'

/** Finds the risk that a form is about. */
const openRisk = async (
  context: FormContext,
  subject: string,
  title: string,
  values: Opened['values'] = {},
): Promise<Result<Opened & { readonly record: RiskRecord }, Card>> => {
  const found = await loadLiveRisk(context.workspace, riskNumber(subject))
  if (found === null)
    return failed(
      refusalCard(`There is no open risk ${subject}; it may be settled. /shelfready risks shows those there are.`),
    )
  return ok({
    title: `${title} ${riskId(found)}`,
    says: [
      `${promotionsWords(found.subject, context.today)}: ${actionWords(found.subject, found.orderBy, context.today)}.`,
    ],
    values,
    revision: found.episode,
    record: found,
  })
}

/** Snoozes a risk until a day. */
export const snoozeForm: FormDefinition = {
  id: 'snooze',
  submit: 'Snooze',
  command: 'shelfready snooze',
  schema: (context) => ({
    until: oneOf({
      label: 'Until',
      choices: [
        { value: 'morning', label: 'The next working morning' },
        { value: 'monday', label: 'Next Monday' },
        { value: 'in 1 week', label: 'In a week' },
        { value: 'in 2 weeks', label: 'In two weeks' },
      ],
    }),
    day: free({ label: 'Or until a day', kind: 'day' }, day(context)),
  }),
  open: (context, subject) => openRisk(context, subject, 'Snooze', { until: 'morning' }),
  words: (subject, { until = 'morning', day: chosen = '' }) => {
    const typed = chosen === '' ? (until === 'morning' ? '' : until) : chosen
    return [{ key: null, value: subject }, ...keyed({ until: typed }, ['until'])]
  },
}

/** Resolves a risk by what was done about it. */
export const resolveForm: FormDefinition = {
  id: 'resolve',
  submit: 'Settle',
  command: 'shelfready resolve',
  schema: () => ({
    reason: needed({ label: 'What was done about it', kind: 'lines', hint: 'PO-91 is placed for 350, due 24 June' }),
  }),
  open: (context, subject) => openRisk(context, subject, 'Settle'),
  words: (subject, values) => [{ key: null, value: subject }, ...keyed(values, ['reason'])],
}

/** Reports an order that was placed. */
export const orderedForm: FormDefinition = {
  id: 'ordered',
  submit: 'It is placed',
  command: 'shelfready ordered',
  schema: (context) => ({
    reference: needed({ label: "The order's number", hint: 'PO-91' }),
    due: needed({ label: 'The day it arrives', kind: 'day' }, day(context)),
    units: free({ label: 'Units', hint: 'what the risk asks for' }, asWritten(positive(), context.locale)),
    sku: free({ label: 'Item, where the risk is about several', hint: 'SKU-1' }),
    at: free({ label: 'Location, where it goes to one alone', hint: 'EAST' }),
  }),
  open: async (context, subject) => {
    const opened = await openRisk(context, subject, 'Ordered for')
    if (!opened.ok) return opened
    const { orderUnits } = opened.value.record.subject
    return ok({
      ...opened.value,
      values: orderUnits === null || orderUnits === 0 ? {} : { units: String(orderUnits) },
    })
  },
  words: (subject, { reference = '', ...values }) => [
    { key: null, value: subject },
    { key: null, value: reference.trim() },
    ...keyed(values, ['due', 'units', 'sku', 'at']),
  ],
}

/** Corrects a value where a feed is wrong. */
export const correctForm: FormDefinition = {
  id: 'correct',
  submit: 'Judge again',
  command: 'shelfready correct',
  schema: (context) => ({
    stock: free({ label: 'Units on hand', hint: '120' }, asWritten(nonNegative(), context.locale)),
    lead: free({ label: 'Or: days that the supplier needs', hint: '21' }, asWritten(days(0, 730), context.locale)),
    uplift: free({ label: 'Or: uplift', hint: '+40%' }, asWritten(uplift, context.locale)),
    due: free({ label: 'Or: the day an order is due', kind: 'day' }, day(context)),
    order: free({ label: 'The order that is due then', hint: 'PO-81' }),
    sku: free({ label: 'Item, where the risk is about several', hint: 'SKU-1' }),
    at: free({ label: 'Location, where it is about several', hint: 'EAST' }),
    until: free({ label: 'Until when that holds', kind: 'day' }, day(context)),
    reason: free({ label: 'Why', kind: 'lines', hint: 'counted this morning' }),
  }),
  open: (context, subject) => openRisk(context, subject, 'Not right:'),
  words: (subject, values) => [
    { key: null, value: subject },
    ...keyed(values, ['stock', 'lead', 'uplift', 'due', 'order', 'sku', 'at', 'until', 'reason']),
  ],
}

/** The rarer actions on a risk, each with the command it stands for. */
const rareActions = {
  assign: { label: 'Give it to somebody', command: 'shelfready assign' },
  take: { label: 'Take it over', command: 'shelfready take' },
  unack: { label: 'Give it back', command: 'shelfready unack' },
  comment: { label: 'Say something about it', command: 'shelfready comment' },
  resolve: { label: 'Settle it', command: 'shelfready resolve' },
  accept: { label: 'Go ahead and accept the loss', command: 'shelfready accept' },
} as const

const actionOf = ({ what = '' }: Readonly<Record<string, string>>) =>
  what in rareActions ? (what as keyof typeof rareActions) : 'comment'

/** Does one of the rarer actions on a risk. */
export const handleForm: FormDefinition = {
  id: 'handle',
  submit: 'Do it',
  command: (values) => rareActions[actionOf(values)].command,
  schema: () => ({
    what: oneOf({
      label: 'What',
      choices: Object.entries(rareActions).map(([value, { label }]) => ({ value, label })),
    }),
    to: free({ label: 'To whom, where it is given to somebody', hint: '@ben' }),
    reason: free({ label: 'Why, or what there is to say', kind: 'lines' }),
  }),
  open: (context, subject) => openRisk(context, subject, 'More about', { what: 'assign' }),
  words: (subject, values) => {
    const { to = '', reason = '' } = values
    const typed = {
      assign: keyed({ to }, ['to']),
      take: [],
      unack: [],
      comment: keyed({ says: reason }, ['says']),
      resolve: keyed({ reason }, ['reason']),
      accept: keyed({ reason }, ['reason']),
    }
    return [{ key: null, value: subject }, ...typed[actionOf(values)]]
  },
}
