import { sql } from 'kysely'
import type { Writer } from '../database/workspace.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { type FeedTable, feedTables } from '../feeds/feed-tables.ts'

const skuOf = (table: FeedTable, column = 'sku') => ({ table, column })

const atPlaces = ['inventory', 'inbound', 'sales', 'demand_plan', 'promotion_line', 'lead_time'] as const

/** The tables of codes, and the columns of others that name them. */
const codes = [
  {
    table: 'item',
    column: 'sku',
    namedBy: [
      ...atPlaces.map((table) => skuOf(table)),
      skuOf('kit', 'kit_sku'),
      skuOf('kit', 'component_sku'),
      skuOf('cost'),
    ],
  },
  { table: 'location', column: 'location', namedBy: atPlaces.map((table) => ({ table, column: 'location' })) },
] as const

/**
 * Gives the codes that a batch was the first to name, and that others name by now, to another batch. Where the batch described
 * them and nobody else did, they stay as codes alone.
 */
export const keepCodes = async (
  { transaction, workspaceId }: Writer,
  from: number,
  to: number,
  kind: FeedKind,
): Promise<void> => {
  for (const { table, column, namedBy } of codes) {
    const code = sql.ref(`${table}.${column}`)
    const others = namedBy.map(
      (other) => sql`exists (select 1 from ${sql.table(other.table)} o where o.workspace_id = ${workspaceId}
        and ${sql.ref(`o.${other.column}`)} = ${code} and +o.batch_id <> ${from})`,
    )
    const isNamed = sql`${sql.ref(`${table}.workspace_id`)} = ${workspaceId} and +${sql.ref(`${table}.batch_id`)} = ${from}
      and (${sql.join(others, sql` or `)})`
    if (feedTables[kind].table !== table) {
      await sql`update ${sql.table(table)} set batch_id = ${to} where ${isNamed} and code_only = 1`.execute(transaction)
      continue
    }
    const [more, values] =
      table === 'item'
        ? [sql``, sql``]
        : [sql`, kind, dock_to_stock_days, on_shelf_days, unmet`, sql`, 'shop', 0, 0, 'lost'`]
    await sql`insert into ${sql.table(table)} (workspace_id, batch_id, ${sql.ref(column)}, name, code_only${more})
      select cast(${workspaceId} as integer), cast(${to} as bigint), ${code}, ${code}, 1${values} from ${sql.table(table)} where ${isNamed}
      and not exists (select 1 from ${sql.table(table)} d join batch b on b.workspace_id = d.workspace_id and b.id = d.batch_id
        where d.workspace_id = ${workspaceId} and ${sql.ref(`d.${column}`)} = ${code} and d.batch_id <> ${from}
        and b.state = 'visible')`.execute(transaction)
  }
}
