import { sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import type { LineText } from './line-text.ts'
import type { PromotionText } from './promotion-text.ts'

/** Loads the ids of the promotions that were kept after a revision, ascending. */
export const loadPromotionsKeptSince = async (
  { id, database }: Reader,
  revision: number,
): Promise<readonly PromotionId[]> => {
  const rows = await database.kysely
    .selectFrom('present_promotion')
    .select('promotion_id')
    .where('workspace_id', '=', id)
    .where('revision', '>', revision)
    .orderBy('promotion_id')
    .execute()
  return rows.map((row) => row.promotion_id)
}

/** Loads kept promotions without their lines; the view is null where nothing of one is left to judge. */
export const loadKeptPromotions = async (
  { id, database }: Reader,
  promotionIds: readonly PromotionId[],
): Promise<readonly Pick<PromotionText, 'promotionId' | 'view'>[]> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('present_promotion')
      .select(['promotion_id', 'view'])
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .execute(),
  )
  return rows.map((row) => ({ promotionId: row.promotion_id, view: row.view }))
}

/** Loads the kept lines of promotions, by promotion, in their order. */
export const loadKeptLines = async (
  { id, database }: Reader,
  promotionIds: readonly PromotionId[],
): Promise<ReadonlyMap<PromotionId, readonly LineText[]>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('present_line')
      .select(['promotion_id', 'sku', 'location', 'view', 'item', 'at', 'lead_time', 'source', 'place'])
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .execute(),
  )
  return new Map(
    [...Map.groupBy(rows, (row) => row.promotion_id)].map(([promotionId, own]) => [
      promotionId,
      own.sort((a, b) => a.place - b.place),
    ]),
  )
}

/** Loads how the promotions performed whose last day is on or after one and before another, the earliest end first. */
export const loadKeptEnded = async (
  { id, database }: Reader,
  since: Day,
  before: Day,
): Promise<readonly EndedPromotion[]> => {
  const rows = await database.kysely
    .selectFrom('present_promotion')
    .select('ended')
    .where('workspace_id', '=', id)
    .where('ended_on', '>=', isoOf(since))
    .where('ended_on', '<', isoOf(before))
    .orderBy('ended_on')
    .orderBy('promotion_id')
    .execute()
  return rows.flatMap(({ ended }) => (ended === null ? [] : (JSON.parse(ended) as EndedPromotion)))
}

/** Loads the orders of risks that were kept after a revision; null where a risk asks for none any more. */
export const loadOrdersKeptSince = async (
  { id, database }: Reader,
  revision: number,
): Promise<readonly { readonly identity: string; readonly orders: string | null; readonly revision: number }[]> => {
  const rows = await database.kysely
    .selectFrom('present_order')
    .select(['identity', 'orders', 'revision'])
    .where('workspace_id', '=', id)
    .where('revision', '>', revision)
    .execute()
  return rows.map((row) => ({ ...row, revision: Number(row.revision) }))
}

/** Gives the last revision that was taken; whatever is kept later has a higher one. */
export const loadRevision = async ({ id, database }: Reader): Promise<number> => {
  const row = await database.kysely
    .selectFrom('counter')
    .select('value')
    .where('workspace_id', '=', id)
    .where('name', '=', 'revision')
    .executeTakeFirst()
  return Number(row?.value ?? 0)
}

/** Loads the revision at which each of some promotions was last kept. */
export const loadRevisionsOf = async (
  { id, database }: Reader,
  promotionIds: readonly PromotionId[],
): Promise<ReadonlyMap<PromotionId, number>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('present_promotion')
      .select(['promotion_id', 'revision'])
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .execute(),
  )
  return new Map(rows.map((row) => [row.promotion_id, Number(row.revision)]))
}

/** Keeps judged promotions, as they are on a day. Gives the revision that they have from then on. */
export const keepPromotions = async (
  writer: Writer,
  judgedOn: string,
  promotions: readonly PromotionText[],
): Promise<number> => {
  const { transaction, workspaceId, now } = writer
  const revision = await nextNumber(writer, 'revision')
  const kept = { workspace_id: workspaceId, revision, judged_on: judgedOn, judged_at: now }
  await inSlices(promotions, async (slice) => {
    await transaction
      .deleteFrom('present_line')
      .where('workspace_id', '=', workspaceId)
      .where(
        'promotion_id',
        'in',
        slice.map(({ promotionId }) => promotionId),
      )
      .execute()
    await transaction
      .insertInto('present_promotion')
      .values(
        slice.map(({ promotionId, inputsHash, view, ended }) => ({
          ...kept,
          ...{ promotion_id: promotionId, inputs_hash: inputsHash, view },
          ...(ended === undefined
            ? { ended: null, ended_on: null }
            : { ended: JSON.stringify(ended), ended_on: isoOf(ended.end) }),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'promotion_id']).doUpdateSet(({ ref }) => ({
          revision: ref('excluded.revision'),
          judged_on: ref('excluded.judged_on'),
          judged_at: ref('excluded.judged_at'),
          inputs_hash: ref('excluded.inputs_hash'),
          view: ref('excluded.view'),
          ended: ref('excluded.ended'),
          ended_on: ref('excluded.ended_on'),
        })),
      )
      .execute()
    return []
  })
  const lines = promotions.flatMap(({ promotionId, lines: own }) =>
    own.map((line, place) => ({ workspace_id: workspaceId, promotion_id: promotionId, place, ...line })),
  )
  await inSlices(lines, async (slice) => {
    await transaction
      .insertInto('present_line')
      .values([...slice])
      .execute()
    return []
  })
  return revision
}

/** Keeps the orders that risks ask for; null for a risk that asks for none any more. */
export const keepOrders = async (
  writer: Writer,
  orders: readonly { readonly identity: string; readonly orders: string | null }[],
): Promise<void> => {
  if (orders.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  await inSlices(orders, async (slice) => {
    await writer.transaction
      .insertInto('present_order')
      .values(slice.map((order) => ({ workspace_id: writer.workspaceId, revision, ...order })))
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'identity']).doUpdateSet(({ ref }) => ({
          revision: ref('excluded.revision'),
          orders: ref('excluded.orders'),
        })),
      )
      .execute()
    return []
  })
}

/** A promotion that is to be judged again, since a revision, with the first of its items; null where it has none any more. */
export type OutdatedPromotion = {
  readonly promotionId: PromotionId
  readonly revision: number
  readonly item: string | null
}

/** Loads the promotions that are to be judged again, those that begin with the same item one after the other. */
export const loadOutdated = async ({ id, database }: Reader): Promise<readonly OutdatedPromotion[]> => {
  const rows = await database.kysely
    .selectFrom('outdated_promotion as outdated')
    .select(({ selectFrom }) => [
      'outdated.promotion_id',
      'outdated.revision',
      selectFrom('promotion_line as line')
        .select(({ fn }) => fn.min('line.sku').as('item'))
        .where('line.workspace_id', '=', id)
        .whereRef('line.promotion_id', '=', 'outdated.promotion_id')
        .as('item'),
    ])
    .where('outdated.workspace_id', '=', id)
    .orderBy('item')
    .orderBy('outdated.promotion_id')
    .execute()
  return rows.map((row) => ({ promotionId: row.promotion_id, revision: Number(row.revision), item: row.item }))
}

/** Marks promotions as outdated: some of them, or all that are kept and those that end on a day or later. */
export const markOutdated = async (
  writer: Writer,
  promotions: readonly PromotionId[] | 'all',
  day: string,
): Promise<void> => {
  const { transaction, workspaceId } = writer
  if (promotions !== 'all' && promotions.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  if (promotions === 'all') {
    await sql`insert into outdated_promotion (workspace_id, promotion_id, revision)
      select ${workspaceId}, promotion_id, ${revision} from (
        select distinct promotion_id from promotion_line where workspace_id = ${workspaceId} and end_on >= ${day}
        union select promotion_id from present_promotion where workspace_id = ${workspaceId} and view is not null
      ) as known where 1 = 1
      on conflict (workspace_id, promotion_id) do update set revision = ${revision}`.execute(transaction)
    return
  }
  await inSlices([...new Set(promotions)], async (slice) => {
    await transaction
      .insertInto('outdated_promotion')
      .values(slice.map((promotion_id) => ({ workspace_id: workspaceId, promotion_id, revision })))
      .onConflict((conflict) => conflict.columns(['workspace_id', 'promotion_id']).doUpdateSet({ revision }))
      .execute()
    return []
  })
}

/**
 * Takes the marks of promotions that were judged, and lists the promotions whose mark it took. One that was marked again
 * meanwhile is to be judged once more; of one whose mark is gone another process has kept a judgement, which may be newer.
 */
export const takeMarks = async (
  { transaction, workspaceId }: Writer,
  judged: readonly OutdatedPromotion[],
): Promise<ReadonlySet<PromotionId>> => {
  const taken = new Set<PromotionId>()
  for (const [revision, own] of Map.groupBy(judged, (one) => one.revision)) {
    const rows = await inSlices(own, (slice) =>
      transaction
        .deleteFrom('outdated_promotion')
        .where('workspace_id', '=', workspaceId)
        .where(
          'promotion_id',
          'in',
          slice.map(({ promotionId }) => promotionId),
        )
        .where('revision', '=', revision)
        .returning('promotion_id')
        .execute(),
    )
    for (const { promotion_id } of rows) taken.add(promotion_id)
  }
  return taken
}
