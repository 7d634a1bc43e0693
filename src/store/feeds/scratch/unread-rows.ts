import type Sqlite from 'better-sqlite3'
import { copyText } from '../../database/postgres-copy.ts'
import type { Value } from '../earlier-batches.ts'

const rowsAtOnce = 500

/**
 * Makes the reader of the rows of a batch that stand in a table and were not given yet. With a key, rows are given again that
 * were put in the place of others since: what was given of their key no longer stands.
 */
export const unreadRows = (
  driver: Sqlite.Database,
  { table, batchId, key = [] }: { readonly table: string; readonly batchId: number; readonly key?: readonly string[] },
) => {
  const columns = driver.prepare(`select name from pragma_table_info('${table}')`).pluck().all() as string[]
  const listed = `select ${columns.join(', ')}, rowid from ${table} where batch_id = ${batchId}`
  const page = driver.prepare(`${listed} and rowid > ? order by rowid limit ${rowsAtOnce}`).raw()
  const replaced = key.length === 0 ? null : noteReplaced(driver, table, batchId, key)
  const given =
    replaced === null
      ? null
      : driver.prepare(`${listed} and ${key.map((column) => `${column} = ?`).join(' and ')} and rowid <= ?`).raw()
  let last = 0
  let again: readonly (readonly Value[])[] = []
  const givenAgain = () => again.flatMap((one) => (given?.all(...one, last) ?? []) as (readonly Value[])[])
  return {
    columns,
    /** Takes the keys of which what was given no longer stands; the next texts have what stands instead. */
    takeReplaced: (): readonly (readonly Value[])[] => {
      again = replaced?.() ?? []
      return again
    },
    *texts(): Generator<string, void, void> {
      yield copyText(givenAgain(), columns.length)
      for (;;) {
        const rows = page.all(last) as (readonly Value[])[]
        if (rows.length === 0) return
        last = rows.at(-1)?.[columns.length] as number
        yield copyText(rows, columns.length)
        if (rows.length < rowsAtOnce) return
      }
    },
    /** Tells whether there are any. */
    any: () => again.length > 0 || page.get(last) !== undefined,
  }
}

/** Notes the keys of rows that are taken off a table, and makes the function that takes the notes. */
const noteReplaced = (driver: Sqlite.Database, table: string, batchId: number, key: readonly string[]) => {
  driver.pragma('recursive_triggers = ON')
  driver.exec(
    `create temp table replaced (${key.join(', ')});
     create temp trigger note_replaced after delete on main.${table} when old.batch_id = ${batchId}
     begin insert into replaced values (${key.map((column) => `old.${column}`).join(', ')}); end`,
  )
  const all = driver.prepare(`select distinct ${key.join(', ')} from temp.replaced`).raw()
  const clear = driver.prepare('delete from temp.replaced')
  return () => {
    const keys = all.all() as (readonly Value[])[]
    if (keys.length > 0) clear.run()
    return keys
  }
}
