import type Sqlite from 'better-sqlite3'
import { earlierBatches, type OpenBatch, type Value } from './earlier-batches.ts'

/** So many codes are remembered; beyond, the store is asked again. */
const mostSeen = 100_000

/**
 * Remembers, on disk, the keys of rows that repeated what is stored and were left out, so that a second, different row of the
 * same file is noticed.
 */
export const openUnchangedKeys = ({ driver, workspaceId, batchId }: OpenBatch) => {
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

/** Notes the items of a batch, until its changes are announced. */
export const openBatchItems = ({ driver, workspaceId, batchId }: OpenBatch) => {
  const insert = driver.prepare(
    `insert into batch_item (workspace_id, batch_id, sku) values (?, ?, ?) on conflict do nothing`,
  )
  const seen = new Set<string>()
  return {
    /** Notes an item, and answers false where it is known to be noted. */
    add: (sku: string): boolean => {
      if (seen.has(sku)) return false
      if (seen.size > mostSeen) seen.clear()
      seen.add(sku)
      insert.run(workspaceId, batchId, sku)
      return true
    },
  }
}

/** Creates items or locations that a feed names and nobody has described, as part of the same batch; a description always wins over them. */
export const openCodes = (batch: OpenBatch, table: 'item' | 'location') => {
  const { driver, workspaceId, batchId } = batch
  const code = table === 'item' ? 'sku' : 'location'
  const earlier = earlierBatches(batch)
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
  let last = ''
  return {
    ensure: (name: string) => {
      if (name === last || seen.has(name)) return
      last = name
      if (seen.size > mostSeen) seen.clear()
      seen.add(name)
      if (known.get(workspaceId, name) !== undefined) return
      create.run(workspaceId, batchId, name, name)
      created++
    },
    created: () => created,
  }
}
