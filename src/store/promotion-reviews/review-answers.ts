import type { PromotionId } from '../../domain/ids.ts'
import { isFree, type Question, questionKeys, type ReviewAnswer } from '../../domain/promotion-reviews/question.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** Loads what people answered in the review of a promotion, in the order of the questions. */
export const loadReviewAnswers = async (
  { id, database }: Reader,
  promotionId: PromotionId,
): Promise<readonly ReviewAnswer[]> => {
  const rows = await database.kysely
    .selectFrom('review_answer')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('promotion_id', '=', promotionId)
    .orderBy('said_at')
    .execute()
  const place = ({ question }: ReviewAnswer) => questionKeys.indexOf(question)
  return rows
    .map((row) => ({
      question: row.question as Question,
      answer: row.answer,
      personId: row.person_id,
      name: row.name,
      at: row.said_at,
    }))
    .filter((answer) => place(answer) >= 0)
    .sort((a, b) => place(a) - place(b))
}

/** An answer to a question of a review, in the place of one; null where it is taken back. */
export type KeepReviewAnswer = {
  readonly kind: 'keep-review-answer'
  readonly promotionId: PromotionId
  readonly question: Question
  readonly before: ReviewAnswer | null
  readonly after: ReviewAnswer | null
}

/** Keeps an answer. Answers false, and writes nothing, when the one before it has changed meanwhile. */
export const keepReviewAnswer = async (
  { transaction, workspaceId }: Writer,
  { promotionId, question, before, after }: KeepReviewAnswer,
): Promise<boolean> => {
  if (before !== null) {
    const { numDeletedRows } = await transaction
      .deleteFrom('review_answer')
      .where('workspace_id', '=', workspaceId)
      .where('promotion_id', '=', promotionId)
      .where('question', '=', question)
      .where('answer', '=', before.answer)
      .where('person_id', '=', before.personId)
      .where('said_at', '=', before.at)
      .executeTakeFirstOrThrow()
    if (Number(numDeletedRows) !== 1) return false
  }
  if (after === null) return true
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('review_answer')
    .values({
      workspace_id: workspaceId,
      promotion_id: promotionId,
      slot: isFree(question) ? `${question} ${after.personId}` : question,
      question,
      answer: after.answer,
      person_id: after.personId,
      name: after.name,
      said_at: after.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}
