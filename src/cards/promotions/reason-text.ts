import type { Tally } from '../../domain/assessment/cell.ts'
import type { Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { availableToPromiseOf } from '../../domain/sourcing/source-balance.ts'
import { behindPlanWords } from '../drops/drop-words.ts'
import { leftoverReasonWords } from '../drops/leftover-words.ts'
import { noteReasonWords } from '../intelligence/note-words.ts'
import { addingUp, downToStep, shownUnits } from '../language/adding-up.ts'
import {
  capital,
  countWords,
  dateWords,
  deliveryWords,
  laterWords,
  moneyWords,
  numberWords,
  orderByWords,
  percentWords,
  priceWords,
  unitWords,
  upliftWords,
} from '../language/words.ts'
import { noSaleWords } from '../live/phantom-words.ts'
import { belowCostWords, scarceWords } from '../prices/price-words.ts'
import { minimumWords } from '../risks/minimum-words.ts'
import { shareWords } from '../shares/share-words.ts'
import { namedKitsWords } from './kit-words.ts'
import { estimateWords } from './override-words.ts'
import { paceWords } from './pace-words.ts'

const verdictAfter: Readonly<Record<string, string>> = {
  ready: 'it is ready',
  'at-risk': 'an order placed in time still saves it',
  'not-ready': 'it is not ready even then',
}

/** Says a reason in one sentence, as seen on a day. */
export const reasonText = (reason: Reason, today: Day): string => {
  const date = (day: Day) => dateWords(day, today)
  switch (reason.code) {
    case 'SHORT_IN_WINDOW':
      return `${reason.isOwed ? `${capital(unitWords(reason.units))} of its sales will be delivered late, not lost` : `${capital(unitWords(reason.units))} short in its days`}${reason.from === null ? '' : `${reason.isOwed ? ',' : ''} from ${date(reason.from)}`}. Chance of selling out: ${percentWords(reason.probability)}.`
    case 'COVERED':
      return `Covered. Chance of selling out: ${percentWords(reason.probability)}.`
    case 'TRIFLING_SHORTAGE':
      return `At most ${unitWords(reason.units)} short: too little to act on.`
    case 'ORDINARY_GAP':
      return `Normal sales run short before the promotion: ${unitWords(reason.units)} from ${date(reason.from)}. That gap is not caused by it.`
    case 'ORDER_IN_TIME':
      return `Order ${unitWords(reason.units)} at ${reason.supplier} by ${orderByWords(reason.by, reason.cutoff, today)}${deliveryWords(reason.delivery, today)}${laterWords(reason.later, today)}.`
    case 'TOO_LATE_TO_ORDER':
      return `${reason.supplier} needs ${leadWords(reason)}, so it is ${reason.since === null ? 'too late' : `too late since ${date(reason.since)}`}: ordered ${reason.from === today ? 'today' : `on ${date(reason.from)}`}, it is usable on ${date(reason.earliest)}.`
    case 'PARTLY_IN_TIME':
      return partlyWords(reason)
    case 'PLANNED_ORDER':
      return reason.covers
        ? `Covered if ${reason.orderId} (${unitWords(reason.units)}) is placed${reason.placeBy === null ? '' : ` by ${date(reason.placeBy)}`}; so far it is only planned.`
        : `${reason.orderId} (${unitWords(reason.units)}) is only planned, and would not cover the promotion.`
    case 'OVERDUE_ORDER':
      return `${reason.orderId} (${unitWords(reason.units)}) was due ${date(reason.due)}, has not arrived and does not count${reason.ifItComes === null ? '' : `; if it turns up tomorrow, ${verdictAfter[reason.ifItComes]}`}.`
    case 'UNDATED_ORDER':
      return reason.said === null || reason.said < today
        ? `${reason.orderId} (${unitWords(reason.units)}) has no realistic date, so it does not count.`
        : `${reason.orderId} (${unitWords(reason.units)}) is delayed but still shows its old date, ${date(reason.said)}, so it does not count until it has a new one.`
    case 'SOURCE_LATE_ORDER':
      return `${reason.orderId} (${unitWords(reason.units)}) for ${reason.location}, which supplies this place, ${lateAtSourceWords(reason, today)}.`
    case 'TAKEN_AS_RECEIVED':
      return `${reason.orderId} (${unitWords(reason.units)}) counts as received: the stock of ${date(reason.on)} went up by as much.`
    case 'UNHEARD_ORDER':
      return `${reason.orderId} (${unitWords(reason.units)}) was due ${date(reason.due)}; ${reason.silent === 'stock' ? 'the stock has not been counted since, so I assume it came' : 'no order feed has come since, and the stock does not show it'}.`
    case 'PULL_IN':
      return pullInWords(reason, today)
    case 'UNMARKED_ORDER':
      return `${reason.orderId}, ${unitWords(reason.units)}: for ${reason.promotionId}, or ordinary? /shelfready mark ${reason.orderId} for ${reason.promotionId} · /shelfready mark ${reason.orderId} ordinary`
    case 'SLIPPED_ORDER':
      return `${reason.orderId} (${unitWords(reason.units)}) slipped from ${date(reason.promised)} to ${date(reason.due)}, which is too late.`
    case 'ORDINARY_ORDERS':
      return reason.learnedFrom === null
        ? `Ordinary orders, one every ${countWords(reason.reviewDays, 'day')}, are expected from ${date(reason.from)}.`
        : `Ordinary orders are assumed from ${date(reason.from)}, because the last ${countWords(reason.learnedFrom, 'receipt')} came every ${reason.reviewDays === 1 ? 'day' : countWords(reason.reviewDays, 'day')}.`
    case 'ONLY_PLACED_ORDERS':
      return 'Only placed orders count. I cannot see ordinary orders: the lead-times feed has no review_days, and the receipts of the last 60 days show no rhythm.'
    case 'OVERLAP':
      return reason.keeps === 'theirs'
        ? `${reason.name} (${reason.promotionId}) needs the same item here and was registered first, so this promotion bears the shortage.`
        : `${reason.name} (${reason.promotionId}) needs the same item here and was registered later, so that promotion bears the shortage.`
    case 'SAFETY_STOCK_USED':
      return `Uses ${numberWords(reason.used)} of the ${unitWords(reason.of)} of safety stock.`
    case 'ALLOCATED':
      return reason.units > reason.there
        ? `${unitWords(reason.units)} are already sold but only ${numberWords(reason.there)} are in stock: ${numberWords(reason.units - reason.there)} cannot be delivered yet.`
        : `${unitWords(reason.units)} on hand are already sold (allocated) and count as the first sales.`
    case 'STOCK_UNKNOWN':
      return 'Missing: the stock here. Import inventory for this item and location.'
    case 'STOCK_STALE':
      return `The stock was counted ${date(reason.asOf)}, ${countWords(reason.days, 'day')} ago. Import a newer inventory feed.`
    case 'ROW_REFUSED':
      return refusedWords(reason, today)
    case 'BASELINE_UNKNOWN':
      return 'Missing: normal sales. Import sales or a demand plan, or name a like item.'
    case 'UPLIFT_UNKNOWN':
      return 'No uplift given and no history to estimate one. Add an uplift or units.'
    case 'UPLIFT_FROM_HISTORY':
      return estimateWords(reason)
    case 'LIKE_ITEM':
      return `Normal sales are taken from the like item ${reason.sku}.`
    case 'SUPPLIER_MINIMUM':
      return `${minimumWords(reason)}.`
    case 'KIT_COMPONENT':
      return `A component: ${namedKitsWords(reason.kits)}.`
    case 'PLAN_EXTENDED':
      return `The demand plan ends before ${date(reason.from)}; I use the average of its last four weeks for the days after.`
    case 'PLAN_BULGES':
      return `The demand plan is already ${numberWords(reason.ratio)} times as high in those days. Does it include your ${numberWords(reason.stated)} times? I did not add it again.`
    case 'LAUNCH':
      return `New item, launching ${date(reason.on)}: with no sales history, the range is wide.`
    case 'DISCONTINUED':
      return `Discontinued on ${date(reason.on)}: no ordinary orders are assumed after that.`
    case 'LEAD_TIME_UNKNOWN':
      return `Missing: the lead time of ${reason.supplier ?? 'its supplier'}.${reason.withinDays === null ? '' : ` An order still works if it delivers within ${countWords(reason.withinDays, 'day')}.`}`
    case 'LEAD_TIME_PROTECTED':
      return `The lead time varies${reason.deliveries === null ? '' : `, as ${countWords(reason.deliveries, 'delivery', 'deliveries')} of this item here show`}; I allow ${countWords(reason.days, 'day')}.`
    case 'MAY_COME_LATE':
      return `${numberWords(reason.late)} of the last ${numberWords(reason.deliveries)} deliveries of this item here came late, usually by ${countWords(reason.days, 'day')}. If ${reason.orderId} (${unitWords(reason.units)}, ${date(reason.on)}) does too, the chance of selling out is ${percentWords(reason.probability)}.`
    case 'ORDER_COSTS_MORE':
      return `Ordering ${numberWords(reason.units)} costs ${moneyWords(reason.loss, reason.currency)} more than it saves.`
    case 'NO_PRICE':
      return 'I do not know a price, so I show no money. Add price: to the promotion, or unit_price to the items feed.'
    case 'CORRECTED':
      return `${capital(correctedWords(reason, today))}, in place of the feed.`
    case 'PRICE_CONFLICT':
      return reason.other === null
        ? belowCostWords(reason)
        : `${reason.other.name} (${reason.other.promotionId}) sells it at ${priceWords(reason.against, null)} on the same days, this promotion at ${priceWords(reason.price, null)}.`
    case 'SCARCE_DISCOUNT':
      return scarceWords(reason)
    case 'BEHIND_PLAN':
      return `It ${behindPlanWords(reason, today)}.`
    case 'LIKELY_LEFTOVER':
      return leftoverReasonWords(reason, today)
    case 'SUPPLIED_BY_LOCATION':
      return sourceWords(reason, today)
    case 'SHARE_SET':
      return `${shareWords(reason, today)}.`
    case 'SENT_ON':
      return `${reason.location} should send ${unitWords(reason.units)} of ${reason.orderId} here ${reason.on <= today ? 'today' : `on ${date(reason.on)}`}; they are usable on ${date(reason.usable)}.`
    case 'SOURCE_DRY':
      return `${reason.location} has no stock left for ordinary orders from ${date(reason.from)}${reason.until === null ? '' : ` to ${date(reason.until - 1)}`}, so I expect none then.`
    case 'SOURCE_STOCK_UNKNOWN':
      return reason.countedOn === null
        ? `Missing: the stock of ${reason.sku} at ${reason.location}, which supplies this shop. Import inventory for it.`
        : `The stock of ${reason.sku} at ${reason.location}, which supplies this shop, is from ${date(reason.countedOn)}. Import newer inventory.`
    case 'WEEKLY_LIMIT':
      return reason.orders === null
        ? `${reason.supplier} delivers at most ${numberWords(reason.perWeek)} a week, so too few of the missing ${unitWords(reason.units)} arrive in time.`
        : `${reason.supplier} delivers at most ${numberWords(reason.perWeek)} a week, so this needs ${countWords(reason.orders, 'order')}.`
    case 'ORDER_CUTOFF':
      return reason.next === null
        ? `Orders close at ${reason.at}.`
        : `Orders close at ${reason.at}, so it is too late for today; the next ordering day is ${date(reason.next)}.`
    case 'INTELLIGENCE':
      return noteReasonWords(reason)
    case 'TRANSFER':
      return `${reason.from} can spare ${unitWords(reason.units)}: sent today, they are usable on ${date(reason.day)}, and it is ready.`
    case 'NO_SALE':
      return `${capital(noSaleWords(reason, today))}.`
    case 'OBSERVED_BURN':
      return `${capital(paceWords({ ratio: reason.sold / reason.planned, perDay: reason.sold / reason.days }))}, after ${countWords(reason.days, 'day')}; for the days left I use ${upliftWords(reason.factor)}, between plan and sales so far.`
  }
}

const lateAtSourceWords = ({ due, promised }: Extract<Reason, { code: 'SOURCE_LATE_ORDER' }>, today: Day): string => {
  const date = (day: Day) => dateWords(day, today)
  if (due !== null && due < today) return `was due ${date(due)} and has not arrived`
  return due === null || promised === null || due === promised
    ? 'has no new date'
    : `has slipped from ${date(promised)} to ${date(due)}`
}

/** Says by when an order that is late, or comes too late, makes a line ready, and what is missing else. */
const pullInWords = (
  { orderId, units, supplier, due, promised, lateness, by, short }: Extract<Reason, { code: 'PULL_IN' }>,
  today: Day,
): string => {
  const date = (day: Day) => dateWords(day, today)
  const order = `${orderId} (${unitWords(units)})`
  const outcome = (how: string) => `ready if it ${how} by ${date(by)}, else short ${numberWords(short)}`
  if (lateness === 'coming' && due !== null) {
    const slipped = promised !== null && due > promised ? `, slipped from ${date(promised)}` : ''
    return `Ready if ${supplier ?? 'its supplier'} brings ${order} ${countWords(due - by, 'day')} earlier, by ${date(by)} instead of ${date(due)}${slipped}.`
  }
  if (lateness === 'unheard' && due !== null)
    return `${order} was due ${date(due)} and no order feed has come since: ${outcome('turns up')}.`
  return lateness === 'overdue' && due !== null
    ? `${order}, due ${date(due)}, has not arrived: ${outcome('turns up')}.`
    : `${order} is delayed without a new date: ${outcome('comes')}.`
}

/** Says what of a shortage an order of today is in time for, so that both parts add up to it as it is shown. */
const partlyWords = ({ lateUnits, inTimeUnits }: Extract<Reason, { code: 'PARTLY_IN_TIME' }>): string => {
  const short = shownUnits(lateUnits + inTimeUnits)
  const late = Number.isInteger(short) ? Math.round(lateUnits) : shownUnits(lateUnits)
  return `Too late for ${unitWords(late)}, in time for ${numberWords(short - late)} if ordered today.`
}

const verdictIs: Readonly<Record<string, string>> = {
  ready: 'it is ready',
  'at-risk': 'it is at risk',
  'not-ready': 'it is not ready',
}

/** Says that a row was refused and what stands instead, `Today's row for A @ EAST was refused (...): the stock of Mon 1 Jun is used.` */
const refusedWords = (
  { sku, location, orderId, on, why, counted, counts, otherwise }: Extract<Reason, { code: 'ROW_REFUSED' }>,
  today: Day,
): string => {
  const row = on === today ? "Today's row" : `The row of ${dateWords(on, today)}`
  const refused = `${row} ${orderId === null ? '' : `of ${orderId} `}for ${sku} @ ${location} was refused (${why})`
  if (orderId === null)
    return `${refused}: ${counted === null ? 'I have no stock figure' : `I use the stock of ${dateWords(counted, today)}`}.`
  const outcome = otherwise === null ? '' : `; ${counts ? 'without it' : 'if it comes'}, ${verdictIs[otherwise]}`
  return `${refused}: ${counts ? 'its earlier version still counts' : 'it does not count'}${outcome}.`
}

const corrected = { stock: 'the stock', 'lead-time': 'the lead time', 'due-date': 'the day an order is due' } as const

/** Says which figure of a person replaces a feed, `the stock is as Ben says until Wed 10 Jun`. */
export const correctedWords = (
  { what, by, until }: Pick<Extract<Reason, { code: 'CORRECTED' }>, 'what' | 'by' | 'until'>,
  today: Day,
): string => `${corrected[what]} is ${by}'s figure until ${dateWords(until, today)}`

/** Says how much of the missing units the supplying location of the company can send. */
const sourceWords = (
  { location, missing, supplier, tally }: Extract<Reason, { code: 'SUPPLIED_BY_LOCATION' }>,
  today: Day,
): string => {
  if (missing === null)
    return `${location} supplies this place, but its lead time is missing (lead-times with ${location} as supplier), so I assume ${supplier ?? 'the supplier'} delivers here directly.`
  const { units, sends, inAll } = missing
  const why = tally === null ? '' : tallyWords(tally, supplier === null ? null : sends, today)
  if (supplier === null) return `${location} has the missing ${unitWords(units)} free to send${why}.`
  const has = missing.isSet
    ? `Its share of ${location}'s stock is ${sends === 0 ? 'none' : numberWords(sends)} of the missing ${unitWords(units)}: order ${sends === 0 ? 'them' : `the other ${numberWords(units - sends)}`}`
    : sends === 0
      ? `${location} has none of the missing ${unitWords(units)} free to send${why}: order them`
      : `${location} has ${numberWords(sends)} of the missing ${unitWords(units)} free to send${why}: order the other ${numberWords(units - sends)}`
  const all = inAll - (units - sends) < 0.5 ? '' : `, ${numberWords(inAll)} for all its shops`
  return `${has} at ${supplier} first${all}.`
}

/** Writes the lead time, `10 working days`, and the supplying location that goods pass through. */
export const leadWords = ({
  leadDays,
  workingDays,
  onward,
}: Pick<Extract<Reason, { code: 'TOO_LATE_TO_ORDER' }>, 'leadDays' | 'workingDays' | 'onward'>): string =>
  `${countWords(leadDays, workingDays ? 'working day' : 'day')}${onward === null ? '' : ` and ${onward.location} ${numberWords(onward.days)} more`}`

/**
 * Writes the balance of a supplying location of the company, ` (90 there + 200 coming - 74 ordinarily sent or allocated - 60 for
 * lines that come first, until Wed 8 Jul: 156 left)`, which leads to the units that it `sends` where it cannot send more.
 */
const tallyWords = (tally: Tally, sends: number | null, today: Day): string => {
  const free = Math.max(0, downToStep(availableToPromiseOf(tally), 1))
  const unsent = Math.max(0, -availableToPromiseOf(tally))
  const unsentHere = Math.min(unsent, tally.ordinary)
  const terms = [
    { value: tally.opening, isTold: true, words: 'in stock', sign: '' },
    { value: tally.coming, isTold: false, words: 'on order', sign: '+ ' },
    { value: unsentHere - tally.ordinary, isTold: false, words: 'for ordinary supply or allocated', sign: '- ' },
    { value: unsent - unsentHere - tally.promised, isTold: false, words: 'for promotions with priority', sign: '- ' },
  ]
  const later = sends === null ? 0 : Math.round(sends) - free
  const shown = addingUp(terms, free, 1)
  const parts = terms.flatMap(({ words, sign }, i) => {
    const units = Math.abs(shown[i] as number)
    const more =
      words.startsWith('for ordinary') && unsentHere >= 0.5 ? `, ${numberWords(Math.round(unsentHere))} more not` : ''
    return units === 0 && i > 0 ? [] : [`${sign}${numberWords(units)} ${words}${more}`]
  })
  if (later !== 0) parts.push(later > 0 ? `+ ${numberWords(later)} later` : `- ${numberWords(-later)} kept for later`)
  return ` (${parts.join(' ')}, until ${dateWords(tally.until, today)}: ${numberWords(free + later)} left)`
}
