import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase } from '../../database/database.ts'
import type { FeedRow } from '../earlier-batches.ts'
import { bulkLane } from './bulk-lane.ts'

/**
 * Where the rows of a batch are staged, on a driver on which they are compared one by one with what is known: the store itself
 * on SQLite, and on PostgreSQL a scratch beside it, from which they are copied.
 */
export type StagingPlace = {
  readonly driver: Sqlite.Database
  /** Brings what rows are compared with. */
  readonly bring: (rows: readonly FeedRow[]) => Promise<void>
  /** Brings what all rows of the batch are compared with once they are staged. */
  readonly bringForComparison: () => Promise<void>
  /** Does the work in a transaction of the driver. */
  readonly run: <T>(work: () => T) => Promise<T>
  /** Waits until what was staged stands in the store, invisible. */
  readonly flush: () => Promise<void>
  /** Does the work that ends the batch, and waits until that stands in the store. */
  readonly end: <T>(work: () => T) => Promise<T>
  /** Lets go of what the place holds. Whatever is not ended is not kept. */
  readonly close: () => Promise<void>
}

/** Pages in the log before they are copied into the file: SQLite's own number, and one that copies a bulk load's pages once instead of every slice. */
const ordinaryCheckpoint = 1_000
const bulkCheckpoint = 16_000

/** Opens the store itself as the place where a batch is staged. */
export const stageInStore = (
  database: Pick<SqliteDatabase, 'kysely' | 'driver'>,
  holdFor: () => number,
): StagingPlace => {
  const { driver } = database
  driver.pragma(`wal_autocheckpoint = ${bulkCheckpoint}`)
  // Staged rows may be lost in a power cut; publishing them waits for the disk, and with it for all that the log has of them.
  if (holdFor() > 0) driver.pragma('synchronous = NORMAL')
  const settle = () => {
    driver.pragma('synchronous = FULL')
    driver.pragma(`wal_autocheckpoint = ${ordinaryCheckpoint}`)
  }
  const lane = bulkLane(database, holdFor)
  return {
    driver,
    bring: async () => {},
    bringForComparison: async () => {},
    run: lane.run,
    flush: lane.flush,
    end: async (work) => {
      settle()
      const done = await lane.run(work)
      await lane.flush()
      return done
    },
    close: async () => {
      await lane.flush().catch(() => undefined)
      settle()
    },
  }
}
