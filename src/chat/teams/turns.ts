/** So many calls in so many milliseconds. */
export type Allowance = { readonly calls: number; readonly milliseconds: number }

/**
 * Lets a call wait for its turn, so that no allowance is exceeded. One that would wait too long is told how many
 * milliseconds, and takes no turn; answers 0 for every other.
 */
export type Turns = (key: string) => Promise<number>

const mostKeys = 10_000
const longestWait = 5_000

/** Opens turns for calls that share a key: a tenant, or a conversation. */
export const openTurns = (allowances: readonly Allowance[]): Turns => {
  const longest = Math.max(...allowances.map(({ calls }) => calls))
  const taken = new Map<string, readonly number[]>()
  return async (key) => {
    const before = taken.get(key) ?? []
    const now = performance.now()
    const turn = allowances.reduce((latest, { calls, milliseconds }) => {
      const first = before.at(-calls)
      return first === undefined ? latest : Math.max(latest, first + milliseconds)
    }, now)
    if (turn - now > longestWait) return turn - now
    taken.delete(key)
    taken.set(key, [...before.slice(1 - longest), turn])
    if (taken.size > mostKeys) taken.delete(taken.keys().next().value as string)
    if (turn > now) await new Promise((resume) => setTimeout(resume, turn - now))
    return 0
  }
}
