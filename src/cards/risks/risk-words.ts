import { isOwed, orderRuleOf } from '../../domain/assessment/cell.ts'
import type { JudgedLine, LineView } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { RiskRow } from '../../domain/digest/digest-entry.ts'
import type { Money } from '../../domain/money.ts'
import { accuracyBackWeeks } from '../../domain/policy.ts'
import { deliveryOf } from '../../domain/risks/due-window.ts'
import { type OrderSum, orderSum } from '../../domain/risks/order-sum.ts'
import { causeOfRepricing, type Repricing } from '../../domain/risks/repricing.ts'
import { isSettled, type RiskSubject, subjectOf } from '../../domain/risks/risk.ts'
import { isCommercial } from '../../domain/risks/risk-action.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { leftoverWords } from '../drops/leftover-words.ts'
import type { Item } from '../language/card.ts'
import { fitting, joinedWithin, lineBudget, shortName } from '../language/line-budget.ts'
import {
  countWords,
  digitWords,
  laterWords,
  listWords,
  moneyWords,
  shortDateWords,
  verdictSymbol,
  verdictWord,
  windowWords,
} from '../language/words.ts'
import { shortPriceWords } from '../prices/price-words.ts'
import { orderSumWords } from '../promotions/order-sum-words.ts'
import { cellWords, lateOrderWords, possibleWords, unmarkedWords } from '../promotions/problem-words.ts'
import { reasonText } from '../promotions/reason-text.ts'
import {
  otherItemsWords,
  placesWords,
  type Shortage,
  shortageSumWords,
  shortageWords,
  shownShort,
  worstShortage,
} from '../promotions/shortage-words.ts'
import { actionWords } from './action-words.ts'
import { minimumWords } from './minimum-words.ts'
import { standing } from './risk-standing.ts'

/** Writes amounts by currency, `EUR 3,995`; null where there is nothing to speak of. */
export const sumWords = (money: Money): string | null => {
  const amounts = Object.entries(money).filter(([, amount]) => amount >= 0.5)
  return amounts.length === 0
    ? null
    : amounts.map(([currency, amount]) => moneyWords(amount, currency === '' ? null : currency)).join(' + ')
}

/** Names the promotions of a risk with their start, the first two by name. */
export const promotionsWords = ({ promotions }: RiskSubject, today: Day): string => {
  const names = promotions.map(
    ({ name, promotionId, start }) => `${shortName(name)} (${promotionId}), ${shortDateWords(start, today)}`,
  )
  return names.length <= 2 ? names.join(' and ') : `${names[0]} and ${digitWords(names.length - 1)} more`
}

/** Names the promotions of a risk, the first two by name. */
export const namesWords = ({ promotions }: RiskSubject): string => {
  const names = promotions.map(({ name, promotionId }) => `${shortName(name, 24)} (${promotionId})`)
  return names.length <= 2 ? listWords(names) : `${names[0]} and ${digitWords(names.length - 1)} more`
}

/** Writes a risk in one line: the promotions, the action and the money; what is said elsewhere too is left out where there is no room for it. */
const riskLine = (
  candidate: Pick<RiskCandidate, 'orderBy' | 'money' | 'action' | 'evidence'>,
  subject: RiskSubject,
  today: Day,
  room: number = lineBudget,
): string => {
  const money = moneyAtRiskWords(candidate)?.replace(/ at risk$|, not lost$/, '') ?? null
  const ways = [promotionsWords(subject, today), namesWords(subject)].flatMap((names) =>
    (['packed', 'short'] as const).map((length) => {
      const action = actionWords(subject, candidate.orderBy, today, length)
      return `${names}: ${[action, ...(money === null ? [] : [money])].join(' · ')}`
    }),
  )
  return fitting(ways, room)
}

/** Says what money a risk is about, `EUR 610 at risk`; null where there is nothing to speak of. */
export const moneyAtRiskWords = ({
  money,
  action,
  evidence,
}: Pick<RiskCandidate, 'money' | 'action' | 'evidence'>): string | null => {
  const amount = sumWords(money)
  if (amount === null) return null
  if (isCommercial(action)) return `${amount} at stake`
  const isLate = evidence.length > 0 && evidence.every(({ lines }) => lines.every(({ facts }) => isOwed(facts)))
  return isLate ? `${amount} late, not lost` : `${amount} at risk`
}

/**
 * A risk as a planner needs it, in three lines: the action with its money and owner, what is short, and the sum behind it,
 * with what can be done about it. One that is settled is one line.
 */
export const riskItem = (row: RiskRow, subject: RiskSubject, today: Day): Item => {
  const stands = standing(row.record, today)
  if (isSettled(row.record))
    return {
      symbol: verdictSymbol(row.candidate.verdict),
      text: isCommercial(subject.action)
        ? `${namesWords(subject)}: ${actionWords(subject, null, today, 'short')}`
        : `${namesWords(subject)}: still ${verdictWord(row.candidate.verdict).toLowerCase()}`,
      ...stands,
      detail: [],
    }
  return {
    symbol: verdictSymbol(row.candidate.verdict),
    text: riskLine(row.candidate, subject, today, lineBudget - '▲  · '.length - (stands.status?.length ?? 0)),
    ...stands,
    detail: detailWords(row.candidate, today)
      .filter((line) => line !== null)
      .slice(0, mostDetails),
  }
}

const mostDetails = 2

const detailWords = (candidate: RiskRow['candidate'], today: Day): readonly (string | null)[] => {
  const { action, evidence } = candidate
  const lines = evidence.flatMap((one) => one.lines)
  const all = evidence.flatMap(({ promotion }) => promotion.readiness.lines)
  const worst = worstShortage(lines, all, candidate.verdict)
  if (worst === null) return []
  switch (action.kind) {
    case 'tell':
      return tellWords(worst)
    case 'reprice':
      return priceReasonWords(action, worst)
    case 'clear':
      return leftoverRowWords(worst)
    case 'count':
      return reasonWords(worst, 'NO_SALE')
    case 'review':
      return []
    case 'forecast':
      return [
        `${action.promoted} % right in weeks with a promotion, ${action.others} % in other weeks; the last ${countWords(accuracyBackWeeks, 'week')}`,
      ]
    case 'order':
      return [
        joinedWithin([`${shortageWords(worst)}${otherItemsWords(worst)}`, ...arrivalWords(candidate, today)]),
        unmarkedWords(lines) ??
          lackingWords(candidate) ??
          lateWords(worst) ??
          orderMadeWords(candidate, worst) ??
          shortageSumWords(worst),
      ]
    case 'commit': {
      const possible = evidence[0] === undefined ? [] : possibleWords(evidence[0].promotion.readiness, today)
      return [
        joinedWithin([shortageWords(worst), ...(possible.length === 0 ? [] : [possible.join(', or ')])]),
        `Answer: /promo commit ${action.promotionId} go, change or hold`,
      ]
    }
    case 'chase':
    case 'share':
    case 'decide': {
      const [first] = evidence
      const possible = first === undefined ? [] : possibleWords(first.promotion.readiness, today)
      return [
        joinedWithin([
          `${shortageWords(worst)}${otherItemsWords(worst)}`,
          ...(possible.length === 0 ? [] : [possible.join(', or ')]),
        ]),
        (action.kind === 'chase' ? null : lateWords(worst)) ?? shortageSumWords(worst),
      ]
    }
  }
}

/** Says what the order of a risk lacks of its supplier's minimum; null where it lacks nothing. */
const lackingWords = (candidate: RiskRow['candidate']): string | null => {
  const { lacking } = subjectOf(candidate)
  return lacking === undefined ? null : minimumWords(lacking)
}

/** Names the late order on which the places rest; null where there is none. */
const lateWords = ({ lines }: Shortage): string | null => lines.flatMap(lateOrderWords)[0] ?? null

const tellWords = (worst: Shortage): readonly string[] => {
  const [line] = worst.lines as readonly [JudgedLine]
  const range = rangeWords(line)
  return [...(range === null ? [] : [range]), `${placesWords(worst)}${otherItemsWords(worst)}`]
}

/** Says for which values of what is missing an order is still in time, or between which verdicts the line lies; null where nothing is known. */
export const rangeWords = (line: LineView): string | null => {
  const lead = reasonOf(line, 'LEAD_TIME_UNKNOWN', ({ withinDays }) => withinDays !== null)
  if (lead?.withinDays != null)
    return `An order still works if ${lead.supplier ?? 'its supplier'} delivers within ${countWords(lead.withinDays, 'day')}.`
  return line.between === null
    ? null
    : `Depending on that, the verdict is ${line.between.map((verdict) => verdictWord(verdict).toLowerCase()).join(' or ')}.`
}

/** Says what speaks against a price on the worst line, without what a cost is made of where there is no room for it. */
const priceReasonWords = (action: Repricing, { lines }: Shortage): readonly string[] => {
  const [line] = lines as readonly [JudgedLine]
  const cause = causeOfRepricing(action, line)
  if (cause === null) return []
  const told = reasonText(cause, line.facts.asOf)
  return [fitting([`${cellWords(line)}: ${told}`, told, shortPriceWords(cause)], rowRoom)]
}

/** Says how much is likely to be left over of the worst line; what to do about it is the action. */
const leftoverRowWords = ({ lines }: Shortage): readonly string[] => {
  const [line] = lines as readonly [JudgedLine]
  const leftover = reasonOf(line, 'LIKELY_LEFTOVER')
  if (leftover === null) return []
  const { currency, facts } = line
  const told = (name: string) => leftoverWords(leftover, { name, currency, today: facts.asOf }, 'short')
  return [fitting([told(cellWords(line)), told(facts.item.name), told(line.line.sku)], rowRoom)]
}

const reasonWords = ({ lines }: Shortage, code: Reason['code']): readonly string[] => {
  const [line] = lines as readonly [JudgedLine]
  return line.reasons
    .filter((reason) => reason.code === code)
    .map((reason) => `${cellWords(line)}: ${reasonText(reason, line.facts.asOf)}`)
}

/** A detail of a row is indented. */
const rowRoom = lineBudget - 5

type Ordering = Pick<RiskCandidate, 'orders' | 'later' | 'evidence'>

/** Says when the first order of a risk must be delivered where that matters, and what is to be ordered later. */
export const arrivalWords = ({ orders: [order], later }: Ordering, today: Day): readonly string[] => {
  const delivery = order === undefined ? null : deliveryOf(order)
  const rest = laterWords(later, today).replace(/^, /, '')
  return [
    ...(delivery === null ? [] : [`delivery ${windowWords(delivery.from, delivery.by, today)}`]),
    ...(rest === '' ? [] : [rest]),
  ]
}

/**
 * Says what the order of a risk is made of, where that leads from the shortage that is told beside it; null where it asks for
 * no order, or for several.
 */
export const orderMadeWords = (candidate: Ordering, { lines }: Shortage): string | null => {
  const [line] = lines
  const sum = candidate.orders.length === 1 ? orderSumOf(candidate) : null
  return line === undefined || sum === null || sum.short !== Math.round(shownShort(lines))
    ? null
    : orderSumWords(sum, orderRuleOf(line.facts), 'short')
}

/** What the orders of a risk are made of; null where it asks for none. */
const orderSumOf = ({ orders }: Pick<RiskCandidate, 'orders'>): OrderSum | null => {
  const needs = orders.flatMap((order) => order.needs)
  return orderSum(
    orders.reduce((sum, { units }) => sum + units, 0),
    needs.reduce((sum, { units }) => sum + units, 0),
    [...new Set(needs.flatMap(({ lines }) => lines))],
  )
}
