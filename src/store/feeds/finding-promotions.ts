import { type RawBuilder, sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import { groupsOfRivals } from '../../domain/demand/rivalry.ts'
import type { Reader } from '../database/workspace.ts'
import { loadLearning } from '../facts/learned.ts'
import { withKits } from './kits.ts'
import { inSlices, isVisible, type Visibility } from './visibility.ts'

/** Lists the upcoming promotions with an item of the suppliers of some items. */
export const fromTheSameSuppliers = async (
  { id, database }: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> =>
  idsOf(
    await inSlices(skus, async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
        and r.sku in (select i.sku from item i where i.workspace_id = ${id} and i.supplier in
          (select o.supplier from item o where o.workspace_id = ${id} and o.sku in (${sql.join([...slice])})))`.execute(
        database.kysely,
      )
      return found.rows
    }),
  )

/** Ids are told apart here: a store that is asked for distinct ones reads its rows in the order of the ids. */
export const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => [
  ...new Set(rows.map(({ id }) => id)),
]

/** Lists the items that batches are about. */
export const itemsOf = async ({ id, database }: Reader, batches: readonly number[]): Promise<readonly string[]> =>
  (
    await inSlices(batches, (slice) =>
      database.kysely
        .selectFrom('batch_item')
        .select('sku')
        .distinct()
        .where('workspace_id', '=', id)
        .where('batch_id', 'in', [...slice])
        .execute(),
    )
  ).map((row) => row.sku)

const toCome = (visibility: Visibility, asOf: Day) =>
  sql`from promotion_line r where ${isVisible(visibility, 'promotions', 'r')} and r.end_on >= ${isoOf(asOf)}`

/** Lists the promotions of which batches have a row, also one that is over: its days are days of the promotion. */
export const promotionsIn = async ({ id, database }: Reader, batches: readonly number[]): Promise<readonly string[]> =>
  idsOf(
    await inSlices(batches, async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id from promotion_line r
        join batch_item b on b.workspace_id = r.workspace_id and b.sku = r.sku and b.batch_id = r.batch_id
        where r.workspace_id = ${id} and b.batch_id in (${sql.join([...slice])})`.execute(database.kysely)
      return found.rows
    }),
  )

/** Lists the promotions that batches name costs of. */
export const promotionsWithCostsIn = async (
  { id, database }: Reader,
  batches: readonly number[],
): Promise<readonly string[]> =>
  idsOf(
    await inSlices(batches, (slice) =>
      database.kysely
        .selectFrom('cost')
        .select('promotion_id as id')
        .distinct()
        .where('workspace_id', '=', id)
        .where('batch_id', 'in', [...slice])
        .where('promotion_id', '!=', '')
        .execute(),
    ),
  )

/** Lists the upcoming promotions with one of some items, or with what shares a component with them. */
export const loadPromotionsWith = async (
  reader: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> =>
  idsOf(
    await inSlices(await withKits(reader, visibility, skus), async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
        and r.sku in (${sql.join([...slice])})`.execute(reader.database.kysely)
      return found.rows
    }),
  )

/** Lists the items that go by the history of one of these. */
export const itemsWithHistoryOf = async (
  { id, database }: Reader,
  skus: readonly string[],
): Promise<readonly string[]> => {
  if (skus.length === 0) return []
  const known = new Set(skus)
  const { rows } = await sql<{ sku: string; like_sku: string }>`select distinct sku, like_sku from item
    where workspace_id = ${id} and like_sku is not null`.execute(database.kysely)
  return rows.flatMap((row) => (known.has(row.like_sku) ? [row.sku] : []))
}

/** Lists the promotions of items of the groups in which one of these has sales: while it is promoted, they sell less. */
export const loadRivalsOf = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> => {
  const learning = skus.length === 0 ? null : await loadLearning(workspace, visibility, asOf)
  if (learning === null) return []
  const { id, database } = workspace
  const rows = await inSlices(groupsOfRivals(learning.common, skus), async (slice) => {
    const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
      and r.sku in (select i.sku from item i where i.workspace_id = ${id}
        and coalesce(i.item_group, i.category, '') in (${sql.join([...slice])}))`.execute(database.kysely)
    return found.rows
  })
  return idsOf(rows)
}

/** Lists the promotions with items of the suppliers, or at places that the locations of our own supply, that lead times are of. */
export const suppliedBy = async (
  workspace: Reader,
  visibility: Visibility,
  batches: readonly number[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (batches.length === 0) return []
  const { id } = workspace
  const suppliers = sql`select l.supplier from lead_time l where l.workspace_id = ${id}
    and l.batch_id in (${sql.join([...batches])})`
  return sentBy(workspace, visibility, suppliers, asOf)
}

/** Lists the promotions with items of suppliers, or at places that these, which may be locations of our own, supply. */
export const sentBy = async (
  { id, database }: Reader,
  visibility: Visibility,
  suppliers: RawBuilder<unknown>,
  asOf: Day,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
    and (r.sku in (select i.sku from item i where i.workspace_id = ${id} and i.supplier in (${suppliers}))
      or ${isAt(sql`(select s.location from location s where s.workspace_id = ${id} and s.supplied_by in (${suppliers}))`)}
      or ${mayGetFrom(id, asOf, sql`select s.location from location s where s.workspace_id = ${id} and s.supplied_by in (${suppliers})`)})`.execute(
    database.kysely,
  )
  return idsOf(rows)
}

/**
 * Lists the running promotions at the locations whose sales batches tell: a day without a row of an item may now be one
 * without a sale of it. A batch that tells of none takes another one back, which may have been of any place.
 */
export const runningWhereTold = async (
  { id, database }: Reader,
  visibility: Visibility,
  batches: readonly number[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (batches.length === 0) return []
  const told = sql`select t.location from told_sales t where t.workspace_id = ${id} and t.batch_id in (${sql.join([...batches])})`
  const untold = sql`select 1 from batch b where b.workspace_id = ${id} and b.id in (${sql.join([...batches])})
    and not exists (select 1 from told_sales t where t.workspace_id = b.workspace_id and t.batch_id = b.id)`
  const { rows } = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
    and r.start_on <= ${isoOf(asOf)} and (r.location = '' or r.location in (${told}) or exists (${untold}))`.execute(
    database.kysely,
  )
  return idsOf(rows)
}

export const atPlacesOf = async (
  { id, database }: Reader,
  visibility: Visibility,
  batches: readonly number[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (batches.length === 0) return []
  const places = sql`select s.location from snapshot_location s where s.workspace_id = ${id}
    and s.batch_id in (${sql.join([...batches])})`
  // What is not in the snapshot is missing there, and what the others of the same supplying location get depends on it.
  const besides = sql`select o.location from location o join location l on l.workspace_id = o.workspace_id
    and l.supplied_by = o.supplied_by where o.workspace_id = ${id} and l.location in (${places})`
  const isSoldThere = (table: 'inventory' | 'sales' | 'demand_plan') =>
    sql`exists (select 1 from ${sql.table(table)} t where t.workspace_id = ${id} and t.sku = r.sku
      and t.location in (${places}))`
  const { rows } = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
    and (r.location = '' or r.location in (${places})
      or r.location in (select l.location from location l where l.workspace_id = ${id} and l.supplied_by in (${places}))
      or (r.location in (${besides}) and (${isSoldThere('inventory')} or ${isSoldThere('sales')}
        or ${isSoldThere('demand_plan')})) or ${mayGetFrom(id, asOf, places)})`.execute(database.kysely)
  return idsOf(rows)
}

/** A row for every place is at any place, where there is one. */
const isAt = (places: ReturnType<typeof sql>) => sql`r.location in ${places} or (r.location = '' and exists ${places})`

/** A running promotion of an item may get units from any place that has it. */
const mayGetFrom = (id: number, asOf: Day, places: RawBuilder<unknown>) =>
  sql`(r.start_on <= ${isoOf(asOf)} and exists (select 1 from inventory i where i.workspace_id = ${id}
    and i.sku = r.sku and i.location in (${places})))`
