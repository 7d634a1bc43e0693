import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import { scorecardCard } from '../../cards/scorecard/scorecard-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import type { Figure, FigureValue } from '../../domain/scorecard/scorecard.ts'
import { everything } from '../../domain/subscriptions/filter-match.ts'
import { csvFile } from '../../feeds/csv-write.ts'
import { keeperOf } from '../../services/present/present.ts'
import { loadMonths } from '../../services/scorecard/load-months.ts'
import { loadScorecard, type Scorecard } from '../../services/scorecard/load-scorecard.ts'
import { rollUpAll } from '../../services/scorecard/roll-up.ts'
import type { Dimension } from '../../store/scorecard/totals.ts'

/** Of which days, told apart by what, and how to say it. */
export type ScorecardOptions = {
  readonly period: Period
  readonly by: Dimension | null
  readonly format: 'text' | 'json' | 'csv'
  readonly render: (card: Card) => string
}

/** Says how the promotions of a period went, after it has worked out what is new. */
export const scorecard = async (app: App, { period, by, format, render }: ScorecardOptions): Promise<string> => {
  const context = { ...app, now: app.now(), today: app.today() }
  await keeperOf(app.workspace).bringUpToDate(context)
  await rollUpAll(context)
  const loaded = await loadScorecard(context, { period, view: everything, by })
  switch (format) {
    case 'json':
      return `${JSON.stringify(scorecardJson(loaded))}\n`
    case 'csv':
      return csvFile(columns, scorecardRows(loaded))
    case 'text': {
      const months = by === null ? await loadMonths(context, { period, view: everything }) : []
      const again = `scorecard --from ${isoOf(period.from)} --to ${isoOf(period.to)}`
      return `${render(scorecardCard({ ...loaded, by, months, again }, context.today))}\n`
    }
  }
}

const periodJson = ({ from, to }: Period) => ({ from: isoOf(from), to: isoOf(to) })

const figureJson = ({ key, unit, of, value, n, interval, before, yearBefore }: Figure) => ({
  metric: key,
  unit,
  value,
  n,
  of,
  interval,
  before: valueJson(before),
  year_before: valueJson(yearBefore),
})

const valueJson = ({ value, n }: FigureValue) => ({ value, n })

const scorecardJson = ({ period, before, yearBefore, figures, groups, totals }: Scorecard) => ({
  ...periodJson(period),
  before: periodJson(before),
  year_before: periodJson(yearBefore),
  promotions: {
    told: totals.promotions.told,
    untold: totals.promotions.untold,
    incomplete: totals.promotions.incomplete,
    cancelled_for_supply: totals.promotions.cancelled,
  },
  metrics: figures.map(figureJson),
  groups: groups.map(({ name, figures: own }) => ({ name, metrics: own.map(figureJson) })),
})

const columns = [
  'group',
  'metric',
  'unit',
  'currency',
  'value',
  'n',
  'of',
  'low',
  'high',
  'before',
  'year_before',
] as const

/** One row for each figure, of money one for each currency. */
const scorecardRows = ({ figures, groups }: Scorecard): readonly (readonly string[])[] =>
  [{ name: '', figures }, ...groups].flatMap(({ name, figures: own }) =>
    own.flatMap(({ key, unit, of, value, n, interval, before, yearBefore }) => {
      const currencies = value === null || typeof value === 'number' ? [''] : Object.keys(value)
      return (currencies.length === 0 ? [''] : currencies).map((currency) => [
        ...[name, key, unit, currency, amountIn(value, currency), String(n), of],
        ...[interval === null ? '' : String(interval[0]), interval === null ? '' : String(interval[1])],
        ...[amountIn(before.value, currency), amountIn(yearBefore.value, currency)],
      ])
    }),
  )

const amountIn = (value: FigureValue['value'], currency: string): string =>
  value === null ? '' : String(typeof value === 'number' ? value : (value[currency] ?? 0))
