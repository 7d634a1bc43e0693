/** Makes the function that remembers what it gave for each thing, as long as that thing is in memory. */
export const ofEach = <K extends object, T extends object | number | string>(make: (of: K) => T): ((of: K) => T) => {
  const known = new WeakMap<K, T>()
  return (of) => {
    const before = known.get(of)
    if (before !== undefined) return before
    const value = make(of)
    known.set(of, value)
    return value
  }
}
