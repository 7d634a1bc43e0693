import { sql } from 'kysely'
import { dayOf } from '../../domain/day.ts'
import type { Receipt } from '../../domain/reviews/capacity.ts'
import type { Reader } from '../database/workspace.ts'
import { feedTables } from '../feeds/feed-tables.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads what suppliers ever delivered, by day, as the feeds last told of each delivery; an order that names no supplier is its item's. */
export const loadReceipts = async (workspace: Reader, visibility: Visibility): Promise<readonly Receipt[]> => {
  const key = sql.join(feedTables.inbound.key.map((column) => sql.ref(`r.${column}`)))
  type Row = { readonly supplier: string; readonly received_on: string; readonly units: number }
  const { rows } = await sql<Row>`with told as (
      select r.sku, r.supplier, r.received_on, coalesce(r.received_quantity, r.quantity) as units,
        row_number() over (partition by ${key} order by r.batch_id desc) as age
      from inbound r where ${isVisible(visibility, 'inbound', 'r')} and r.status = 'received' and r.received_on is not null),
    described as (
      select i.sku, i.supplier, row_number() over (partition by i.sku order by i.code_only is null desc, i.batch_id desc) as age
      from item i where ${isVisible(visibility, 'items', 'i')})
    select coalesce(told.supplier, described.supplier) as supplier, told.received_on, sum(told.units) as units
    from told left join described on described.sku = told.sku and described.age = 1
    where told.age = 1 and coalesce(told.supplier, described.supplier) is not null
    group by 1, 2 order by 1, 2`.execute(workspace.database.kysely)
  return rows.map((row) => ({ supplier: row.supplier, on: dayOf(row.received_on), units: Number(row.units) }))
}
