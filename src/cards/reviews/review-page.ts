import type { Day } from '../../domain/day.ts'
import type { Review } from '../../domain/reviews/review.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { inMarkup, raw } from '../calendar/calendar-svg.ts'
import { filterWords } from '../channels/filter-words.ts'
import { countWords, dateWords, listWords, numberWords, percentWords, windowWords } from '../language/words.ts'
import { sumWords } from '../risks/risk-words.ts'
import { valueWords } from '../scorecard/figure-words.ts'
import { aboveWords, supplierWords } from './capacity-card.ts'
import { shortMonthWords } from './period-words.ts'
import { questionWords } from './question-words.ts'
import { noteWords, reviewTitle } from './review-card.ts'
import {
  figureOf,
  headlineWords,
  keyFiguresOf,
  outcomeWords,
  recognisedWords,
  savedBasis,
  savedWords,
} from './review-words.ts'

/** The pictures of a page, each an SVG with what it shows; drawn from the same review. */
export type PageCharts = {
  readonly trend: readonly Picture[]
  readonly capacity: readonly Picture[]
}

/** A picture and what it shows in words. */
export type Picture = { readonly says: string; readonly svg: string }

const style = raw`
@page { size: A4; margin: 15mm 16mm; }
:root { color-scheme: light; --ink: #1a202c; --quiet: #4a5568; --line: #d5dce4; --bad: #9b1c1c; --good: #1b6e3c; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink); background: #fff; margin: 0 auto; padding: 28px 20px 40px; max-width: 820px; overflow-wrap: break-word; }
h1 { font-size: 25px; line-height: 1.25; font-weight: 650; margin: 6px 0 0; }
h2 { font-size: 17px; margin: 30px 0 10px; padding-top: 12px; border-top: 2px solid var(--ink); break-after: avoid; }
h3 { font-size: 14px; margin: 0 0 2px; font-weight: 600; }
p { margin: 4px 0; } .quiet { color: var(--quiet); font-size: 13px; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; margin: 22px 0 0; }
.figure { border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; break-inside: avoid; }
.figure .name { font-size: 12.5px; color: var(--quiet); min-height: 2.6em; line-height: 1.3; }
.figure .value { font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 2px 0; }
.figure .was { font-size: 12px; color: var(--quiet); margin: 0; line-height: 1.35; }
.figure .went { font-size: 12.5px; font-weight: 600; margin: 0; }
.flagged { border-color: var(--bad); border-width: 2px; padding: 9px 11px; }
.better { color: var(--good); } .worse { color: var(--bad); }
ol.ask { margin: 0; padding-left: 22px; } ol.ask li { margin: 0 0 10px; padding-left: 4px; break-inside: avoid; }
ol.ask strong { display: block; font-size: 16px; margin-top: 1px; }
ul { margin: 0; padding-left: 18px; } li { margin: 0 0 6px; break-inside: avoid; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
figure { margin: 0; break-inside: avoid; } figcaption { font-size: 13px; font-weight: 600; margin: 0 0 2px; }
svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; margin: 10px 0 0; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 5px 0 5px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
td { white-space: nowrap; } td:first-child, td.words { white-space: normal; }
th:first-child, td:first-child { text-align: left; padding-left: 0; } th { font-size: 12px; color: var(--quiet); font-weight: 600; }
td.words, th.words { text-align: left; } tr { break-inside: avoid; } thead { display: table-header-group; }
footer { margin-top: 28px; padding-top: 10px; border-top: 1px solid var(--line); }
@media (max-width: 560px) { .figures, .charts { grid-template-columns: 1fr 1fr; } .charts { grid-template-columns: 1fr; } h1 { font-size: 21px; } table { font-size: 11.5px; } th { font-size: 10.5px; } th, td { padding-left: 6px; } }
@media print { body { padding: 0; max-width: none; font-size: 10.5pt; } h1 { font-size: 17pt; } h2 { font-size: 12.5pt; margin-top: 18pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`

/** Writes a review as a page of its own, to read to the end and to print on A4; nothing on it is loaded from elsewhere. */
export const reviewPage = (
  review: Review,
  { charts, filter, today }: { readonly charts: PageCharts; readonly filter: Filter | null; readonly today: Day },
): string => {
  const title = reviewTitle(review, today)
  const of = filter === null ? '' : `, ${filterWords(filter)} only`
  const body = [
    element('p', `${title}${of}. As of ${dateWords(today, today)}.`, 'quiet'),
    element('h1', headlineWords(review, today)),
    figureTiles(review, today),
    ...part('For leadership to decide', questionList(review)),
    ...part('Month by month', [...chartsOf(charts.trend), ...trendTable(review)]),
    ...part('Where it was lost', lossParts(review)),
    ...part('Decisions, and how they turned out', outcomeList(review, today)),
    ...part('Who gave way for the business', recognisedList(review, today)),
    ...part('What actions saved', savedParts(review)),
    ...part('Promoted volume against what suppliers give', [
      ...chartsOf(charts.capacity),
      ...capacityTable(review, today),
    ]),
    footerOf(review),
  ]
  return raw`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${inMarkup(`${title}${of}`)}</title>
<style>${style}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`
}

const element = (name: string, text: string, look = ''): string =>
  raw`<${name}${look === '' ? '' : ` class="${look}"`}>${inText(text)}</${name}>`

/** A number stays on one line with its sign or its currency. */
const inText = (text: string): string =>
  inMarkup(text.replaceAll(/(\d) (?=%|days?\b)/g, '$1\u00a0').replaceAll(/\b([A-Z]{3}) (?=\d)/g, '$1\u00a0'))

const inside = (name: string, parts: readonly string[], look = ''): string =>
  raw`<${name}${look === '' ? '' : ` class="${look}"`}>${parts.join('')}</${name}>`

const part = (title: string, parts: readonly string[]): readonly string[] =>
  parts.length === 0 ? [] : [inside('section', [element('h2', title), ...parts])]

const figureTiles = ({ figures, period }: Review, today: Day): string =>
  inside(
    'div',
    keyFiguresOf(figures, period, today).map((words) => {
      const flag = words.isFlagged
      return inside(
        'div',
        [
          element('div', words.name, 'name'),
          element('div', flag ? `▲ ${words.value}` : words.value, 'value'),
          ...(words.went === null ? [] : [element('p', capitalWent(words.went), `went ${words.went}`)]),
          ...words.was.map((was) => element('p', was, 'was')),
          element('p', `${flag ? 'Above 5 % · ' : ''}${words.rests}`, 'was'),
        ],
        flag ? 'figure flagged' : 'figure',
      )
    }),
    'figures',
  )

const capitalWent = (went: 'better' | 'worse'): string => (went === 'better' ? '● Better' : '▲ Worse')

const questionList = ({ questions }: Review): readonly string[] =>
  questions.length === 0
    ? [element('p', 'The numbers call for no decision by leadership.')]
    : [
        inside(
          'ol',
          questions.map((question) => {
            const { fact, ask } = questionWords(question)
            return inside('li', [inText(fact), element('strong', ask)])
          }),
          'ask',
        ),
      ]

const chartsOf = (charts: readonly Picture[]): readonly string[] =>
  charts.length === 0
    ? []
    : [
        inside(
          'div',
          charts.map(({ says, svg }) => inside('figure', [element('figcaption', says), svg])),
          'charts',
        ),
      ]

type Column = { readonly title: string; readonly isWords?: boolean }

const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const look = (i: number) => (columns[i]?.isWords === true ? 'words' : '')
  const head = columns.map(({ title }, i) => element('th', title, look(i)))
  const body = rows.map((row) =>
    inside(
      'tr',
      row.map((cell, i) => element('td', cell, look(i))),
    ),
  )
  return inside('table', [inside('thead', [inside('tr', head)]), inside('tbody', body)])
}

const leastTrend = 2

const trendTable = ({ trend }: Review): readonly string[] =>
  trend.length < leastTrend
    ? []
    : [
        table(
          [
            { title: 'Month' },
            { title: 'Promotions' },
            { title: 'Stocked out' },
            { title: 'Fill rate' },
            { title: 'Lost' },
          ],
          trend.map(({ name, promotions, stockoutShare, fillRate, lost }) => [
            name,
            numberWords(promotions),
            stockoutShare === null ? '' : percentWords(stockoutShare),
            fillRate === null ? '' : percentWords(fillRate),
            sumWords(lost) ?? 'nothing',
          ]),
        ),
      ]

const mostSuppliers = 8

const lossParts = ({ worst, suppliers }: Review): readonly string[] => {
  const bySupplier = suppliers
    .map(({ name, figures }) => {
      const words = (key: Parameters<typeof figureOf>[1]) => {
        const figure = figureOf(figures, key)
        return figure === undefined ? '' : (valueWords(figure, figure.unit) ?? '')
      }
      const rate = figureOf(figures, 'promotional-stockout-rate')
      return [
        name === '' ? 'No supplier named' : name,
        numberWords(rate?.n ?? 0),
        words('promotional-stockout-rate'),
        words('promotional-fill-rate'),
        words('revenue-lost'),
      ]
    })
    .slice(0, mostSuppliers)
  return [
    ...(worst.length === 0
      ? []
      : [
          table(
            [{ title: 'Promotion' }, { title: '', isWords: true }, { title: 'Lost' }],
            worst.map(({ promotionId, name, stockedOut, lost }) => [
              `${name} (${promotionId})`,
              stockedOut === true ? '✖ stocked out' : '',
              sumWords(lost) ?? 'nothing',
            ]),
          ),
        ]),
    ...(bySupplier.length < 2
      ? []
      : [
          table(
            [
              { title: 'Supplier' },
              { title: 'Promotions' },
              { title: 'Stocked out' },
              { title: 'Fill rate' },
              { title: 'Lost' },
            ],
            bySupplier,
          ),
        ]),
  ]
}

const outcomeList = ({ outcomes }: Review, today: Day): readonly string[] =>
  outcomes.length === 0
    ? []
    : [
        inside(
          'ul',
          outcomes.map((one) => {
            const { symbol, what, went } = outcomeWords(one, today)
            return inside('li', [inText(`${symbol} ${what}`), '<br>', element('span', went, 'quiet')])
          }),
        ),
      ]

const recognisedList = ({ recognised }: Review, today: Day): readonly string[] =>
  recognised.length === 0
    ? []
    : [
        inside(
          'ul',
          recognised.map((one) => element('li', recognisedWords(one, today))),
        ),
      ]

const savedParts = ({ figures }: Review): readonly string[] => {
  const words = savedWords(figures)
  return words === null ? [] : [element('p', words), element('p', savedBasis.join(' '), 'quiet')]
}

const capacityTable = ({ capacity }: Review, today: Day): readonly string[] => {
  const notes = capacity.flatMap(({ supplier, best }) =>
    best === null ? [] : [`${supplier} ${numberWords(best.units)} in ${windowWords(best.from, best.to, today)}`],
  )
  return capacity.length === 0
    ? []
    : [
        table(
          [
            { title: 'Supplier' },
            { title: 'Month', isWords: true },
            { title: 'Promoted units' },
            { title: 'Its limit' },
            { title: 'Best 4 weeks' },
            { title: '', isWords: true },
          ],
          capacity.flatMap((supplier) =>
            supplier.months.map((month, i) => [
              i === 0 ? supplierWords(supplier) : '',
              shortMonthWords(month.month),
              numberWords(month.units),
              month.limit === null ? 'none' : numberWords(month.limit),
              supplier.best === null ? 'none yet' : numberWords(supplier.best.units),
              aboveWords(month.above),
            ]),
          ),
        ),
        element(
          'p',
          `Units in promotions, normal sales of their days included; sold and lost where they are over, else expected.${notes.length === 0 ? '' : ` Best four weeks ever: ${listWords(notes)}.`}`,
          'quiet',
        ),
      ]
}

const footerOf = (review: Review): string =>
  inside('footer', [
    element(
      'p',
      `${countWords(review.promotions.told, 'promotion')} with known sales. The same figures as /shelfready scorecard, for marketing and supply.`,
      'quiet',
    ),
    ...noteWords(review).map((note) => element('p', note, 'quiet')),
  ])
