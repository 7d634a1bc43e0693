import type { App } from '../../src/app.ts'
import type { Reach } from '../../src/services/context.ts'
import { keeperOf } from '../../src/services/present/present.ts'
import { postReviews } from '../../src/services/promotion-reviews/post-reviews.ts'
import { rollUp } from '../../src/services/scorecard/roll-up.ts'

/** Works out the results of promotions that are over and posts the reviews that are due, as the jobs of a minute do. */
export const postDue = async (app: App, reach: Reach): Promise<void> => {
  const context = { ...app, now: app.now(), today: app.today(), reach }
  await keeperOf(app.workspace).bringUpToDate(context)
  await rollUp(context)
  await postReviews(context)
}
