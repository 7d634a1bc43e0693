import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type Sqlite from 'better-sqlite3'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Value } from '../earlier-batches.ts'

const rowsAtOnce = 2_000

/** Writes a value as COPY reads it. */
const cellText = (value: Value): string => {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return special.test(value) ? value.replaceAll(everySpecial, (found) => escapes[found] as string) : value
}

const special = /[\\\t\n\r]/
const everySpecial = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Writes rows as the text that COPY reads. */
const copyText = (rows: readonly (readonly Value[])[]): string => {
  let text = ''
  for (const row of rows) {
    text += cellText(row[0] as Value)
    for (let i = 1; i < row.length; i++) text += `\t${cellText(row[i] as Value)}`
    text += '\n'
  }
  return text
}

/** Copies rows into a table of PostgreSQL, piece by piece, and waits until all of them stand there. */
export const copyInto = (
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  texts: Iterable<string> | AsyncIterable<string>,
): Promise<void> => {
  const names = columns.map((column) => `"${column}"`).join(', ')
  return pipeline(Readable.from(texts), client.query(copyFrom(`copy "${table}" (${names}) from stdin`)))
}

/** Opens a connection of its own for copying: what is copied must not wait for what others ask. */
export const openCopyConnection = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, application_name: 'shelfready import' })
  client.on('error', () => {})
  await client.connect()
  return client
}

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
