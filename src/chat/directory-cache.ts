import { boundedMap } from '../common/bounded-map.ts'
/** A cache of people and channels whose entries expire. */
export type DirectoryCache = {
  /** Gives the cached value, asking where it is absent or expired; the expired value where nobody answers. */
  readonly remember: <T>(id: string, ask: () => Promise<T | null>) => Promise<T | null>
  /** Makes the next look-up ask again. */
  readonly forget: (id: string) => void
  /** Makes the next look-up ask again, and keeps the cached value for when nobody answers. */
  readonly doubt: (id: string) => void
}

const freshMilliseconds = 10 * 60_000
const mostKept = 10_000

/** Opens the cache; `now` counts milliseconds. */
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
