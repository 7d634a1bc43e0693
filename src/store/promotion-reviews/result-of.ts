import { sql } from 'kysely'
import { type Day, dayOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { PromotionResult, ResultLine } from '../../domain/scorecard/promotion-result.ts'
import type { LineTotals } from '../../domain/scorecard/totals.ts'
import type { Reader } from '../database/workspace.ts'
import type { ScorecardTables } from '../scorecard/scorecard-tables.ts'
import { loadPromotionsBehind } from '../scorecard/totals.ts'

/** Loads how a promotion went as it was worked out last; null where it is not over or nothing is kept of it. */
export const loadResultOf = async (
  { id, database }: Reader,
  promotionId: PromotionId,
): Promise<PromotionResult | null> => {
  const row = await database.kysely
    .selectFrom('promotion_result')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('promotion_id', '=', promotionId)
    .executeTakeFirst()
  if (row === undefined) return null
  const lines = await database.kysely
    .selectFrom('line_result')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('promotion_id', '=', promotionId)
    .orderBy('sku')
    .orderBy('location')
    .execute()
  return {
    promotionId,
    name: row.name,
    owner: row.owner || null,
    start: dayOf(row.started_on),
    end: dayOf(row.ended_on),
    outcome: row.outcome,
    isComplete: Number(row.complete) === 1,
    stockedOut: flag(row.stocked_out),
    anyOut: flag(row.any_out),
    noticeDays: row.notice_days ?? 0,
    isUnsupported: Number(row.unsupported) === 1,
    lines: lines.map(lineOf),
  }
}

/** Loads what the lines of a promotion sum up to, as the scorecard sums them; null where nothing is kept of it. */
export const loadTotalsOf = async (reader: Reader, promotionId: PromotionId, end: Day): Promise<LineTotals | null> => {
  const where = [sql<boolean>`p.promotion_id = ${promotionId}`]
  return (await loadPromotionsBehind(reader, { from: end, to: end, where }))[0]?.totals ?? null
}

const flag = (value: number | null): boolean | null => (value === null ? null : Number(value) === 1)

const lineOf = (row: ScorecardTables['line_result']): ResultLine => ({
  ...{ sku: row.sku, location: row.location, start: dayOf(row.start_on), end: dayOf(row.end_on) },
  category: row.category || null,
  supplier: row.supplier || null,
  hero: Number(row.hero) === 1,
  windowDays: row.window_days,
  toldDays: row.told_days,
  ...{ sold: row.sold, lost: row.lost, outDays: row.out_days },
  ...{ normal: row.normal, pulled: row.pulled, taken: row.taken, takenMargin: row.taken_margin },
  leftover: row.leftover,
  ...{ ordinaryDays: row.ordinary_days, ordinaryOutDays: row.ordinary_out_days },
  registeredUnits: row.registered_units,
  orderByUnits: row.order_by_units,
  launchUnits: row.launch_units,
  marketerUnits: row.marketer_units,
  plannerUnits: row.planner_units,
  automaticUnits: row.automatic_units,
  ...{ price: row.price, listPrice: row.list_price, unitCost: row.unit_cost },
  currency: row.currency || null,
})
