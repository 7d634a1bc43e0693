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
  const kept = new Map<string, { readonly at: number; readonly value: unknown }>()
  return {
    remember: async <T>(id: string, ask: () => Promise<T | null>): Promise<T | null> => {
      const known = kept.get(id)
      if (known !== undefined && now() - known.at < freshMilliseconds) return known.value as T
      const value = await ask()
      if (value === null) return (known?.value as T) ?? null
      kept.delete(id)
      kept.set(id, { at: now(), value })
      if (kept.size > mostKept) kept.delete(kept.keys().next().value as string)
      return value
    },
    forget: (id) => void kept.delete(id),
    doubt: (id) => {
      const known = kept.get(id)
      if (known !== undefined) kept.set(id, { ...known, at: Number.NEGATIVE_INFINITY })
    },
  }
}
