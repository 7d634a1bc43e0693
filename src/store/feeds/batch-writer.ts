import type Sqlite from 'better-sqlite3'
import { Refusal } from '../../domain/refusal.ts'
import type { FeedKind, FeedRows, Staged } from './feed-rows.ts'
import { datedKinds, feedTables } from './feed-tables.ts'

type Value = string | number | null
type Row = Readonly<Record<string, Value>>

/** Stages rows of one batch on the driver itself, within the transaction of the caller. */
export const batchWriter = <K extends FeedKind>(
  driver: Sqlite.Database,
  workspaceId: number,
  batchId: number,
  kind: K,
  mode: 'upsert' | 'snapshot',
) => {
  const touch = driver.prepare(
    `update batch set touched_at = ? where workspace_id = ? and id = ? and state = 'staging'`,
  )
  const keepAlive = () => {
    if (touch.run(new Date().toISOString(), workspaceId, batchId).changes === 0) throw clearedAway()
  }
  const places = placesOf(driver, workspaceId, batchId, kind)
  const unchanged = unchangedKeys(driver, workspaceId, batchId)
  const items = namesOf(driver, workspaceId, batchId, 'item')
  const locations = namesOf(driver, workspaceId, batchId, 'location')
  const about = itemsAbout(driver, workspaceId, batchId)
  const nameCodes = (row: Row) => {
    if (kind !== 'items' && typeof row.sku === 'string' && row.sku !== '') items.ensure(row.sku)
    if (kind !== 'locations' && typeof row.location === 'string' && row.location !== '') locations.ensure(row.location)
  }
  let table: RowTable | null = null
  let firstRow = Number.POSITIVE_INFINITY

  const stageRow = (into: RowTable, row: Row): Staged => {
    into.load(row)
    const before = into.current()
    const same = before !== undefined && into.says(before) && !places.isReplaced(row, before.at(-1) as number)
    if ((same || into.repeatsFeed(before)) && mode === 'upsert') {
      const twice = into.staged()
      if (twice && !into.says(twice)) return 'repeated'
      unchanged.add(into.key)
      return 'unchanged'
    }
    if (unchanged.has(into.key)) return 'repeated'
    const rowid = into.insert()
    if (rowid === null) return into.says(into.staged() ?? []) ? 'unchanged' : 'repeated'
    firstRow = Math.min(firstRow, rowid)
    nameCodes(row)
    if (typeof row.sku === 'string' && row.sku !== '') about.add(row.sku)
    if (same) return 'unchanged'
    return before !== undefined || into.isCounted() ? 'changed' : 'inserted'
  }

  return {
    stage: (rows: readonly FeedRows[K][]): readonly Staged[] => {
      keepAlive()
      return rows.map((typed) => {
        const row = typed as unknown as Row
        table ??= rowTable(driver, workspaceId, batchId, kind, Object.keys(row))
        if (mode === 'snapshot') places.note(row)
        return stageRow(table, row)
      })
    },
    notePlaces: () => {
      keepAlive()
      places.write()
    },
    publish: (now: string) => {
      const { changes } = driver
        .prepare(
          `update batch set state = 'visible', visible_at = ? where workspace_id = ? and id = ? and state = 'staging'`,
        )
        .run(now, workspaceId, batchId)
      if (changes === 0) throw clearedAway()
      unchanged.forget()
    },
    forget: () => unchanged.forget(),
    /** The number of the first row this batch put into its feed's table; infinite while there is none. */
    firstRow: () => firstRow,
    created: () => ({ createdItems: items.created(), createdLocations: locations.created() }),
  }
}

type RowTable = ReturnType<typeof rowTable>

/**
 * The statements on a feed's table, for one row at a time that is loaded first. Millions of rows pass here: their values
 * go through the same few arrays instead of leaving some behind each.
 */
const rowTable = (
  driver: Sqlite.Database,
  workspaceId: number,
  batchId: number,
  kind: FeedKind,
  columns: readonly string[],
) => {
  const { table, key } = feedTables[kind]
  const all = [...columns.filter((column) => !key.includes(column)), ...key]
  const isKey = key.map((column) => `${column} = ?`).join(' and ')
  const earlier = earlierBatches(driver, workspaceId, batchId, kind)
  const anyBefore = driver
    .prepare(`select 1 from batch where workspace_id = ? and kind = ? and state = 'visible' limit 1`)
    .get(workspaceId, kind)
  const isEmpty = anyBefore === undefined && kind !== 'items' && kind !== 'locations'
  const insert = driver.prepare(
    `insert into ${table} (workspace_id, batch_id, ${all.join(', ')})
     values (?, ?, ${all.map(() => '?').join(', ')}) on conflict do nothing`,
  )
  const staged = driver
    .prepare(`select ${all.join(', ')} from ${table} where workspace_id = ? and ${isKey} and batch_id = ?`)
    .raw()
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
  const byKey: Value[] = [workspaceId, ...key.map(() => null)]
  const byKeyHere: Value[] = [...byKey, batchId]
  const values: Value[] = [workspaceId, batchId, ...all.map(() => null)]
  return {
    key: byKey as readonly Value[],
    load: (row: Row) => {
      for (let i = 0; i < all.length; i++) values[i + 2] = row[all[i] as string] as Value
      for (let i = 0; i < key.length; i++) {
        byKey[i + 1] = row[key[i] as string] as Value
        byKeyHere[i + 1] = byKey[i + 1] as Value
      }
    },
    says: (stored: readonly Value[]): boolean => all.every((_, i) => values[i + 2] === stored[i]),
    /** Inserts the loaded row and gives its number, or null where the batch has one of its key already. */
    insert: (): number | null => {
      const { changes, lastInsertRowid } = insert.run(values)
      return changes > 0 ? Number(lastInsertRowid) : null
    },
    staged: () => staged.get(byKeyHere) as readonly Value[] | undefined,
    /** The values that the row replaces, and last the batch that they came with. */
    current: () => (isEmpty ? undefined : (current.get(byKey) as readonly Value[] | undefined)),
    /** Tells whether a promotion's row only repeats what its feed said last: what people changed since stays. */
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

const clearedAway = () =>
  new Refusal('This import stood still for so long that it was cleared away. Nothing of it was kept; run it again.')

/**
 * Writes the condition that keeps rows of batches that were visible when this one was opened, and known by its day. The
 * plus keeps SQLite from walking anything but the index of the row's key.
 */
const earlierBatches = (driver: Sqlite.Database, workspaceId: number, batchId: number, kind: FeedKind): string => {
  const dated = datedKinds.has(kind) ? 0 : 1
  const hidden = driver
    .prepare(
      `select id from batch where workspace_id = ? and id < ? and (state <> 'visible' or (? = 1 and known_on >
       (select known_on from batch where workspace_id = ? and id = ?)))`,
    )
    .pluck()
    .all(workspaceId, batchId, dated, workspaceId, batchId)
  return `+batch_id < ${batchId}${hidden.length === 0 ? '' : ` and +batch_id not in (${hidden.join(', ')})`}`
}

/** The places a snapshot names with their latest count, and those that an earlier snapshot replaced. */
const placesOf = (driver: Sqlite.Database, workspaceId: number, batchId: number, kind: FeedKind) => {
  const named = new Map<string, { on: string | null; minute: number }>()
  const replacedBy = new Map<string, number>()
  const last = driver
    .prepare(
      `select coalesce(max(batch_id), 0) from snapshot_location where workspace_id = ? and kind = ? and location = ?
       and ${earlierBatches(driver, workspaceId, batchId, kind)}`,
    )
    .pluck()
  const insert = driver.prepare(
    `insert into snapshot_location (workspace_id, kind, location, batch_id, as_of_on, as_of_minute) values (?, ?, ?, ?, ?, ?)`,
  )
  return {
    note: (row: Row) => {
      if (typeof row.location !== 'string') return
      const on = typeof row.as_of_on === 'string' ? row.as_of_on : null
      const minute = typeof row.as_of_minute === 'number' ? row.as_of_minute : 0
      const known = named.get(row.location)
      if (!known || (on ?? '') > (known.on ?? '') || (on === known.on && minute > known.minute))
        named.set(row.location, { on, minute })
    },
    write: () => {
      for (const [location, { on, minute }] of named) insert.run(workspaceId, kind, location, batchId, on, minute)
    },
    isReplaced: (row: Row, rowBatch: number): boolean => {
      if ((kind !== 'inventory' && kind !== 'inbound') || typeof row.location !== 'string') return false
      let by = replacedBy.get(row.location)
      if (by === undefined) {
        by = Number(last.get(workspaceId, kind, row.location))
        replacedBy.set(row.location, by)
      }
      return by > rowBatch
    },
  }
}

/**
 * Remembers, on disk, the keys of rows that said nothing new and were not stored, so that a second, different row of the
 * same file is noticed.
 */
const unchangedKeys = (driver: Sqlite.Database, workspaceId: number, batchId: number) => {
  let statements: { add: Sqlite.Statement; has: Sqlite.Statement } | null = null
  const name = `temp.unchanged_${workspaceId}_${batchId}`
  const text = (key: readonly Value[]) => key.join('\u0000')
  return {
    add: (key: readonly Value[]) => {
      if (statements === null) {
        driver.exec(`create table if not exists ${name} (key text primary key) without rowid`)
        statements = {
          add: driver.prepare(`insert into ${name} values (?) on conflict do nothing`),
          has: driver.prepare(`select 1 from ${name} where key = ?`),
        }
      }
      statements.add.run(text(key))
    },
    has: (key: readonly Value[]): boolean => statements !== null && statements.has.get(text(key)) !== undefined,
    forget: () => {
      statements = null
      driver.exec(`drop table if exists ${name}`)
    },
  }
}

/** Notes which items a batch is about, until what it changed is told. */
const itemsAbout = (driver: Sqlite.Database, workspaceId: number, batchId: number) => {
  const insert = driver.prepare(
    `insert into batch_item (workspace_id, batch_id, sku) values (?, ?, ?) on conflict do nothing`,
  )
  const seen = new Set<string>()
  return {
    add: (sku: string) => {
      if (seen.has(sku)) return
      if (seen.size > mostSeen) seen.clear()
      seen.add(sku)
      insert.run(workspaceId, batchId, sku)
    },
  }
}

const mostSeen = 100_000

/** Names codes that a feed mentions and nobody described, as part of the same batch; a description always wins over them. */
const namesOf = (driver: Sqlite.Database, workspaceId: number, batchId: number, table: 'item' | 'location') => {
  const code = table === 'item' ? 'sku' : 'location'
  const earlier = earlierBatches(driver, workspaceId, batchId, table === 'item' ? 'items' : 'locations')
  const known = driver.prepare(
    `select 1 from ${table} where workspace_id = ? and ${code} = ? and (+batch_id = ${batchId} or (${earlier})) limit 1`,
  )
  const create = driver.prepare(
    table === 'item'
      ? `insert into item (workspace_id, batch_id, sku, name, code_only) values (?, ?, ?, ?, 1)`
      : `insert into location (workspace_id, batch_id, location, name, kind, dock_to_stock_days, on_shelf_days, unmet,
         code_only) values (?, ?, ?, ?, 'shop', 0, 0, 'lost', 1)`,
  )
  const seen = new Set<string>()
  let created = 0
  return {
    ensure: (name: string) => {
      if (seen.has(name)) return
      if (seen.size > mostSeen) seen.clear()
      seen.add(name)
      if (known.get(workspaceId, name) !== undefined) return
      create.run(workspaceId, batchId, name, name)
      created++
    },
    created: () => created,
  }
}
