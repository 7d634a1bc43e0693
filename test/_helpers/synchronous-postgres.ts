import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type Sqlite from 'better-sqlite3'

const thread = `
const { workerData } = require('node:worker_threads')
const pg = require('pg')
const { url, port, flag } = workerData
pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1700, Number)
pg.types.setTypeParser(16, (text) => (text === 't' ? 1 : 0))
const client = new pg.Client({ connectionString: url })
client.on('error', () => {})
const tables = "create temp view sqlite_master as select table_name::text as name, 'table' as type from information_schema.tables where table_schema = 'public'"
const opened = client.connect().then(() => client.query(tables))
port.on('message', async ({ sql, values }) => {
  let answer
  try {
    await opened
    const { rows, rowCount, fields } = await client.query(sql, values)
    answer = { rows, changes: rowCount, columns: fields.map(({ name }) => name) }
  } catch (error) {
    answer = { error: error.message }
  }
  port.postMessage(answer)
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
})
`

type Answer = {
  readonly rows: readonly Record<string, unknown>[]
  readonly changes: number
  readonly columns: readonly string[]
  readonly error?: string
}

/** Asks a database of PostgreSQL as tests ask the connection of a file: at once, with `?` for each value. */
export const synchronousPostgres = (url: string): Disposable & { readonly driver: Sqlite.Database } => {
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(thread, { eval: true, workerData: { url, port: port2, flag }, transferList: [port2] })
  worker.unref()
  const ask = (text: string, values: readonly unknown[]): Answer => {
    let place = 0
    port1.postMessage({ sql: text.replaceAll('?', () => `$${++place}`), values })
    if (Atomics.wait(flag, 0, 0, 30_000) === 'timed-out') throw new Error(`PostgreSQL did not answer: ${text}`)
    Atomics.store(flag, 0, 0)
    const answer = receiveMessageOnPort(port1)?.message as Answer
    if (answer.error !== undefined) throw new Error(`${answer.error}: ${text}`)
    return answer
  }
  const prepare = (text: string) => {
    let plucked = false
    const rowsOf = (values: readonly unknown[]) => {
      const { rows, columns } = ask(text, values.flat())
      return plucked ? rows.map((row) => row[columns[0] as string]) : rows
    }
    const statement = {
      pluck: () => {
        plucked = true
        return statement
      },
      all: (...values: readonly unknown[]) => rowsOf(values),
      get: (...values: readonly unknown[]) => rowsOf(values)[0],
      run: (...values: readonly unknown[]) => ({ changes: ask(text, values.flat()).changes }),
    }
    return statement
  }
  const driver = {
    prepare,
    exec: (text: string) => void ask(text, []),
    transaction: (work: () => unknown) => work,
    pragma: () => {
      throw new Error('PostgreSQL has no pragma')
    },
  }
  return {
    driver: driver as never as Sqlite.Database,
    [Symbol.dispose]: () => {
      port1.close()
      void worker.terminate()
    },
  }
}
