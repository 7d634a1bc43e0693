import type { Calendar } from '../../domain/calendar/calendar.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import { capital, countWords, dateWords, windowWords } from '../language/words.ts'
import { calendarSvg, inMarkup, raw } from './calendar-svg.ts'
import { calendarName, calendarStanding, calendarSymbol, overlapWords, signsIn } from './calendar-words.ts'

const style = raw`
:root { color-scheme: light; }
body { font: 15px/1.4 system-ui, sans-serif; color: #1a202c; background: #fff; margin: 0 auto; padding: 16px; max-width: 1000px; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 8px; }
p { margin: 4px 0; } .quiet { color: #4a5568; font-size: 13px; }
svg.calendar { display: block; margin: 16px 0 8px; overflow: visible; }
svg .week { stroke: #cbd5e0; } svg .today { stroke: #1a202c; stroke-width: 2; stroke-dasharray: 4 3; }
svg .date { font-size: 11px; fill: #4a5568; } svg .now { font-size: 11px; font-weight: 600; }
svg .name { font-size: 13px; } svg .overlap { fill: #6b21a8; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 6px 8px 6px 0; border-bottom: 1px solid #e2e8f0; vertical-align: top; }
th { font-size: 13px; color: #4a5568; }
ul { padding-left: 18px; margin: 0; }
@media print { body { padding: 0; max-width: none; } svg.calendar rect, svg.calendar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } tr, li { break-inside: avoid; } }
`

/** Writes a calendar as a page of its own, to read on a phone and to print: the picture, the same as a list, and what overlaps. */
export const calendarPage = (calendar: Calendar, filter: Filter | null): string => {
  const { rows, mondays, today } = calendar
  const what = filter === null ? 'promotions' : filterWords(filter)
  const title = `${capital(what)}, ${countWords(mondays.length, 'week')} from ${dateWords(mondays[0] ?? today, today)}`
  const body = [
    element('h1', title),
    element('p', `As of ${dateWords(today, today)}. ${legendWords(calendar)}`, 'class="quiet"'),
    ...(rows.length === 0
      ? [element('p', 'No promotion runs in these weeks.')]
      : [calendarSvg(calendar), listOf(calendar)]),
    ...overlapParts(calendar),
  ]
  return raw`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${inMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`
}

const element = (name: string, text: string, look = ''): string =>
  raw`<${name}${look === '' ? '' : ` ${look}`}>${inMarkup(text)}</${name}>`

const overlapParts = ({ overlaps, today }: Calendar): readonly string[] =>
  overlaps.length === 0
    ? []
    : [
        element('h2', 'The same item and place at once'),
        raw`<ul>${overlaps.map((overlap) => element('li', overlapWords(overlap, today))).join('')}</ul>`,
      ]

const legendWords = ({ rows }: Calendar): string => {
  const { provisional, overlaps } = signsIn(rows)
  return [
    '● ready, ▲ at risk, ✖ not ready, ? unknown',
    ...(provisional ? ['hatched is provisional'] : []),
    ...(overlaps ? ['a line below a bar: the same item and place as another promotion'] : []),
  ].join('; ')
}

const columns = ['Verdict', 'Promotion', 'Days', 'Owner'] as const

const listOf = ({ rows, today }: Calendar): string => {
  const head = columns.map((title) => element('th', title)).join('')
  const body = rows.map(({ promotion }) =>
    [
      `${calendarSymbol(promotion)} ${calendarStanding(promotion)}`,
      calendarName(promotion),
      windowWords(promotion.start, promotion.end, today),
      promotion.owner ?? '',
    ].map((cell) => element('td', cell)),
  )
  const lines = body.map((cells) => raw`<tr>${cells.join('')}</tr>`).join('')
  return raw`<table><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table>`
}
