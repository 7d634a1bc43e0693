import type { Calendar, CalendarRow } from '../../domain/calendar/calendar.ts'
import type { Day } from '../../domain/day.ts'
import { dateWords, shortDateWords, windowWords } from '../language/words.ts'
import { calendarName, calendarStanding, calendarSymbol, isProvisional } from './calendar-words.ts'

const [head, rowHeight, barTop, barHeight] = [38, 50, 22, 20]

/** Dark enough for white letters on them, and apart from each other also in grey. */
const colours = { ready: '#1b6e3c', 'at-risk': '#8a5a00', 'not-ready': '#a11b1b', unknown: '#4a5568' } as const

/** Marks up what is no sentence that people read. */
export const raw = String.raw

/** Writes a text where marks stand, each sign as itself. */
export const inMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/**
 * Draws a calendar as a picture: a bar for each promotion below its name, with its verdict as colour, sign and word; hatched
 * where it is provisional; a line on the days that it shares an item and place with another; a line for today. It is as wide
 * as its page, so that it fits a phone and paper.
 */
export const calendarSvg = (calendar: Calendar): string => {
  const { rows, mondays, today } = calendar
  const first = mondays[0] ?? today
  const days = 7 * mondays.length
  const at = (day: Day): string => `${Math.min(100, Math.max(0, ((day - first) / days) * 100)).toFixed(3)}%`
  const height = head + rows.length * rowHeight + 6
  return [
    raw`<svg class="calendar" role="img" width="100%" height="${height}" xmlns="http://www.w3.org/2000/svg">`,
    raw`<title>${inMarkup(titleWords(calendar))}</title>`,
    hatch,
    ...weekLines(calendar, at, height),
    ...rows.map((row, i) => barOf(row, head + i * rowHeight, at, today, first + days)),
    ...(today >= first && today < first + days
      ? [
          raw`<line x1="${at(today)}" x2="${at(today)}" y1="${head - 6}" y2="${height}" class="today"/>`,
          raw`<text x="${at(today)}" y="${head - 9}" class="now" dx="2">today</text>`,
        ]
      : []),
    raw`</svg>`,
  ].join('\n')
}

const titleWords = ({ rows, mondays, today }: Calendar): string =>
  `${rows.length} promotions from ${dateWords(mondays[0] ?? today, today)}`

const hatch = raw`<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="8" fill="#fff" fill-opacity="0.55"/></pattern></defs>`

/** No more weeks than these have a date: more would run into each other on a phone. */
const mostDates = 6

const weekLines = ({ mondays, today }: Calendar, at: (day: Day) => string, height: number): readonly string[] => {
  const each = Math.ceil(mondays.length / mostDates)
  return mondays.map((monday, i) => {
    const line = raw`<line x1="${at(monday)}" x2="${at(monday)}" y1="${head - 4}" y2="${height}" class="week"/>`
    const isTaken = today >= monday && today < monday + 7 * each
    return i % each === 0
      ? raw`${line}<text x="${at(monday)}" y="${isTaken ? head - 24 : head - 9}" dx="2" class="date">${inMarkup(shortDateWords(monday, monday))}</text>`
      : line
  })
}

const barOf = (row: CalendarRow, y: number, at: (day: Day) => string, today: Day, after: Day): string => {
  const { promotion, overlaps } = row
  const [from, to] = [promotion.start, promotion.end + 1]
  const box = (start: Day, end: Day, top: number, tall: number, look: string) =>
    raw`<rect x="${at(start)}" y="${y + top}" width="${(Number.parseFloat(at(end)) - Number.parseFloat(at(start))).toFixed(3)}%" height="${tall}" ${look}/>`
  const words = `${calendarSymbol(promotion)} ${calendarStanding(promotion)}`
  // A name that begins late stands left of its bar's end, so that it stays on the picture.
  const isLate = Number.parseFloat(at(from)) > 50
  const name = raw`<text x="${isLate ? at(Math.min(to, after)) : at(from)}" y="${y + 15}" class="name"${isLate ? ' text-anchor="end"' : ' dx="2"'}>${inMarkup(`${calendarSymbol(promotion)} ${calendarName(promotion)}`)}</text>`
  return [
    raw`<g><title>${inMarkup(`${calendarName(promotion)}: ${words}, ${windowWords(promotion.start, promotion.end, today)}`)}</title>`,
    name,
    box(from, to, barTop, barHeight, `rx="3" fill="${colours[promotion.readiness.verdict]}"`),
    ...(isProvisional(promotion) ? [box(from, to, barTop, barHeight, 'rx="3" fill="url(#hatch)"')] : []),
    ...overlaps.map((overlap) => box(overlap.from, overlap.to + 1, barTop + barHeight + 1, 4, 'class="overlap"')),
    raw`</g>`,
  ].join('')
}
