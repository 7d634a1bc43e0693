import { boundedMap } from '../common/bounded-map.ts'
/** What was learnt of people and channels; it is asked again after a while. */
export type DirectoryCache = {
  /** Gives what is known, asking where it is not or no longer; what is known from before where nobody answers. */
  readonly remember: <T>(id: string, ask: () => Promise<T | null>) => Promise<T | null>
  /** Asks anew the next time. */
  readonly forget: (id: string) => void
  /** Asks anew the next time, and holds on to what is known while nobody answers. */
  readonly doubt: (id: string) => void
}

const freshMilliseconds = 10 * 60_000
const mostKept = 10_000

/** Opens a memory; `now` counts milliseconds. */
export const openDirectoryCache = (now: () => number = performance.now.bind(performance)): DirectoryCache => {
  const kept = boundedMap<string, { readonly at: number; readonly value: unknown }>(mostKept)
  return {
    remember: async <T>(id: string, ask: () => Promise<T | null>): Promise<T | null> => {
      const known = kept.get(id)
      if (known !== undefined && now() - known.at < freshMilliseconds) return known.value as T
      const value = await ask()
      if (value === null) return (known?.value as T) ?? null
      kept.set(id, { at: now(), value })
      return value
    },
    forget: (id) => kept.delete(id),
    doubt: (id) => {
      const known = kept.get(id)
      if (known !== undefined) kept.set(id, { ...known, at: Number.NEGATIVE_INFINITY })
    },
  }
}
