import { isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { PromotionResult, ResultLine } from '../../domain/scorecard/promotion-result.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { markReviewsOutdated } from '../promotion-reviews/reviews.ts'
import { touchResultMonths } from './result-months.ts'
import type { ScorecardTables } from './scorecard-tables.ts'

/** A promotion whose result is to be worked out again, since a revision. */
export type OutdatedResult = { readonly promotionId: PromotionId; readonly revision: number }

/** Marks promotions whose results are to be worked out again. */
export const markResultsOutdated = async (writer: Writer, promotions: readonly PromotionId[]): Promise<void> => {
  if (promotions.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  await inSlices([...new Set(promotions)], async (slice) => {
    await writer.transaction
      .insertInto('outdated_result')
      .values(slice.map((promotion_id) => ({ workspace_id: writer.workspaceId, promotion_id, revision })))
      .onConflict((conflict) => conflict.columns(['workspace_id', 'promotion_id']).doUpdateSet({ revision }))
      .execute()
    return []
  })
}

/** Lists some of the promotions whose results are to be worked out again, by id. */
export const loadOutdatedResults = async (
  { id, database }: Reader,
  atMost: number,
  only: readonly PromotionId[] | null = null,
): Promise<readonly OutdatedResult[]> => {
  const rows = await database.kysely
    .selectFrom('outdated_result')
    .select(['promotion_id', 'revision'])
    .where('workspace_id', '=', id)
    .$if(only !== null, (query) => query.where('promotion_id', 'in', only as PromotionId[]))
    .orderBy('promotion_id')
    .limit(atMost)
    .execute()
  return rows.map((row) => ({ promotionId: row.promotion_id, revision: Number(row.revision) }))
}

/** Counts the promotions whose results are to be worked out again. */
export const countOutdatedResults = async ({ id, database }: Reader): Promise<number> => {
  const row = await database.kysely
    .selectFrom('outdated_result')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Keeps the results of promotions and takes their marks; one without a result any more is forgotten, one that was marked again stays marked. */
export const keepResults = async (
  writer: Writer,
  done: readonly OutdatedResult[],
  results: readonly PromotionResult[],
): Promise<void> => {
  const { transaction, workspaceId } = writer
  const before = await transaction
    .selectFrom('promotion_result')
    .select('ended_on')
    .where('workspace_id', '=', workspaceId)
    .where(
      'promotion_id',
      'in',
      done.map(({ promotionId }) => promotionId),
    )
    .execute()
  await touchResultMonths(writer, [...before.map(({ ended_on }) => ended_on), ...results.map(({ end }) => isoOf(end))])
  for (const { promotionId, revision } of done) {
    for (const table of ['line_result', 'promotion_result'] as const)
      await transaction
        .deleteFrom(table)
        .where('workspace_id', '=', workspaceId)
        .where('promotion_id', '=', promotionId)
        .execute()
    await transaction
      .deleteFrom('outdated_result')
      .where('workspace_id', '=', workspaceId)
      .where('promotion_id', '=', promotionId)
      .where('revision', '=', revision)
      .execute()
  }
  await markReviewsOutdated(
    writer,
    done.map(({ promotionId }) => promotionId),
  )
  for (const result of results) {
    await transaction.insertInto('promotion_result').values(promotionRow(workspaceId, result)).execute()
    const rows = result.lines.map((line) => lineRow(workspaceId, result, line))
    for (let i = 0; i < rows.length; i += rowsAtOnce)
      await transaction
        .insertInto('line_result')
        .values(rows.slice(i, i + rowsAtOnce))
        .execute()
  }
}

const rowsAtOnce = 50

const flag = (value: boolean | null): number | null => (value === null ? null : value ? 1 : 0)

const promotionRow = (workspaceId: number, result: PromotionResult): ScorecardTables['promotion_result'] => ({
  workspace_id: workspaceId,
  promotion_id: result.promotionId,
  name: result.name,
  owner: result.owner ?? '',
  started_on: isoOf(result.start),
  ended_on: isoOf(result.end),
  outcome: result.outcome,
  complete: result.isComplete ? 1 : 0,
  stocked_out: flag(result.stockedOut),
  any_out: flag(result.anyOut),
  notice_days: result.noticeDays,
  unsupported: result.isUnsupported ? 1 : 0,
})

const lineRow = (
  workspaceId: number,
  { promotionId }: PromotionResult,
  line: ResultLine,
): ScorecardTables['line_result'] => ({
  workspace_id: workspaceId,
  promotion_id: promotionId,
  ...{ sku: line.sku, location: line.location, start_on: isoOf(line.start), end_on: isoOf(line.end) },
  category: line.category ?? '',
  supplier: line.supplier ?? '',
  hero: line.hero ? 1 : 0,
  window_days: line.windowDays,
  told_days: line.toldDays,
  ...{ sold: line.sold, lost: line.lost, out_days: line.outDays },
  ...{ ordinary_days: line.ordinaryDays, ordinary_out_days: line.ordinaryOutDays },
  ...{ normal: line.normal, pulled: line.pulled, taken: line.taken, taken_margin: line.takenMargin },
  leftover: line.leftover,
  registered_units: line.registeredUnits,
  order_by_units: line.orderByUnits,
  launch_units: line.launchUnits,
  marketer_units: line.marketerUnits,
  planner_units: line.plannerUnits,
  automatic_units: line.automaticUnits,
  ...{ price: line.price, list_price: line.listPrice, unit_cost: line.unitCost },
  currency: line.currency ?? '',
})
