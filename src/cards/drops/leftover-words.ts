import type { Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { PlannedCut } from '../../domain/drops/drop-reasons.ts'
import { shortName } from '../language/line-budget.ts'
import { dateWords, moneyWords, numberWords, unitWords } from '../language/words.ts'

type LikelyLeftover = Extract<Reason, { code: 'LIKELY_LEFTOVER' }>

/** Says what to take off an order and by when, `take 200 of the 600 units off PO-9 by Sat 13 Jun`. */
export const cutWords = ({ orderId, units, kept, by }: PlannedCut, today: Day): string => {
  const last = by === null ? ', if it has not left' : ` by ${dateWords(by, today)}`
  return kept < 0.5
    ? `cancel ${orderId} (${unitWords(units)})${last}`
    : `take ${numberWords(units)} of the ${unitWords(units + kept)} off ${orderId}${last}`
}

const costWords = ({ cost, isKept }: LikelyLeftover, currency: string | null): string =>
  cost === null
    ? 'at a cost that is not known'
    : `${moneyWords(cost, currency)} ${isKept === true ? 'to hold until it is sold' : 'at cost'}`

const leftOverWords = (reason: LikelyLeftover, what: string, currency: string | null): string => {
  const { units, p50 = units, p90 = units } = reason
  const weak = p90 - p50 < 1 ? '' : `, up to ${numberWords(p90)} if sales are weak (1 in 10)`
  return `${unitWords(p50)}${what} will probably be left over (${costWords(reason, currency)})${weak}`
}

const shortWords = (reason: LikelyLeftover, name: string, currency: string | null): string => {
  const { units, p50 = units, p90 = units, cost } = reason
  const weak = p90 - p50 < 1 ? '' : `, ${numberWords(p90)} if sales are weak`
  const money =
    cost === null ? 'cost not known' : `${moneyWords(cost, currency)} ${reason.isKept === true ? 'to hold' : 'at cost'}`
  return `${unitWords(p50)} of ${shortName(name, 30)} likely left over (${money})${weak}`
}

/** Says what is likely to be left over of an item, what that costs, and in full which order can still be cut. */
export const leftoverWords = (
  reason: LikelyLeftover,
  { name, currency, today }: { readonly name: string; readonly currency: string | null; readonly today: Day },
  length: 'short' | 'full',
): string => {
  if (length === 'short') return shortWords(reason, name, currency)
  const { cut } = reason
  const told = leftOverWords(reason, ` of ${name}`, currency)
  return cut === undefined ? told : `${told}; supply can still ${cutWords(cut, today)}`
}

/** Says the same in sentences, where the item is told already. */
export const leftoverReasonWords = (reason: LikelyLeftover, today: Day): string => {
  const { cut } = reason
  const open = cut === undefined ? '' : ` The order can still be changed: ${cutWords(cut, today)}.`
  return `${leftOverWords(reason, '', null)}.${open}`
}
