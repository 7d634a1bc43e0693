import type { Day } from '../../domain/day.ts'
import type { Question, ReviewAnswer } from '../../domain/promotion-reviews/question.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import type { Action, Card } from '../language/card.ts'
import { dateWords } from '../language/words.ts'
import { answerWords, askWords } from './question-words.ts'

type Kept = { readonly question: Question; readonly after: ReviewAnswer | null }

/** Confirms what somebody answered in a review, and offers to take it back. */
export const answeredCard = (
  { promotionId, name, posted }: Pick<Review, 'promotionId' | 'name' | 'posted'>,
  kept: readonly Kept[],
  today: Day,
): Card => {
  const said = kept.map(({ question, after }) =>
    after === null ? `${askWords(question)} Taken back.` : `${askWords(question)} ${answerWords(after)}`,
  )
  const title = `Saved for ${name} (${promotionId}): ${said.join(' · ')}`
  const given = kept.filter(({ after }) => after !== null)
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: [],
    actions: given.map(
      ({ question }): Action => ({
        label: given.length === 1 ? 'Undo' : `Undo: ${askWords(question)}`,
        does: 'answer',
        id: `${promotionId} ${question} none`,
        revision: 0,
        words: `/promo answer ${promotionId} ${question}:none`,
      }),
    ),
    footer:
      posted === null
        ? `It stands in the review: /promo review ${promotionId}. You can change it within ten minutes.`
        : `It stands in the review of ${dateWords(posted.on, today)}. You can change it within ten minutes.`,
  }
}
