import type { MissingData } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { RiskSubject } from '../../domain/risks/risk.ts'
import type { RiskAction } from '../../domain/risks/risk-action.ts'
import { cutWords } from '../drops/leftover-words.ts'
import { noteId } from '../intelligence/note-words.ts'
import { shortName } from '../language/line-budget.ts'
import {
  countWords,
  dateWords,
  deliveryWords,
  dueWords,
  laterWords,
  listWords,
  moneyWords,
  numberWords,
  orderUnitWords,
  unitWords,
  verdictWord,
} from '../language/words.ts'
import { termsWords } from '../promotions/problem-words.ts'
import { minimumWords } from './minimum-words.ts'

const missing: Readonly<Record<MissingData, (of: string) => string>> = {
  STOCK_STALE: () => 'a newer inventory feed is missing',
  STOCK_UNKNOWN: (of) => `the stock of ${of} is missing`,
  SOURCE_STOCK_UNKNOWN: (of) => `the stock of ${of} at the location that supplies the stores is missing`,
  BASELINE_UNKNOWN: (of) => `normal sales of ${of} are missing`,
  UPLIFT_UNKNOWN: (of) => `the uplift or units of ${of} are missing`,
  ROW_REFUSED: (of) => `a refused row of ${of} has to be corrected`,
  LEAD_TIME_UNKNOWN: (of) => `${of}'s lead time is missing`,
}

/** How much of an action is said: in a line of a list, also with the cases of an order, or in full with the supplier's terms, the delivery days and later orders. */
type Length = 'short' | 'packed' | 'full'

/** Says what somebody is to do about a risk, `order 84 units of Pencil case at PAPERLINE by Fri 27 Nov (2 days left)`. */
export const actionWords = (subject: RiskSubject, orderBy: Day | null, today: Day, length: Length = 'full'): string => {
  const { action, item } = subject
  switch (action.kind) {
    case 'decide':
      return action.unwise === undefined
        ? 'decide, no normal order is in time'
        : `decide, ${unwiseWords(action.unwise)}`
    case 'chase':
      return chaseWords(action, itemWords(item, action.sku, length), today, length)
    case 'share': {
      const { first, promotionId } = action
      const who = `decide who gets ${itemWords(item, action.sku, length)}`
      return length !== 'full'
        ? `${who}: ${shortName(first.name, 24)} (${first.promotionId}) comes first`
        : `${who}: too little for both ${first.name} (${first.promotionId}) and ${promotionName(subject, promotionId)}`
    }
    case 'reprice': {
      const names = action.promotionIds.map((id) => promotionName(subject, id))
      return names.length === 1
        ? `check the price of ${itemWords(item, action.sku, length)}: ${action.why === 'scarce' ? 'it is discounted and will sell out' : 'it is below cost'}`
        : `agree on one price of ${itemWords(item, action.sku, length)}: ${listWords(names)} have two on the same days`
    }
    case 'clear':
      if (action.cut !== undefined)
        return `${cutWords(action.cut, today)}: ${itemWords(item, action.sku, length)} is likely to be left over`
      return `decide what happens to the ${itemWords(item, action.sku, length)} likely to be left over`
    case 'commit':
      return `commit the budget? Go, change or hold by ${dueWords(action.by, null, today)}`
    case 'count':
      return `count the shelf of ${itemWords(item, action.sku, length)} in ${action.location}`
    case 'review':
      return `confirm or end ${action.by}'s note ${noteId(action.noteId)}, "${shortName(action.what, 28)}": ${verdictWord(action.verdict).toLowerCase()} without it`
    case 'forecast':
      return `find out why the forecast of ${action.category} is worse when promotions run`
    case 'tell':
      return missing[action.doubt](action.of)
    case 'order':
      return orderWords(subject, action, orderBy, today, length)
  }
}

const orderWords = (
  { item, orderUnits, rule, delivery, later, cutoff, lacking }: RiskSubject,
  { sku, supplier }: Extract<RiskAction, { kind: 'order' }>,
  orderBy: Day | null,
  today: Day,
  length: Length,
): string => {
  const what = itemWords(item, sku, length)
  const where = supplier === null ? 'its supplier' : length !== 'full' ? shortName(supplier, 16) : supplier
  if (orderUnits === null) return `add an uplift or units, to see how much of ${what} to order at ${where}`
  const quantity =
    orderUnits === 0
      ? 'place the planned order of'
      : `order ${length === 'short' ? unitWords(orderUnits) : orderUnitWords(orderUnits, rule)} of`
  const by = orderBy === null ? '' : ` by ${dueWords(orderBy, cutoff ?? null, today)}`
  const order = `${quantity} ${what} at ${where}`
  if (length !== 'full') return `${order}${by}`
  const isOver = orderBy !== null && orderBy < today
  return `${order}${termsWords(rule)}${by}${isOver ? '' : `${deliveryWords(delivery ?? null, today)}${laterWords(later ?? [], today)}`}${lacking === undefined ? '' : `; ${minimumWords(lacking)}`}`
}

const chaseWords = (
  { orderId, supplier, pull }: Extract<RiskAction, { kind: 'chase' }>,
  item: string,
  today: Day,
  length: Length,
): string => {
  const order = `${orderId} of ${item}${supplier === null ? '' : ` from ${supplier}`}`
  const saying = (what: string, why: string) => (length !== 'full' ? what : `${what}: ${why}`)
  if (pull === undefined) return saying(`chase ${order}`, 'it is late and would cover the shortage')
  const by = dateWords(pull.by, today)
  if (pull.lateness === 'coming' && pull.due !== null)
    return saying(`get ${order} ${countWords(pull.due - pull.by, 'day')} sooner, by ${by}`, 'that covers the shortage')
  const fix = `it covers the shortage if it arrives by ${by}`
  if (length !== 'full') return `${pull.lateness === 'unheard' ? 'ask about' : 'chase'} ${order}, needed by ${by}`
  if (pull.lateness === 'unheard') return `ask about ${order}: no news since it was due; ${fix}`
  return pull.lateness === 'undated' ? `get a new date for ${order}: ${fix}` : `chase ${order}: it is late; ${fix}`
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

const itemWords = (item: string | null, sku: string, length: Length): string =>
  item === null || item === sku ? sku : length !== 'full' ? shortName(item, 26) : `${item} (${sku})`

const promotionName = ({ promotions }: RiskSubject, id: string): string => {
  const found = promotions.find(({ promotionId }) => promotionId === id)
  return found === undefined ? id : `${found.name} (${id})`
}
