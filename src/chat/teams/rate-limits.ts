import { boundedMap } from '../../common/bounded-map.ts'

/** A rate limit: the most calls in a number of milliseconds. */
type Allowance = { readonly calls: number; readonly milliseconds: number }

/** What a rate limit applies to: a tenant or a conversation. */
type Counter = { readonly key: string; readonly allowances: readonly Allowance[] }

/**
 * Lets a call wait until every rate limit allows it; a call that has to
 * wait keeps no other one waiting which could go before. A call that would wait too long is told how many milliseconds, and
 * takes no turn; answers 0 for every other.
 */
export type Turns = (counters: readonly Counter[]) => Promise<number>

const mostKeys = 10_000
const longestWait = 5_000

/** Opens turns for the calls of a process. */
export const openTurns = (now: () => number = performance.now.bind(performance)): Turns => {
  const taken = boundedMap<string, readonly number[]>(mostKeys)
  const recent = ({ key, allowances }: Counter, moment: number): readonly number[] => {
    const since = moment - Math.max(...allowances.map(({ milliseconds }) => milliseconds))
    return (taken.get(key) ?? []).filter((turn) => turn > since)
  }
  return async (counters) => {
    // Whole milliseconds, so that adding and taking away gives the same again.
    const moment = Math.ceil(now())
    const known = counters.map((counter) => ({ ...counter, turns: recent(counter, moment) }))
    const candidates = [
      moment,
      ...known.flatMap(({ turns, allowances }) =>
        turns.flatMap((turn) => allowances.map(({ milliseconds }) => turn + milliseconds)),
      ),
    ]
    const turn = candidates
      .filter((one) => one >= moment)
      .toSorted((a, b) => a - b)
      .find((one) => known.every((counter) => isFree(counter, one))) as number
    if (turn - moment > longestWait) return turn - moment
    for (const { key, turns } of known) {
      taken.set(
        key,
        [...turns, turn].toSorted((a, b) => a - b),
      )
    }
    if (turn > moment) await new Promise((resume) => setTimeout(resume, turn - moment))
    return 0
  }
}

/** Tells whether one more call at a moment leaves every stretch of time around it within the allowances. */
const isFree = (
  { turns, allowances }: Pick<Counter, 'allowances'> & { readonly turns: readonly number[] },
  moment: number,
): boolean => {
  const all = [...turns, moment].toSorted((a, b) => a - b)
  const at = all.indexOf(moment)
  return allowances.every(({ calls, milliseconds }) => {
    for (let first = Math.max(0, at - calls); first <= at; first++) {
      const last = all[first + calls]
      if (last !== undefined && last - (all[first] as number) < milliseconds) return false
    }
    return true
  })
}
