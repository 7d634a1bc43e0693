import { isOwed, orderRuleOf } from '../../domain/assessment/cell.ts'
import type { JudgedLine, LineView, PromotionReadiness } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { deliveryAt, deliveryOf } from '../../domain/risks/due-window.ts'
import { orderSum } from '../../domain/risks/order-sum.ts'
import type { SharedOrder } from '../../domain/risks/shared-order.ts'
import type { OrderRule } from '../../domain/supply/order-quantity.ts'
import {
  countWords,
  dateWords,
  deliveryWords,
  laterWords,
  listWords,
  moneyWords,
  numberWords,
  orderByWords,
  orderUnitWords,
  unitWords,
} from '../language/words.ts'
import { sendableWords } from '../live/live-words.ts'
import { orderSumWords } from './order-sum-words.ts'
import { leadWords, reasonText } from './reason-text.ts'

/** The id of a promotion that is not registered, as in a what-if. */
export const draftId = 'what-if'

/** Names an item at a location, `Cola 1.5 l @ EAST`. */
export const cellWords = (line: LineView): string => {
  const { item, location } = line.facts
  const name = item.name === item.sku ? item.sku : `${item.name} (${item.sku})`
  return `${name} @ ${location.location}`
}

/** Says in one line what is wrong with a promotion line that is not ready. */
export const problemWords = (line: LineView): string => {
  const today = line.facts.asOf
  const short = reasonOf(line, 'SHORT_IN_WINDOW')
  if (line.verdict === 'unknown') return `${cellWords(line)}: ${missingDataWords(line)}`
  if (short !== null && short.from !== null && short.from > line.line.end)
    return `${cellWords(line)}: covered on its own days; ${unitWords(line.shortageUnits ?? 0)} missing elsewhere from ${dateWords(short.from, today)}`
  if (line.shortageUnits === null)
    return `${cellWords(line)}: will sell out even without the promotion; add an uplift to see how much to order`
  if (line.shortageUnits < 0.05) return `${cellWords(line)}: covered, but the shelf may still sell out`
  const of = line.demand ? ` of ${unitWords(line.demand.mean)}` : ''
  const from = short?.from == null ? '' : ` from ${dateWords(short.from, today)}`
  if (isOwed(line.facts))
    return `${cellWords(line)}: ${numberWords(line.shortageUnits)}${of} delivered late, not lost,${from === '' ? ' in its days' : from}`
  return `${cellWords(line)}: ${line.demand ? `${numberWords(line.shortageUnits)}${of}` : unitWords(line.shortageUnits)} short${from}`
}

const doubtCodes = [
  'STOCK_UNKNOWN',
  'STOCK_STALE',
  'BASELINE_UNKNOWN',
  'UPLIFT_UNKNOWN',
  'LEAD_TIME_UNKNOWN',
  'SOURCE_STOCK_UNKNOWN',
  'ROW_REFUSED',
] as const

/** Says what is missing where a line cannot be judged. */
export const missingDataWords = (line: LineView): string => {
  const doubts = doubtCodes.flatMap((code) => line.reasons.filter((reason) => reason.code === code))
  return doubts.map((reason) => reasonText(reason, line.facts.asOf)).join(' ') || 'I cannot judge it yet'
}

/** Says that the stock runs out before the window, which is an ordinary gap and not caused by the promotion. */
export const gapWords = (line: LineView): string | null => {
  const gap = reasonOf(line, 'ORDINARY_GAP')
  return gap === null ? null : `sells out on ${dateWords(gap.from, line.facts.asOf)}, before the promotion starts`
}

/** Names the promotions of higher rank that keep the units both want. */
export const overlapWords = (line: LineView): string | null => {
  const first = line.reasons.flatMap((reason) =>
    reason.code === 'OVERLAP' && reason.keeps === 'theirs' ? [`${reason.name} (${reason.promotionId})`] : [],
  )
  return first.length === 0
    ? null
    : `${listWords(first)} ${first.length === 1 ? 'was registered first and keeps its units' : 'were registered first and keep their units'}`
}

/** Says that more is sold already than there is; null where there is enough for that. */
export const oversoldWords = (line: LineView): string | null => {
  const allocated = reasonOf(line, 'ALLOCATED', ({ units, there }) => units > there)
  return allocated === null ? null : reasonText(allocated, line.facts.asOf)
}

const lateOrderCodes = [
  'PULL_IN',
  'OVERDUE_ORDER',
  'UNDATED_ORDER',
  'SLIPPED_ORDER',
  'UNHEARD_ORDER',
  'SOURCE_LATE_ORDER',
] as const

/** Names the orders that are late, overdue or without a date, each once; those that would make the line ready first. */
export const lateOrderWords = (line: LineView): readonly string[] => {
  const all = lateOrderCodes.flatMap((code) =>
    line.reasons.filter((reason): reason is Extract<Reason, { code: typeof code }> => reason.code === code),
  )
  const first = new Map(all.toReversed().map((reason) => [reason.orderId, reason]))
  return all
    .filter((reason) => first.get(reason.orderId) === reason)
    .map((reason) => reasonText(reason, line.facts.asOf))
}

/** Says of each place what its warehouse is to send on of what was ordered for the promotion, and when. */
export const sendingWords = (lines: readonly LineView[]): readonly string[] =>
  lines.flatMap((line) =>
    line.reasons
      .filter((reason) => reason.code === 'SENT_ON')
      .map((reason) => `${cellWords(line)}: ${reasonText(reason, line.facts.asOf)}`),
  )

/** Asks what an order is for of which nobody says it; of several, of the one that comes first. */
export const unmarkedWords = (lines: readonly LineView[]): string | null => {
  for (const line of lines) {
    const reason = reasonOf(line, 'UNMARKED_ORDER', ({ promotionId }) => promotionId !== draftId)
    if (reason !== null) return reasonText(reason, line.facts.asOf)
  }
  return null
}

/** Says which orders are only planned, and not counted. */
export const plannedWords = (line: LineView): readonly string[] =>
  line.reasons.filter((reason) => reason.code === 'PLANNED_ORDER').map((reason) => reasonText(reason, line.facts.asOf))

/** Says what to order where and by when, or since when it is too late. */
export const orderWords = (line: LineView): string | null => {
  const today = line.facts.asOf
  const { supplier, rule } = line.facts.item
  const planned = line.reasons.find((reason) => reason.code === 'PLANNED_ORDER' && reason.covers)
  if (planned && line.window.orderUnits === 0) return reasonText(planned, today)
  const discontinued = reasonOf(line, 'DISCONTINUED', ({ on }) => on <= Math.max(today, line.line.start))
  if (discontinued)
    return `discontinued on ${dateWords(discontinued.on, today)}: no order possible; sell what is left, or stop`
  if (!line.window.orderUnits) return null
  const unwise = reasonOf(line, 'ORDER_COSTS_MORE')
  if (unwise) return `${reasonText(unwise, today).replace(/\.$/, '')}${termsWords(rule)}`
  const { orderUnits, orderBy, orderCutoff, laterOrders } = line.window
  const order = `order ${orderUnitWords(orderUnits, rule)} at ${supplier ?? 'the supplier'}${termsWords(rule)}`
  const late = reasonOf(line, 'TOO_LATE_TO_ORDER')
  if (late) {
    const since = late.since === null ? 'too late' : `too late since ${dateWords(late.since, today)}`
    return `${order}: ${since}, it needs ${leadWords(late)}`
  }
  return orderBy === null
    ? order
    : `${order} by ${orderByWords(orderBy, orderCutoff, today)}${deliveryWords(deliveryAt(line.facts, line.window.delivery), today)}${laterWords(laterOrders, today)}`
}

/** Says what to order where and by when for a line that shares an order with others, and how much of it is for here. */
export const sharedOrderWords = (line: LineView, { order, need }: SharedOrder): string => {
  const today = line.facts.asOf
  const { supplier, rule } = line.facts.item
  const cutoff = order.orderBy === line.window.orderBy ? line.window.orderCutoff : null
  return `order ${orderUnitWords(order.units, rule)} at ${supplier ?? 'the supplier'}${termsWords(rule)} by ${orderByWords(order.orderBy, cutoff, today)}${deliveryWords(deliveryOf(order), today)}: ${numberWords(need.units)} of them for this line`
}

/** Says what a line's part of a shared order is made of. */
export const sharedPartWords = (line: LineView, { need }: SharedOrder): string | null =>
  orderSumWords(orderSum(need.units, need.units, need.lines), orderRuleOf(line.facts))

/** Says what the orders for a line alone are made of. */
export const ownOrderWords = (line: JudgedLine): string | null => {
  const { orderUnits, needUnits, laterOrders } = line.window
  if (!orderUnits) return null
  const units = laterOrders.reduce((sum, later) => sum + later.units, orderUnits)
  return orderSumWords(orderSum(units, needUnits ?? units, [line]), orderRuleOf(line.facts))
}

/** Writes a supplier's terms, ` (minimum 200, by 50)`; nothing where there are none. */
export const termsWords = (rule: OrderRule | null): string => {
  const terms = [
    ...(rule !== null && rule.minimum > 0 ? [`minimum ${numberWords(rule.minimum)}`] : []),
    ...(rule !== null && rule.multiple > 1 ? [`by ${numberWords(rule.multiple)}`] : []),
  ]
  return terms.length === 0 ? '' : ` (${terms.join(', ')})`
}

/** Says what lines are expected to sell, `101 units expected`; unknown demand is never shown as zero. */
export const expectedWords = (lines: readonly LineView[]): string => {
  const known = lines.flatMap((line) => (line.demand === null ? [] : [line.demand.mean]))
  const units = known.reduce((sum, mean) => sum + mean, 0)
  if (known.length === 0) return 'no sales figure yet'
  const others =
    lines.length === known.length
      ? ''
      : `, and ${countWords(lines.length - known.length, 'line')} without a sales figure`
  return units < 0.5 ? `no extra sales on top of other promotions${others}` : `${unitWords(units)} expected${others}`
}

/** Sums money by currency, `EUR 3,995`; amounts without a price, and of lines that cannot be judged, are not in it. */
export const moneyAtRisk = (lines: readonly LineView[]): string | null => {
  const sums = new Map<string | null, number>()
  for (const line of lines)
    if (line.revenueAtRisk !== null && line.verdict !== 'unknown')
      sums.set(line.currency, (sums.get(line.currency) ?? 0) + line.revenueAtRisk)
  const amounts = [...sums]
    .filter(([, amount]) => amount >= 0.5)
    .map(([currency, amount]) => moneyWords(amount, currency))
  return amounts.length === 0 ? null : amounts.join(' + ')
}

/** Says what money is at risk on lines, `EUR 3,995 at risk`, or only late where it is delivered later; null where there is none. */
export const atRiskWords = (lines: readonly LineView[]): string | null => {
  const lost = moneyAtRisk(lines.filter((line) => !isOwed(line.facts)))
  const late = moneyAtRisk(lines.filter((line) => isOwed(line.facts)))
  const parts = [...(lost === null ? [] : [`${lost} at risk`]), ...(late === null ? [] : [`${late} late, not lost`])]
  return parts.length === 0 ? null : parts.join(', ')
}

/** Lists what is still possible for a promotion that is not ready, `start Mon 10 Aug`, `cap at 156 units`; nothing where it is ready or nothing is. */
export const possibleWords = (readiness: PromotionReadiness, today: Day): readonly string[] => {
  const { verdict, lines, problems } = readiness
  if (verdict !== 'not-ready') return []
  const isCappable = lines.every(({ line }) => line.kits === undefined)
  const known = isCappable && lines.every((line) => line.window.safeUnits !== null && line.demand !== null)
  const units = lines.reduce((sum, line) => sum + Math.min(line.window.safeUnits ?? 0, line.demand?.mean ?? 0), 0)
  const dates = problems.map((line) => line.window.safeDate)
  const latest = dates.every((date) => date !== null) ? Math.max(...(dates as number[])) : null
  return [
    ...sendableWords(readiness),
    ...(latest === null ? [] : [`start ${dateWords(latest, today)}`]),
    ...(known && units >= 1 ? [`cap at ${unitWords(Math.floor(units))}`] : []),
  ]
}

/** Says what is still possible for a promotion that is not ready; null where nothing is. */
export const offerWords = (readiness: PromotionReadiness, today: Day): string | null => {
  const possible = possibleWords(readiness, today)
  return possible.length === 0 ? null : `Still possible: ${possible.join(' · ')}`
}
