import type Sqlite from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely'

/** The two connections of a store, one that only reads and the one that writes, and how many milliseconds a statement waits for another process. */
export type Connections = {
  readonly reader: Sqlite.Database
  readonly writer: Sqlite.Database
  readonly patience: number
}

type Prepare = (sql: string) => Sqlite.Statement<unknown[]>

/**
 * Sends what only reads, outside of transactions, to a connection of its own, so that it never waits for a writer. Writes
 * take turns; the next of them waits for other processes while everything else goes on.
 */
class TwoConnectionDriver implements Driver {
  readonly #connections: Connections
  readonly #read: Prepare
  readonly #write: Prepare
  readonly #turns = openTurns()

  constructor(connections: Connections) {
    this.#connections = connections
    this.#read = keepingStatements(connections.reader)
    this.#write = keepingStatements(connections.writer)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<StoreConnection> {
    return new StoreConnection((sql) => this.#outside(sql))
  }

  /** Runs a statement outside of transactions: a read at once, a write in its turn. */
  async #outside({ sql, parameters }: CompiledQuery): Promise<QueryResult<never>> {
    const read = await this.#onceFree(() => this.#read(sql))
    if (read.readonly) return this.#onceFree(() => run(read, parameters))
    const done = await this.#turns.next()
    try {
      return await this.#onceFree(() => run(this.#write(sql), parameters))
    } finally {
      done()
    }
  }

  /** Does work as soon as no other process has the store locked, and lets everybody else go on meanwhile. Throws the database's error when it takes too long. */
  async #onceFree<T>(work: () => T): Promise<T> {
    for (const giveUp = performance.now() + this.#connections.patience; ; ) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error) || performance.now() >= giveUp) throw error
      }
      await new Promise((resume) => setTimeout(resume, 5 + Math.random() * 15))
    }
  }

  /** A writer that starts with `begin` may find the lock taken half-way and cannot wait then; an immediate one waits first. */
  async beginTransaction(connection: StoreConnection): Promise<void> {
    const done = await this.#turns.next()
    try {
      await this.#onceFree(() => run(this.#write('begin immediate')))
    } catch (error) {
      done()
      throw error
    }
    connection.transaction = { run: async ({ sql, parameters }) => run(this.#write(sql), parameters), done }
  }

  async commitTransaction(): Promise<void> {
    run(this.#write('commit'))
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide why. */
  async rollbackTransaction(): Promise<void> {
    if (this.#connections.writer.inTransaction) run(this.#write('rollback'))
  }

  async releaseConnection(connection: StoreConnection): Promise<void> {
    connection.transaction?.done()
    connection.transaction = null
  }

  /** The writer is closed last, and puts the log away. */
  async destroy(): Promise<void> {
    this.#connections.reader.close()
    this.#connections.writer.close()
  }
}

type RunQuery = (query: CompiledQuery) => Promise<QueryResult<never>>

/** What Kysely takes for one connection: within a transaction it is the one that writes. */
class StoreConnection implements DatabaseConnection {
  transaction: { readonly run: RunQuery; readonly done: () => void } | null = null
  readonly #outside: RunQuery

  constructor(outside: RunQuery) {
    this.#outside = outside
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.transaction === null ? this.#outside(query) : this.transaction.run(query)
  }

  streamQuery(): never {
    throw new Error('Nothing is streamed from this store: a kept statement would be busy meanwhile')
  }
}

const run = (statement: Sqlite.Statement<unknown[]>, parameters: readonly unknown[] = []): QueryResult<never> => {
  if (statement.reader) return { rows: statement.all(parameters) as never[] }
  const { changes, lastInsertRowid } = statement.run(parameters)
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
}

/** Tells whether an error means that another connection has the store locked. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/** Gives turns one after the other: each waits until the one before is done. */
const openTurns = () => {
  let last: Promise<void> = Promise.resolve()
  return {
    next: async (): Promise<() => void> => {
      const before = last
      const turn = Promise.withResolvers<void>()
      last = turn.promise
      await before
      return turn.resolve
    },
  }
}

const mostStatements = 200

/** Preparing a statement costs as much as running a small one: those used last are kept by their text. Never streamed from, so each is free again at once. */
const keepingStatements = (database: Sqlite.Database): Prepare => {
  const kept = new Map<string, Sqlite.Statement<unknown[]>>()
  return (sql) => {
    const statement = kept.get(sql) ?? database.prepare<unknown[]>(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    if (kept.size > mostStatements) kept.delete(kept.keys().next().value as string)
    return statement
  }
}

class TwoConnectionAdapter extends SqliteAdapter {
  /** SQLite can roll DDL back; saying so makes several processes that migrate at once wait for each other. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  /** The driver gives turns itself, to writes alone. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** Kysely's SQLite dialect with a connection for reads, immediate transactions and transactional migrations. */
export class TwoConnectionDialect extends SqliteDialect {
  readonly #connections: Connections

  constructor(connections: Connections) {
    super({ database: connections.writer })
    this.#connections = connections
  }

  override createDriver(): Driver {
    return new TwoConnectionDriver(this.#connections)
  }

  override createAdapter(): SqliteAdapter {
    return new TwoConnectionAdapter()
  }
}
