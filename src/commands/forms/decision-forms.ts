import { termsWords } from '../../cards/decisions/decision-words.ts'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { offerChoice } from '../../cards/options/option-choice.ts'
import { isoOf } from '../../domain/day.ts'
import type { DecisionTerms } from '../../domain/decisions/decision.ts'
import { type Option, type OptionKind, optionKinds } from '../../domain/options/option.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { positive } from '../../parsing/number-values.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { findOpen } from '../decisions/find-open-decision.ts'
import { optionWords, type ParsedTerms, termsOf } from '../decisions/parse-decision-terms.ts'
import { assessNamed } from '../promotions/find-promotion.ts'
import {
  bare,
  type FormContext,
  type FormDefinition,
  keyed,
  type Opened,
  touched,
  withoutWords,
} from './form-definition.ts'
import { day, type FieldSchema, needed, quantity, wayOf } from './form-field.ts'

/** What is asked beside an option, and what it safely is. */
type Figure = { readonly name: 'start' | 'cap' | 'at' | 'units'; readonly field: FieldSchema; readonly safe: string }

const figureOf = (context: FormContext, terms: DecisionTerms): Figure | null => {
  const units = quantity(positive(), context)
  switch (terms.kind) {
    case 'commit':
    case 'nothing':
    case 'pull-in':
    case 'pull-back':
      return null
    case 'date':
      return {
        name: 'start',
        field: needed({ label: 'New first day', kind: 'day', isOfWay: true }, day(context)),
        safe: isoOf(terms.start),
      }
    case 'volume':
      return {
        name: 'cap',
        field: needed({ label: 'Total units, normal sales included', isOfWay: true }, units),
        safe: `${terms.units}`,
      }
    case 'ready-places':
      return {
        name: 'at',
        field: needed({ label: 'Only at', hint: 'EAST, WEST', isOfWay: true }),
        safe: terms.kept.join(', '),
      }
    default:
      return {
        name: 'units',
        field: needed({ label: unitLabels[terms.kind], isOfWay: true }, units),
        safe: `${terms.units ?? ''}`,
      }
  }
}

const unitLabels = {
  order: 'Units to order',
  'second-supplier': 'Units to order there',
  expedite: 'Units to expedite',
  'expedite-part': 'Units to expedite',
  transfer: 'Units to transfer',
  substitute: 'Units of the substitute',
} as const

const nothingTyped: Omit<ParsedTerms, 'kind'> = { start: null, cap: null, at: [], units: null }

const kindOf = (word: string | undefined): OptionKind | null =>
  optionKinds.find((kind) => optionWords[kind][0] === word) ?? null

/** Opens a form that proposes a way out: those that are possible, each with its price; the best one is marked and stands first. */
const openOptions = async (
  context: FormContext,
  subject: string,
  filled: Opened['values'],
  head: Pick<Opened, 'title' | 'revision' | 'says'>,
): Promise<Result<Opened, Card>> => {
  const commandContext = withoutWords(context)
  const judged = await assessNamed(commandContext, subject)
  if (!judged.ok) return judged
  const { options, promotion } = await loadOptions(commandContext, judged.value)
  const offers = options.flatMap((option) => {
    const { kind } = option
    if (option.whyNot !== null && kind !== 'nothing') return []
    const terms = termsOf(commandContext, judged.value, options, { ...nothingTyped, kind })
    if (!terms.ok) return []
    return [
      {
        kind,
        rank: rankOf(option),
        terms: terms.value,
        choice: offerChoice(optionWords[kind][0], option, terms.value, context.today),
      },
    ]
  })
  const ranked = offers.toSorted((a, b) => b.rank - a.rank)
  const [first] = ranked
  if (first !== undefined && offers.length === 1 && promotion.readiness.verdict === 'ready')
    return failed(
      refusalCard(
        `${promotion.name} (${promotion.promotionId}) is ready. There is nothing to decide. Nothing was changed.`,
      ),
    )
  const wanted = kindOf(filled.option)
  const chosen = offers.find(({ kind }) => kind === wanted) ?? first
  const figure = chosen === undefined ? null : figureOf(context, chosen.terms)
  const option = optionWords[chosen?.kind ?? 'nothing'][0]
  return ok({
    title: `${head.title} ${promotion.promotionId}`,
    submit: 'Propose',
    says: head.says.length > 0 ? head.says : [`${promotion.name}: the other function agrees, counters or declines.`],
    fields: {
      option: wayOf({ label: 'Way out', choices: ranked.map(({ choice }) => choice) }),
      ...(figure === null ? {} : { [figure.name]: figure.field }),
      reason: needed({ label: 'Reason', kind: 'lines', hint: 'ACME needs ten weeks' }),
    },
    values: { option, ...(figure === null ? {} : { [figure.name]: figure.safe }) },
    revision: head.revision,
    way: { field: 'option', chosen: option },
  })
}

/** The best comes first, then what brings most; doing nothing comes last. */
const rankOf = ({ kind, isBest, total }: Option): number => {
  if (isBest) return Number.POSITIVE_INFINITY
  if (kind === 'nothing') return Number.NEGATIVE_INFINITY
  return Object.values(total?.contribution ?? {}).reduce((sum, amount) => sum + amount, 0)
}

/** What stands as it was offered is left to the option, which knows it line by line. */
const words: FormDefinition['words'] = (subject, values, opened) => [
  bare(subject),
  ...(values.option === undefined ? [] : [bare(values.option)]),
  ...keyed(touched(values, opened), ['start', 'cap', 'at', 'units', 'reason']),
]

/** Proposes what is to be done about a promotion. */
export const decideForm: FormDefinition = {
  id: 'decide',
  command: 'promo decide',
  open: (context, subject, filled) =>
    openOptions(context, subject, filled, { title: 'Decide on', revision: 0, says: [] }),
  words,
}

/** Finds the proposal that a form answers. */
const openAnswer = async (
  context: FormContext,
  subject: string,
): Promise<Result<{ readonly says: string; readonly id: number; readonly promotionId: string }, Card>> => {
  const proposal = await findOpen(withoutWords(context), subject)
  if (!proposal.ok) return failed(proposal.error)
  const open = proposal.value
  return ok({
    says: `${open.by.name} proposes: ${termsWords(open.terms, context.today)}. ${open.reason}. Answer by ${dateWords(open.deadline, context.today)}.`,
    id: open.id,
    promotionId: open.promotionId,
  })
}

/** Answers a proposal with another one. */
export const counterForm: FormDefinition = {
  id: 'counter',
  command: 'promo counter',
  open: async (context, subject, filled) => {
    const open = await openAnswer(context, subject)
    if (!open.ok) return open
    const { id, says } = open.value
    return openOptions(context, subject, filled, { title: 'Counter', revision: id, says: [says] })
  },
  words,
}

/** Declines a proposal. */
export const declineForm: FormDefinition = {
  id: 'decline',
  command: 'promo decline',
  open: async (context, subject) => {
    const open = await openAnswer(context, subject)
    if (!open.ok) return open
    const { promotionId, says, id } = open.value
    const fields = { reason: needed({ label: 'Reason', kind: 'lines', hint: 'The date is printed' }) }
    return ok({ title: `Decline ${promotionId}`, submit: 'Decline', says: [says], fields, values: {}, revision: id })
  },
  words: (subject, values) => [bare(subject), ...keyed(values, ['reason'])],
}
