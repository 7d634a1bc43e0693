import type { Database } from '../../database/database.ts'

/** Work on the driver itself, while no Kysely query can come between. */
type BulkLane = {
  /** Does the work in a transaction, which may already hold earlier work and may stay open for later. */
  readonly run: <T>(work: () => T) => Promise<T>
  /** Commits what is open. */
  readonly flush: () => Promise<void>
}

/** Long enough for another process, which looks every few milliseconds, to get its turn at the write lock. */
const pause = 25

type Open = {
  readonly until: number
  readonly isLong: boolean
  readonly timer: NodeJS.Timeout
  readonly commit: () => void
  readonly rollBack: () => void
  readonly ended: Promise<void>
}

/**
 * Lends the writing connection out for bulk work. A transaction stays open over several pieces of work for at most
 * `holdFor` milliseconds, asked for anew each time: writing the same pages once instead of once a piece is what makes a bulk
 * load fast. With 0 every piece is a transaction of its own. Others get their turn at the write lock after each.
 */
export const bulkLane = ({ kysely }: Pick<Database, 'kysely'>, holdFor: () => number): BulkLane => {
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
      const held = holdFor()
      const until = performance.now() + held
      const timer = setTimeout(commitInTime, held)
      open = { until, isLong: held > 0, timer, commit: work.resolve, rollBack: () => work.reject(rolledBack), ended }
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
      const { until, isLong } = open as unknown as Open
      try {
        const result = work()
        if (performance.now() < until) return result
        await commit()
        if (isLong) await new Promise((resume) => setTimeout(resume, pause))
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
