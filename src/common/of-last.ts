/** Makes the function that remembers what it gave for the last thing it was asked about. */
export const ofLast = <K extends object, T>(make: (of: K) => T): ((of: K) => T) => {
  let last: { readonly of: K; readonly value: T } | null = null
  return (of) => {
    if (last?.of !== of) last = { of, value: make(of) }
    return last.value
  }
}
