import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { actionWords, promotionsWords, riskId } from '../../cards/risks/risk-words.ts'
import { longestLeadDays } from '../../domain/policy.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { days, nonNegative, positive } from '../../parsing/number-values.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { type FormContext, type FormDefinition, keyed, type Opened, openedOr } from './definition.ts'
import { day, free, needed, oneOf } from './field.ts'

/** Finds the risk that a form is about. */
const openRisk = async (
  asked: FormContext,
  subject: string,
  title: string,
  values: Opened['values'] = {},
): Promise<(Opened & { readonly record: RiskRecord }) | Card> => {
  const risks = [...(await loadRisks(asked.workspace, [])).values()]
  const found = risks.find((record) => riskId(record) === subject.toUpperCase())
  if (found === undefined)
    return refusalCard(`There is no open risk ${subject}; it may be settled. /shelfready risks shows those there are.`)
  return {
    title: `${title} ${riskId(found)}`,
    says: [
      `${promotionsWords(found.subject, asked.today)}: ${actionWords(found.subject, found.orderBy, asked.today)}.`,
    ],
    values,
    revision: found.episode,
    record: found,
  }
}

/** Puts a risk aside until a day. */
export const snoozeForm: FormDefinition = {
  id: 'snooze',
  submit: 'Snooze',
  command: 'shelfready snooze',
  schema: (asked) => ({
    until: oneOf({
      label: 'Until',
      choices: [
        { value: 'morning', label: 'The next working morning' },
        { value: 'monday', label: 'Next Monday' },
        { value: 'in 1 week', label: 'In a week' },
        { value: 'in 2 weeks', label: 'In two weeks' },
      ],
    }),
    day: free({ label: 'Or until a day', kind: 'day' }, day(asked)),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'Snooze', { until: 'morning' }),
  words: (subject, { until = 'morning', day: chosen = '' }) => {
    const said = chosen === '' ? (until === 'morning' ? '' : until) : chosen
    return [{ key: null, value: subject }, ...keyed({ until: said }, ['until'])]
  },
}

/** Settles a risk by what was done about it. */
export const resolveForm: FormDefinition = {
  id: 'resolve',
  submit: 'Settle',
  command: 'shelfready resolve',
  schema: () => ({
    reason: needed({ label: 'What was done about it', kind: 'lines', hint: 'PO-91 is placed for 350, due 24 June' }),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'Settle'),
  words: (subject, values) => [{ key: null, value: subject }, ...keyed(values, ['reason'])],
}

/** Tells of an order that was placed. */
export const orderedForm: FormDefinition = {
  id: 'ordered',
  submit: 'It is placed',
  command: 'shelfready ordered',
  schema: (asked) => ({
    reference: needed({ label: "The order's number", hint: 'PO-91' }),
    due: needed({ label: 'The day it arrives', kind: 'day' }, day(asked)),
    units: free({ label: 'Units', hint: 'what the risk asks for' }, asWritten(positive(), asked.locale)),
    sku: free({ label: 'Item, where the risk is about several', hint: 'SKU-1' }),
    at: free({ label: 'Location, where it goes to one alone', hint: 'EAST' }),
  }),
  open: async (asked, subject) => {
    const opened = await openRisk(asked, subject, 'Ordered for')
    if (!openedOr(opened)) return opened
    const { orderUnits } = opened.record.subject
    return { ...opened, values: orderUnits === null || orderUnits === 0 ? {} : { units: String(orderUnits) } }
  },
  words: (subject, { reference = '', ...values }) => [
    { key: null, value: subject },
    { key: null, value: reference.trim() },
    ...keyed(values, ['due', 'units', 'sku', 'at']),
  ],
}

/** Says what is right where a feed is wrong. */
export const correctForm: FormDefinition = {
  id: 'correct',
  submit: 'Judge again',
  command: 'shelfready correct',
  schema: (asked) => ({
    stock: free({ label: 'Units on hand', hint: '120' }, asWritten(nonNegative(), asked.locale)),
    lead: free(
      { label: 'Or: days that the supplier needs', hint: '21' },
      asWritten(days(0, longestLeadDays), asked.locale),
    ),
    uplift: free({ label: 'Or: uplift', hint: '+40%' }, asWritten(uplift, asked.locale)),
    due: free({ label: 'Or: the day an order is due', kind: 'day' }, day(asked)),
    order: free({ label: 'The order that is due then', hint: 'PO-81' }),
    sku: free({ label: 'Item, where the risk is about several', hint: 'SKU-1' }),
    at: free({ label: 'Location, where it is about several', hint: 'EAST' }),
    until: free({ label: 'Until when that holds', kind: 'day' }, day(asked)),
    reason: free({ label: 'Why', kind: 'lines', hint: 'counted this morning' }),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'Not right:'),
  words: (subject, values) => [
    { key: null, value: subject },
    ...keyed(values, ['stock', 'lead', 'uplift', 'due', 'order', 'sku', 'at', 'until', 'reason']),
  ],
}

/** What else can be done about a risk: the command it stands for, and the field that it needs. */
const handlings = {
  assign: { label: 'Give it to somebody', command: 'shelfready assign' },
  take: { label: 'Take it over', command: 'shelfready take' },
  unack: { label: 'Give it back', command: 'shelfready unack' },
  comment: { label: 'Say something about it', command: 'shelfready comment' },
  resolve: { label: 'Settle it', command: 'shelfready resolve' },
  accept: { label: 'Go ahead and accept the loss', command: 'shelfready accept' },
} as const

const handlingOf = ({ what = '' }: Readonly<Record<string, string>>) =>
  what in handlings ? (what as keyof typeof handlings) : 'comment'

/** Does one of the rarer things about a risk. */
export const handleForm: FormDefinition = {
  id: 'handle',
  submit: 'Do it',
  command: (values) => handlings[handlingOf(values)].command,
  schema: () => ({
    what: oneOf({
      label: 'What',
      choices: Object.entries(handlings).map(([value, { label }]) => ({ value, label })),
    }),
    to: free({ label: 'To whom, where it is given to somebody', hint: '@ben' }),
    reason: free({ label: 'Why, or what there is to say', kind: 'lines' }),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'More about', { what: 'assign' }),
  words: (subject, values) => {
    const { to = '', reason = '' } = values
    const said = {
      assign: keyed({ to }, ['to']),
      take: [],
      unack: [],
      comment: keyed({ says: reason }, ['says']),
      resolve: keyed({ reason }, ['reason']),
      accept: keyed({ reason }, ['reason']),
    }
    return [{ key: null, value: subject }, ...said[handlingOf(values)]]
  },
}
