import { sql } from 'kysely'
import type { ClientBase } from 'pg'
import { copyInto, openCopyConnection } from '../../database/postgres-copy.ts'
import { type Workspace, writeTogether } from '../../database/workspace.ts'
import { mostSalesItems, salesLookedAt } from '../batch-comparison.ts'
import { clearedAway } from '../discard-batch.ts'
import type { FeedRow, OpenBatch, Value } from '../earlier-batches.ts'
import type { FeedKind } from '../feed-rows.ts'
import { feedTables } from '../feed-tables.ts'
import type { StagingPlace } from '../staging/staging-place.ts'
import { bringBefore, openLookups } from './bring-picture.ts'
import { openScratch } from './open-scratch.ts'
import { unreadRows } from './unread-rows.ts'

/** A batch that comes into PostgreSQL, and the moment of now. */
type Coming = Omit<OpenBatch, 'driver'> & { readonly url: string; readonly now: () => string }

/** So many rows are staged before they are copied, while the next ones are read. */
const rowsPerCopy = 20_000

/** Feeds whose rows stand in the store at once: their ids are looked for by whoever gives the next one. */
const shownAtOnce: ReadonlySet<FeedKind> = new Set(['promotions'])

/** Feeds of which a later row of the file can still change an earlier one, as another lot of a count does. */
const changing: ReadonlySet<FeedKind> = new Set(['inventory'])

/**
 * Opens a scratch beside PostgreSQL as the place where a batch is staged. What its rows are compared with is brought slice by
 * slice; the rows are copied under the batch's number, which nobody sees yet; one small transaction ends the batch.
 */
export const stageInScratch = async (
  workspace: Workspace,
  { url, now, workspaceId, batchId, kind }: Coming,
): Promise<StagingPlace> => {
  const scratch = await openScratch()
  const { driver } = scratch
  await bringBefore(workspace, scratch, kind)
  const batch: OpenBatch = { driver, workspaceId, batchId, kind }
  const lookups = openLookups(workspace, scratch, batch)
  const connection = await openCopyConnection(url)
  const main = feedTables[kind].table
  const tables = new Set<string>([main, 'item', 'location', 'snapshot_location', 'batch_item', 'told_sales'])
  const key = changing.has(kind) ? feedTables[kind].key : []
  const unread = new Map(
    [...tables, 'refused_row'].map((table) => [
      table,
      unreadRows(driver, { table, batchId, key: table === main ? key : [] }),
    ]),
  )
  // What goes wrong ends the import, and the scratch with it: nothing is ever rolled back.
  driver.exec('begin')
  let staged = 0
  let copying: Promise<void> = Promise.resolve()
  let failure: unknown = null

  /** Copies rows of some tables in one transaction that holds on to the batch, so that nobody clears it away meanwhile. */
  const copy = async (names: Iterable<string>) => {
    await connection.query('begin')
    try {
      const { rowCount } = await connection.query(
        `update batch set touched_at = $1 where workspace_id = $2 and id = $3 and state = 'staging'`,
        [new Date().toISOString(), workspaceId, batchId],
      )
      if (rowCount === 0) throw clearedAway()
      for (const name of names) {
        const rows = unread.get(name) as ReturnType<typeof unreadRows>
        await deleteReplaced(connection, batch, rows.takeReplaced())
        if (rows.any()) await copyInto(connection, name, rows.columns, rows.texts())
      }
      await connection.query('commit')
    } catch (error) {
      await connection.query('rollback').catch(() => undefined)
      throw error
    }
  }
  const settled = async () => {
    await copying
    if (failure !== null) throw failure
  }
  const copyMeanwhile = async () => {
    await settled()
    staged = 0
    copying = copy([main]).catch((error) => {
      failure = error
    })
  }
  const flush = async () => {
    await settled()
    await copy(unread.keys())
  }
  const close = async () => {
    await copying
    await connection.end().catch(() => undefined)
    scratch[Symbol.dispose]()
  }
  const run = async <T>(work: () => T): Promise<T> => {
    const done = work()
    if (shownAtOnce.has(kind)) {
      await settled()
      await copy([main])
    }
    return done
  }
  return {
    driver,
    bring: async (rows) => {
      await lookups.bring(rows)
      staged += rows.length
      if (staged >= rowsPerCopy) await copyMeanwhile()
    },
    bringForComparison: async () => {
      if (kind !== 'sales') return
      const items = driver
        .prepare(
          `select distinct sku, location from sales where workspace_id = ? and batch_id = ? order by sku, location limit ${mostSalesItems}`,
        )
        .all(workspaceId, batchId) as readonly FeedRow[]
      await lookups.bringLastSales(items, salesLookedAt)
    },
    run,
    flush,
    end: async (work) => {
      const done = await run(work)
      await flush()
      await endInStore(workspace, batch, now())
      await close()
      return done
    },
    close,
  }
}

/** Takes rows of a batch off the store by their keys. */
const deleteReplaced = async (
  connection: ClientBase,
  { workspaceId, batchId, kind }: OpenBatch,
  keys: readonly (readonly Value[])[],
): Promise<void> => {
  if (keys.length === 0) return
  const { table, key } = feedTables[kind]
  const listed = key.map((column, i) => `$${i + 3}::${column === 'as_of_minute' ? 'integer' : 'text'}[]`)
  const matches = key.map((column) => `t.${column} = k.${column}`)
  await connection.query(
    `delete from ${table} t using unnest(${listed.join(', ')}) as k(${key.join(', ')})
     where t.workspace_id = $1 and t.batch_id = $2 and ${matches.join(' and ')}`,
    [workspaceId, batchId, ...key.map((_, i) => keys.map((one) => one[i]))],
  )
}

/** Ends a batch in the store as it is ended in the scratch. Throws a Refusal where it was cleared away meanwhile. */
const endInStore = async (workspace: Workspace, { driver, workspaceId, batchId }: OpenBatch, now: string) => {
  const ended = driver
    .prepare(
      `select state, visible_at, hold_reasons, first_day_on, last_day_on from batch where workspace_id = ? and id = ?`,
    )
    .get(workspaceId, batchId) as Readonly<Record<string, string | null>>
  const cleared = driver
    .prepare(
      `select sku, location, order_id, batch_id, kind from refused_row where workspace_id = ? and cleared_batch_id = ?`,
    )
    .all(workspaceId, batchId) as readonly Readonly<Record<string, string | number>>[]
  await writeTogether(workspace, now, async ({ transaction }) => {
    if (cleared.length > 0) {
      const list = (column: string) => sql`${cleared.map((row) => row[column])}`
      await sql`update refused_row set cleared_batch_id = ${batchId}
        from unnest(${list('sku')}::text[], ${list('location')}::text[], ${list('order_id')}::text[],
          ${list('batch_id')}::bigint[], ${list('kind')}::text[]) as c(sku, location, order_id, batch_id, kind)
        where refused_row.workspace_id = ${workspaceId} and refused_row.kind = c.kind and refused_row.sku = c.sku
        and refused_row.location = c.location and refused_row.order_id = c.order_id
        and refused_row.batch_id = c.batch_id`.execute(transaction)
    }
    const { numUpdatedRows } = await transaction
      .updateTable('batch')
      .set(ended)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', batchId)
      .where('state', '=', 'staging')
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) throw clearedAway()
  })
}
