import { sql } from 'kysely'
import type { SoldPromotion } from '../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../domain/day.ts'
import type { HistoryRow } from '../domain/demand/learning/read-row.ts'
import { mechanicOf } from '../domain/demand/mechanic.ts'
import { salesOf } from './fact-rows.ts'
import type { ItemRow, PromotionRow, SalesRow } from './feed-rows.ts'
import { asKnown, newestOf } from './newest.ts'
import { isVisible, type Visibility } from './visibility.ts'
import type { Workspace } from './workspace.ts'

type Batched<T> = T & { readonly batch_id: number }

/** Loads the group of every item that has one, by code. */
export const loadGroups = async (
  workspace: Workspace,
  visibility: Visibility,
): Promise<ReadonlyMap<string, string>> => {
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
  workspace: Workspace,
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

/** Tells the newest batch of sales that is visible, and the first day with sales; 0 and null where there are none. */
export const loadSalesExtent = async (
  workspace: Workspace,
): Promise<{ readonly batch: number; readonly first: Day | null }> => {
  const batch = await workspace.database.kysely
    .selectFrom('batch')
    .select((row) => row.fn.max('id').as('id'))
    .where('workspace_id', '=', workspace.id)
    .where('kind', '=', 'sales')
    .where('state', '=', 'visible')
    .executeTakeFirst()
  const first = await workspace.database.kysely
    .selectFrom('sales')
    .select((row) => row.fn.min('sold_on').as('day'))
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirst()
  return { batch: Number(batch?.id ?? 0), first: first?.day ? dayOf(first.day) : null }
}

/** Tells whether batches after one have brought sales of days before `through`: what was learned of these is no longer so. */
export const hasOlderNews = async (workspace: Workspace, after: number, through: Day): Promise<boolean> => {
  const row = await workspace.database.kysely
    .selectFrom('sales')
    .select('batch_id')
    .where('workspace_id', '=', workspace.id)
    .where('sold_on', '<', isoOf(through))
    .where('batch_id', '>', after)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Loads the sales that begin on the days from `from` until before `before`, by day, and by cell within a day. */
export const loadSalesBetween = async (
  workspace: Workspace,
  visibility: Visibility,
  from: Day,
  before: Day,
  runOf: Awaited<ReturnType<typeof loadRuns>>,
): Promise<ReadonlyMap<Day, readonly HistoryRow[]>> => {
  const { rows } = await sql<Batched<SalesRow>>`select r.* from sales r where ${isVisible(visibility, 'sales', 'r')}
    and r.sold_on >= ${isoOf(from)} and r.sold_on < ${isoOf(before)} order by r.batch_id`.execute(
    workspace.database.kysely,
  )
  const keyOf = (row: SalesRow) => `${row.sold_on}\u0000${row.sku}\u0000${row.location}`
  const newest = newestOf(rows, keyOf).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const history = newest.map((row): HistoryRow => {
    const [sale] = salesOf([row])
    if (sale === undefined) throw new Error('a row of sales is one sale')
    const { sku, location } = row
    const run = runOf(sku, location, sale.day, sale.day + sale.days - 1)
    return { ...sale, sku, location, promotion: run ?? sale.promotion }
  })
  return Map.groupBy(history, (row) => row.day)
}
