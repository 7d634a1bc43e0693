import type Sqlite from 'better-sqlite3'

type Part = { readonly type: string; readonly name: string; readonly tbl_name: string; readonly sql: string }

/** Reads every table, index and trigger of a store with the statement that creates it. */
export const schemaOf = (driver: Sqlite.Database): readonly Part[] =>
  driver
    .prepare(`select type, name, tbl_name, sql from sqlite_master where sql is not null order by type, name`)
    .all() as Part[]

/** Writes a store as SQL statements: its tables, then their rows, then its indexes and triggers. */
export const dump = (driver: Sqlite.Database): string => {
  const parts = schemaOf(driver)
  const tables = parts.filter(({ type }) => type === 'table')
  const others = parts.filter(({ type }) => type !== 'table')
  const inserts = tables.flatMap(({ name }) => rowsOf(driver, name))
  return [...tables.map(({ sql }) => sql), ...inserts, ...others.map(({ sql }) => sql)]
    .map((statement) => `${statement};\n`)
    .join('')
}

const rowsOf = (driver: Sqlite.Database, table: string): readonly string[] => {
  const columns = driver.prepare(`select name from pragma_table_info(?)`).pluck().all(table) as string[]
  const values = columns.map((column) => `quote("${column}")`).join(` || ', ' || `)
  const rows = driver.prepare(`select ${values} from "${table}" order by 1`).pluck().all() as string[]
  return rows.map((row) => `insert into "${table}" (${columns.join(', ')}) values (${row})`)
}
