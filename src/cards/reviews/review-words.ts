import type { Day } from '../../domain/day.ts'
import { moneySize } from '../../domain/money.ts'
import { tolerableStockoutRate } from '../../domain/policy.ts'
import type { DecisionOutcome, Recognised, Review } from '../../domain/reviews/review.ts'
import { type Period, periodBefore, periodYearBefore } from '../../domain/scorecard/period.ts'
import { type Figure, type FigureValue, isFlagged, type MetricKey } from '../../domain/scorecard/scorecard.ts'
import { agreedWords, sideWord, termsWords } from '../decisions/decision-words.ts'
import { capital, countWords, numberWords, percentWords, unitWords, verdictSymbol } from '../language/words.ts'
import { sumWords } from '../risks/risk-words.ts'
import { figureNames, valueWords } from '../scorecard/figure-words.ts'
import { periodWords } from './period-words.ts'

/** The figures that leadership reads first; those further down stand in for what nothing tells. */
const keyFigures: readonly MetricKey[] = [
  'promotional-stockout-rate',
  'promotional-fill-rate',
  'revenue-lost',
  'forecast-accuracy-launch',
  'incremental-margin',
  'announcement-notice',
  'emergency-freight',
  'time-to-decide',
]

const mostKeyFigures = 6

/** Finds a figure by its key. */
export const figureOf = (figures: readonly Figure[], key: MetricKey): Figure | undefined =>
  figures.find((figure) => figure.key === key)

/** Says in one sentence how a period went. */
export const headlineWords = ({ figures, period }: Pick<Review, 'figures' | 'period'>, today: Day): string => {
  const when = periodWords(period, today)
  const rate = figureOf(figures, 'promotional-stockout-rate')
  if (rate === undefined || typeof rate.value !== 'number') return `No promotion with known sales ended in ${when}.`
  const out = Math.round(rate.value * rate.n)
  const share = `${percentWords(rate.value)}, ${rate.value > tolerableStockoutRate ? 'above' : 'within'} 5 %`
  const stocked =
    out === 0
      ? `None of ${countWords(rate.n, 'promotion')} stocked out in ${when}`
      : `${numberWords(out)} of ${countWords(rate.n, 'promotion')} stocked out in ${when} (${share})`
  return `${stocked}${lostWords(figures, period, today)}.`
}

const lostWords = (figures: readonly Figure[], period: Period, today: Day): string => {
  const figure = figureOf(figures, 'revenue-lost')
  if (figure === undefined || figure.value === null || typeof figure.value === 'number') return ''
  const lost = sumWords(figure.value)
  if (lost === null) return '; no revenue was lost'
  const before = figure.before.value
  const were = Object.keys(figure.value)
  const comparable = before !== null && typeof before !== 'number' && were.length === 1
  const more = comparable ? moneySize(figure.value) - moneySize(before) : 0
  const change = sumWords({ [were[0] ?? '']: Math.abs(more) })
  return `; ${lost} of revenue was lost${change === null || !comparable ? '' : `, ${change} ${more > 0 ? 'more' : 'less'} than in ${periodWords(periodBefore(period), today)}`}`
}

/** A figure as leadership reads it: its name, its value, what it rests on, what it was before, and which way it went. */
export type KeyFigure = {
  readonly key: MetricKey
  readonly name: string
  readonly value: string
  readonly rests: string
  readonly was: readonly string[]
  readonly went: 'better' | 'worse' | null
  readonly isFlagged: boolean
}

/** Writes the figures that leadership reads first, each with its trend, six at most. */
export const keyFiguresOf = (figures: readonly Figure[], period: Period, today: Day): readonly KeyFigure[] =>
  keyFigures.flatMap((key) => keyFigureWords(figures, key, period, today) ?? []).slice(0, mostKeyFigures)

/** Writes a figure and its trend; null where nothing tells it. */
const keyFigureWords = (figures: readonly Figure[], key: MetricKey, period: Period, today: Day): KeyFigure | null => {
  const figure = figureOf(figures, key)
  const value = figure === undefined ? null : valueWords(figure, figure.unit)
  if (figure === undefined || value === null) return null
  const then = (was: FigureValue, when: Period) => {
    const words = valueWords(was, figure.unit)
    return words === null ? [] : [`${words} in ${periodWords(when, today)}`]
  }
  return {
    ...{ key, value, name: figureNames[key] },
    rests: countWords(figure.n, figure.of.slice(0, -1)),
    was: [...then(figure.before, periodBefore(period)), ...then(figure.yearBefore, periodYearBefore(period))],
    ...{ went: wentOf(figure), isFlagged: isFlagged(figure) },
  }
}

const sizeOf = (value: FigureValue['value']): number | null =>
  value === null ? null : typeof value === 'number' ? value : moneySize(value)

const wentOf = ({ value, before, better, unit }: Figure): KeyFigure['went'] => {
  const [now, then] = [sizeOf(value), sizeOf(before.value)]
  if (now === null || then === null || valueWords({ value, n: 0, interval: null }, unit) === valueWords(before, unit))
    return null
  const gain = better === 'more' ? now - then : better === 'less' ? then - now : Math.abs(then) - Math.abs(now)
  return gain > 0 ? 'better' : 'worse'
}

/** Says what actions saved: the scorecard's own figure; null where nothing tells it. */
export const savedWords = (figures: readonly Figure[]): string | null => {
  const figure = figureOf(figures, 'losses-prevented')
  const amount = figure === undefined || figure.n === 0 ? null : valueWords(figure, figure.unit)
  return figure === undefined || amount === null
    ? null
    : `${capital(amount)} was at risk in ${countWords(figure.n, 'risk')} that someone took; no promotion of theirs stocked out.`
}

/** On what the estimate of what actions saved rests. */
export const savedBasis = [
  'An estimate: not all of it would have been lost.',
  'Each risk counts once, when the last of its promotions is over. What trade-offs save may be part of it.',
]

/** Says how a decision turned out. */
export const outcomeWords = ({ decision, sold, lost, stockedOut }: DecisionOutcome, today: Day) => {
  const expected = decision.expected === null ? '' : `Expected to sell ${numberWords(decision.expected.sales)}; `
  const went =
    stockedOut === null
      ? `${expected === '' ? 'N' : 'n'}o sales are known yet.`
      : `${expected === '' ? 'S' : 's'}old ${unitWords(sold)}${lost >= 0.5 ? `, lost ${numberWords(lost)}` : ''}, ${stockedOut ? 'stocked out' : 'did not stock out'}.`
  return {
    symbol: stockedOut === null ? '?' : stockedOut ? verdictSymbol('not-ready') : verdictSymbol('ready'),
    what: `${decision.name} (${decision.promotionId}): ${agreedWords(decision, today)}.`,
    went: `${expected}${went}`,
  }
}

/** Says who gave way for the business, and what that saves. */
export const recognisedWords = ({ by, side, decision, saved }: Recognised, today: Day): string => {
  const amount = sumWords(saved)
  return `${sideWord(side)}, thanks to ${by}: ${termsWords(decision.terms, today)} for ${decision.name} (${decision.promotionId})${amount === null ? '' : `, which saves ${amount}`}.`
}
