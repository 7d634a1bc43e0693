import type { Refusal } from '../../domain/refusal.ts'
import type { Database } from '../../store/database/database.ts'
import { newerSteps, outgrown } from '../../store/database/upgrades/breaking-steps.ts'

const lookMilliseconds = 1_000

/** What tells that a newer program has changed the store, so that this one must stop. */
export type UpgradeWatch = Disposable & {
  readonly signal: AbortSignal
  /** Throws the Refusal that says so, once it is so. */
  readonly refuseOutgrown: () => void
  /** Rejects with it; never resolves. */
  readonly outgrown: Promise<never>
}

/** Looks each second whether a newer program has changed a store in a way that this one does not understand. */
export const watchForUpgrade = (database: Database): UpgradeWatch => {
  const controller = new AbortController()
  const { signal } = controller
  const never = Promise.withResolvers<never>()
  never.promise.catch(() => {})
  let isLooking = false
  const look = async () => {
    if (isLooking || signal.aborted) return
    isLooking = true
    try {
      const steps = await newerSteps(database)
      if (steps.length > 0) controller.abort(outgrown(steps))
    } catch {
      // A store that cannot be read is told of by whoever needs it.
    } finally {
      isLooking = false
    }
  }
  const looking = setInterval(() => void look(), lookMilliseconds)
  signal.addEventListener('abort', () => never.reject(signal.reason as Refusal))
  return {
    signal,
    refuseOutgrown: () => signal.throwIfAborted(),
    outgrown: never.promise,
    [Symbol.dispose]: () => clearInterval(looking),
  }
}
