import { sql } from 'kysely'
import type { SoldPromotion } from '../../domain/assessment/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { HistoryRow } from '../../domain/demand/learning/read-row.ts'
import { mechanicOf } from '../../domain/demand/mechanic.ts'
import type { Reader } from '../database/workspace.ts'
import { abandonedBefore } from '../feeds/discard-batch.ts'
import type { ItemRow, PromotionRow, SalesRow } from '../feeds/feed-rows.ts'
import { asKnown, newestOf } from '../feeds/newest.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'
import { salesOf } from './fact-rows.ts'

type Batched<T> = T & { readonly batch_id: number }

/** Loads the group of every item that has one, by code. */
export const loadGroups = async (workspace: Reader, visibility: Visibility): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<Batched<Pick<ItemRow, 'sku' | 'category' | 'item_group'>> & { code_only: number | null }>`
    select r.sku, r.category, r.item_group, r.batch_id, r.code_only from item r
    where ${isVisible(visibility, 'items', 'r')} order by r.code_only is null, r.batch_id`.execute(
    workspace.database.kysely,
  )
  return new Map(
    newestOf(asKnown(rows, visibility, 'items'), (row) => row.sku).map((row) => [
      row.sku,
      row.item_group ?? row.category ?? '',
    ]),
  )
}

/** Loads every promotion that was committed, to look up what ran at a cell on given days. */
export const loadRuns = async (
  workspace: Reader,
  visibility: Visibility,
): Promise<(sku: string, location: string, from: Day, to: Day) => SoldPromotion | null> => {
  type Run = Batched<
    Pick<PromotionRow, 'promotion_id' | 'sku' | 'location' | 'start_on' | 'end_on' | 'type' | 'discount' | 'status'>
  >
  const { rows } = await sql<Run>`select r.promotion_id, r.sku, r.location, r.start_on, r.end_on, r.type, r.discount,
    r.status, r.batch_id from promotion_line r where ${isVisible(visibility, 'promotions', 'r')}
    order by r.batch_id`.execute(workspace.database.kysely)
  const newest = newestOf(asKnown(rows, visibility, 'promotions'), (row) =>
    [row.promotion_id, row.sku, row.location].join('\u0000'),
  )
  const runs = newest
    .filter((row) => row.status === 'committed')
    .map((row) => ({
      ...row,
      start: dayOf(row.start_on),
      end: dayOf(row.end_on),
      sold: { mechanic: mechanicOf(row.type), discount: row.discount },
    }))
    .sort((a, b) => b.start - a.start || (a.promotion_id < b.promotion_id ? -1 : 1))
  const byCell = Map.groupBy(runs, (run) => `${run.sku}\u0000${run.location}`)
  return (sku, location, from, to) => {
    for (const place of [location, ''])
      for (const run of byCell.get(`${sku}\u0000${place}`) ?? [])
        if (run.start <= to && run.end >= from) return run.sold
    return null
  }
}

/**
 * Tells the newest batch of sales or promotions that exists and before which all are visible, 0 where there is none. A batch that is still on
 * its way in is younger than those opened after it, unless its process is gone.
 */
export const loadSettledBatch = async (workspace: Reader, visibility: Visibility, now: string): Promise<number> => {
  const later = ['sales' as const, 'promotions' as const].flatMap((kind) => visibility.later.get(kind) ?? [])
  const batches = workspace.database.kysely
    .selectFrom('batch')
    .where('workspace_id', '=', workspace.id)
    .where('kind', 'in', ['sales', 'promotions'])
  const newest = await batches
    .select((row) => row.fn.max('id').as('id'))
    .where('state', '=', 'visible')
    .$if(later.length > 0, (query) => query.where('id', 'not in', later))
    .executeTakeFirst()
  const coming = await batches
    .select((row) => row.fn.min('id').as('id'))
    .where('state', '!=', 'visible')
    .where('touched_at', '>=', abandonedBefore(now))
    .executeTakeFirst()
  return Math.min(Number(newest?.id ?? 0), coming?.id == null ? Number.POSITIVE_INFINITY : Number(coming.id) - 1)
}

/** Tells the first day with sales, of those from a day on where one is named; null where there are none. */
export const loadFirstSale = async (workspace: Reader, from: Day | null = null): Promise<Day | null> => {
  const sales = workspace.database.kysely
    .selectFrom('sales')
    .select((row) => row.fn.min('sold_on').as('day'))
    .where('workspace_id', '=', workspace.id)
  const first = await (from === null ? sales : sales.where('sold_on', '>=', isoOf(from))).executeTakeFirst()
  return first?.day ? dayOf(first.day) : null
}

/**
 * Tells whether batches after one have brought sales of days before `through`, or promotions that ran then or were planned
 * for then before they were moved: what was learned from these days is out of date.
 */
export const hasOlderNews = async (
  workspace: Reader,
  visibility: Visibility,
  after: number,
  through: Day,
): Promise<boolean> => {
  const before = isoOf(through)
  const { kysely } = workspace.database
  const sales = await sql`select 1 from sales r where ${isVisible(visibility, 'sales', 'r')}
    and r.batch_id > ${after} and r.sold_on < ${before} limit 1`.execute(kysely)
  if (sales.rows.length > 0) return true
  const promotions = await sql`select 1 from promotion_line r where ${isVisible(visibility, 'promotions', 'r')}
    and r.batch_id > ${after} and (r.start_on < ${before} or exists (select 1 from promotion_line was
      where was.workspace_id = r.workspace_id and was.promotion_id = r.promotion_id and was.sku = r.sku
      and was.location = r.location and was.batch_id <= ${after} and was.start_on < ${before})) limit 1`.execute(kysely)
  return promotions.rows.length > 0
}

/** Loads the sales that begin on the days from `from` until before `before`, by day. */
export const loadSalesBetween = async (
  workspace: Reader,
  visibility: Visibility,
  from: Day,
  before: Day,
  runOf: Awaited<ReturnType<typeof loadRuns>>,
): Promise<readonly HistoryRow[]> => {
  const { rows } = await sql<Batched<SalesRow>>`select r.* from sales r where ${isVisible(visibility, 'sales', 'r')}
    and r.sold_on >= ${isoOf(from)} and r.sold_on < ${isoOf(before)} order by r.batch_id`.execute(
    workspace.database.kysely,
  )
  const newest = newestOf(rows, (row) => `${row.sold_on}\u0000${row.sku}\u0000${row.location}`)
  const history = newest.map((row): HistoryRow => {
    const [sale] = salesOf([row])
    if (sale === undefined) throw new Error('a row of sales is one sale')
    const { sku, location } = row
    const run = runOf(sku, location, sale.day, sale.day + sale.days - 1)
    return { ...sale, sku, location, promotion: run ?? sale.promotion }
  })
  return history.toSorted((a, b) => a.day - b.day)
}
