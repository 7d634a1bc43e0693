/**
 * Gives the units available to promise at each day: what is left over on that day or any later one after every issue
 * has been served (cumulative, with look-ahead), never below zero. Index 0 is today; `opening` is there at its start.
 * Source: APICS dictionary; the look-ahead is that of Dynamics 365 order promising.
 */
export const availableToPromise = (
  opening: number,
  receipts: ArrayLike<number>,
  issues: ArrayLike<number>,
): Float64Array => {
  const promisable = new Float64Array(issues.length)
  let balance = opening
  for (let i = 0; i < issues.length; i++) {
    balance += (receipts[i] ?? 0) - (issues[i] as number)
    promisable[i] = balance
  }
  let least = Number.POSITIVE_INFINITY
  for (let i = issues.length - 1; i >= 0; i--) {
    least = Math.min(least, promisable[i] as number)
    promisable[i] = Math.max(0, least)
  }
  return promisable
}

/** Counts allocated units once: they are the first of the issues, and what is issued beyond them leaves besides. */
export const withAllocated = (issues: Float64Array, allocated: number): Float64Array => {
  let issued = 0
  let left = 0
  return issues.map((units) => {
    issued += units
    const before = left
    left = Math.max(allocated, issued)
    return left - before
  })
}
