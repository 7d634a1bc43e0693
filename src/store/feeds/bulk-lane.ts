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

type Open = {
  readonly since: number
  readonly timer: NodeJS.Timeout
  readonly commit: () => void
  readonly rollBack: () => void
  readonly ended: Promise<void>
}

/**
 * Lends the writing connection out for bulk work. A transaction stays open over several pieces of work for at most
 * `holdFor` milliseconds: writing the same pages once instead of once a piece is what makes a bulk load fast. A process
 * that answers people meanwhile passes 0, and every piece is a transaction of its own.
 */
export const bulkLane = ({ kysely }: Pick<Database, 'kysely'>, holdFor: number): BulkLane => {
  let open: Open | null = null
  let failure: unknown = null

  const begin = () => {
    const begun = Promise.withResolvers<void>()
    const work = Promise.withResolvers<void>()
    const ended = kysely.transaction().execute(() => {
      begun.resolve()
      return work.promise
    })
    ended.catch(begun.reject)
    return begun.promise.then(() => {
      const timer = setTimeout(commitInTime, holdFor)
      open = { since: performance.now(), timer, commit: work.resolve, rollBack: () => work.reject(rolledBack), ended }
    })
  }
  const commit = async () => {
    const ending = open
    open = null
    clearTimeout(ending?.timer)
    ending?.commit()
    await ending?.ended
  }
  const rollBack = async () => {
    const ending = open
    open = null
    clearTimeout(ending?.timer)
    ending?.rollBack()
    await ending?.ended.catch(() => undefined)
  }
  let committing: Promise<void> = Promise.resolve()
  /** The next piece of work, or the flush, hears of a commit that failed meanwhile. */
  const commitInTime = () => {
    committing = commit().catch((error) => {
      failure = error
    })
  }
  const throwFailure = async () => {
    await committing
    if (failure === null) return
    const error = failure
    failure = null
    throw error
  }
  return {
    run: async (work) => {
      await throwFailure()
      if (open === null) await begin()
      const since = (open as Open | null)?.since ?? 0
      try {
        const result = work()
        if (performance.now() - since < holdFor) return result
        await commit()
        if (holdFor > 0) await new Promise((resume) => setTimeout(resume, pause))
        return result
      } catch (error) {
        await rollBack()
        throw error
      }
    },
    flush: async () => {
      await throwFailure()
      await commit()
    },
  }
}

/** Thrown to roll a transaction of the lane back. */
const rolledBack = Symbol('rolled back')
