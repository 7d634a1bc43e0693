/** So many calls in so many milliseconds. */
export type Allowance = { readonly calls: number; readonly milliseconds: number }

/** Something that takes only so many calls: a tenant, or a conversation. */
export type Counter = { readonly key: string; readonly allowances: readonly Allowance[] }

/**
 * Lets a call wait for its turn at every counter it passes, so that none takes more than it is allowed to. One that would
 * wait too long is told how many milliseconds, and takes no turn; answers 0 for every other.
 */
export type Turns = (counters: readonly Counter[]) => Promise<number>

const mostKeys = 10_000
const longestWait = 5_000

/** Opens turns for the calls of a process. */
export const openTurns = (): Turns => {
  const taken = new Map<string, readonly number[]>()
  const turnAt = ({ key, allowances }: Counter): number =>
    allowances.reduce((latest, { calls, milliseconds }) => {
      const first = taken.get(key)?.at(-calls)
      return first === undefined ? latest : Math.max(latest, first + milliseconds)
    }, 0)
  const take = ({ key, allowances }: Counter, turn: number) => {
    const most = Math.max(...allowances.map(({ calls }) => calls))
    const before = taken.get(key) ?? []
    taken.delete(key)
    taken.set(key, [...before, turn].slice(-most))
    if (taken.size > mostKeys) taken.delete(taken.keys().next().value as string)
  }
  return async (counters) => {
    const now = performance.now()
    const turn = Math.max(now, ...counters.map(turnAt))
    if (turn - now > longestWait) return turn - now
    for (const counter of counters) take(counter, turn)
    if (turn > now) await new Promise((resume) => setTimeout(resume, turn - now))
    return 0
  }
}
