import { isOwed, orderRuleOf } from '../../domain/assessment/cell.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { MissingData, Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { RiskRow } from '../../domain/digest/digest-entry.ts'
import type { RiskCode } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import { type OrderSum, orderSum } from '../../domain/risks/order-sum.ts'
import type { RiskRecord, RiskSubject } from '../../domain/risks/risk.ts'
import { isCommercial, type RiskAction } from '../../domain/risks/risk-action.ts'
import { askedWords, untakenWords } from '../escalation/escalation-words.ts'
import type { Card, Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  deliveryWords,
  digitWords,
  laterWords,
  listWords,
  moneyWords,
  numberWords,
  orderByWords,
  sinceWords,
  unitWords,
  verdictSymbol,
  verdictWord,
} from '../language/words.ts'
import { orderSumWords } from '../promotions/order-sum-words.ts'
import {
  cellWords,
  lateOrderWords,
  missingDataWords,
  offerWords,
  orderWords,
  overlapWords,
  problemWords,
  termsWords,
  unmarkedWords,
} from '../promotions/problem-words.ts'
import { reasonText } from '../promotions/reason-text.ts'
import { windowSumWords } from '../promotions/window-sum-words.ts'
import { riskActions } from './risk-actions.ts'

/** Names a risk, `R-3`. */
export const riskId = (record: Pick<RiskRecord, 'id'>): RiskCode => `R-${record.id}`

/** Reads the number of a risk as people type it, `R-7`; null where it is something else. */
export const riskNumber = (typed: string): number | null => {
  const [, digits] = /^r-(\d{1,15})$/i.exec(typed) ?? []
  return digits === undefined ? null : Number(digits)
}

/** Writes amounts by currency, `EUR 3,995`; null where there is nothing to speak of. */
export const sumWords = (money: Money): string | null => {
  const amounts = Object.entries(money).filter(([, amount]) => amount >= 0.5)
  return amounts.length === 0
    ? null
    : amounts.map(([currency, amount]) => moneyWords(amount, currency === '' ? null : currency)).join(' + ')
}

const told: Readonly<Record<MissingData, (of: string) => string>> = {
  STOCK_STALE: () => 'import a newer inventory feed',
  STOCK_UNKNOWN: (of) => `tell the stock of ${of}`,
  SOURCE_STOCK_UNKNOWN: (of) => `tell the stock of ${of} at the location that supplies its shops`,
  BASELINE_UNKNOWN: (of) => `tell the normal sales of ${of}`,
  UPLIFT_UNKNOWN: (of) => `state the uplift or units of ${of}`,
  ROW_REFUSED: (of) => `send the refused row of ${of} again, put right`,
  LEAD_TIME_UNKNOWN: (of) => `tell how long ${of} needs to deliver`,
}

/** Says what somebody is to do about a risk, `order 84 units of Pencil case (SKU-300) at PAPERLINE by Fri 27 Nov`. */
export const actionWords = (subject: RiskSubject, orderBy: Day | null, today: Day): string => {
  const { action, item, orderUnits } = subject
  switch (action.kind) {
    case 'decide':
      return action.unwise === undefined
        ? 'decide now: no normal order is in time'
        : `decide: ${unwiseWords(action.unwise)}`
    case 'chase':
      return chaseWords(action, itemWords(item, action.sku), today)
    case 'share': {
      const { first, promotionId } = action
      return `agree who gets ${itemWords(item, action.sku)}: there is not enough for ${first.name} (${first.promotionId}) and ${promotionName(subject, promotionId)}`
    }
    case 'reprice': {
      const names = action.promotionIds.map((id) => promotionName(subject, id))
      return names.length === 1
        ? `look at the price of ${itemWords(item, action.sku)}: it is below what a unit costs`
        : `agree on one price of ${itemWords(item, action.sku)}: ${listWords(names)} have two on the same days`
    }
    case 'clear':
      return `decide what becomes of ${itemWords(item, action.sku)} that is likely to be left over`
    case 'review':
      return `look at what ${action.by} heard, "${action.what}": it would make it ${verdictWord(action.verdict).toLowerCase()}`
    case 'tell':
      return `cannot be judged: ${told[action.doubt](action.of)}`
    case 'order': {
      const what = itemWords(item, action.sku)
      if (orderUnits === null)
        return `state the uplift or units, to know how much of ${what} to order at ${action.supplier ?? 'its supplier'}`
      const quantity = orderUnits === 0 ? 'place what is planned of' : `order ${unitWords(orderUnits)} of`
      const by =
        orderBy === null
          ? ''
          : orderBy < today
            ? `, due since ${dateWords(orderBy, today)}`
            : ` by ${orderByWords(orderBy, subject.cutoff ?? null, today)}${deliveryWords(subject.delivery ?? null, today)}${laterWords(subject.later ?? [], today)}`
      return `${quantity} ${what} at ${action.supplier ?? 'its supplier'}${termsWords(subject.rule)}${by}`
    }
  }
}

const chaseWords = (
  { orderId, supplier, pull }: Extract<RiskAction, { kind: 'chase' }>,
  item: string,
  today: Day,
): string => {
  const order = `${orderId} of ${item}`
  const where = ` at ${supplier ?? 'its supplier'}`
  if (pull === undefined) return `chase ${order}${where}: it is late, and covers what is missing`
  const by = dateWords(pull.by, today)
  if (pull.lateness === 'coming' && pull.due !== null)
    return `get ${order} ${countWords(pull.due - pull.by, 'day')} sooner${where}, by ${by}: it covers what is missing`
  if (pull.lateness === 'unheard')
    return `ask for ${order}${where}: nobody has told of it since it was due, and it covers what is missing if it comes by ${by}`
  return pull.lateness === 'undated'
    ? `get a new date for ${order}${where}: it covers what is missing if it comes by ${by}`
    : `chase ${order}${where}: it is late, and covers what is missing if it comes by ${by}`
}

/** Says that an order does not pay, `ordering 500 costs EUR 240 more than it saves`. */
export const unwiseWords = ({
  units,
  loss,
  currency,
}: {
  readonly units: number
  readonly loss: number
  readonly currency: string | null
}): string => `ordering ${numberWords(units)} costs ${moneyWords(loss, currency)} more than it saves`

const itemWords = (item: string | null, sku: string): string =>
  item === null || item === sku ? sku : `${item} (${sku})`

const promotionName = ({ promotions }: RiskSubject, id: string): string => {
  const found = promotions.find(({ promotionId }) => promotionId === id)
  return found === undefined ? id : `${found.name} (${id})`
}

/** What a risk is, where its verdict does not say it. */
const headings: Partial<Record<RiskAction['kind'], string>> = {
  chase: 'Late order',
  share: 'Overlap',
  reprice: 'Price',
  clear: 'Leftover',
  review: 'Heard',
}

const headingOf = (action: RiskAction): string | undefined =>
  action.kind === 'chase' && (action.pull?.lateness === 'coming' || action.pull?.lateness === 'unheard')
    ? undefined
    : headings[action.kind]

/** Names the promotions of a risk with their start, the first two by name. */
export const promotionsWords = ({ promotions }: RiskSubject, today: Day): string => {
  const names = promotions.map(({ name, promotionId, start }) => `${name} (${promotionId}), ${dateWords(start, today)}`)
  return names.length <= 2 ? names.join(' and ') : `${names[0]} and ${digitWords(names.length - 1)} more`
}

/** Says whom a risk is with, `Ben, since Fri`; a risk that nobody took says so. */
const handlerWords = (record: RiskRecord | null, today: Day): string => {
  if (record === null) return 'nobody has taken it'
  const { owner, handled, state } = record
  if (state === 'open' || handled === null)
    return owner === null
      ? `nobody has taken it${untakenWords(record, today)}`
      : `waits for ${owner.name}, since ${sinceWords(owner.on, today)}${askedWords(record, today)}`
  const { name, reason } = handled
  if (state === 'resolved') return `settled by ${name}: ${reason ?? 'no reason given'}`
  if (state === 'accepted') return `accepted by ${name}: ${reason ?? 'no reason given'}`
  const whose = owner ?? handled
  if (record.snoozedUntil !== null) return `put aside by ${name} until ${dateWords(record.snoozedUntil, today)}`
  const how = state === 'mitigating' && reason !== null ? `, ${reason}` : ''
  return `${whose.name}, since ${sinceWords(whose.on, today)}${how}`
}

/** Writes a risk in one line: the promotions, the action and the money. */
const riskLine = ({ candidate }: RiskRow, subject: RiskSubject, today: Day): string =>
  [
    `${headingOf(candidate.action) ?? verdictWord(candidate.verdict)}: ${promotionsWords(subject, today)}`,
    actionWords(subject, candidate.orderBy, today),
    sumWords(candidate.money) === null ? null : `${sumWords(candidate.money)} ${moneyIs(candidate)}`,
  ]
    .filter((part) => part !== null)
    .join(' · ')

const moneyIs = ({ action, evidence }: RiskRow['candidate']): string => {
  if (isCommercial(action)) return 'at stake'
  return evidence.every(({ lines }) => lines.every(({ facts }) => isOwed(facts))) ? 'late, not lost' : 'at risk'
}

/** Gives the status of a risk and its actions: the part of a row that changes when somebody acts. */
export const standing = (
  record: RiskRecord | null,
  today: Day,
): Pick<Item, 'status'> & Partial<Pick<Item, 'about' | 'actions'>> => {
  if (record === null || record.id === 0) return { status: handlerWords(null, today) }
  return {
    status: `${handlerWords(record, today)} · ${riskId(record)}`,
    about: riskId(record),
    actions: riskActions(record),
  }
}

/**
 * A risk as a planner needs it: the line, the worst of its evidence with its arithmetic, and how much more there is, with
 * what can be done about it.
 */
export const riskItem = (row: RiskRow, subject: RiskSubject, today: Day): Item => {
  const { evidence, action, verdict } = row.candidate
  const worst = evidence[0]?.lines[0]
  const promotion = evidence[0]?.promotion
  const isUrgent = verdict === 'not-ready'
  const others = subject.lines - 1
  return {
    symbol: verdictSymbol(verdict),
    text: riskLine(row, subject, today),
    ...standing(row.record, today),
    detail: [
      ...(worst === undefined ? [] : evidenceWords(action, worst)),
      isCommercial(action) ? null : unmarkedWords(evidence.flatMap(({ lines }) => lines)),
      worst === undefined ? null : orderSumWords(orderSumOf(row.candidate), orderRuleOf(worst.facts)),
      isUrgent && worst !== undefined ? orderWords(worst) : null,
      isUrgent && promotion !== undefined ? offerWords(promotion.readiness, today) : null,
      others === 0
        ? null
        : `and ${countWords(others, 'line')} more: ${listWords(subject.promotions.slice(0, 2).map(({ promotionId }) => `/promo check ${promotionId}`))}`,
    ].filter((line) => line !== null),
  }
}

/** What the orders of a risk are made of; null where it asks for none. */
const orderSumOf = ({ orders }: RiskRow['candidate']): OrderSum | null => {
  const needs = orders.flatMap((order) => order.needs)
  return orderSum(
    orders.reduce((sum, { units }) => sum + units, 0),
    needs.reduce((sum, { units }) => sum + units, 0),
    [...new Set(needs.flatMap(({ lines }) => lines))],
  )
}

const evidenceWords = (action: RiskAction, worst: JudgedLine): readonly (string | null)[] => {
  const of = (code: Reason['code']) =>
    worst.reasons
      .filter((reason) => reason.code === code)
      .map((reason) => `${cellWords(worst)}: ${reasonText(reason, worst.facts.asOf)}`)
  switch (action.kind) {
    case 'tell':
      return [missingDataWords(worst)]
    case 'reprice':
      return of('PRICE_CONFLICT')
    case 'clear':
      return of('LIKELY_LEFTOVER')
    case 'review':
      return []
    case 'chase':
    case 'share':
    case 'decide':
    case 'order':
      return [
        problemWords(worst),
        windowSumWords(worst),
        ...lateOrderWords(worst),
        (worst.sum?.first ?? []).length > 0 ? null : overlapWords(worst),
      ]
  }
}

/**
 * Redraws where the risks on a card stand, and leaves everything else of it as it is. `open` has every risk that is not
 * closed, by its number.
 */
export const withStandings = (card: Card, open: ReadonlyMap<string, RiskRecord>, today: Day): Card => ({
  ...card,
  footer: card.footer === null ? null : withOffer(card.footer, firstOpen(card, open)),
  blocks: card.blocks.map((block) =>
    block.kind === 'items' ? { ...block, items: block.items.map((item) => withStanding(item, open, today)) } : block,
  ),
})

/** Offers in the small print to take a risk by its number. */
export const takeWords = (id: string): string => `Take one: /shelfready ack ${id}`

const withOffer = (footer: string, id: string | null): string =>
  footer.replace(/ ?Take one: \S+ ack R-\d+/, id === null ? '' : ` ${takeWords(id)}`).trim()

const firstOpen = ({ blocks }: Card, open: ReadonlyMap<string, RiskRecord>): string | null =>
  blocks
    .flatMap((block) => (block.kind === 'items' ? block.items : []))
    .find(({ about }) => about !== undefined && open.get(about)?.state === 'open')?.about ?? null

const withStanding = (item: Item, open: ReadonlyMap<string, RiskRecord>, today: Day): Item => {
  if (item.about === undefined) return item
  const record = open.get(item.about)
  return record === undefined
    ? { ...item, status: `settled · ${item.about}`, actions: [] }
    : { ...item, ...standing(record, today) }
}
