import type { Day } from './day.ts'
import { byUrgency, type PromotionReadiness } from './readiness.ts'

/** What the digest needs to know of one promotion. */
export type DigestEntry = {
  readonly promotionId: string
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly owner: string | null
  readonly readiness: PromotionReadiness
}

/** A morning's promotions, each in the one place it belongs. */
export type Digest = {
  readonly asOf: Day
  /** Not ready, unknown, or to be ordered within five working days: the worst verdict first, then how soon, then the money. */
  readonly needsAction: readonly DigestEntry[]
  /** To be ordered, but not soon: a quiet line. */
  readonly orderLater: readonly DigestEntry[]
  /** Ready and starting within a week. */
  readonly next: readonly DigestEntry[]
  /** Running today and ready. */
  readonly live: readonly DigestEntry[]
  /** Ready and starting later. */
  readonly later: number
}

const nextDays = 7
/** Five working days, whatever the weekday. */
const soonDays = 7

/** Gives the first day by which somebody must order or decide, or null when only data are missing. */
export const actBy = (entry: DigestEntry): Day | null => {
  const dates = entry.readiness.problems.flatMap((line) => line.window.orderBy ?? [])
  return dates.length === 0 ? null : Math.min(...dates)
}

const canWait = (entry: DigestEntry, asOf: Day) =>
  entry.readiness.verdict === 'at-risk' && entry.start > asOf && (actBy(entry) ?? asOf) > asOf + soonDays

const atRisk = (entry: DigestEntry) =>
  entry.readiness.problems.reduce((sum, line) => sum + (line.revenueAtRisk ?? 0), 0)

/** Sorts promotions for the morning, each into the one place it belongs. */
export const digestOf = (entries: readonly DigestEntry[], asOf: Day): Digest => {
  const open = entries
    .filter((entry) => entry.readiness.verdict !== 'ready')
    .sort(
      (a, b) =>
        byUrgency(a.readiness.verdict, b.readiness.verdict) ||
        (actBy(a) ?? a.start) - (actBy(b) ?? b.start) ||
        atRisk(b) - atRisk(a) ||
        a.start - b.start,
    )
  const ready = entries.filter((entry) => entry.readiness.verdict === 'ready').sort((a, b) => a.start - b.start)
  return {
    asOf,
    needsAction: open.filter((entry) => !canWait(entry, asOf)),
    orderLater: open.filter((entry) => canWait(entry, asOf)),
    live: ready.filter((entry) => entry.start <= asOf),
    next: ready.filter((entry) => entry.start > asOf && entry.start <= asOf + nextDays),
    later: ready.filter((entry) => entry.start > asOf + nextDays).length,
  }
}

/** Gives the days that the shelf of a running promotion lasts from today on at its worst line, or null when unknown. */
export const daysOfCover = (entry: DigestEntry, asOf: Day): number | null => {
  let least: number | null = null
  for (const line of entry.readiness.lines) {
    const opening = line.expected.openingUnits
    if (opening === null) return null
    let left = opening
    let days = 0
    for (const day of line.ledger) {
      left += day.receipts
      if (left < day.demand) {
        days = day.day - asOf + (day.demand > 0 ? Math.max(0, left) / day.demand : 0)
        break
      }
      left -= day.demand
      days = day.day - asOf + 1
    }
    least = least === null ? days : Math.min(least, days)
  }
  return least
}
