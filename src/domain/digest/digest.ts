import type { Day } from '../day.ts'
import { nextDays } from '../policy.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { isHandled, type RiskRecord } from '../risks/risk.ts'
import { byNeed, canWait, riskCandidates } from '../risks/risk-candidate.ts'
import { asksForStanding, type Filter, printFilter } from '../subscriptions/filter.ts'
import { everything, showsPromotion, showsRisk, type View } from '../subscriptions/filter-match.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'
import { changedSince, type DigestChange, type DigestSnapshot, isMaterial, snapshotOf } from './digest-snapshot.ts'
import { type NextWeek, nextWeeks } from './next-weeks.ts'

/** A morning's promotions and risks, each in the one place it belongs. */
export type Digest = {
  readonly asOf: Day
  /** The channel's own date, which heads it; another one than that of the judgement where their zones differ. */
  readonly day: Day
  readonly promotions: number
  /** Risks that need somebody now: nobody took them, and they cannot wait; the most urgent first. */
  readonly needs: readonly RiskRow[]
  /** Risks that somebody acknowledged or put aside. */
  readonly waiting: readonly RiskRow[]
  /** Orders that nobody took and that can wait. */
  readonly later: readonly RiskRow[]
  /** What happened since the last digest, or null when there is none to compare with. */
  readonly changes: { readonly since: Day; readonly items: readonly DigestChange[] } | null
  /** Ready and starting within a week. */
  readonly next: readonly DigestEntry[]
  /** Running today. */
  readonly live: readonly DigestEntry[]
  readonly ended: readonly EndedPromotion[]
  /** Promotions that are ready, wherever they are listed. */
  readonly ready: number
  /** Of those, the ones that start later and are named nowhere. */
  readonly readyLater: number
  /** The oldest and the newest day on which stock was counted, or null where none was. */
  readonly stock: { readonly oldest: Day; readonly newest: Day } | null
  /** Nothing that anybody would act on is different from the last digest. */
  readonly unchanged: boolean
  /** The last digest did not reach the channel. */
  readonly missed: Day | null
  /** What of everything it shows; null for everything. */
  readonly filter: Filter | null
  readonly weekly: WeeklyOutlook
  /** The coming weeks, where they are told today. */
  readonly weeks: readonly NextWeek[] | null
  readonly snapshot: DigestSnapshot
}

/** Whether the coming weeks, and with them the orders that can wait, are told: not by week, today, or on another day of the week. */
export type WeeklyOutlook = 'never' | 'today' | 'another day'

/** What a channel was told before: the picture of its last digest, and a later one that did not reach it. */
export type PreviousDigest = { readonly snapshot: DigestSnapshot | null; readonly missed: Day | null }

type Morning = {
  readonly asOf: Day
  readonly day?: Day
  readonly moneyFloor: number
  readonly view?: View
  readonly weekly?: WeeklyOutlook
}

/**
 * Sorts promotions, risks and what ended for the morning, and compares them with what was told before. A view leaves out
 * what its filter does not ask for; risks are found among all promotions first: an order is one order, whoever hears of it.
 */
export const digestOf = (
  all: readonly DigestEntry[],
  records: ReadonlyMap<string, RiskRecord>,
  ended: readonly EndedPromotion[],
  told: PreviousDigest,
  { asOf, day = asOf, moneyFloor, view = everything, weekly = 'never' }: Morning,
): Digest => {
  const entries = all.filter((entry) => showsPromotion(view, entry))
  const rows = riskCandidates(all)
    .toSorted(byNeed(asOf))
    .map((candidate) => ({ candidate, record: records.get(candidate.identity) ?? null }))
    .filter((row) => showsRisk(view, row))
  const isTaken = (row: RiskRow) => isHandled(row.record)
  const isLater = (row: RiskRow) => !isTaken(row) && canWait(row.candidate, asOf)
  const byStart = entries.toSorted((a, b) => a.start - b.start)
  const ready = byStart.filter((entry) => entry.readiness.verdict === 'ready')
  const picture = { ...pictured(entries, rows, asOf, view), ...leftOut(all, entries, view) }
  const before = told.snapshot
  const now =
    before === null
      ? picture
      : pictured(
          all.filter((entry) => isComparable(entry, before, picture)),
          rows,
          asOf,
          view,
        )
  const items = before === null ? [] : changedSince(before, now)
  const named = new Set(items.flatMap((change) => ('promotionId' in change ? change.promotionId : [])))
  return {
    asOf,
    day,
    promotions: entries.length,
    needs: rows.filter((row) => !isTaken(row) && !isLater(row)),
    waiting: rows.filter(isTaken),
    later: rows.filter(isLater),
    changes: before === null ? null : { since: before.on, items },
    live: byStart.filter((entry) => entry.start <= asOf),
    next: ready.filter((entry) => entry.start > asOf && entry.start <= asOf + nextDays),
    ended,
    ready: ready.length,
    readyLater: ready.filter((entry) => entry.start > asOf + nextDays && !named.has(entry.promotionId)).length,
    stock: stockDays(entries),
    unchanged:
      before !== null &&
      weekly !== 'today' &&
      told.missed === null &&
      ended.length === 0 &&
      !isMaterial(before, now, moneyFloor),
    missed: told.missed,
    filter: view.filter,
    weekly,
    weeks: weekly === 'today' ? nextWeeks(entries, rows, asOf) : null,
    snapshot: picture,
  }
}

const pictured = (
  entries: readonly DigestEntry[],
  rows: readonly RiskRow[],
  asOf: Day,
  { filter }: View,
): DigestSnapshot => {
  const picture = snapshotOf(entries, rows, asOf)
  return filter === null ? picture : { ...picture, filter: printFilter(filter) }
}

/** A channel that asked for what stands in some way knows of everything else that it does not. */
const leftOut = (
  all: readonly DigestEntry[],
  shown: readonly DigestEntry[],
  { filter }: View,
): Pick<DigestSnapshot, 'others'> => {
  if (filter === null || !asksForStanding(filter)) return {}
  const known = new Set(shown)
  const others = all.filter((entry) => !known.has(entry))
  return { others: Object.fromEntries(others.map(({ promotionId, readiness }) => [promotionId, readiness.verdict])) }
}

/** A promotion that was told of and is no longer asked for is not gone: what became of it is told once more, unless another filter was set. */
const isComparable = ({ promotionId }: DigestEntry, before: DigestSnapshot, now: DigestSnapshot): boolean =>
  promotionId in now.promotions || (before.filter === now.filter && promotionId in before.promotions)

const stockDays = (entries: readonly DigestEntry[]): Digest['stock'] => {
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const entry of entries)
    for (const { facts } of entry.readiness.lines)
      if (facts.stock !== null) {
        oldest = Math.min(oldest, facts.stock.asOf)
        newest = Math.max(newest, facts.stock.asOf)
      }
  return newest < oldest ? null : { oldest, newest }
}

/** Gives the days that the shelf of a running promotion lasts from today on at its worst line, with that line, or null when unknown. */
export const daysOfCover = (
  entry: DigestEntry,
  asOf: Day,
): { readonly days: number; readonly sku: string; readonly location: string } | null => {
  let least: { days: number; sku: string; location: string } | null = null
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
    if (least === null || days < least.days) least = { days, sku: line.line.sku, location: line.line.location }
  }
  return least
}
