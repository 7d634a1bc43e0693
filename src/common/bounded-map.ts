/** A map of at most so many entries. */
export type BoundedMap<K, V> = {
  readonly get: (key: K) => V | undefined
  readonly has: (key: K) => boolean
  /** Sets an entry and makes it the newest; where there are too many, the oldest is forgotten. */
  readonly set: (key: K, value: V) => void
  readonly delete: (key: K) => void
  readonly clear: () => void
}

/** Makes a map that forgets its oldest entry as soon as it holds more than `most`. */
export const boundedMap = <K, V>(most: number): BoundedMap<K, V> => {
  const entries = new Map<K, V>()
  return {
    get: (key) => entries.get(key),
    has: (key) => entries.has(key),
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > most) entries.delete(entries.keys().next().value as K)
    },
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  }
}
