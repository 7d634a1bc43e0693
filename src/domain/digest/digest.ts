import { ofEach } from '../../common/of-each.ts'
import type { Day } from '../day.ts'
import { nextDays } from '../policy.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { isHandled, type RiskRecord } from '../risks/risk.ts'
import { canWait, type RiskCandidate } from '../risks/risk-candidate.ts'
import { asksForStanding, type Filter, printFilter } from '../subscriptions/filter.ts'
import { everything, promotionsShown, risksShown, type View } from '../subscriptions/filter-match.ts'
import { changedSince, isMaterial } from './digest-changes.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'
import { type DigestChange, type DigestSnapshot, snapshotOf } from './digest-snapshot.ts'
import { type NextWeek, nextWeeks } from './next-weeks.ts'

/** The content of a digest. Each risk is in one of its lists, each promotion in at most one. */
export type Digest = {
  readonly asOf: Day
  /** The channel's own date, which the title shows; it differs from that of the assessment where their time zones do. */
  readonly day: Day
  readonly promotions: number
  /** Risks that nobody has taken and that cannot wait, the most urgent first. */
  readonly needs: readonly RiskRow[]
  /** Risks that somebody has acknowledged, snoozed or settled. */
  readonly waiting: readonly RiskRow[]
  /** Risks that nobody has taken and that can wait. */
  readonly later: readonly RiskRow[]
  /** Changes since the last digest; null where there is none to compare with. */
  readonly changes: { readonly since: Day; readonly items: readonly DigestChange[] } | null
  /** Ready promotions that start within a week. */
  readonly next: readonly DigestEntry[]
  /** Promotions that run today. */
  readonly live: readonly DigestEntry[]
  readonly ended: readonly EndedPromotion[]
  /** The number of ready promotions, wherever they are listed. */
  readonly ready: number
  /** The number of those that start later and are listed nowhere. */
  readonly readyLater: number
  /** The oldest and the newest day of a stock count; null where there is none. */
  readonly stock: { readonly oldest: Day; readonly newest: Day } | null
  /** Nothing that anybody would act on has changed since the last digest. */
  readonly unchanged: boolean
  /** The day of the last digest if it did not reach the channel, else null. */
  readonly missed: Day | null
  /** The filter of what it shows; null where it shows everything. */
  readonly filter: Filter | null
  readonly weekly: WeeklyOutlook
  /** The coming weeks; null where they are not shown today. */
  readonly weeks: readonly NextWeek[] | null
  readonly snapshot: DigestSnapshot
}

/** Whether the coming weeks, and with them the risks that can wait, are shown by week: never, today, or on another day of the week. */
export type WeeklyOutlook = 'never' | 'today' | 'another day'

/** The last digest of a channel: its snapshot, and the day of a later one that did not reach the channel. */
export type PreviousDigest = { readonly snapshot: DigestSnapshot | null; readonly missed: Day | null }

type DigestSettings = {
  readonly asOf: Day
  readonly day?: Day
  readonly moneyFloor: number
  readonly view?: View
  readonly weekly?: WeeklyOutlook
}

/**
 * Makes the digest of a day, with its risks in the order of need, and compares it with the last one. A view leaves out what its filter does not match; risks are
 * found among all promotions before that, because one order may serve promotions that the filter leaves out.
 */
export const digestOf = (
  all: readonly DigestEntry[],
  risks: {
    readonly candidates: readonly RiskCandidate<DigestEntry>[]
    readonly records: ReadonlyMap<string, RiskRecord>
  },
  ended: readonly EndedPromotion[],
  previous: PreviousDigest,
  { asOf, day = asOf, moneyFloor, view = everything, weekly = 'never' }: DigestSettings,
): Digest => {
  const entries = promotionsShown(view, all)
  const rows = risksShown(view, risks.candidates, risks.records)
  const [waiting, free] = parted(rows, (row) => isHandled(row.record))
  const [later, needs] = parted(free, (row) => canWait(row.candidate, asOf))
  const { byStart, ready, stock } = standingOf(entries)
  const filter = view.filter === null ? undefined : printFilter(view.filter)
  const shown = snapshotOf(entries, rows, asOf, filter)
  const before = previous.snapshot
  const compared = before === null ? entries : comparable(all, entries, before, shown)
  const now = compared === entries ? shown : snapshotOf(compared, rows, asOf, filter)
  const items = before === null ? [] : changedSince(before, now)
  const named = new Set(items.flatMap((change) => ('promotionId' in change ? change.promotionId : [])))
  return {
    asOf,
    day,
    promotions: entries.length,
    needs,
    waiting,
    later,
    changes: before === null ? null : { since: before.on, items },
    live: byStart.filter((entry) => entry.start <= asOf),
    next: ready.filter((entry) => entry.start > asOf && entry.start <= asOf + nextDays),
    ended,
    ready: ready.length,
    readyLater: ready.filter((entry) => entry.start > asOf + nextDays && !named.has(entry.promotionId)).length,
    stock,
    unchanged:
      before !== null &&
      weekly !== 'today' &&
      previous.missed === null &&
      ended.length === 0 &&
      !isMaterial(before, now, moneyFloor, items),
    missed: previous.missed,
    filter: view.filter,
    weekly,
    weeks: weekly === 'today' ? nextWeeks(entries, rows, asOf) : null,
    snapshot:
      view.filter !== null && asksForStanding(view.filter)
        ? { ...shown, others: verdictsOfOthers(all, entries) }
        : shown,
  }
}

/** Parts a list into those for which something holds and the others. */
const parted = <T>(list: readonly T[], holds: (one: T) => boolean): readonly [readonly T[], readonly T[]] => {
  const [are, others]: [T[], T[]] = [[], []]
  for (const one of list) (holds(one) ? are : others).push(one)
  return [are, others]
}

/** How promotions stand together, which one channel after the other is told. */
const standingOf = ofEach((entries: readonly DigestEntry[]) => {
  const byStart = entries.toSorted((a, b) => a.start - b.start)
  return {
    byStart,
    ready: byStart.filter((entry) => entry.readiness.verdict === 'ready'),
    stock: stockDays(entries),
  }
})

/** Lists the verdicts of the promotions that a filter by verdict or money leaves out: they may match another day. */
const verdictsOfOthers = (
  all: readonly DigestEntry[],
  shown: readonly DigestEntry[],
): NonNullable<DigestSnapshot['others']> => {
  let next = 0
  const others = all.filter((entry) => {
    const isShown = entry === shown[next]
    if (isShown) next++
    return !isShown
  })
  return Object.fromEntries(others.map(({ promotionId, readiness }) => [promotionId, readiness.verdict]))
}

/** Lists what is compared with the last digest: promotions that the filter matches now, or matched then by the same filter. The latter are not gone: their change is shown once more. */
const comparable = (
  all: readonly DigestEntry[],
  shown: readonly DigestEntry[],
  before: DigestSnapshot,
  now: DigestSnapshot,
): readonly DigestEntry[] => {
  if (now.filter === undefined || before.filter !== now.filter) return shown
  const others = new Set(Object.keys(before.promotions).filter((id) => !(id in now.promotions)))
  return others.size === 0 ? shown : all.filter(({ promotionId: id }) => id in now.promotions || others.has(id))
}

/** The oldest and the newest day on which shelves of a promotion were counted; no days where none was. */
const stockDaysOf = ofEach(({ lines }: DigestEntry['readiness']) => {
  const days = lines.flatMap(({ facts }) => facts.stock?.asOf ?? [])
  return { oldest: Math.min(...days), newest: Math.max(...days) }
})

const stockDays = (entries: readonly DigestEntry[]): Digest['stock'] => {
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { readiness } of entries) {
    const own = stockDaysOf(readiness)
    oldest = Math.min(oldest, own.oldest)
    newest = Math.max(newest, own.newest)
  }
  return newest < oldest ? null : { oldest, newest }
}
