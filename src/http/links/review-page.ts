import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { reviewPage as drawPage } from '../../cards/reviews/review-page.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadReview } from '../../services/reviews/load-review.ts'
import { readReviewSubject } from '../../services/reviews/review-subject.ts'
import type { LinkedThing } from './open-links.ts'
import { drawCharts } from './review-charts.ts'

/** The review of a month, a quarter or a year as a page to read and to print. */
export const reviewPage: LinkedThing = {
  kind: 'page',
  path: '/review/',
  ending: '',
  contentType: 'text/html; charset=utf-8',
  read: async (context, link, reader) => {
    const subject = readReviewSubject(link.subject)
    if (subject === null) return null
    const today = context.today()
    const present = await loadPresent({ ...context, today, now: context.now() })
    const { period, filter } = subject
    const review = await loadReview({ ...context, today }, { period, view: { filter, reader } }, present)
    const charts = await drawCharts(review)
    return formattedForAll(() => drawPage(review, { charts, filter, today }))
  },
}
