import type Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'

/** A writer that starts with `begin` may find the lock taken half-way and cannot wait then; an immediate one waits first. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database, kept: SqliteDatabase) {
    super({ database: kept })
    this.#database = database
  }

  /** Waits for another process's lock as long as the connection is told to, and lets everybody else go on meanwhile. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const patience = Number(this.#database.pragma('busy_timeout', { simple: true }))
    const giveUp = performance.now() + patience
    for (;;) {
      this.#database.pragma('busy_timeout = 0')
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() >= giveUp) throw error
      } finally {
        this.#database.pragma(`busy_timeout = ${patience}`)
      }
      await new Promise((resume) => setTimeout(resume, 5 + Math.random() * 15))
    }
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

const isBusy = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

const mostStatements = 200

/** Preparing a statement costs as much as running a small one: those used last are kept by their text. Never streamed from, so each is free again at once. */
const keepingStatements = (database: Sqlite.Database): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => void database.close(),
    prepare: (sql) => {
      const statement = kept.get(sql) ?? (database.prepare(sql) as SqliteStatement)
      kept.delete(sql)
      kept.set(sql, statement)
      if (kept.size > mostStatements) kept.delete(kept.keys().next().value as string)
      return statement
    },
  }
}

/** SQLite can roll DDL back; saying so makes several processes that migrate at once wait for each other. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely's SQLite dialect with immediate transactions and transactional migrations. */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database) {
    super({ database })
    this.#database = database
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database, keepingStatements(this.#database))
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}
