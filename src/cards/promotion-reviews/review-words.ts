import type { Day } from '../../domain/day.ts'
import {
  demanded,
  type Review,
  type ReviewForecast,
  type ReviewLine,
  type Taught,
} from '../../domain/promotion-reviews/review.ts'
import { agreedWords } from '../decisions/decision-words.ts'
import {
  countWords,
  dateWords,
  listWords,
  moneyWords,
  numberWords,
  percentWords,
  tenthWords,
  unitWords,
  upliftWords,
  windowWords,
} from '../language/words.ts'
import { cameInWords } from '../promotions/pace-words.ts'

/** Money that may be a loss, with its sign, `-EUR 35`; null where there is none. */
export const signedWords = (money: Readonly<Record<string, number>>): string | null => {
  const amounts = Object.entries(money).filter(([, amount]) => Math.abs(amount) >= leastAmount)
  return amounts.length === 0
    ? null
    : listWords(
        amounts.map(
          ([currency, amount]) => `${amount < 0 ? '-' : ''}${moneyWords(Math.abs(amount), currency || null)}`,
        ),
      )
}

const leastAmount = 0.5

/** Names a line where a promotion has several items or places. */
const lineWords = (line: ReviewLine, { lines }: Review): string =>
  new Set(lines.map(({ sku }) => sku)).size > 1 ? `${line.name} @ ${line.location}` : line.location

/** Says what was sold of what was asked for, and what that lost, `Sold 375 of the 415 units asked for: fill rate 90 %, EUR 64 lost`. */
export const soldWords = (review: Review): string => {
  const { sold, lost, lostRevenue, unpriced, cameIn } = review
  if (cameIn.days === 0) return `No sales have come in`
  const known = cameInWords(cameIn)
  if (lost < leastAmount) return `${unitWords(sold)}${known}, nothing lost: fill rate ${percentWords(1)}`
  const money = signedWords(lostRevenue)
  const revenue =
    money === null ? 'revenue unknown, no price' : `${money} lost${unpriced > 0 ? ', more at unknown prices' : ''}`
  return `${numberWords(sold)} of the ${unitWords(demanded(review))} asked for${known}: fill rate ${percentWords(sold / demanded(review))}, ${revenue}`
}

/** Says where the shelf was empty, the longest first; null where it never was. */
export const outWords = (review: Review): string | null => {
  const out = review.lines.filter(({ outDays }) => outDays > 0).toSorted((a, b) => b.outDays - a.outDays)
  const [worst] = out
  if (worst === undefined) return null
  const more =
    out.length > 1
      ? ` (+ ${countWords(out.length - 1, review.lines.some(({ sku }) => sku !== worst.sku) ? 'line' : 'place')})`
      : ''
  return `${lineWords(worst, review)} was empty for ${daysWords(worst.outDays)}${more}`
}

const daysWords = (days: number): string =>
  `${Number.isInteger(days) ? numberWords(days) : tenthWords(days)} ${days === 1 ? 'day' : 'days'}`

/** A plan so close to what was asked for was right. */
const closeShare = 0.1

/** Says what marketing planned beside what was asked for, `350 units, by ana; 415 were asked for (+19 %)`. */
export const planWords = (review: Review): string => {
  const { planned, accountable, cameIn } = review
  const who = accountable.marketing
  if (planned === null) return `no figure from ${who ?? 'marketing'}`
  const plan = `${unitWords(planned)}${who === null ? '' : `, by ${who}`}`
  if (cameIn.days === 0 || planned <= 0 || !review.isComplete) return plan
  const ratio = demanded(review) / planned
  return Math.abs(ratio - 1) < closeShare
    ? `${plan}; about what was asked for`
    : `${plan}; ${numberWords(demanded(review))} were asked for (${upliftWords(ratio)})`
}

const momentNames = { registered: 'at registration', 'order-by': 'on the order-by date', launch: 'at launch' } as const

/** Says what was expected at each moment, `350 at registration, 340 on the order-by date and at launch`; null where nobody knew. */
export const expectedAtWords = ({ forecasts }: Review): string | null => {
  const told = forecasts.filter(({ units }) => units !== null)
  const groups: { units: string; moments: string[] }[] = []
  for (const { units, moment } of told) {
    const words = numberWords(units as number)
    const last = groups.at(-1)
    if (last?.units === words) last.moments.push(momentNames[moment])
    else groups.push({ units: words, moments: [momentNames[moment]] })
  }
  return groups.length === 0 ? null : listWords(groups.map(({ units, moments }) => `${units} ${listWords(moments)}`))
}

/** Names the moment of a forecast at the beginning of a row. */
export const momentWord = ({ moment }: ReviewForecast): string =>
  ({ registered: 'Registration', 'order-by': 'Order-by date', launch: 'Launch' })[moment]

/** Says by whose figure it was expected, `Ben's override`, `ana's plan, weighed with history`. */
export const byWords = ({ by }: Pick<ReviewForecast, 'by'>): string => {
  if (by.kind === 'history') return 'sales history'
  const whose = by.name === null ? `the ${by.kind === 'planner' ? "planner's" : "marketer's"}` : `${by.name}'s`
  return by.kind === 'planner'
    ? `${whose} override`
    : `${whose} plan${by.kind === 'both' ? ', weighed with history' : ''}`
}

/** Pulled-forward sales are known four weeks after the end. */
const pulledDays = 28

/** Says what it brought beyond normal sales, and the margin after its costs; null where normal sales are unknown. */
export const broughtWords = (review: Review, today: Day): string | null => {
  const { incremental, margin, toldLines, lines, end, freight, writeOffs } = review
  if (incremental === null || !review.isComplete) return null
  const units = `${incremental < 0 ? `${unitWords(-incremental)} less than` : `${unitWords(incremental)} beyond`} normal sales`
  const some =
    toldLines.units < lines.length
      ? ` (${numberWords(toldLines.units)} of ${countWords(lines.length, 'line')} tell)`
      : ''
  const sum = margin === null ? null : signedWords(margin)
  const spent = [
    [signedWords(freight), 'freight'],
    [signedWords(writeOffs), 'write-offs'],
  ].flatMap(([amount, what]) => (amount === null ? [] : [`${amount} ${what}`]))
  const after = spent.length === 0 ? '' : ` after ${listWords(spent)}`
  const money =
    margin === null
      ? '; margin unknown without price and cost'
      : `, ${sum === null ? 'no margin' : `${sum} margin`}${after}`
  return `${units}${some}${money}${today <= end + pulledDays ? ', so far' : ''}`
}

/** Says what is left over; null where stock was not counted, or nothing is. */
export const leftWords = ({ leftover, leftoverCost }: Review): string | null => {
  if (leftover === null || leftover < leastAmount) return null
  const cost = signedWords(leftoverCost)
  return `${unitWords(leftover)} more than four weeks of normal sales${cost === null ? '' : ` (${cost} at cost)`}`
}

/** Says what was decided, what was expected of it and how it came out. */
export const decisionWords = (review: Review, today: Day): readonly string[] =>
  review.decisions.map((decision) => {
    const { expected } = decision
    const outcome = review.cameIn.days === 0 ? null : `${numberWords(review.sold)} sold`
    const beside = [
      expected === null ? 'not priced' : `${numberWords(expected.sales)} expected to sell`,
      outcome,
    ].filter((part) => part !== null)
    return `${agreedWords(decision, today)}: ${beside.join(', ')}`
  })

/** Says what it taught the next estimate, `6 promotions of Cola now say +73 %; before +80 %`; null where it changed nothing. */
export const taughtWords = ({ item, before, now }: Taught): string => {
  const say = ({ runs, isOwn }: Taught['now']) =>
    `${countWords(runs, 'promotion')} of ${isOwn ? item : `items like ${item}`} now ${runs === 1 ? 'says' : 'say'}`
  const was =
    before === null
      ? '; there was none before'
      : `; before ${upliftWords(before.ratio)}${before.isOwn === now.isOwn ? '' : ', from its like'}`
  return `${say(now)} ${upliftWords(now.ratio)}${was}`
}

/** Says what was ordered for a promotion that never ran, and what is on hand. */
export const orderedWords = ({ orders }: Review): readonly (readonly [string, string])[] => {
  if (orders === null) return []
  const { ordered, onHand, places, worth } = orders
  const cost = signedWords(worth)
  return [
    [
      'Ordered for it',
      ordered.length === 0
        ? 'nothing that a feed or a person told'
        : listWords(ordered.map(({ orderId, units }) => `${orderId}: ${unitWords(units)}`)),
    ],
    [
      'On hand now',
      onHand === null
        ? 'no stock count'
        : `${unitWords(onHand)} at ${countWords(places, 'place')}${cost === null ? '' : `, ${cost} at cost`}`,
    ],
  ]
}

/** Says that figures have changed since it was posted; null where they have not. */
export const correctedWords = ({ posted, sold, lost, isComplete }: Review, today: Day): string | null => {
  if (posted === null || (isSame(posted.sold, sold) && isSame(posted.lost, lost))) return null
  const why = posted.isComplete || !isComplete ? 'Sales were corrected' : 'The missing sales came in'
  return `${why} after ${dateWords(posted.on, today)}, when it said ${numberWords(posted.sold)} sold and ${numberWords(posted.lost)} lost.`
}

/** Less of a difference is none that matters. */
const leastChange = 0.005

const isSame = (before: number, now: number): boolean =>
  Math.abs(before - now) < Math.max(leastAmount, leastChange * Math.abs(before))

/** Says from where it was moved; null where it was not. */
export const movedWords = ({ movedFrom }: Review, today: Day): string | null =>
  movedFrom.length === 0
    ? null
    : `announced for ${listWords(movedFrom.map(({ start, end }) => windowWords(start, end, today)))}`
