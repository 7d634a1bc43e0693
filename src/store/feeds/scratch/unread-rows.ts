import type Sqlite from 'better-sqlite3'
import { copyText } from '../../database/postgres-copy.ts'
import type { Value } from '../earlier-batches.ts'

const rowsAtOnce = 2_000

/** Makes the function that gives, page by page, the rows of a batch that stand in a table and were not given yet. */
export const unreadRows = (driver: Sqlite.Database, table: string, batchId: number) => {
  const columns = driver.prepare(`select name from pragma_table_info('${table}')`).pluck().all() as string[]
  const page = driver
    .prepare(
      `select rowid, ${columns.join(', ')} from ${table} where batch_id = ${batchId} and rowid > ?
       order by rowid limit ${rowsAtOnce}`,
    )
    .raw()
  let last = 0
  return {
    columns,
    *texts(): Generator<string, void, void> {
      for (;;) {
        const rows = page.all(last) as (readonly Value[])[]
        if (rows.length === 0) return
        last = rows.at(-1)?.[0] as number
        yield copyText(rows.map(([, ...row]) => row))
        if (rows.length < rowsAtOnce) return
      }
    },
    /** Tells whether there are any. */
    any: () => page.get(last) !== undefined,
  }
}
