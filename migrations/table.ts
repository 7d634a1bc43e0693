import type { ColumnDataType, Kysely, RawBuilder } from 'kysely'

type Portable = Extract<ColumnDataType, 'text' | 'integer' | 'bigint' | 'double precision' | 'numeric'>

/** Column name -> portable type; a trailing `?` lets the column be null. */
export type Columns = Readonly<Record<string, Portable | `${Portable}?`>>

/** Creates a table of portable types with its primary key, and what one engine adds to the statement. */
export const createTable = async (
  db: Kysely<unknown>,
  name: string,
  primaryKey: readonly string[],
  columns: Columns,
  end: RawBuilder<unknown> | null = null,
): Promise<void> => {
  let table = db.schema.createTable(name)
  for (const [column, declared] of Object.entries(columns)) {
    const optional = declared.endsWith('?')
    const type = (optional ? declared.slice(0, -1) : declared) as Portable
    table = table.addColumn(column, type, (definition) => (optional ? definition : definition.notNull()))
  }
  const keyed = table.addPrimaryKeyConstraint(`${name}_pk`, [...primaryKey] as never)
  await (end === null ? keyed : keyed.modifyEnd(end)).execute()
}

/** Creates an index named after the table and the last of its columns. */
export const createIndex = (db: Kysely<unknown>, table: string, ...columns: string[]): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.at(-1)}`)
    .on(table)
    .columns(columns)
    .execute()
