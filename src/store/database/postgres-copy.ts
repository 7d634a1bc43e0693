import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Value } from '../feeds/earlier-batches.ts'

/** Writes a value as COPY reads it, and as it writes it itself, but for numbers. */
const cellText = (value: Value): string => {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return special.test(value) ? value.replaceAll(everySpecial, (found) => escapes[found] as string) : value
}

const special = /[\\\b\t\n\v\f\r]/
const everySpecial = /[\\\b\t\n\v\f\r]/g
const escapes: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r' },
}

/** Writes so many first cells of rows as the text that COPY reads. */
export const copyText = (rows: readonly (readonly Value[])[], cells: number): string => {
  let text = ''
  for (const row of rows) {
    text += cellText(row[0] as Value)
    for (let i = 1; i < cells; i++) text += `\t${cellText(row[i] as Value)}`
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
