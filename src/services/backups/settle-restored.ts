import { figuresOfReview } from '../../domain/promotion-reviews/review.ts'
import type { GivenNumbers } from '../../store/backups/given-numbers.ts'
import { markRestored } from '../../store/backups/mark-restored.ts'
import { apply } from '../../store/changes/apply.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { loadNewestLearning } from '../../store/facts/learned.ts'
import { loadDueReviews } from '../../store/promotion-reviews/reviews.ts'
import { loadReview, type ReviewContext } from '../promotion-reviews/load-review.ts'

/** A restored company that can be served: until when its data tell what was done, messages to look for, and its next promotion. */
export type Settled = {
  readonly workspace: string
  readonly knownUntil: string | null
  readonly unsettled: number
  readonly next: string
}

type RestoredContext = ReviewContext & {
  readonly now: string
  /** Numbers that stores gave which the backup replaces. */
  readonly given: GivenNumbers
}

/** Makes a restored store safe to start: it looks before it sends, makes up for nothing, and gives no number a second time. */
export const settleRestored = async (context: RestoredContext): Promise<Settled> => {
  const { workspace, now, given } = context
  const marked = await writeTogether(workspace, now, (writer) => markRestored(writer, given))
  await passOverReviews(context)
  return { workspace: workspace.name, ...marked, next: `P-${await loadNextNumber(workspace, 'promotion')}` }
}

/** Reviews that are due may have been posted since the backup; whoever wants to see one asks. */
const passOverReviews = async (context: RestoredContext): Promise<void> => {
  const { workspace, today, now } = context
  const learning = await loadNewestLearning(workspace)
  for (const promotionId of await loadDueReviews(workspace, today)) {
    const review = await loadReview(context, promotionId)
    if (review === null) continue
    await apply(
      workspace,
      [{ kind: 'keep-review', promotionId, on: today, figures: figuresOfReview(review), learning }],
      null,
      now,
    )
  }
}
