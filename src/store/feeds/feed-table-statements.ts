import { earlierBatches, type FeedRow, type OpenBatch, type Value } from './earlier-batches.ts'
import { feedTables, notedTables } from './feed-tables.ts'

/** The statements on a feed's table. */
export type FeedTableStatements = ReturnType<typeof openFeedTable>

/**
 * Prepares the statements on a feed's table. They are about one row at a time, which `load` takes first: millions of rows
 * pass here, and their values go through the same few arrays instead of new ones for each row.
 */
export const openFeedTable = (batch: OpenBatch, columns: readonly string[]) => {
  const { driver, workspaceId, batchId, kind } = batch
  const { table, key } = feedTables[kind]
  const notesLine = notedTables.has(table)
  const all = [...columns.filter((column) => !key.includes(column) && column !== 'source_line'), ...key]
  const stored = notesLine ? [...all, 'source_line'] : all
  const isKey = key.map((column) => `${column} = ?`).join(' and ')
  const earlier = earlierBatches(batch)
  const anyBefore = driver
    .prepare(`select 1 from batch where workspace_id = ? and kind = ? and state = 'visible' limit 1`)
    .get(workspaceId, kind)
  const isEmpty = anyBefore === undefined && kind !== 'items' && kind !== 'locations'
  const insert = driver.prepare(
    `insert into ${table} (workspace_id, batch_id, ${stored.join(', ')})
     values (?, ?, ${stored.map(() => '?').join(', ')}) on conflict do nothing`,
  )
  const staged = driver
    .prepare(`select ${all.join(', ')} from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`)
    .raw()
  const noted = driver
    .prepare(
      notesLine
        ? `select source_line from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`
        : `select null from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`,
    )
    .pluck()
  const current = driver
    .prepare(
      `select ${all.join(', ')}, batch_id from ${table}
       where workspace_id = ? and ${isKey} and ${earlier} order by batch_id desc limit 1`,
    )
    .raw()
  const fed = driver
    .prepare(
      `select ${all.join(', ')} from ${table} where workspace_id = ? and ${isKey} and ${earlier}
       and batch_id in (select id from batch where workspace_id = ? and source <> 'chat') order by batch_id desc limit 1`,
    )
    .raw()
  const counted = driver.prepare(
    `select 1 from inventory where workspace_id = ? and sku = ? and location = ? and ${earlier} limit 1`,
  )
  const replace = driver.prepare(
    `insert or replace into ${table} (workspace_id, batch_id, ${stored.join(', ')})
     values (?, ?, ${stored.map(() => '?').join(', ')})`,
  )
  const remove = driver.prepare(`delete from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`)
  const byKey: Value[] = [workspaceId, ...key.map(() => null)]
  const byKeyHere: Value[] = [...byKey, batchId]
  const values: Value[] = [workspaceId, batchId, ...stored.map(() => null)]
  return {
    key: byKey as readonly Value[],
    load: (row: FeedRow, line: number | null) => {
      for (let i = 0; i < all.length; i++) values[i + 2] = row[all[i] as string] as Value
      if (notesLine) values[all.length + 2] = line
      for (let i = 0; i < key.length; i++) {
        byKey[i + 1] = row[key[i] as string] as Value
        byKeyHere[i + 1] = byKey[i + 1] as Value
      }
    },
    /** Tells whether the loaded row has the same values as a stored one. */
    equals: (stored: readonly Value[]): boolean => all.every((_, i) => values[i + 2] === stored[i]),
    /** Inserts the loaded row and gives its number, or null where the batch has one of its key already. */
    insert: (): number | null => {
      const { changes, lastInsertRowid } = insert.run(values)
      return changes > 0 ? Number(lastInsertRowid) : null
    },
    /** Gives stored values by their columns. */
    asRow: (stored: readonly Value[]): FeedRow =>
      Object.fromEntries(all.map((column, i) => [column, stored[i] as Value])),
    /** Puts a row of the loaded key in the place of that which the batch has, on the line that it has or else the loaded one. */
    put: (row: FeedRow) => {
      const line = notesLine ? [noted.get(byKeyHere) ?? values[all.length + 2] ?? null] : []
      replace.run(workspaceId, batchId, ...all.map((column) => row[column] as Value), ...line)
    },
    /** Loads a key alone. */
    find: (key: readonly Value[]) => {
      for (let i = 1; i < key.length; i++) byKeyHere[i] = byKey[i] = key[i] as Value
    },
    /** Takes the row of the loaded key off the batch. */
    remove: () => void remove.run(byKeyHere),
    /** The values of the row that this batch has of the loaded row's key. */
    staged: () => staged.get(byKeyHere) as readonly Value[] | undefined,
    /** The values that the loaded row replaces, followed by the number of their batch. */
    current: () => (isEmpty ? undefined : (current.get(byKey) as readonly Value[] | undefined)),
    /** Tells whether a promotion's row only repeats the last import: what people have changed since then stays. */
    repeatsFeed: (before: readonly Value[] | undefined): boolean => {
      if (kind !== 'promotions' || before === undefined) return false
      const last = fed.get([...byKey, workspaceId]) as readonly Value[] | undefined
      return last !== undefined && all.every((_, i) => values[i + 2] === last[i])
    },
    /** Tells whether the position was counted before, at whatever time. */
    isCounted: (): boolean =>
      kind === 'inventory' && !isEmpty && counted.get(workspaceId, byKey[1], byKey[2]) !== undefined,
  }
}
