import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type Sqlite from 'better-sqlite3'

const thread = `
const { workerData } = require('node:worker_threads')
const pg = require('pg')
const { port, flag } = workerData
pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1700, Number)
pg.types.setTypeParser(16, (text) => (text === 't' ? 1 : 0))
const tables = "create temp view sqlite_master as select table_name::text as name, 'table' as type from information_schema.tables where table_schema = 'public'"
const clients = new Map()
const open = async (url) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => clients.delete(url))
  await client.connect()
  await client.query(tables)
  return client
}
const clientOf = (url) => {
  if (!clients.has(url)) clients.set(url, open(url))
  return clients.get(url)
}
port.on('message', async ({ url, sql, values }) => {
  let answer
  try {
    const client = await clientOf(url)
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

type Ask = (url: string, text: string, values: readonly unknown[]) => Answer

/** Starts the thread that holds the connections of a process: each question waits for its answer. */
const startAsking = (): Ask => {
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(thread, { eval: true, workerData: { port: port2, flag }, transferList: [port2] })
  worker.unref()
  return (url, text, values) => {
    let place = 0
    port1.postMessage({ url, sql: text.replaceAll('?', () => `$${++place}`), values })
    if (Atomics.wait(flag, 0, 0, 30_000) === 'timed-out') throw new Error(`PostgreSQL did not answer: ${text}`)
    Atomics.store(flag, 0, 0)
    const answer = receiveMessageOnPort(port1)?.message as Answer
    if (answer.error !== undefined) throw new Error(`${answer.error}: ${text}`)
    return answer
  }
}

let asking: Ask | null = null

/** Asks a database of PostgreSQL as tests ask the connection of a file: at once, with `?` for each value. */
export const synchronousPostgres = (url: string): Sqlite.Database => {
  asking ??= startAsking()
  const askThread = asking
  const ask = (text: string, values: readonly unknown[]) => askThread(url, text, values)
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
  return driver as never as Sqlite.Database
}
