import { type Day, isoOf } from '../../domain/day.ts'
import { type Period, periodKey, quartersFrom } from '../../domain/scorecard/period.ts'
import type { Figure, MetricKey } from '../../domain/scorecard/scorecard.ts'
import { type Action, type Block, type Card, firstOf, type Item } from '../language/card.ts'
import { capital, countWords, listWords, percentWords, windowWords } from '../language/words.ts'
import { periodWords } from '../reviews/period-words.ts'
import { sumWords } from '../risks/risk-words.ts'
import { type ComparedWords, figureItem, valueWords } from './figure-words.ts'

/** A scorecard as it is shown. */
export type ScorecardView = {
  readonly period: { readonly from: Day; readonly to: Day }
  readonly figures: readonly Figure[]
  readonly groups: readonly { readonly name: string; readonly figures: readonly Figure[] }[]
  /** What its figures are told apart by; null for all together. */
  readonly by: string | null
  readonly totals: {
    readonly promotions: {
      readonly told: number
      readonly untold: number
      readonly incomplete: number
      readonly cancelled: number
    }
    readonly lines: { readonly unpriced: number }
  }
  /** Promotions whose results are still to be worked out. */
  readonly outdated: number
  /** Stocked-out promotions and the fill rate by month, the oldest first. */
  readonly months: readonly { readonly label: string; readonly name: string; readonly stockoutShare: number }[]
  /** The line that asks for the same again. */
  readonly again: string
}

const sections: readonly (readonly [string, readonly MetricKey[]])[] = [
  [
    'Availability',
    [
      'promotional-stockout-rate',
      'any-line-stockout-rate',
      'days-out-of-stock-promoted',
      'days-out-of-stock-ordinary',
      'promotional-fill-rate',
      'revenue-lost',
    ],
  ],
  [
    'Forecast',
    [
      'forecast-accuracy-registered',
      'forecast-accuracy-order-by',
      'forecast-accuracy-launch',
      'wape-launch',
      'bias-launch',
      'forecast-accuracy-promotion-weeks',
      'forecast-accuracy-other-weeks',
      'wape-promotion-weeks',
      'wape-other-weeks',
      'forecast-value-added-marketer',
      'forecast-value-added-planner',
      'forecast-value-added-bot',
    ],
  ],
  ['What promotions brought', ['incremental-units', 'incremental-margin']],
  ['Stock', ['inventory-turns', 'safety-stock', 'safety-stock-unneeded']],
  ['What they cost', ['emergency-freight', 'write-offs', 'unsupported-leftover']],
  [
    'Working together',
    ['announcement-notice', 'time-to-acknowledge', 'time-to-decide', 'risks-prevented', 'losses-prevented'],
  ],
]

const compared: ComparedWords = { before: 'in the period before', yearBefore: 'a year before' }
const mostGroups = 12

/** The scorecard: the same figures for marketing and supply. */
export const scorecardCard = (view: ScorecardView, today: Day): Card => {
  const { period, totals, by } = view
  const { promotions } = totals
  const all = promotions.told + promotions.untold
  const title = `Scorecard, ${periodWords(period, today)} · ${countWords(all, 'promotion')}`
  const flagged = view.figures.some((figure) => figureItem(figure, compared)?.symbol === '▲')
  return {
    tone: flagged ? 'warning' : 'plain',
    title,
    plain: title,
    blocks:
      all === 0
        ? [{ kind: 'text', text: `No promotion ended in this period. Choose another: ${otherPeriods(period, today)}` }]
        : by === null
          ? [...sectionBlocks(view), ...chartBlocks(view), ...noteBlocks(view)]
          : [...groupBlocks(view), ...noteBlocks(view)],
    actions: all === 0 ? [] : actionsOf(view),
    footer: 'How each figure is worked out: docs/scorecard.md',
  }
}

/** Names the quarter under way, or its year where that was asked for: a company that has just begun has no whole one. */
const otherPeriods = (asked: Period, today: Day): string => {
  const [now, year] = [periodKey(quartersFrom(today, 1)), isoOf(today).slice(0, 4)]
  return `/shelfready scorecard period:${periodKey(asked) === now ? year : now}`
}

const figuresByKey = (figures: readonly Figure[]) => new Map(figures.map((figure) => [figure.key, figure]))

const sectionBlocks = ({ figures }: ScorecardView): readonly Block[] => {
  const known = figuresByKey(figures)
  return sections.flatMap(([title, keys]) => {
    const items = keys.flatMap((key): readonly Item[] => {
      const figure = known.get(key)
      const item = figure === undefined ? null : figureItem(figure, compared)
      return item === null ? [] : [item]
    })
    return items.length === 0 ? [] : [{ kind: 'items', title, items, left: 0, where: '' }]
  })
}

const chartBlocks = ({ months }: ScorecardView): readonly Block[] =>
  months.length < 3
    ? []
    : [
        {
          kind: 'chart',
          title: 'Promotions that stocked out, by month',
          unit: '%',
          days: months.map(({ label, name }) => ({ label, day: name })),
          series: [{ name: 'Stocked out', of: 'rate', values: months.map(({ stockoutShare }) => 100 * stockoutShare) }],
          mark: null,
        },
      ]

const noteBlocks = ({ totals, figures, outdated }: ScorecardView): readonly Block[] => {
  const { untold, incomplete, cancelled } = totals.promotions
  const known = figuresByKey(figures)
  const missing = unknowns.flatMap(([words, keys]) =>
    keys.every((key) => known.get(key)?.value === null) ? words : [],
  )
  const notes = [
    ...(cancelled === 0
      ? []
      : [
          `${countWords(cancelled, 'promotion')} cancelled because of supply ${cancelled === 1 ? 'counts' : 'count'} as stocked out.`,
        ]),
    ...(untold === 0 ? [] : [`No sales have come in of ${countWords(untold, 'promotion')}; they count nowhere.`]),
    ...(incomplete - untold <= 0
      ? []
      : [`Some sales are still missing of ${countWords(incomplete - untold, 'promotion')}.`]),
    ...(totals.lines.unpriced === 0
      ? []
      : [
          `${countWords(totals.lines.unpriced, 'line')} lost units whose price is unknown; that revenue is not in the sum.`,
        ]),
    ...(outdated === 0
      ? []
      : [`${countWords(outdated, 'promotion')} are being worked out again; ask again in a minute.`]),
    ...(missing.length === 0 ? [] : [`Not known yet: ${listWords(missing)}.`]),
  ]
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}

/** What is said of figures of which all are missing. */
const unknowns: readonly (readonly [string, readonly MetricKey[]])[] = [
  ['how good the forecasts were', ['forecast-accuracy-launch', 'wape-launch']],
  ['the forecast by week', ['wape-promotion-weeks', 'wape-other-weeks']],
  ['what promotions brought', ['incremental-units']],
  ['turns and safety stock', ['inventory-turns', 'safety-stock']],
]

/** A promotion stocks out as a whole; of a part of the company the days out of stock are told instead. */
const columnsOf = (by: string | null): readonly (readonly [string, MetricKey])[] => [
  by === 'owner' ? ['Stocked out', 'promotional-stockout-rate'] : ['Days out', 'days-out-of-stock-promoted'],
  ['Fill rate', 'promotional-fill-rate'],
  ['Lost', 'revenue-lost'],
  ['Accuracy', 'forecast-accuracy-launch'],
]

const groupBlocks = ({ groups, by, again }: ScorecardView): readonly Block[] => {
  const columns = columnsOf(by)
  const size = (figures: readonly Figure[]) => figuresByKey(figures).get('promotional-stockout-rate')?.n ?? 0
  const { shown, left } = firstOf(
    groups.toSorted((a, b) => size(b.figures) - size(a.figures)),
    mostGroups,
  )
  return [
    {
      kind: 'table',
      columns: [
        { title: capital(by ?? ''), align: 'left' },
        { title: 'Promotions', align: 'right', isMinor: true },
        ...columns.map(([title], i) => ({ title, align: 'right' as const, ...(i > 1 ? { isMinor: true } : {}) })),
      ],
      rows: shown.map(({ name, figures }) => {
        const known = figuresByKey(figures)
        return [
          name === '' ? 'none' : name,
          String(size(figures)),
          ...columns.map(([, key]) => {
            const figure = known.get(key)
            return figure === undefined ? '' : (valueWords(figure, figure.unit) ?? 'unknown')
          }),
        ]
      }),
      left,
      where: again,
    },
  ]
}

const actionsOf = ({ again, by }: ScorecardView): readonly Action[] => [
  ...(by === null ? [ask('By category', `${again} by:category`)] : []),
  ask('Promotions behind it', `${again.replace(/ by:\w+/, '')} show:promotions`),
]

const ask = (label: string, line: string): Action => ({
  label,
  does: 'ask',
  id: line.replace(/^\//, ''),
  revision: 0,
  words: line,
})

/** A promotion behind the figures, as it is listed. */
export type BehindView = {
  readonly promotionId: string
  readonly name: string
  readonly end: Day
  readonly stockedOut: boolean | null
  readonly sold: number
  readonly lost: number
  readonly lostRevenue: Readonly<Record<string, number>>
  readonly accuracy: number | null
}

const behindShown = 15

/** The promotions behind a scorecard, those that lost most first. */
export const behindCard = (
  promotions: readonly BehindView[],
  { from, to }: { readonly from: Day; readonly to: Day },
  { today, page, again }: { readonly today: Day; readonly page: number; readonly again: string },
): Card => {
  const title = `Promotions of ${periodWords({ from, to }, today)} · ${countWords(promotions.length, 'promotion')}`
  const shown = promotions.slice((page - 1) * behindShown, page * behindShown)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'items',
        title: null,
        items: shown.map((one) => ({
          symbol: one.stockedOut === null ? '?' : one.stockedOut ? '✖' : '●',
          text: `${one.name} (${one.promotionId}), ended ${windowWords(one.end, one.end, today)}: ${resultWords(one)}`,
          detail: [],
        })),
        left: Math.max(0, promotions.length - page * behindShown),
        where: `${again} show:promotions page:${page + 1}`,
      },
    ],
    footer: null,
  }
}

const resultWords = ({ stockedOut, sold, lost, lostRevenue, accuracy }: BehindView): string => {
  if (stockedOut === null) return 'no sales yet'
  const fill = sold + lost > 0 ? `fill rate ${percentWords(sold / (sold + lost))}` : 'nothing sold'
  const money = lost > 0 ? (sumWords(lostRevenue) ?? null) : null
  return [
    stockedOut ? 'stocked out' : 'did not stock out',
    fill,
    ...(money === null ? [] : [`${money} lost`]),
    ...(accuracy === null ? [] : [`forecast accuracy ${percentWords(accuracy)}`]),
  ].join(' · ')
}
