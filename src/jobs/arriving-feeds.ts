/** Alerts about feeds wait until no further feed has arrived for so long, because feeds arrive one after the other. */
const quietMilliseconds = 10_000
/** Alerts about feeds wait no longer than this, even if feeds keep arriving. */
const longestWaitMilliseconds = 60_000

/** Feeds that are arriving: their version, and when the first and the last of them were noticed, in milliseconds. */
export type Arrival = { readonly version: string; readonly since: number; readonly changedAt: number }

/** Tells whether feeds have stopped arriving for long enough, or have been arriving for too long to wait any more. */
export const haveFeedsStopped = (state: { arrival: Arrival | null }, batches: string): boolean => {
  const now = performance.now()
  const known = state.arrival
  const arrival = known?.version === batches ? known : { version: batches, since: known?.since ?? now, changedAt: now }
  state.arrival = arrival
  return now - arrival.changedAt >= quietMilliseconds || now - arrival.since >= longestWaitMilliseconds
}
