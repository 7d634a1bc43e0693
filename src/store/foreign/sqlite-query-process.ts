import Sqlite from 'better-sqlite3'
import { queryBatch } from './query-rows.ts'
import type { QueryMessage } from './sqlite-query.ts'

/** A process that reads a file of somebody else: it ends with the one that asks. */
const [file, query] = process.argv.slice(2) as [string, string]

type Row = readonly (string | null)[]

const textOf = (value: unknown): string | null => {
  if (value === null) return null
  if (Buffer.isBuffer(value)) throw new Error('it gives binary data, which no feed has')
  return String(value)
}

function* batches(): Generator<readonly Row[]> {
  using closing = new DisposableStack()
  const driver = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  closing.defer(() => driver.close())
  driver.pragma('query_only = ON')
  driver.pragma('trusted_schema = OFF')
  const statement = driver.prepare<[], unknown[]>(query)
  if (!statement.reader || !statement.readonly) throw new Error('it does not only read')
  statement.raw(true).safeIntegers(true)
  let rows: Row[] = [statement.columns().map(({ name }) => name)]
  for (const row of statement.iterate()) {
    rows.push(row.map(textOf))
    if (rows.length < queryBatch) continue
    yield rows
    rows = []
  }
  yield rows
}

const say = (message: QueryMessage) => process.send?.(message)
const rows = batches()

process.on('disconnect', () => process.exit())
process.on('message', () => {
  try {
    const { done, value } = rows.next()
    say(done ? { kind: 'done' } : { kind: 'rows', rows: value })
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})
