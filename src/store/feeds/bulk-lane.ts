import type { Database } from '../database/database.ts'

/** Work on the driver itself, while no Kysely query can come between. */
type BulkLane = {
  /** Does the work in a transaction, which may already hold earlier work and may stay open for later. */
  readonly run: <T>(work: () => T) => Promise<T>
  /** Commits what is open. */
  readonly flush: () => Promise<void>
}

/** Long enough for another process, which looks every tenth of a second, to get its turn at the write lock. */
const pause = 50

type Open = { readonly since: number; readonly timer: NodeJS.Timeout; readonly release: () => void }

/**
 * Lends the one connection out for bulk work. A transaction stays open over several pieces of work for at most
 * `holdFor` milliseconds: writing the same pages once instead of once a piece is what makes a bulk load fast. A process
 * that answers people meanwhile passes 0, and every piece is a transaction of its own.
 */
export const bulkLane = ({ kysely, driver }: Pick<Database, 'kysely' | 'driver'>, holdFor: number): BulkLane => {
  let open: Open | null = null
  let failure: unknown = null

  const begin = () =>
    new Promise<void>((started, failed) => {
      kysely
        .connection()
        .execute(
          () =>
            new Promise<void>((release) => {
              driver.exec('begin immediate')
              const timer = setTimeout(commitInTime, holdFor)
              open = { since: performance.now(), timer, release }
              started()
            }),
        )
        .catch(failed)
    })
  const end = (how: 'commit' | 'rollback') => {
    const ending = open
    if (ending === null) return
    open = null
    clearTimeout(ending.timer)
    try {
      if (how === 'commit') driver.exec('commit')
    } finally {
      if (driver.inTransaction) driver.exec('rollback')
      ending.release()
    }
  }
  /** The next piece of work, or the flush, hears of a commit that failed meanwhile. */
  const commitInTime = () => {
    try {
      end('commit')
    } catch (error) {
      failure = error
    }
  }
  const throwFailure = () => {
    if (failure === null) return
    const error = failure
    failure = null
    throw error
  }
  return {
    run: async (work) => {
      throwFailure()
      if (open === null) await begin()
      try {
        const result = work()
        if (performance.now() - ((open as Open | null)?.since ?? 0) < holdFor) return result
        end('commit')
        if (holdFor > 0) await new Promise((resume) => setTimeout(resume, pause))
        return result
      } catch (error) {
        end('rollback')
        throw error
      }
    },
    flush: async () => {
      throwFailure()
      end('commit')
    },
  }
}
