import { calendarPage as drawPage } from '../../cards/calendar/calendar-page.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { calendarOf } from '../../domain/calendar/calendar.ts'
import { calendarPageWeeks, mostCalendarPromotions } from '../../domain/policy.ts'
import { promotionsShown } from '../../domain/subscriptions/filter-match.ts'
import { readCalendarSubject } from '../../services/calendar/calendar-subject.ts'
import { loadPresent } from '../../services/present/present.ts'
import type { LinkedThing } from './open-links.ts'

/** The promotions of a filter as a page to see and to print. */
export const calendarPage: LinkedThing = {
  kind: 'calendar',
  path: '/calendar/',
  ending: '',
  contentType: 'text/html; charset=utf-8',
  read: async (context, link, reader) => {
    const subject = readCalendarSubject(link.subject)
    if (subject === null) return null
    const today = context.today()
    const { entries } = await loadPresent({ ...context, today, now: context.now() })
    const shown = promotionsShown({ filter: subject.filter, reader }, entries).slice(0, mostCalendarPromotions)
    const calendar = calendarOf(shown, { first: today, weeks: calendarPageWeeks, today, all: shown })
    return formattedForAll(() => drawPage(calendar, subject.filter))
  },
}
