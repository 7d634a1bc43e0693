import { countWords, dateWords, numberWords, unitWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import { promotionsWords } from '../../cards/risks/risk-words.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { MissingData } from '../../domain/assessment/reason.ts'
import { isoOf } from '../../domain/day.ts'
import { may } from '../../domain/people/permission.ts'
import { correctionDays, longestLeadDays } from '../../domain/policy.ts'
import { ok } from '../../domain/result.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { days, nonNegative } from '../../parsing/number-values.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { inDays } from '../../parsing/quantities.ts'
import { asWritten } from '../dispatch/arguments.ts'
import { findRisk } from '../risks/find-risk.ts'
import {
  bare,
  type FormContext,
  type FormDefinition,
  keyed,
  type Opened,
  touched,
  withoutWords,
} from './form-definition.ts'
import { day, type FieldSchema, free, needed, neededOneOf, quantity, wayOf } from './form-field.ts'
import { placeField, skuField, skusOf } from './line-fields.ts'

/** The values that can be corrected. */
const whats = ['stock', 'lead', 'due', 'uplift'] as const

type What = (typeof whats)[number]

/** Which value is missing; null where only other data can mend it. */
const missing: Readonly<Record<MissingData, What | null>> = {
  STOCK_UNKNOWN: 'stock',
  STOCK_STALE: 'stock',
  SOURCE_STOCK_UNKNOWN: 'stock',
  LEAD_TIME_UNKNOWN: 'lead',
  UPLIFT_UNKNOWN: 'uplift',
  BASELINE_UNKNOWN: null,
  ROW_REFUSED: null,
}

const askedFor = ({ subject: { action } }: RiskRecord): What | null => {
  if (action.kind === 'chase') return 'due'
  return action.kind === 'tell' ? missing[action.doubt] : null
}

/** What the lines of a risk rest on, as far as it can be corrected. */
type Present = {
  readonly places: readonly string[]
  readonly supplier: string | null
  readonly lead: number | null
  readonly orders: readonly { readonly orderId: string; readonly due: number | null; readonly units: number }[]
  readonly onHand: number | null
  readonly item: string
}

const presentOf = (lines: readonly JudgedLine[]): Present => {
  const [first] = lines
  const places = [
    ...new Set(lines.flatMap(({ line, facts }) => [line.location, ...(facts.source ? [facts.source.location] : [])])),
  ]
  const coming = lines.flatMap(({ facts }) =>
    facts.orders.filter(({ status }) => status === 'confirmed' || status === 'delayed'),
  )
  return {
    places,
    supplier: first?.facts.leadTime?.supplier ?? first?.facts.item.supplier ?? null,
    lead: first?.facts.leadTime?.lead ?? null,
    orders: [
      ...new Map(coming.map(({ orderId, due, quantity }) => [orderId, { orderId, due, units: quantity }])).values(),
    ],
    onHand: places.length === 1 ? (first?.facts.stock?.onHand ?? null) : null,
    item: first?.facts.item.name ?? first?.line.sku ?? 'the item',
  }
}

/** Lists what can be corrected, each with what it stands at. */
const waysOf = (record: RiskRecord, present: Present, { roles, today }: FormContext) => {
  const { places, supplier, lead, orders, onHand } = present
  const stands = onHand === null ? null : `${unitWords(onHand)} on hand`
  const detail = (words: string | null) => (words === null ? {} : { detail: `now ${words}` })
  return [
    { value: 'stock', label: places.length === 1 ? `The stock at ${places[0]}` : 'The stock', ...detail(stands) },
    ...(supplier === null
      ? []
      : [
          {
            value: 'lead',
            label: `The lead time of ${supplier}`,
            ...detail(lead === null ? null : countWords(lead, 'day')),
          },
        ]),
    ...(orders.length === 0
      ? []
      : [
          {
            value: 'due',
            label: orders.length === 1 ? `The day ${orders[0]?.orderId} arrives` : 'The day an order arrives',
            ...detail(orders.length === 1 && orders[0]?.due != null ? dateWords(orders[0].due, today) : null),
          },
        ]),
    ...(record.subject.promotions.length === 1 && may(roles, 'forecast')
      ? [{ value: 'uplift', label: 'The uplift of the promotion' }]
      : []),
  ]
}

const figureFields = (
  context: FormContext,
  what: What,
  lines: readonly JudgedLine[],
  { places, supplier, orders, item }: Present,
): Readonly<Record<string, FieldSchema>> => {
  const written = { locale: context.locale }
  const skus = skusOf(lines).length > 1 ? { sku: skuField(lines, 'Item') } : {}
  switch (what) {
    case 'stock':
      return {
        ...skus,
        ...(places.length > 1 ? { at: placeField(places, 'Place', neededOneOf) } : {}),
        stock: needed(
          {
            label: `${skusOf(lines).length > 1 ? 'Units' : `Units of ${item}`} on hand${places.length === 1 ? ` at ${places[0]}` : ''}`,
            hint: '120',
          },
          quantity(nonNegative(), context),
        ),
      }
    case 'lead':
      return {
        ...skus,
        lead: needed(
          { label: `Days from order to delivery at ${supplier ?? 'the supplier'}`, hint: '21' },
          asWritten(inDays(days(0, longestLeadDays)), written.locale),
        ),
      }
    case 'due':
      return {
        ...(orders.length > 1
          ? {
              order: neededOneOf({
                label: 'Order',
                choices: orders.slice(0, 100).map(({ orderId, due, units }) => ({
                  value: orderId,
                  label: orderId,
                  detail: [unitWords(units), ...(due === null ? [] : [`due ${dateWords(due, context.today)}`])].join(
                    ', ',
                  ),
                })),
              }),
            }
          : {}),
        due: needed(
          { label: orders.length === 1 ? `${orders[0]?.orderId} arrives on` : 'It arrives on', kind: 'day' },
          day(context),
        ),
      }
    case 'uplift':
      return {
        uplift: needed({ label: 'Uplift on normal sales', hint: '+40% or 1.4x' }, asWritten(uplift, written.locale)),
      }
  }
}

const usualDays: Readonly<Record<Exclude<What, 'uplift'>, number>> = {
  stock: correctionDays.stock,
  lead: correctionDays['lead-time'],
  due: correctionDays['due-date'],
}

/** Corrects a value where a feed is wrong or lacks it: asks for what the risk waits for, else which value it is. */
export const correctForm: FormDefinition = {
  id: 'correct',
  command: 'shelfready correct',
  open: async (context, subject, filled) => {
    const found = await findRisk(withoutWords(context), [subject], '/shelfready correct')
    if (!found.ok) return found
    const { record, lines } = found.value
    const present = presentOf(lines)
    const asked = askedFor(record)
    const ways = waysOf(record, present, context)
    const isAsked = asked !== null && ways.some(({ value }) => value === asked)
    const chosen = isAsked ? asked : (whats.find((what) => what === filled.what) ?? null)
    const fields: Readonly<Record<string, FieldSchema>> = {
      ...(isAsked ? {} : { what: wayOf({ label: 'What is wrong', choices: ways }) }),
      ...(chosen === null ? {} : figureFields(context, chosen, lines, present)),
      ...(chosen === null ? {} : { until: free({ label: 'Holds until', kind: 'day', isOfWay: true }, day(context)) }),
      ...(chosen === null
        ? {}
        : {
            reason: (chosen === 'uplift' ? needed : free)({
              label: chosen === 'uplift' ? 'Reason' : 'Note',
              kind: 'lines',
              hint: noteOf(chosen, present.supplier),
            }),
          }),
    }
    const until = chosen === null || chosen === 'uplift' || chosen === 'due' ? null : context.today + usualDays[chosen]
    return ok({
      title: `${isAsked ? titles[asked] : 'Fix data'} ${riskId(record)}`,
      submit: 'Save',
      says: [saysOf(record, present, isAsked ? asked : null, context)],
      fields,
      values: until === null ? {} : { until: isoOf(until) },
      revision: record.episode,
      ...(isAsked ? {} : { way: { field: 'what', chosen: chosen ?? '' } }),
    } satisfies Opened)
  },
  words: (subject, values, opened) => [
    bare(subject),
    ...keyed(touched(values, opened), ['stock', 'lead', 'uplift', 'due', 'order', 'sku', 'at', 'until', 'reason']),
  ],
}

const titles: Readonly<Record<What, string>> = {
  stock: 'Stock for',
  lead: 'Lead time for',
  due: 'New date for',
  uplift: 'Uplift for',
}

const noteOf = (what: What, supplier: string | null): string => {
  switch (what) {
    case 'stock':
      return 'counted this morning'
    case 'lead':
    case 'due':
      return `${supplier ?? 'the supplier'} confirmed it by phone`
    case 'uplift':
      return 'similar promotions sold +40 %'
  }
}

const saysOf = (
  { subject }: RiskRecord,
  { supplier, item, orders }: Present,
  asked: What | null,
  { today }: FormContext,
): string => {
  const promotions = promotionsWords(subject, today)
  switch (asked) {
    case 'lead':
      return `${promotions}. Missing: the lead time of ${supplier ?? 'its supplier'}. Everything that rests on it is judged again at once.`
    case 'stock':
      return `${promotions}. Missing: the stock of ${item}. The promotion is judged again at once.`
    case 'uplift':
      return `${promotions}. Missing: the uplift. The promotion is judged again at once.`
    case 'due':
      return `${promotions}. ${orders.length === 1 ? `${orders[0]?.orderId} (${numberWords(orders[0]?.units ?? 0)} units) is late` : 'An order is late'}. The promotion is judged again at once.`
    case null:
      return `${promotions}. Your value replaces the feed's until the day you say, and the promotion is judged again at once.`
  }
}
