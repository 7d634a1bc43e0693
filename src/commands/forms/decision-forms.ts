import { termsWords } from '../../cards/decisions/decision-words.ts'
import type { Card } from '../../cards/language/card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { optionName } from '../../cards/promotions/option-words.ts'
import { optionKinds } from '../../domain/options/option.ts'
import { ok, type Result } from '../../domain/result.ts'
import { positive } from '../../parsing/number-values.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { findOpen } from '../decisions/find-open-decision.ts'
import { optionWords } from '../decisions/parse-decision-terms.ts'
import { asWritten } from '../dispatch/arguments.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { assessNamed } from '../promotions/find-promotion.ts'
import { type FormContext, type FormDefinition, keyed, type Opened } from './form-definition.ts'
import { day, type FieldSchema, free, needed, oneOf } from './form-field.ts'

const choices = optionKinds.map((kind) => ({
  value: optionWords[kind][0],
  label: kind === 'nothing' ? 'Go ahead and accept the loss' : optionName(kind),
}))

/** The fields of an option; the label of each names the option that it belongs to. */
const fields = (context: FormContext): Readonly<Record<string, FieldSchema>> => ({
  option: oneOf({ label: 'What is to be done', choices }),
  start: free({ label: 'Start later: from', kind: 'day' }, day(context)),
  cap: free({ label: 'Cap the volume: units in all', hint: '200' }, asWritten(positive(), context.locale)),
  at: free({ label: 'Only some locations: which', hint: 'EAST, WEST' }),
  units: free({ label: 'Order, speed, transfer: units', hint: '500' }, asWritten(positive(), context.locale)),
  reason: needed({ label: 'Why', kind: 'lines', hint: 'ACME needs ten weeks' }),
})

const numbers = ['start', 'cap', 'at', 'units'] as const

const words: FormDefinition['words'] = (subject, values) => [
  { key: null, value: subject },
  ...(values.option === undefined || values.option === '' ? [] : [{ key: null, value: values.option }]),
  ...keyed(values, [...numbers, 'reason']),
]

const commandContext = (context: FormContext, revision: number | null = null): CommandContext => ({
  ...context,
  words: [],
  table: null,
  revision,
})

/** Opens a form that proposes an option: says what is possible, and starts with the best option. */
const openOptions = async (
  context: FormContext,
  subject: string,
  title: string,
  revision: number,
  says: readonly string[],
): Promise<Result<Opened, Card>> => {
  const judged = await assessNamed(commandContext(context), subject)
  if (!judged.ok) return judged
  const assessed = judged.value
  const view = await loadOptions(commandContext(context), assessed)
  const possible = view.options.filter(({ kind, whyNot }) => whyNot === null && kind !== 'nothing')
  const best = view.options.find(({ isBest }) => isBest) ?? possible[0]
  return ok({
    title: `${title} ${view.promotion.promotionId}`,
    says: [
      ...says,
      possible.length === 0
        ? `${view.promotion.name}: nothing but accepting the loss is possible as it stands.`
        : `${view.promotion.name}: possible are ${possible.map(({ kind, isBest }) => `${optionName(kind)}${isBest ? ' (best)' : ''}`).join(', ')}. What you leave empty is taken from the option; /promo options ${view.promotion.promotionId} prices them.`,
    ],
    values: { option: optionWords[best?.kind ?? 'nothing'][0] },
    revision,
  })
}

/** Proposes what is to be done about a promotion. */
export const decideForm: FormDefinition = {
  id: 'decide',
  submit: 'Propose',
  command: 'promo decide',
  schema: fields,
  open: (context, subject) => openOptions(context, subject, 'Decide on', 0, []),
  words,
}

/** Finds the proposal that a form answers. */
const openAnswer = async (
  context: FormContext,
  subject: string,
): Promise<Result<{ readonly says: string; readonly id: number; readonly promotionId: string }, Card>> => {
  const proposal = await findOpen(commandContext(context), subject)
  if (!proposal.ok) return proposal
  const open = proposal.value
  return ok({
    says: `${open.by.name} proposes: ${termsWords(open.terms, context.today)}. ${open.reason}. An answer is asked for by ${dateWords(open.deadline, context.today)}.`,
    id: open.id,
    promotionId: open.promotionId,
  })
}

/** Answers a proposal with another one. */
export const counterForm: FormDefinition = {
  id: 'counter',
  submit: 'Propose',
  command: 'promo counter',
  schema: fields,
  open: async (context, subject) => {
    const open = await openAnswer(context, subject)
    return open.ok ? openOptions(context, subject, 'Counter on', open.value.id, [open.value.says]) : open
  },
  words,
}

/** Declines a proposal. */
export const declineForm: FormDefinition = {
  id: 'decline',
  submit: 'Decline',
  command: 'promo decline',
  schema: () => ({ reason: needed({ label: 'Why', kind: 'lines', hint: 'The date is printed' }) }),
  open: async (context, subject) => {
    const open = await openAnswer(context, subject)
    if (!open.ok) return open
    const { promotionId, says, id } = open.value
    return ok({ title: `Decline ${promotionId}`, says: [says], values: {}, revision: id })
  },
  words: (subject, values) => [{ key: null, value: subject }, ...keyed(values, ['reason'])],
}
