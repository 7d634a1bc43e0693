import { type RawBuilder, sql } from 'kysely'
import type { Workspace } from '../../database/workspace.ts'
import { earlierBatches, type FeedRow, type OpenBatch, type Value } from '../earlier-batches.ts'
import type { FeedKind } from '../feed-rows.ts'
import { type FeedTable, feedTables } from '../feed-tables.ts'
import type { Scratch } from './open-scratch.ts'

type Row = Readonly<Record<string, Value>>

/** Columns of batches that are long and that no row is compared with. */
const longColumns = ['report', 'hold_reasons', 'mapping']

/** Tables that some of a feed's rows are compared with as a whole: codes that are nearly known ones, kits of kits. */
const wholeTables: Partial<Record<FeedKind, readonly FeedTable[]>> = {
  items: ['lead_time'],
  kits: ['kit'],
  holidays: ['holiday', 'lead_time'],
  'lead-times': ['lead_time'],
}

/** Brings the batches and the catalogue of a company. */
export const bringCatalogue = async ({ id, database }: Workspace, scratch: Scratch): Promise<void> => {
  const batches = await database.kysely.selectFrom('batch').selectAll().where('workspace_id', '=', id).execute()
  scratch.bring(
    'batch',
    batches.map((batch) => ({ ...batch, ...Object.fromEntries(longColumns.map((column) => [column, null])) })),
  )
  for (const table of ['item', 'location'] as const) await bringWhole({ id, database }, scratch, table)
}

const bringWhole = async ({ id, database }: Pick<Workspace, 'id' | 'database'>, scratch: Scratch, table: FeedTable) => {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where workspace_id = ${id}`.execute(database.kysely)
  scratch.bring(table, rows)
}

/** Brings what the rows of a batch, of any of its kind, are compared with. */
export const bringBefore = async (workspace: Workspace, scratch: Scratch, kind: FeedKind): Promise<void> => {
  await bringCatalogue(workspace, scratch)
  for (const table of wholeTables[kind] ?? []) await bringWhole(workspace, scratch, table)
  for (const table of ['snapshot_location', 'refused_row'] as const) {
    const query = workspace.database.kysely.selectFrom(table).selectAll().where('workspace_id', '=', workspace.id)
    scratch.bring(table, await query.where('kind', '=', kind).execute())
  }
}

/** By what the stored rows are found that rows of a feed are compared with; kinds without are brought whole. */
const lookedUpBy: Partial<Record<FeedKind, readonly string[]>> = {
  inventory: feedTables.inventory.key,
  inbound: ['sku', 'location', 'order_id'],
  sales: feedTables.sales.key,
  'demand-plan': feedTables['demand-plan'].key,
  promotions: feedTables.promotions.key,
  costs: feedTables.costs.key,
}

/** Makes the function that brings, slice by slice, what rows of a batch are compared with. */
export const openLookups = (workspace: Workspace, scratch: Scratch, batch: OpenBatch) => {
  const { kind } = batch
  const columns = lookedUpBy[kind]
  const earlier = sql.raw(earlierBatches(batch))
  const anyBefore = scratch.driver
    .prepare(`select 1 from batch where workspace_id = ? and kind = ? and state = 'visible' limit 1`)
    .get(batch.workspaceId, kind)
  const load = async (table: FeedTable, query: RawBuilder<Row>) => {
    const { rows } = await query.execute(workspace.database.kysely)
    scratch.bring(table, rows)
  }
  const { table } = feedTables[kind]
  const mine = sql`t.workspace_id = ${batch.workspaceId}`
  const positions = new Set<string>()
  const promotions = new Set<string>()
  const bringCounts = async (rows: readonly FeedRow[]) => {
    const news = rows.filter((row) => isNew(positions, `${row.sku}\u0000${row.location}`))
    if (news.length === 0) return
    const by = ['sku', 'location']
    await load(
      table,
      sql<Row>`select n.* from ${keysOf(by, news)} cross join lateral (select * from ${sql.table(table)} t
        where ${mine} and ${matches(by)} and ${earlier}
        order by as_of_on desc, as_of_minute desc, batch_id desc limit 1) n`,
    )
  }
  const bringPromotions = async (rows: readonly FeedRow[]) => {
    const ids = rows.flatMap(({ promotion_id: id }) => (typeof id === 'string' && isNew(promotions, id) ? [id] : []))
    if (ids.length === 0) return
    await load(
      'promotion_line',
      sql<Row>`select distinct on (t.promotion_id) t.* from promotion_line t
        where ${mine} and t.promotion_id = any(${ids}::text[])`,
    )
  }
  return {
    /** Brings what the rows of one slice are compared with. */
    bring: async (rows: readonly FeedRow[]): Promise<void> => {
      if (columns === undefined || rows.length === 0) return
      if (kind === 'inbound') await bringPromotions(rows)
      if (anyBefore === undefined) return
      await load(
        table,
        sql<Row>`select t.* from ${keysOf(columns, rows)} join ${sql.table(table)} t
          on ${mine} and ${matches(columns)} where ${earlier}`,
      )
      if (kind === 'inventory') await bringCounts(rows)
    },
    /** Brings the last sales before of the items that the batch is compared by. */
    bringLastSales: async (items: readonly FeedRow[], most: number): Promise<void> => {
      if (kind !== 'sales' || anyBefore === undefined || items.length === 0) return
      const by = ['sku', 'location']
      await load(
        'sales',
        sql<Row>`select n.* from ${keysOf(by, items)} cross join lateral (select * from sales t
          where ${mine} and ${matches(by)} and ${earlier} order by sold_on desc limit ${most}) n`,
      )
    },
  }
}

const isNew = (seen: Set<string>, key: string): boolean => !seen.has(key) && seen.add(key) !== undefined

const integers: ReadonlySet<string> = new Set(['as_of_minute'])

/** Writes the keys of rows as a table `k`, each of them once. */
const keysOf = (columns: readonly string[], rows: readonly FeedRow[]): RawBuilder<unknown> => {
  const lists = columns.map(
    (column) => sql`${rows.map((row) => row[column])}::${sql.raw(integers.has(column) ? 'integer' : 'text')}[]`,
  )
  return sql`(select distinct * from unnest(${sql.join(lists)}) as k(${sql.join(columns.map((column) => sql.ref(column)))})) k`
}

const matches = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) => sql`t.${sql.ref(column)} = k.${sql.ref(column)}`),
    sql` and `,
  )
