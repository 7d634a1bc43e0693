import { calendarFeed } from './calendar-feed.ts'
import { calendarPage } from './calendar-page.ts'
import type { LinkedThing } from './open-links.ts'
import { reviewPage } from './review-page.ts'

/** Everything that a link may lead to. What is new is added here, with a kind or a path of its own. */
export const linkedThings: readonly LinkedThing[] = [calendarFeed, calendarPage, reviewPage]
