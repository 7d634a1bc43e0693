import { Client } from 'pg'
import { type QueryRows, queryBatch, queryMilliseconds, queryTotalMilliseconds } from './query-rows.ts'

const timestampZone = 1184
const boolean = 16

/** Writes a value of PostgreSQL in the form of feeds: dates and times as ISO texts, yes and no in words. */
const textOf = (type: number, value: string | null): string | null => {
  if (value === null) return null
  if (type === timestampZone) return value.replace(/([+-]\d{2})$/, '$1:00')
  return type === boolean ? (value === 't' ? 'true' : 'false') : value
}

/**
 * Reads what a query of a PostgreSQL database gives, in a transaction that only reads and by a cursor, so that a query that
 * writes fails. Throws what the database says.
 */
export async function* queryPostgres(connectionString: string, query: string, signal: AbortSignal): QueryRows {
  const client = new Client({
    connectionString,
    application_name: 'shelfready',
    connectionTimeoutMillis: 10_000,
    statement_timeout: queryMilliseconds,
    query_timeout: queryMilliseconds + 5_000,
    types: { getTypeParser: () => (value: unknown) => value },
  })
  // A connection that breaks fails the statement under way; between two the next one.
  client.on('error', () => {})
  const end = () => void client.end().catch(() => {})
  signal.addEventListener('abort', end, { once: true })
  // One statement at a time: the extended protocol takes no more, so nothing can end the transaction.
  const run = (text: string) => client.query({ text, rowMode: 'array', queryMode: 'extended' } as never)
  const giveUp = performance.now() + queryTotalMilliseconds
  try {
    await client.connect()
    await run('begin transaction read only')
    await run(`set local datestyle to 'ISO, YMD'`)
    await run(`set local timezone to 'UTC'`)
    await run(`declare pulled no scroll cursor for ${query.trim().replace(/;+$/, '')}`)
    for (let isFirst = true; ; isFirst = false) {
      signal.throwIfAborted()
      if (performance.now() > giveUp) throw new Error('it took longer than ten minutes')
      const { rows, fields } = (await run(`fetch ${queryBatch} from pulled`)) as unknown as {
        readonly rows: readonly (readonly (string | null)[])[]
        readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
      }
      if (isFirst) yield [fields.map(({ name }) => name)]
      if (rows.length === 0) return
      yield rows.map((row) => row.map((value, at) => textOf(fields[at]?.dataTypeID ?? 0, value)))
    }
  } finally {
    signal.removeEventListener('abort', end)
    await client.end().catch(() => {})
  }
}
