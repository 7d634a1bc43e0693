import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

/** A thread beside the one that answers people: to read a whole store takes long. It only reads. */
const { file, looksForOrphans } = workerData as { readonly file: string; readonly looksForOrphans: boolean }

const waitMilliseconds = 2_000
const mostTroubles = 3

const driver = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: waitMilliseconds })
/** Tables whose rows came in batches. */
const feedTables = [
  ...['item', 'location', 'inventory', 'kit', 'inbound', 'lead_time', 'holiday', 'sales', 'demand_plan'],
  ...['promotion_line', 'cost'],
]

const tablesWith = (column: string): readonly string[] =>
  driver
    .prepare(`select name from sqlite_schema s where type = 'table' and exists
      (select 1 from pragma_table_info(s.name) where name = ?) order by name`)
    .pluck()
    .all(column) as string[]

/** Tells whether a table has a row of a company that is gone, or of a batch that is gone. */
const hasOrphans = (table: string): boolean => {
  const ofCompany = `workspace_id not in (select id from workspace)`
  const ofBatch = `not exists (select 1 from batch b where b.workspace_id = t.workspace_id and b.id = t.batch_id)`
  const where = feedTables.includes(table) ? `${ofCompany} or ${ofBatch}` : ofCompany
  return driver.prepare(`select 1 from "${table}" t where ${where} limit 1`).get() !== undefined
}

try {
  const isOurs = driver.prepare(`select count(*) from sqlite_schema where name = 'schema_marker'`).pluck().get() === 1
  const applied = isOurs ? driver.prepare('select name, breaking from schema_marker').all() : []
  const tables = driver.prepare(`select count(*) from sqlite_schema where type = 'table'`).pluck().get()
  const checked = driver.pragma(`quick_check(${mostTroubles})`) as { readonly quick_check: string }[]
  const orphans = isOurs && looksForOrphans ? tablesWith('workspace_id').filter(hasOrphans) : []
  parentPort?.postMessage({
    isEmpty: tables === 0,
    applied,
    damage: checked.map((row) => row.quick_check).filter((words) => words !== 'ok'),
    orphans,
  })
} finally {
  driver.close()
}
