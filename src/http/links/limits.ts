import { boundedMap } from '../../common/bounded-map.ts'

const minute = 60_000
const mostKept = 10_000

/** Counts by name, and tells whether so many in a minute are too many. */
export const openMinuteLimit = (most: number, now: () => number = performance.now.bind(performance)) => {
  const counts = boundedMap<string, { readonly since: number; readonly count: number }>(mostKept)
  return (name: string): boolean => {
    const known = counts.get(name)
    const isOver = known === undefined || now() - known.since >= minute
    const next = isOver ? { since: now(), count: 1 } : { since: known.since, count: known.count + 1 }
    counts.set(name, next)
    return next.count > most
  }
}
