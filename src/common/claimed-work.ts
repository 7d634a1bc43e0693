import { AsyncLocalStorage } from 'node:async_hooks'

/** A claim that may pass to another process while work on it is under way. */
export type HeldClaim = {
  /** Tells by the clock of this process whether it may still be ours. */
  readonly isHeld: () => boolean
  /** Ends as soon as this process notices that it is not. */
  readonly signal: AbortSignal
}

const claims = new AsyncLocalStorage<HeldClaim>()

/** Does work on a claim: calls to others that it makes, however deep, are not begun and do not go on once the claim may be another's. */
export const withClaim = <T>(claim: HeldClaim, work: () => Promise<T>): Promise<T> => claims.run(claim, work)

/** Gives the claim that is worked on; null where there is none. */
export const claimWorkedOn = (): HeldClaim | null => claims.getStore() ?? null
