import type { Money } from '../../domain/money.ts'
import {
  type Figure,
  type FigureUnit,
  type FigureValue,
  isFlagged,
  type MetricKey,
} from '../../domain/scorecard/scorecard.ts'
import type { Item } from '../language/card.ts'
import { countWords, listWords, moneyWords, numberWords, percentWords, tenthWords } from '../language/words.ts'

/** What people call each figure. */
export const figureNames: Readonly<Record<MetricKey, string>> = {
  'promotional-stockout-rate': 'Promotions that stocked out',
  'any-line-stockout-rate': 'Promotions with any line out for a day',
  'days-out-of-stock-promoted': 'Days out of stock in promotions',
  'days-out-of-stock-ordinary': 'Days out of stock of the same items before',
  'promotional-fill-rate': 'Fill rate in promotions',
  'revenue-lost': 'Revenue lost to stockouts',
  'forecast-accuracy-registered': 'Forecast accuracy at registration, by revenue',
  'wape-registered': 'WAPE at registration',
  'bias-registered': 'Bias at registration',
  'forecast-accuracy-order-by': 'Forecast accuracy on the order-by date, by revenue',
  'wape-order-by': 'WAPE on the order-by date',
  'bias-order-by': 'Bias on the order-by date',
  'forecast-accuracy-launch': 'Forecast accuracy at launch, by revenue',
  'wape-launch': 'WAPE at launch',
  'bias-launch': 'Bias at launch',
  'forecast-accuracy-promotion-weeks': 'Forecast accuracy in promotion weeks, by revenue',
  'wape-promotion-weeks': 'WAPE in promotion weeks',
  'bias-promotion-weeks': 'Bias in promotion weeks',
  'forecast-accuracy-other-weeks': 'Forecast accuracy in other weeks, by revenue',
  'wape-other-weeks': 'WAPE in other weeks',
  'bias-other-weeks': 'Bias in other weeks',
  'inventory-turns': 'Inventory turns of promoted categories',
  'safety-stock': 'Safety stock at cost',
  'safety-stock-unneeded': 'Safety stock that announced promotions make unnecessary',
  'forecast-value-added-marketer': "Value added by the marketers' uplifts",
  'forecast-value-added-planner': "Value added by the planners' overrides",
  'forecast-value-added-bot': "Value added by Shelfready's own weighing",
  'incremental-units': 'Units sold beyond normal sales',
  'incremental-margin': 'Margin beyond normal sales',
  'emergency-freight': 'Emergency freight',
  'write-offs': 'Write-offs',
  'unsupported-leftover': 'Leftover of unsupported launches, at cost',
  'announcement-notice': 'Notice before the start',
  'time-to-acknowledge': 'Time to acknowledge a risk',
  'time-to-decide': 'Time to answer a proposal',
  'risks-prevented': 'Risks that someone took and that did not happen',
  'losses-prevented': 'What was at risk in them',
}

/** Writes a value of a figure; null where nothing tells it. */
export const valueWords = ({ value }: FigureValue, unit: FigureUnit): string | null => {
  if (value === null) return null
  if (typeof value !== 'number') return amountsWords(value)
  switch (unit) {
    case 'share':
      return percentWords(value)
    case 'days':
      return `${tenthWords(value)} days`
    case 'hours':
      return value < 48 ? `${tenthWords(value)} hours` : `${tenthWords(value / 24)} days`
    case 'count':
      return numberWords(value)
    case 'units':
      return `${numberWords(value)} units`
    case 'times':
      return `${tenthWords(value)} times a year`
    case 'money':
      return numberWords(value)
  }
}

/** Writes amounts by currency, losses with a minus sign. */
const amountsWords = (money: Money): string => {
  const amounts = Object.entries(money).filter(([, amount]) => Math.abs(amount) >= leastAmount)
  return amounts.length === 0
    ? 'nothing'
    : listWords(
        amounts.map(
          ([currency, amount]) => `${amount < 0 ? '-' : ''}${moneyWords(Math.abs(amount), currency || null)}`,
        ),
      )
}

/** Less is nothing, in any currency. */
const leastAmount = 0.5

/** How the periods that figures are compared with are called. */
export type ComparedWords = { readonly before: string; readonly yearBefore: string }

/** Writes a figure as a row, and what it was before; null where nothing tells it. */
export const figureItem = (figure: Figure, compared: ComparedWords): Item | null => {
  const now = valueWords(figure, figure.unit)
  if (now === null) return null
  const { interval, n, of, key } = figure
  const range =
    interval === null || interval[1] - interval[0] < narrowInterval
      ? ''
      : `, ${percentWords(interval[0])} to ${percentWords(interval[1])} with so few`
  const count = `${countWords(n, of.slice(0, -1))}`
  const was = [
    comparison(figure.before, figure.unit, compared.before),
    comparison(figure.yearBefore, figure.unit, compared.yearBefore),
  ].filter((words) => words !== null)
  return {
    symbol: isFlagged(figure) ? '▲' : '·',
    text: `${figureNames[key as MetricKey]}: ${now} (${count}${range})${isFlagged(figure) ? ', above 5 %' : ''}`,
    detail: was.length === 0 ? [] : [listWords(was)],
  }
}

/** An interval that is no wider tells nothing that the share does not. */
const narrowInterval = 0.05

const comparison = (value: FigureValue, unit: FigureUnit, when: string): string | null => {
  const words = valueWords(value, unit)
  return words === null ? null : `${words} ${when}`
}
