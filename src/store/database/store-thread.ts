import { workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { thinHistory } from '../feeds/thinning/on-sqlite.ts'
import type { ThreadWork } from './in-thread.ts'

/** A thread beside the one that answers people: what it does may wait and take long. */
const { file, work } = workerData as { readonly file: string; readonly work: ThreadWork }

const waitMilliseconds = 10_000

const driver = new Sqlite(file, { timeout: waitMilliseconds })
try {
  driver.pragma('synchronous = FULL')
  driver.pragma('foreign_keys = ON')
  driver.pragma('trusted_schema = OFF')
  driver.pragma('wal_autocheckpoint = 0')
  if (work.kind === 'thin-history') thinHistory({ driver, ...work })
  // The first copies the log while others write; the second, which keeps them waiting, has little left to do.
  driver.pragma('wal_checkpoint(PASSIVE)')
  driver.pragma('busy_timeout = 250')
  driver.pragma('wal_checkpoint(TRUNCATE)')
} finally {
  driver.close()
}
