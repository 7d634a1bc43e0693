import type { ColumnDataType, Kysely } from 'kysely'

type Portable = Extract<ColumnDataType, 'text' | 'integer' | 'bigint' | 'double precision'>

/** Column name -> portable type; a trailing `?` lets the column be null. */
export type Columns = Readonly<Record<string, Portable | `${Portable}?`>>

/** Creates a table of portable types with its primary key. */
export const createTable = async (
  db: Kysely<unknown>,
  name: string,
  primaryKey: readonly string[],
  columns: Columns,
): Promise<void> => {
  let table = db.schema.createTable(name)
  for (const [column, declared] of Object.entries(columns)) {
    const optional = declared.endsWith('?')
    const type = (optional ? declared.slice(0, -1) : declared) as Portable
    table = table.addColumn(column, type, (definition) => (optional ? definition : definition.notNull()))
  }
  await table.addPrimaryKeyConstraint(`${name}_pk`, [...primaryKey] as never).execute()
}

/** Creates an index named after the table and the last of its columns. */
export const createIndex = (db: Kysely<unknown>, table: string, ...columns: string[]): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.at(-1)}`)
    .on(table)
    .columns(columns)
    .execute()
