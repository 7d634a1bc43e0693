import { sql } from 'kysely'
import type { Cell } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'

/** Where a figure comes from: the file and its line, who sent it, and the moment (ISO text) from which it counts. */
type Source = {
  readonly file: string
  readonly line: number | null
  readonly sender: string | null
  readonly at: string | null
}

/** Where the stock of a cell and its orders come from; null where its count is not of a row of a file. */
export type Provenance = {
  readonly stock: (Source & { readonly countedOn: Day }) | null
  readonly orders: ReadonlyMap<string, Source>
}

type Row = {
  readonly source: string
  readonly source_line: number | null
  readonly sender: string | null
  readonly visible_at: string | null
}

const sourceOf = ({ source, source_line, sender, visible_at }: Row): Source => ({
  file: source,
  line: source_line === null ? null : Number(source_line),
  sender,
  at: visible_at,
})

/** Loads where the newest count of a cell and the newest word on each of its orders come from. */
export const loadProvenance = async (
  { database: { kysely } }: Reader,
  visibility: Visibility,
  { sku, location }: Cell,
  asOf: Day,
): Promise<Provenance> => {
  const of = (
    kind: 'inventory' | 'inbound',
  ) => sql`join batch b on b.workspace_id = r.workspace_id and b.id = r.batch_id
    where ${isVisible(visibility, kind, 'r')} and r.sku = ${sku} and r.location = ${location}`
  const from = sql`b.source, r.source_line, b.sender, b.visible_at`
  const counts = await sql<Row & { as_of_on: string }>`select ${from}, r.as_of_on from inventory r ${of('inventory')}
    and r.as_of_on <= ${isoOf(asOf)} order by r.as_of_on desc, r.as_of_minute desc, r.batch_id desc limit 1`.execute(
    kysely,
  )
  const orders = await sql<Row & { order_id: string }>`select ${from}, r.order_id from inbound r ${of('inbound')}
    order by r.batch_id`.execute(kysely)
  const [count] = counts.rows
  return {
    stock: count === undefined ? null : { ...sourceOf(count), countedOn: dayOf(count.as_of_on) },
    orders: new Map(orders.rows.map((row) => [row.order_id, sourceOf(row)])),
  }
}
