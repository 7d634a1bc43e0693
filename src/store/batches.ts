import type Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { nextNumber } from './counter.ts'
import type { FeedBatch, FeedKind, FeedRows, Published, Staged } from './feed-rows.ts'
import { type FeedTable, feedTables } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** How a feed comes in. `knownOn` is the ISO date from which its rows are known, `now` the moment of the import. */
export type BatchOptions = {
  readonly mode: 'upsert' | 'snapshot'
  readonly source: string
  readonly knownOn: string
  readonly now: string
}

/** A batch nobody has touched for this long belongs to a process that is gone. */
const abandonedAfterMinutes = 30
const deleteSlice = 20_000

/**
 * Opens a batch that readers do not see until it is published. Rows are staged in short transactions, so that the write
 * lock is never held for long; publishing is one small transaction. What an earlier, killed import left behind is removed.
 */
export const openBatch = async <K extends FeedKind>(
  workspace: Workspace,
  kind: K,
  options: BatchOptions,
): Promise<FeedBatch<K>> => {
  const { kysely, driver } = workspace.database
  await removeAbandoned(workspace, options.now)
  const id = await kysely.transaction().execute(async (transaction) => {
    const next = await nextNumber(transaction, workspace.id, 'batch')
    await transaction
      .insertInto('batch')
      .values({
        workspace_id: workspace.id,
        id: next,
        kind,
        mode: options.mode,
        source: options.source,
        state: 'staging',
        known_on: options.knownOn,
        opened_at: options.now,
        touched_at: options.now,
        visible_at: null,
      })
      .execute()
    return next
  })
  const writer = batchWriter(driver, workspace.id, id, kind, options.mode)
  /** Bulk work uses the driver, but only while Kysely has lent out the one connection, so that no transaction is cut in two. */
  const exclusively = <T>(work: () => T): Promise<T> =>
    kysely.connection().execute(async () => {
      driver.exec('begin immediate')
      try {
        const result = work()
        driver.exec('commit')
        return result
      } catch (error) {
        driver.exec('rollback')
        throw error
      }
    })
  return {
    stage: (rows) => exclusively(() => writer.stage(rows)),
    publish: async () => {
      if (options.mode === 'snapshot') await exclusively(() => writer.notePlaces())
      const absent = options.mode === 'snapshot' ? await countAbsent(workspace, kind, id) : 0
      await exclusively(() => writer.publish(options.now))
      return { ...writer.created(), absent } satisfies Published
    },
    discard: () => discardBatch(workspace, id, kind),
  }
}

/** Tells whether a feed of a source that is known from an ISO date is in. */
export const hasBatch = async (
  workspace: Workspace,
  kind: FeedKind,
  source: string,
  knownOn: string,
): Promise<boolean> => {
  const found = await workspace.database.kysely
    .selectFrom('batch')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('known_on', '=', knownOn)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .where('state', '=', 'visible')
    .executeTakeFirst()
  return found !== undefined
}

type Value = string | number | null

const batchWriter = <K extends FeedKind>(
  driver: Sqlite.Database,
  workspaceId: number,
  batchId: number,
  kind: K,
  mode: 'upsert' | 'snapshot',
) => {
  const { table, key } = feedTables[kind]
  const columns = columnsOf(driver, table)
  const values = columns.filter((column) => !key.includes(column))
  const isKey = key.map((column) => `${column} = ?`).join(' and ')
  const insert = driver.prepare(
    `insert into ${table} (workspace_id, batch_id, ${columns.join(', ')})
     values (?, ?, ${columns.map(() => '?').join(', ')}) on conflict do nothing`,
  )
  const staged = driver
    .prepare(
      `select ${values.concat(key).join(', ')} from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`,
    )
    .raw()
  const earlier = earlierBatches(driver, workspaceId, batchId)
  const current = driver
    .prepare(
      `select ${values.concat(key).join(', ')} from ${table}
       where workspace_id = ? and ${isKey} and ${earlier} order by batch_id desc limit 1`,
    )
    .raw()
  const isEmpty =
    driver
      .prepare(`select 1 from batch where workspace_id = ? and kind = ? and state = 'visible' limit 1`)
      .get(workspaceId, kind) === undefined
  const position =
    kind === 'inventory' && !isEmpty
      ? driver.prepare(
          `select 1 from inventory where workspace_id = ? and sku = ? and location = ? and ${earlier} limit 1`,
        )
      : null
  const touch = driver.prepare(`update batch set touched_at = ? where workspace_id = ? and id = ?`)
  const snapshot = driver.prepare(
    `insert into snapshot (workspace_id, kind, location, batch_id, as_of_on, as_of_minute) values (?, ?, ?, ?, ?, ?)`,
  )
  const places = new Map<string, { on: string | null; minute: number }>()
  const items = namesOf(driver, workspaceId, batchId, 'item')
  const locations = namesOf(driver, workspaceId, batchId, 'location')

  const stageRow = (row: Readonly<Record<string, Value>>): Staged => {
    const keys = key.map((column) => row[column] as Value)
    const all = values.concat(key).map((column) => row[column] as Value)
    const before = isEmpty ? undefined : (current.get(workspaceId, ...keys) as Value[] | undefined)
    const same = before !== undefined && equal(before, all)
    if (same && mode === 'upsert') {
      const twice = staged.get(workspaceId, ...keys, batchId) as Value[] | undefined
      return twice && !equal(twice, all) ? 'repeated' : 'unchanged'
    }
    const { changes } = insert.run(workspaceId, batchId, ...columns.map((column) => row[column] as Value))
    if (changes === 0)
      return equal(staged.get(workspaceId, ...keys, batchId) as Value[], all) ? 'unchanged' : 'repeated'
    if (kind !== 'items' && typeof row.sku === 'string' && row.sku !== '') items.ensure(row.sku)
    if (kind !== 'locations' && typeof row.location === 'string' && row.location !== '') locations.ensure(row.location)
    if (same) return 'unchanged'
    const counted = position !== null && position.get(workspaceId, row.sku, row.location) !== undefined
    return before !== undefined || counted ? 'changed' : 'inserted'
  }

  return {
    stage: (rows: readonly FeedRows[K][]): readonly Staged[] => {
      touch.run(new Date().toISOString(), workspaceId, batchId)
      return rows.map((row) => {
        const plain = row as unknown as Readonly<Record<string, Value>>
        if (mode === 'snapshot' && typeof plain.location === 'string') notePlace(places, plain.location, plain)
        return stageRow(plain)
      })
    },
    notePlaces: () => {
      for (const [location, { on, minute }] of places) snapshot.run(workspaceId, kind, location, batchId, on, minute)
    },
    publish: (now: string) => {
      for (const [location, { on, minute }] of places) snapshot.run(workspaceId, kind, location, batchId, on, minute)
      driver
        .prepare(
          `update batch set state = 'visible', visible_at = ? where workspace_id = ? and id = ? and state = 'staging'`,
        )
        .run(now, workspaceId, batchId)
    },
    created: () => ({ createdItems: items.created(), createdLocations: locations.created() }),
  }
}

/**
 * Writes the condition that keeps rows of batches that were visible when this one was opened. The plus keeps SQLite from
 * walking the batch index when the row's key is at hand.
 */
const earlierBatches = (driver: Sqlite.Database, workspaceId: number, batchId: number): string => {
  const hidden = driver
    .prepare(`select id from batch where workspace_id = ? and state <> 'visible' and id < ?`)
    .pluck()
    .all(workspaceId, batchId)
  return `+batch_id < ${batchId}${hidden.length === 0 ? '' : ` and +batch_id not in (${hidden.join(', ')})`}`
}

const columnsOf = (driver: Sqlite.Database, table: FeedTable): readonly string[] =>
  (driver.pragma(`table_info(${table})`) as { name: string }[])
    .map((column) => column.name)
    .filter((name) => name !== 'workspace_id' && name !== 'batch_id')

const equal = (a: readonly Value[], b: readonly Value[]): boolean => a.every((value, i) => value === b[i])

const notePlace = (
  places: Map<string, { on: string | null; minute: number }>,
  location: string,
  row: Readonly<Record<string, Value>>,
) => {
  const on = typeof row.as_of_on === 'string' ? row.as_of_on : null
  const minute = typeof row.as_of_minute === 'number' ? row.as_of_minute : 0
  const known = places.get(location)
  if (!known || (on ?? '') > (known.on ?? '') || (on === known.on && minute > known.minute))
    places.set(location, { on, minute })
}

/** Describes codes that a feed names and nobody described, as part of the same batch: invisible until it is. */
const namesOf = (driver: Sqlite.Database, workspaceId: number, batchId: number, table: 'item' | 'location') => {
  const code = table === 'item' ? 'sku' : 'location'
  const known = driver.prepare(
    `select 1 from ${table} where workspace_id = ? and ${code} = ?
     and (+batch_id = ${batchId} or ${earlierBatches(driver, workspaceId, batchId)}) limit 1`,
  )
  const create = driver.prepare(
    table === 'item'
      ? `insert into item (workspace_id, batch_id, sku, name) values (?, ?, ?, ?)`
      : `insert into location (workspace_id, batch_id, location, name, kind, dock_to_stock_days, on_shelf_days, unmet)
         values (?, ?, ?, ?, 'shop', 0, 0, 'lost')`,
  )
  const seen = new Set<string>()
  let created = 0
  return {
    ensure: (name: string) => {
      if (seen.has(name)) return
      if (seen.size > 100_000) seen.clear()
      seen.add(name)
      if (known.get(workspaceId, name) !== undefined) return
      create.run(workspaceId, batchId, name, name)
      created++
    },
    created: () => created,
  }
}

/** Counts what the previous picture of the snapshot's places had and the snapshot does not repeat. */
const countAbsent = async (workspace: Workspace, kind: FeedKind, batchId: number): Promise<number> => {
  if (kind !== 'inventory' && kind !== 'inbound') return 0
  const { table } = feedTables[kind]
  const [own, match, open] =
    kind === 'inventory'
      ? [sql`r.sku, r.location`, sql``, sql`r.on_hand > 0`]
      : [
          sql`r.sku, r.location, r.order_id`,
          sql`and n.order_id = r.order_id`,
          sql`r.status not in ('received', 'cancelled')`,
        ]
  const { rows } = await sql<{ missing: number }>`select count(*) as missing from (
    select distinct ${own} from ${sql.table(table)} r
    join snapshot mine on mine.workspace_id = r.workspace_id and mine.kind = ${kind}
      and mine.location = r.location and mine.batch_id = ${batchId}
    where r.workspace_id = ${workspace.id} and +r.batch_id < ${batchId} and ${open}
    and r.batch_id >= coalesce((select max(s.batch_id) from snapshot s join batch b on b.workspace_id = s.workspace_id
      and b.id = s.batch_id and b.state = 'visible' where s.workspace_id = r.workspace_id and s.kind = ${kind}
      and s.location = r.location and s.batch_id < ${batchId}), 0)
    and r.batch_id not in (select id from batch where workspace_id = ${workspace.id} and state <> 'visible')
    and not exists (select 1 from ${sql.table(table)} n where n.workspace_id = r.workspace_id and n.sku = r.sku
      and n.location = r.location and +n.batch_id = ${batchId} ${match})) gone`.execute(workspace.database.kysely)
  return Number(rows[0]?.missing ?? 0)
}

/** Removes a batch's rows in slices, then the batch: at no moment was or is any of it visible. */
const discardBatch = async (workspace: Workspace, id: number, kind: FeedKind): Promise<void> => {
  const { kysely } = workspace.database
  await kysely
    .updateTable('batch')
    .set({ state: 'discarded' })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .execute()
  for (const table of new Set([feedTables[kind].table, 'item', 'location'] as const)) {
    for (;;) {
      const { numAffectedRows } =
        await sql`delete from ${sql.table(table)} where workspace_id = ${workspace.id} and batch_id = ${id}
        and rowid in (select rowid from ${sql.table(table)} where workspace_id = ${workspace.id} and batch_id = ${id}
        limit ${deleteSlice})`.execute(kysely)
      if (Number(numAffectedRows ?? 0) < deleteSlice) break
    }
  }
  await kysely.deleteFrom('snapshot').where('workspace_id', '=', workspace.id).where('batch_id', '=', id).execute()
  await kysely.deleteFrom('batch').where('workspace_id', '=', workspace.id).where('id', '=', id).execute()
}

const removeAbandoned = async (workspace: Workspace, now: string): Promise<void> => {
  const limit = new Date(Date.parse(now) - abandonedAfterMinutes * 60_000).toISOString()
  const left = await workspace.database.kysely
    .selectFrom('batch')
    .select(['id', 'kind'])
    .where('workspace_id', '=', workspace.id)
    .where('state', '!=', 'visible')
    .where('touched_at', '<', limit)
    .execute()
  for (const { id, kind } of left) await discardBatch(workspace, id, kind)
}
