import { sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { longestReviewDays, reviewLearningDays, reviewWaitDays } from '../../domain/policy.ts'
import type { ReviewFigures } from '../../domain/promotion-reviews/review.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'

/** A review that is posted: what it tells, on which day, and the learning that it shows. */
export type KeepReview = {
  readonly kind: 'keep-review'
  readonly promotionId: PromotionId
  readonly on: Day
  readonly figures: ReviewFigures
  readonly learning: number
}

/** Keeps that a promotion is reviewed. Answers false, and writes nothing, when it was before. */
export const keepReview = async (
  { transaction, workspaceId, now }: Writer,
  { promotionId, on, figures, learning }: KeepReview,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('review')
    .values({
      workspace_id: workspaceId,
      promotion_id: promotionId,
      posted_on: isoOf(on),
      posted_at: now,
      figures: JSON.stringify(figures),
      outdated: 0,
      learning,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}

/** The cards of a review show the result as it was marked outdated so many times, and a learning. */
export type KeepReviewShown = {
  readonly kind: 'keep-review-shown'
  readonly promotionId: PromotionId
  readonly outdated: number
  readonly learning: number
}

/** Keeps what the cards of a review show; one whose result was worked out again meanwhile stays outdated. */
export const keepReviewShown = async (
  { transaction, workspaceId }: Writer,
  { promotionId, outdated, learning }: KeepReviewShown,
): Promise<void> => {
  await transaction
    .updateTable('review')
    .set({ outdated: 0, learning })
    .where('workspace_id', '=', workspaceId)
    .where('promotion_id', '=', promotionId)
    .where('outdated', '=', outdated)
    .execute()
}

/** Marks the reviews of promotions whose results were worked out again. */
export const markReviewsOutdated = async (
  { transaction, workspaceId }: Writer,
  promotions: readonly PromotionId[],
): Promise<void> => {
  await inSlices(promotions, async (slice) => {
    await transaction
      .updateTable('review')
      .set({ outdated: sql<number>`outdated + 1` })
      .where('workspace_id', '=', workspaceId)
      .where('promotion_id', 'in', [...slice])
      .execute()
    return []
  })
}

/**
 * Lists promotions to be reviewed on a day: those with a card in some channel whose sales are all in, or that ended two weeks
 * ago, the earliest end first. What ended long ago, before the program was there, is left alone.
 */
export const loadDueReviews = async ({ id, database }: Reader, today: Day): Promise<readonly PromotionId[]> => {
  const { rows } = await sql<{ readonly id: string }>`select p.promotion_id as id from promotion_result p
    where p.workspace_id = ${id} and p.ended_on >= ${isoOf(today - longestReviewDays)} and p.ended_on < ${isoOf(today)}
    and (p.complete = 1 or p.ended_on <= ${isoOf(today - reviewWaitDays)})
    and not exists (select 1 from review r where r.workspace_id = ${id} and r.promotion_id = p.promotion_id)
    and not exists (select 1 from outdated_result o where o.workspace_id = ${id} and o.promotion_id = p.promotion_id)
    and exists (select 1 from live_message m where m.workspace_id = ${id} and m.about = 'promotion' and m.entity = p.promotion_id)
    order by p.ended_on, p.promotion_id limit ${atOnce}`.execute(database.kysely)
  return rows.map((row) => row.id)
}

const atOnce = 20

/** A review whose cards no longer show what is known, and how often it was marked. */
export type OutdatedReview = { readonly promotionId: PromotionId; readonly outdated: number }

/** Lists some of the reviews whose cards no longer show what is known, and for some days those before a newer learning. */
export const loadOutdatedReviews = async (
  { id, database }: Reader,
  today: Day,
  learning: number,
): Promise<readonly OutdatedReview[]> => {
  const rows = await database.kysely
    .selectFrom('review')
    .select(['promotion_id', 'outdated'])
    .where('workspace_id', '=', id)
    .where((where) =>
      where.or([
        where('outdated', '>', 0),
        where.and([where('posted_on', '>=', isoOf(today - reviewLearningDays)), where('learning', '<>', learning)]),
      ]),
    )
    .orderBy('promotion_id')
    .limit(atOnce)
    .execute()
  return rows.map((row) => ({ promotionId: row.promotion_id, outdated: Number(row.outdated) }))
}

/** Loads what the reviews of promotions told when they were posted, and on which day, by promotion. */
export const loadPostedReviews = async (
  { id, database }: Reader,
  promotions: readonly PromotionId[],
): Promise<ReadonlyMap<PromotionId, ReviewFigures & { readonly on: Day }>> => {
  const rows = await inSlices(promotions, (slice) =>
    database.kysely
      .selectFrom('review')
      .select(['promotion_id', 'posted_on', 'figures'])
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .execute(),
  )
  return new Map(
    rows.map((row) => [row.promotion_id, { ...(JSON.parse(row.figures) as ReviewFigures), on: dayOf(row.posted_on) }]),
  )
}
