import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, PostgresQueryCompiler, sql } from 'kysely'
import pg from 'pg'
import { leaseMilliseconds } from '../../../domain/delivery.ts'
import { Refusal } from '../../../domain/refusal.ts'
import { watchDamage } from '../damage.ts'
import type { OpenOptions, PostgresDatabase } from '../database.ts'
import type { Schema } from '../schema.ts'
import { StoreAdapter } from '../upgrades/in-one-transaction.ts'

/** Connections that the process has to its server, and each of its threads. */
const mostConnections = 10
const threadConnections = 2

/** So many milliseconds a connection may take to open. */
const connectMilliseconds = 5_000
/** A process that hangs in the middle of a transaction keeps nobody waiting for longer than it may keep a message; one that was only slow does it again. */
const idleMilliseconds = leaseMilliseconds
/** A statement waits no longer for another program, and takes no longer. */
const lockMilliseconds = 10_000
const statementMilliseconds = 120_000

/** Where the files of a process stand whose store is on a server: what was typed in the terminal, and what was shown there. */
const besideFolder = './data'

/** Opens the store on the server that an address names; the server is asked with the first query. */
export const openPostgres = (url: string, { patience = lockMilliseconds }: OpenOptions): PostgresDatabase => {
  const name = nameOfDatabase(url)
  const file = resolve(besideFolder, `on-${name.replaceAll(/[^\w.-]+/g, '-')}`)
  if (isMainThread) mkdirSync(resolve(besideFolder), { recursive: true, mode: 0o700 })
  const pool = openPool(url, patience)
  let lost = 0
  const connect = async (): Promise<PostgresPoolClient> => {
    try {
      return (await pool.connect()) as PostgresPoolClient
    } catch (cause) {
      lost++
      throw unreachable(cause)
    }
  }
  const shared: PostgresPool = { connect, end: () => pool.end(), options: pool.options }
  const damage = watchDamage('postgres')
  const kysely = new Kysely<Schema>({ dialect: new StoreDialect({ pool: shared }), log: damage.heard })
  pool.on('error', () => lost++)
  return {
    ...{ engine: 'postgres', url, name, file, kysely, damage },
    // Each commit changes the snapshot, and no later one is like it; another server, after a failover, counts for itself.
    version: async () => {
      const { rows } = await sql<{ now: string }>`select pg_current_snapshot()::text as now`.execute(kysely)
      return `${lost} ${rows[0]?.now}`
    },
    [Symbol.asyncDispose]: () => kysely.destroy(),
  }
}

/** Names a database as people may read it: the server and the database, without user and password. */
export const nameOfDatabase = (url: string): string => {
  if (!URL.canParse(url))
    throw new Refusal(
      'DATABASE_URL is not an address of a PostgreSQL server. Nothing was changed. ' +
        'Use a form such as postgres://user:password@host:5432/shelfready, with special characters percent-encoded.',
    )
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

const openPool = (url: string, patience: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'shelfready',
    max: isMainThread ? mostConnections : threadConnections,
    connectionTimeoutMillis: connectMilliseconds,
    idle_in_transaction_session_timeout: idleMilliseconds,
    statement_timeout: statementMilliseconds,
    lock_timeout: patience,
    keepAlive: true,
    allowExitOnIdle: !isMainThread,
    types: { getTypeParser },
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    // A connection that breaks while it is used tells the query that it breaks.
    client.on('error', () => {})
    client.query(setUp).catch(() => {})
  })
  return pool
}

/** What was confirmed must be on the disk; and compiling takes longer than the queries of this store. */
const setUp = `select set_config('jit', 'off', false), set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)`

const wholeNumbers: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC])

/** Counts and sums are numbers on both engines. */
const getTypeParser = ((type: number, format?: 'text') =>
  wholeNumbers.has(type) ? Number : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser

const unreachable = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || cause instanceof pg.DatabaseError) return cause
  return Object.assign(new Error(`The database server cannot be reached: ${cause.message}`, { cause }), {
    code: 'STORE_UNREACHABLE',
  })
}

/** A parameter alone tells the server no type: a number is given its own, and nothing is written out. */
class StoreCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value === null) {
      this.append('null')
      return
    }
    super.appendValue(value)
    if (typeof value !== 'number') return
    if (!Number.isInteger(value)) this.append('::double precision')
    else this.append(Math.abs(value) < 2 ** 31 ? '::integer' : '::bigint')
  }
}

class StoreDialect extends PostgresDialect {
  override createAdapter(): StoreAdapter {
    return new StoreAdapter()
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new StoreCompiler()
  }
}

/** Refuses a database that would order texts as a language does: on both engines they stand in the order of their bytes. */
export const refuseOtherOrder = async ({ kysely, name }: PostgresDatabase): Promise<void> => {
  const { rows } = await sql<{ collation: string; encoding: string }>`select
    coalesce(datlocale, datcollate) as collation, pg_encoding_to_char(encoding) as encoding
    from pg_database where datname = current_database()`.execute(kysely)
  const [found] = rows
  if (found === undefined || (/^(C|POSIX|C\.UTF-?8)$/i.test(found.collation) && found.encoding === 'UTF8')) return
  const database = name.slice(name.indexOf('/') + 1)
  throw new Refusal(
    `The database ${name} orders texts as ${found.collation} in ${found.encoding}; this store needs the order C and UTF8. Nothing was changed. ` +
      `Create it anew: create database "${database}" template template0 encoding 'UTF8' locale 'C'`,
  )
}
