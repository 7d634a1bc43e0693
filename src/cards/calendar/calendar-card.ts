import type { Calendar, CalendarRow } from '../../domain/calendar/calendar.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import { asking } from '../language/asking.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import { countWords, dateWords, windowWords } from '../language/words.ts'
import { calendarName, calendarStanding, calendarSymbol, overlapWords, signsIn } from './calendar-words.ts'

/** Which part of all promotions a calendar shows, and how it is asked for again. */
type Part = {
  readonly filter: Filter | null
  /** The filter is the channel's own, and nobody typed it. */
  readonly isOfChannel: boolean
  readonly weeks: number
  readonly words: string
}

const mostRows = 40
const mostOverlaps = 5

/** Draws a calendar: a row for each promotion with a sign for each week, and what overlaps; as a list, week by week. */
export const calendarCard = (calendar: Calendar, part: Part, as: 'picture' | 'list'): Card => {
  const { rows, today, mondays } = calendar
  const [first = today] = mondays
  const title = `${countWords(rows.length, 'promotion')} in the ${countWords(mondays.length, 'week')} from ${dateWords(first, today)}`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      ...filterBlocks(part),
      ...(rows.length === 0
        ? [{ kind: 'text' as const, text: 'No promotion runs in these weeks.' }]
        : as === 'list'
          ? listBlocks(calendar, part)
          : [pictureOf(calendar, part), { kind: 'notes' as const, notes: [legendWords(rows)] }]),
      ...overlapBlocks(calendar, part),
    ],
    actions: [
      as === 'list'
        ? asking('As a picture', `promo calendar${part.words}`)
        : asking('Week by week', `promo calendar${part.words} as:list`),
      asking('Later weeks', `promo calendar${part.words} from:${nextMonday(calendar)}`),
    ],
    footer: 'Into your own calendar: /promo calendar link',
  }
}

const nextMonday = ({ mondays, today }: Calendar): string => isoOf((mondays.at(-1) ?? today) + 7)

const filterBlocks = ({ filter, isOfChannel }: Part): readonly Block[] =>
  filter === null
    ? []
    : [
        {
          kind: 'text',
          text: `Only ${filterWords(filter)}${isOfChannel ? ', as this channel subscribed; everything: /promo calendar all' : ''}.`,
        },
      ]

/** Each week takes three letters of one width: its sign, a plus where an item is in two promotions at once, and a gap. */
const gap = '\u00a0'
const cellOf = (sign: string, mark = ''): string => `${sign}${mark}`.padEnd(3, gap)

const pictureOf = ({ rows, mondays, today }: Calendar, { words }: Part): Block => {
  const { shown, left } = firstOf(rows, mostRows)
  return {
    kind: 'table',
    isNarrow: true,
    columns: [
      { title: 'Promotion', align: 'left' },
      { title: '', align: 'left', isMinor: true },
      { title: '', align: 'left', isMinor: true },
      {
        title: mondays
          .map((monday) => weekHead(monday, today))
          .join('')
          .trimEnd(),
        align: 'left',
        isMono: true,
      },
    ],
    rows: shown.map((row) => [
      calendarName(row.promotion),
      `${calendarSymbol(row.promotion)} ${calendarStanding(row.promotion)}`,
      windowWords(row.promotion.start, row.promotion.end, today),
      stripOf(row),
    ]),
    left,
    where: `/promo calendar${words} as:list`,
  }
}

const weekHead = (monday: Day, today: Day): string => {
  const day = isoOf(monday).slice(-2)
  return cellOf(today >= monday && today < monday + 7 ? `${day}▾` : day)
}

const stripOf = ({ promotion, weeks }: CalendarRow): string =>
  weeks
    .map(({ runs, overlaps }) => cellOf(runs ? calendarSymbol(promotion) : '·', overlaps ? '+' : ''))
    .join('')
    .trimEnd()

const legendWords = (rows: readonly CalendarRow[]): string => {
  const { provisional, overlaps } = signsIn(rows)
  return [
    'Mondays from left to right, ▾ is this week',
    '● ready · ▲ at risk · ✖ not ready · ? unknown',
    ...(provisional ? ['an outline is provisional'] : []),
    ...(overlaps ? ['+ shares an item and place with another promotion'] : []),
  ].join(' · ')
}

const listBlocks = ({ rows, mondays, today }: Calendar, { words }: Part): readonly Block[] =>
  mondays.flatMap((monday, i): readonly Block[] => {
    const running = rows.filter(({ weeks }) => weeks[i]?.runs)
    if (running.length === 0) return []
    const { shown, left } = firstOf(running, mostRows)
    return [
      {
        kind: 'items',
        title: `Week of ${dateWords(monday, today)}${today >= monday && today < monday + 7 ? ', this week' : ''}`,
        items: shown.map(({ promotion, weeks }) => ({
          symbol: calendarSymbol(promotion),
          text: `${calendarName(promotion)} · ${calendarStanding(promotion)} · ${daysIn(promotion, monday, today)}${weeks[i]?.overlaps ? ' · overlaps' : ''}`,
          detail: [],
        })),
        left,
        where: `/promo calendar${words} from:${isoOf(monday)} weeks:1 as:list`,
      },
    ]
  })

const daysIn = ({ start, end }: CalendarRow['promotion'], monday: Day, today: Day): string => {
  if (start >= monday) return windowWords(start, end, today)
  return end <= monday + 6 ? `until ${dateWords(end, today)}` : 'all week'
}

const overlapBlocks = ({ overlaps, today }: Calendar, { words }: Part): readonly Block[] => {
  if (overlaps.length === 0) return []
  const { shown, left } = firstOf(overlaps, mostOverlaps)
  return [
    {
      kind: 'items',
      title: 'The same item and place at once',
      items: shown.map((overlap) => ({ symbol: '+', text: overlapWords(overlap, today), detail: [] })),
      left,
      where: `/promo calendar${words} weeks:4`,
    },
  ]
}
