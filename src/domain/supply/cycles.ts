import { correlationWithin } from './demand-correlation.ts'
import { type AddedReceipt, type CumulativeOutlook, indexesOf, type Window } from './outlook.ts'
import { independentChance, probabilityOfAny } from './probability-of-any.ts'

/** The replenishment cycles of a window: indexes of its days, and of those on which a cycle begins inside it. */
export type Cycles = {
  readonly first: number
  readonly last: number
  readonly starts: readonly number[]
  /** How strongly the shortages of two of them hang together at least; 0 where there is only one. */
  readonly correlation: number
}

/** Divides a window into its cycles. */
export const cyclesOf = (cumulative: CumulativeOutlook, window: Window, added: AddedReceipt | null): Cycles => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const starts = cycleStartsWithin(cumulative, window, added)
  return { first, last, starts, correlation: starts.length === 0 ? 0 : correlationWithin(cumulative, window) }
}

/** Lists the indexes at which replenishment cycles begin inside a window, after its first day, ascending. */
export const cycleStartsWithin = (
  { daily }: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
): readonly number[] => {
  const { first, last } = indexesOf(daily, window)
  const inside = daily.cycleStarts.filter((day) => day > first && day <= last)
  const day = added === null ? Number.NaN : added.day - daily.asOf
  if (!(day > first && day <= last) || inside.includes(day)) return inside
  return [...inside, day].sort((a, b) => a - b)
}

/** The stockout probabilities of the days of a window, in parts. */
export type WindowRisks = {
  /** That of the worst day between two indexes. */
  readonly worst: (from: number, to: number) => number
  /** That of the worst day from an index on, without the receipts from there on. */
  readonly without: (cut: number) => number
}

const risksOf = ({ first, last, starts }: Cycles, { worst }: WindowRisks): readonly number[] =>
  [first, ...starts].map((from, i) => worst(from, (starts[i] ?? last + 1) - 1))

/** Combines the risks of the cycles of a window, and is at most what it were without the last ones. */
export const anyCycle = (cycles: Cycles, of: WindowRisks): number => {
  const { starts, correlation } = cycles
  const risks = risksOf(cycles, of)
  let least = probabilityOfAny(risks, correlation)
  let before = 0
  for (const [i, cut] of starts.entries()) {
    const risk = risks[i] as number
    before = Math.max(before, risk)
    // Any is no less likely than the likeliest.
    if (before >= least) break
    const merged = Math.max(risk, of.without(cut))
    if (Math.max(before, merged) < least)
      least = Math.min(least, probabilityOfAny([...risks.slice(0, i), merged], correlation))
  }
  return least
}

/** Gives a probability that lies on the same side of `tolerated`, which is often found without working it out. */
export const anyCycleBeside = (cycles: Cycles, of: WindowRisks, tolerated: number): number => {
  const { starts, correlation } = cycles
  const risks = risksOf(cycles, of)
  const all = anyBeside(risks, correlation, tolerated)
  let before = 0
  for (const [i, cut] of starts.entries()) {
    const risk = risks[i] as number
    before = Math.max(before, risk)
    if (all <= tolerated || before > tolerated) break
    const merged = Math.max(risk, of.without(cut))
    if (merged > tolerated) continue
    const any = anyBeside([...risks.slice(0, i), merged], correlation, tolerated)
    if (any <= tolerated) return any
  }
  return all
}

/** Any is at least as likely as the likeliest, and at most as likely as if none had to do with the others. */
const anyBeside = (chances: readonly number[], correlation: number, tolerated: number): number => {
  const most = Math.max(...chances)
  if (most > tolerated) return most
  const independent = independentChance(chances)
  return independent <= tolerated ? independent : probabilityOfAny(chances, correlation)
}
