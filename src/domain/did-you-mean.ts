/** Counts the letters to insert, drop, change or swap to turn one word into another (optimal string alignment distance). */
export const distance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] as number
}

/**
 * Finds what a mistyped word most likely meant: a candidate that begins with it, else the nearest within a third of its
 * length, small and capital letters alike.
 */
export const nearest = <T>(word: string, candidates: readonly T[], textOf: (candidate: T) => string): T | null => {
  const wanted = word.toLowerCase().slice(0, 60)
  const longer = wanted.length < 3 ? undefined : candidates.find((one) => textOf(one).toLowerCase().startsWith(wanted))
  if (longer !== undefined) return longer
  let best: T | null = null
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const found = distance(wanted, textOf(candidate).toLowerCase().slice(0, 60))
    if (found >= least) continue
    least = found
    best = candidate
  }
  return best
}
