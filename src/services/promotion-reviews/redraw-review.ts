import { fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { reviewCard } from '../../cards/promotion-reviews/review-card.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadLiveMessages } from '../../store/delivery/live-messages.ts'
import type { Context } from '../context.ts'

/** Gives the changes that let every channel see a review as it is now; none where they see it already. */
export const redrawReview = async (
  { workspace, today, reach }: Pick<Context, 'workspace' | 'today' | 'reach'>,
  review: Review,
): Promise<readonly Change[]> => {
  if (!reach.edits) return []
  const card = formattedForAll(() => reviewCard(review, today))
  const fingerprint = fingerprintOf(card)
  const messages = await loadLiveMessages(workspace, 'promotion-review', [review.promotionId])
  return messages.flatMap((message): readonly Change[] =>
    message.fingerprint === fingerprint || !reach.reaches(message.channel)
      ? []
      : [{ kind: 'update-live-message', message, card, fingerprint }],
  )
}
