import { setTimeout } from 'node:timers/promises'
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely'

/** So long people's requests are held up by an upgrade that waits for others. */
const lockMilliseconds = 3_000

/** With a pause after each, an upgrade waits for others for about two minutes in all. */
const attempts = 25

/** The upgrade of a database on a server takes no lock but those of its transaction. */
export class StoreAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * Does work on the schema in one transaction, in which nobody else upgrades the store or writes for a company. On PostgreSQL
 * it is tried again where others held a table for too long, or made the same one.
 */
export const inOneTransaction = async <T>(
  db: Kysely<never>,
  work: (transaction: Transaction<never>) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    let pause: number | null
    try {
      return await db.transaction().execute(async (transaction) => {
        await holdOthers(transaction)
        return await work(transaction)
      })
    } catch (error) {
      pause = pauseAfter(error)
      if (attempt === attempts || pause === null) throw error
    }
    await setTimeout(pause * (0.5 + Math.random()))
  }
}

/**
 * On a server the table of companies is locked, of whom everybody who writes locks one: who writes before is waited for, and
 * who writes later sees what was upgraded. SQLite has one writer at a time anyway.
 */
const holdOthers = async (transaction: Transaction<never>): Promise<void> => {
  if (!(transaction.getExecutor().adapter instanceof PostgresAdapter)) return
  await setLocal(transaction, 'statement_timeout', 0)
  await setLocal(transaction, 'lock_timeout', lockMilliseconds)
  // Kysely's own table is the first of a new database: whoever makes it at the same moment fails here.
  await sql`create table if not exists kysely_migration_lock (id varchar(255) not null primary key,
    is_locked integer not null default 0)`.execute(transaction)
  const { rows } = await sql<{ isThere: boolean }>`select to_regclass('workspace') is not null as "isThere"`.execute(
    transaction,
  )
  if (rows[0]?.isThere) await sql`lock table workspace in exclusive mode`.execute(transaction)
}

const setLocal = (transaction: Transaction<never>, setting: string, milliseconds: number) =>
  sql`select set_config(${setting}, ${`${milliseconds}`}, true)`.execute(transaction)

/** Gives the milliseconds after which to try again what others held, made at the same moment or broke off; null for other errors. */
const pauseAfter = (error: unknown): number | null => {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  if (code === '55P03') return 2_000
  if (/^(40P01|40001|23505|42P07)$/.test(code)) return 200
  return pauseAfter(error.cause)
}
