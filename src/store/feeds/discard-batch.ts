import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'
import type { Schema } from '../database/schema.ts'
import { inShortSlices } from '../database/short-slices.ts'
import type { Workspace } from '../database/workspace.ts'
import type { FeedKind } from './feed-rows.ts'
import { type FeedTable, feedTables } from './feed-tables.ts'

/** A process that imports says so at least this often, in milliseconds. */
export const aliveMilliseconds = 20_000
/** A batch of which nobody has said so for this long, in milliseconds, belongs to a process that is gone. */
const abandonedMilliseconds = 2 * 60_000

/** The Refusal of an import whose batch was cleared away while it stood still. */
export const clearedAway = () =>
  new Refusal('This import stood still for so long that it was cleared away. Nothing of it was kept; run it again.')

/** Gives the moment before which a batch on its way in was last touched when its process is gone. */
export const abandonedBefore = (now: string): string => new Date(Date.parse(now) - abandonedMilliseconds).toISOString()

/** Removes what imports left behind whose process is gone. */
export const clearAbandoned = async (workspace: Workspace, now: string): Promise<void> => {
  const left = await workspace.database.kysely
    .selectFrom('batch')
    .select(['id', 'kind'])
    .where('workspace_id', '=', workspace.id)
    .where('state', 'in', ['staging', 'discarded'])
    .where('touched_at', '<', abandonedBefore(now))
    .execute()
  for (const { id, kind } of left) await discardBatch(workspace, id, kind)
}

/**
 * Removes a batch's rows in slices, then the batch, or keeps that it was refused or undone. One that is visible or held stays.
 * `firstRow` is where its rows begin, when that is known: a large table need not be walked for a small batch.
 */
export const discardBatch = async (workspace: Workspace, id: number, kind: FeedKind, firstRow = 0): Promise<void> => {
  const { kysely } = workspace.database
  const { numUpdatedRows } = await kysely
    .updateTable('batch')
    .set({ state: 'discarded' })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .where('state', 'in', ['staging', 'discarded'])
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) return
  if (kind === 'inventory') await deleteCounts(workspace, id)
  else await deleteRows(workspace, id, feedTables[kind].table, firstRow)
  for (const table of ['item', 'location'] as const)
    if (feedTables[kind].table !== table) await deleteRows(workspace, id, table, 0)
  // A refused or undone batch keeps its number: what it would have ended is not ended by it.
  await kysely
    .updateTable('refused_row')
    .set({ cleared_batch_id: null })
    .where('workspace_id', '=', workspace.id)
    .where('cleared_batch_id', '=', id)
    .execute()
  for (const table of ['snapshot_location', 'batch_item', 'refused_row', 'told_sales'] as const)
    await kysely.deleteFrom(table).where('workspace_id', '=', workspace.id).where('batch_id', '=', id).execute()
  await kysely
    .updateTable('batch')
    .set(({ ref }) => ({ state: ref('ended_as').$notNull() }))
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .where('ended_as', 'is not', null)
    .execute()
  await kysely
    .deleteFrom('batch')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .where('ended_as', 'is', null)
    .execute()
}

/** Counts are stored by item: those of a batch are found by the items that it is about, which are forgotten once it is announced. */
const deleteCounts = async ({ id: workspaceId, database }: Workspace, id: number): Promise<void> => {
  const { kysely } = database
  const of = (table: 'batch_item' | 'inventory') =>
    kysely
      .selectFrom(table)
      .select('sku')
      .distinct()
      .where('workspace_id', '=', workspaceId)
      .where('batch_id', '=', id)
      .execute()
  const noted = await of('batch_item')
  const items = noted.length > 0 ? noted : await of('inventory')
  await inShortSlices(items, (slice) =>
    database.kysely
      .deleteFrom('inventory')
      .where('workspace_id', '=', workspaceId)
      .where(
        'sku',
        'in',
        slice.map(({ sku }) => sku),
      )
      .where('batch_id', '=', id)
      .execute(),
  )
}

const isSqlite = (kysely: Kysely<Schema>): boolean => kysely.getExecutor().adapter instanceof SqliteAdapter

const rowsAtOnce = 1_000

const deleteRows = async (
  { id: workspaceId, database }: Workspace,
  id: number,
  table: FeedTable,
  firstRow: number,
): Promise<void> => {
  if (!isSqlite(database.kysely)) {
    // Readers and writers of other rows are not held up there.
    await database.kysely.deleteFrom(table).where('workspace_id', '=', workspaceId).where('batch_id', '=', id).execute()
    return
  }
  const found = await sql<{ last: number | null }>`select max(rowid) as last from ${sql.table(table)}`.execute(
    database.kysely,
  )
  const last = found.rows[0]?.last ?? 0
  const first = Math.max(0, firstRow - 1)
  const count = Math.max(0, Math.ceil((last - first) / rowsAtOnce))
  const starts = Array.from({ length: count }, (_, i) => first + i * rowsAtOnce)
  await inShortSlices(starts, (slice) =>
    sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and +batch_id = ${id}
        and rowid > ${slice[0]} and rowid <= ${(slice.at(-1) as number) + rowsAtOnce}`.execute(database.kysely),
  )
}
