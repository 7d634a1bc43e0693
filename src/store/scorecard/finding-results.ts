import { sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { normalSalesDays, pullForwardDays, seasonYears, waitingDays, yearOfWeeks } from '../../domain/policy.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { idsOf, itemsOf, promotionsIn } from '../feeds/finding-promotions.ts'
import { inSlices, isVisible, loadVisibility } from '../feeds/visibility.ts'

/** Lists the promotions with a line whose last day is on or after one day, or any, and before another. */
export const loadEndedBetween = async (
  { id, database }: Reader,
  from: Day | null,
  before: Day,
): Promise<readonly PromotionId[]> => {
  const { rows } = await sql<{ id: string }>`select distinct promotion_id as id from promotion_line
    where workspace_id = ${id} and end_on < ${isoOf(before)} ${from === null ? sql`` : sql`and end_on >= ${isoOf(from)}`}
    order by promotion_id`.execute(database.kysely)
  return rows.map((row) => row.id)
}

/** What a batch says matters to results of promotions that ended so many days before it, where it is no sales. */
const daysAfterEnd: Partial<Record<FeedKind, number>> = { items: 56, inventory: 8 }

/**
 * Lists the promotions that are over before a day and whose results batches change: those with an item whose sales around the
 * window, or on the same days of the last years, they tell, those whose rows they bring, and those that ended just before.
 */
export const loadResultsAffectedBy = async (
  workspace: Reader,
  batches: readonly { readonly id: number; readonly kind: FeedKind }[],
  before: Day,
): Promise<readonly PromotionId[]> => {
  const found = new Set<PromotionId>()
  const visibility = await loadVisibility(workspace, isoOf(before))
  const withItems = async (batch: number, from: Day | null, last: Day | null) => {
    const within = [
      ...(from === null ? [] : [sql`and r.end_on >= ${isoOf(from - pullForwardDays)}`]),
      ...(last === null ? [] : [sql`and r.start_on <= ${isoOf(last + farthestBack)}`]),
    ]
    const rows = await inSlices(await itemsOf(workspace, [batch]), async (slice) => {
      const { rows } = await sql<{ id: string }>`select r.promotion_id as id from promotion_line r
        where ${isVisible(visibility, 'promotions', 'r')} and r.sku in (${sql.join([...slice])})
        and r.end_on < ${isoOf(before)} ${sql.join(within, sql` `)}`.execute(workspace.database.kysely)
      return rows
    })
    for (const id of idsOf(rows)) found.add(id)
  }
  for (const { id, kind } of batches) {
    if (kind === 'sales') {
      const { first, last } = await daysOf(workspace, id)
      await withItems(id, first, last)
    } else if (kind === 'promotions') for (const one of await promotionsIn(workspace, [id])) found.add(one)
    else if (kind === 'costs') for (const one of await endedWithCostsIn(workspace, id, before)) found.add(one)
    else {
      const back = daysAfterEnd[kind]
      if (back !== undefined) await withItems(id, before - back + pullForwardDays, null)
    }
  }
  return [...found]
}

/** Lists the promotions that ended before a day and for which a batch tells costs. */
const endedWithCostsIn = async (
  { id, database }: Reader,
  batch: number,
  before: Day,
): Promise<readonly PromotionId[]> => {
  const { rows } = await sql<{ readonly id: string }>`select distinct c.promotion_id as id from cost c
    join promotion_line r on r.workspace_id = c.workspace_id and r.promotion_id = c.promotion_id
    where c.workspace_id = ${id} and c.batch_id = ${batch} and r.end_on < ${isoOf(before)}`.execute(database.kysely)
  return rows.map((row) => row.id)
}

/** Days before a window of which sales matter to its result. */
const farthestBack = seasonYears * yearOfWeeks + waitingDays + normalSalesDays

const daysOf = async ({ id, database }: Reader, batch: number) => {
  const row = await database.kysely
    .selectFrom('batch')
    .select(['first_day_on', 'last_day_on'])
    .where('workspace_id', '=', id)
    .where('id', '=', batch)
    .executeTakeFirst()
  return {
    first: row?.first_day_on ? dayOf(row.first_day_on) : null,
    last: row?.last_day_on ? dayOf(row.last_day_on) : null,
  }
}
