import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { filterWords } from '../../cards/channels/filter-words.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { boundedMap } from '../../common/bounded-map.ts'
import type { Day } from '../../domain/day.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { type CalendarEvent, loadCalendarEvents } from '../../services/calendar/calendar-events.ts'
import { readCalendarSubject } from '../../services/calendar/calendar-subject.ts'
import type { LinkedThing } from './open-links.ts'

const refreshSeconds = 60 * 60
const mostKept = 50

/** What was written last for each link, and of which state of the store. */
const openWritten = () => boundedMap<string, { readonly state: string; readonly text: string }>(mostKept)
const written = new WeakMap<object, ReturnType<typeof openWritten>>()

/** The promotions of a filter as a calendar that others subscribe to, RFC 5545. */
export const calendarFeed: LinkedThing = {
  kind: 'calendar',
  path: '/calendar/',
  ending: '.ics',
  contentType: 'text/calendar; charset=utf-8',
  read: async (context, link, reader) => {
    const subject = readCalendarSubject(link.subject)
    if (subject === null) return null
    const { database } = context.workspace
    const own = written.get(database) ?? openWritten()
    written.set(database, own)
    const stateNow = async () => JSON.stringify([await database.version(), context.today(), reader.names])
    const name = `${context.workspace.id} ${link.id}`
    const known = own.get(name)
    const state = await stateNow()
    if (known?.state === state) return known.text
    const moment = { ...context, today: context.today(), now: context.now() }
    const events = await loadCalendarEvents(moment, { filter: subject.filter, reader }, subject.extras)
    const text = writeCalendar(events, subject.filter)
    own.set(name, { state, text })
    return text
  },
}

const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const

/** Writes events as a calendar. */
export const writeCalendar = (events: readonly CalendarEvent[], filter: Filter | null): string => {
  const calendar = ical({
    name: calendarName(filter),
    prodId: { company: 'shelfready', product: 'promotions', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  })
  for (const event of events)
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      stamp: event.changedAt,
      lastModified: event.changedAt,
      start: utc(event.start),
      end: utc(event.endsBefore),
      allDay: true,
      summary: plain(event.summary),
      description: plain(event.description),
      status: statuses[event.status],
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  return `${calendar.toString().trimEnd()}\r\n`
}

const calendarName = (filter: Filter | null): string =>
  filter === null ? 'Promotions' : plain(`Promotions: ${formattedForAll(() => filterWords(filter))}`)

const utc = (day: Day): Date => new Date(day * 86_400_000)

/** A calendar has no control characters but line breaks. */
const plain = (text: string): string => text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, ' ')
