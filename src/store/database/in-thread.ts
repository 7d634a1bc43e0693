import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Day } from '../../domain/day.ts'
import { thinOnPostgres } from '../feeds/thinning/on-postgres.ts'
import type { Database, SqliteDatabase } from './database.ts'
import type { Workspace } from './workspace.ts'

/** Work on a store that nobody waits for; after either, the log is put away. */
export type ThreadWork =
  | { readonly kind: 'shorten-log' }
  | { readonly kind: 'thin-history'; readonly workspaceId: number; readonly today: Day }

/** Does work on a store in a thread of its own, until a signal ends it; rejects with what goes wrong there. */
const inThread = ({ file }: SqliteDatabase, work: ThreadWork, stop: AbortSignal): Promise<void> =>
  new Promise((done, failed) => {
    const thread = new Worker(new URL('./store-thread.ts', import.meta.url), { workerData: { file, work } })
    const end = () => void thread.terminate()
    stop.addEventListener('abort', end)
    thread.once('error', failed)
    thread.once('exit', () => {
      stop.removeEventListener('abort', end)
      done()
    })
  })

/** Thins the old stock and orders of a company, until a signal ends it: in a thread, or on the server. */
export const thinBeside = async (workspace: Workspace, today: Day, stop: AbortSignal): Promise<void> => {
  const { database, id } = workspace
  if (database.engine === 'postgres') return thinOnPostgres(database, id, today, stop)
  await inThread(database, { kind: 'thin-history', workspaceId: id, today }, stop)
}

const longestLog = 8 * 1024 * 1024
const lookMilliseconds = 1_000
/** Pages in the log at which whoever writes copies them at last, should the thread not get to it. */
const latePages = 100_000
const ordinaryPages = 1_000

/** Keeps the log of a store short, its own writes and those of other processes, without holding anybody up. */
export const keepLogShort = (database: Database, onSurprise: (error: unknown) => void): AsyncDisposable => {
  // A server keeps its own log.
  if (database.engine === 'postgres') return { [Symbol.asyncDispose]: async () => {} }
  const stop = new AbortController()
  let shortening: Promise<void> | null = null
  const look = () => {
    const size = statSync(`${database.file}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (shortening !== null || size < longestLog) return
    shortening = inThread(database, { kind: 'shorten-log' }, stop.signal)
      .catch(onSurprise)
      .finally(() => {
        shortening = null
      })
  }
  database.driver.pragma(`wal_autocheckpoint = ${latePages}`)
  const looking = setInterval(look, lookMilliseconds)
  looking.unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(looking)
      stop.abort()
      await shortening
      database.driver.pragma(`wal_autocheckpoint = ${ordinaryPages}`)
    },
  }
}
