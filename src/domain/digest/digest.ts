import { ofEach } from '../../common/of-each.ts'
import type { Verdict } from '../assessment/readiness.ts'
import { reasonOf } from '../assessment/reason.ts'
import type { Day } from '../day.ts'
import type { Decision } from '../decisions/decision.ts'
import { itemsDue, type ReadinessItem } from '../gate/readiness-item.ts'
import { type IntelligenceNote, isAbout, lastCounted } from '../intelligence/note.ts'
import { nextDays } from '../policy.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { doItemsFollow, itemsDueOn } from '../promotions/items-follow.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'
import { asksForStanding, type Filter, printFilter } from '../subscriptions/filter.ts'
import { everything, promotionsShown, risksShown, type View } from '../subscriptions/filter-match.ts'
import { type Agenda, agendaOf, proposalsShown } from './agenda.ts'
import { changedSince, isMaterial } from './digest-changes.ts'
import type { DigestEntry } from './digest-entry.ts'
import { type DigestChange, type DigestSnapshot, snapshotOf } from './digest-snapshot.ts'
import { type NextWeek, nextWeeks } from './next-weeks.ts'

/** A note, and the share of demand that it counts for; null where it counts for nothing. */
type HeardNote = { readonly note: IntelligenceNote; readonly counted: number | null }

/** The content of a digest. Each risk is in one of its lists, each promotion in at most one. */
export type Digest = Agenda & {
  readonly asOf: Day
  /** The channel's own date, which the title shows; it differs from that of the assessment where their time zones do. */
  readonly day: Day
  readonly promotions: number
  /** How many of its promotions have each verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** What has been heard, holds today and is about one of its promotions. */
  readonly heard: readonly HeardNote[]
  /** Changes since the last digest; null where there is none to compare with. */
  readonly changes: {
    readonly since: Day
    readonly items: readonly DigestChange[]
    /** No shelf of a promotion had been counted then. */
    readonly isFirstStock: boolean
  } | null
  /** Ready promotions that start within a week. */
  readonly next: readonly DigestEntry[]
  /** Provisional promotions whose items follow. */
  readonly following: readonly DigestEntry[]
  /** Promotions that run today. */
  readonly live: readonly DigestEntry[]
  readonly ended: readonly EndedPromotion[]
  /** What must be ready besides stock and is due today or late, by promotion. */
  readonly itemsDue: readonly { readonly entry: DigestEntry; readonly item: ReadinessItem }[]
  /** The oldest and the newest day of a stock count; null where there is none. */
  readonly stock: { readonly oldest: Day; readonly newest: Day } | null
  /** Nothing that anybody would act on has changed since the last digest. */
  readonly unchanged: boolean
  /** The day of the last digest if it did not reach the channel, else null. */
  readonly missed: Day | null
  /** The filter of what it shows; null where it shows everything. */
  readonly filter: Filter | null
  readonly outlook: Outlook
  /** The coming weeks; null where they are not shown today. */
  readonly weeks: readonly NextWeek[] | null
  readonly snapshot: DigestSnapshot
}

/** What a digest says of later: whether it shows the coming weeks, and how it tells of what nobody needs to do within a week. */
export type Outlook = { readonly hasWeeks: boolean; readonly later: 'listed' | 'counted' | 'omitted' }

/** The last digest of a channel: its snapshot, and the day of a later one that did not reach the channel. */
export type PreviousDigest = { readonly snapshot: DigestSnapshot | null; readonly missed: Day | null }

type DigestSettings = {
  readonly asOf: Day
  readonly day?: Day
  readonly moneyFloor: number
  readonly view?: View
  readonly outlook?: Outlook
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
  {
    ended = [],
    proposals = [],
    notes = [],
  }: {
    readonly ended?: readonly EndedPromotion[]
    /** The proposals that wait for an answer. */
    readonly proposals?: readonly Decision[]
    /** What has been heard and holds. */
    readonly notes?: readonly IntelligenceNote[]
  },
  previous: PreviousDigest,
  { asOf, day = asOf, moneyFloor, view = everything, outlook = { hasWeeks: false, later: 'listed' } }: DigestSettings,
): Digest => {
  const entries = promotionsShown(view, all)
  const rows = risksShown(view, risks.candidates, risks.records)
  const open = proposalsShown(proposals, entries)
  const agenda = agendaOf(rows, open, asOf, day)
  const { byStart, ready, verdicts, stock } = standingOf(entries)
  const filter = view.filter === null ? undefined : printFilter(view.filter)
  const shown = snapshotOf(entries, rows, asOf, filter)
  const before = previous.snapshot
  const compared = before === null ? entries : comparable(all, entries, before, shown)
  const now = compared === entries ? shown : snapshotOf(compared, rows, asOf, filter)
  const items = before === null ? [] : changedSince(before, now)
  const due = byStart.flatMap((entry) => itemsDue(entry.items ?? [], day).map((item) => ({ entry, item })))
  const heard = heardOf(notes, entries, asOf)
  const told = { proposals: open.map(({ id }) => id), heard: heard.map(({ note }) => note.id) }
  return {
    asOf,
    day,
    promotions: entries.length,
    verdicts,
    ...agenda,
    heard,
    changes:
      before === null ? null : { since: before.on, items, isFirstStock: stock !== null && isWithoutStock(before) },
    following: byStart.filter(doItemsFollow),
    live: byStart.filter((entry) => entry.start <= asOf && !doItemsFollow(entry)),
    next: ready.filter((entry) => entry.start > asOf && entry.start <= asOf + nextDays),
    ended,
    itemsDue: due,
    stock,
    unchanged:
      before !== null &&
      !outlook.hasWeeks &&
      previous.missed === null &&
      ended.length === 0 &&
      due.length === 0 &&
      !agenda.acts.some(({ isLastDay }) => isLastDay) &&
      !entries.some((entry) => doItemsFollow(entry) && itemsDueOn(entry) === asOf) &&
      !hasNews(before, told) &&
      !isMaterial(before, now, moneyFloor, items),
    missed: previous.missed,
    filter: view.filter,
    outlook,
    weeks: outlook.hasWeeks ? nextWeeks(entries, rows, asOf) : null,
    snapshot: withTold(
      view.filter !== null && asksForStanding(view.filter)
        ? { ...shown, others: verdictsOfOthers(all, entries) }
        : shown,
      told,
    ),
  }
}

const isWithoutStock = ({ promotions }: DigestSnapshot): boolean =>
  Object.values(promotions).every(({ basis }) => basis?.counted === null)

type Told = { readonly proposals: readonly number[]; readonly heard: readonly number[] }

/** Tells whether something was proposed, answered or heard that the last digest does not know. */
const hasNews = ({ proposals = [], heard = [] }: DigestSnapshot, told: Told): boolean =>
  proposals.join() !== told.proposals.join() || told.heard.some((id) => !heard.includes(id))

const withTold = (snapshot: DigestSnapshot, { proposals, heard }: Told): DigestSnapshot =>
  proposals.length + heard.length === 0 ? snapshot : { ...snapshot, proposals, heard }

/** Lists what is in force today about promotions that are shown, with what of it counts most. */
const heardOf = (
  notes: readonly IntelligenceNote[],
  entries: readonly DigestEntry[],
  asOf: Day,
): readonly HeardNote[] => {
  if (notes.length === 0) return []
  const lines = entries.flatMap(({ readiness }) => readiness.lines)
  return notes.flatMap((note) => {
    const touched = lines.filter(
      ({ line, facts }) =>
        isAbout(note, facts.item, line.location) && line.end >= note.from && line.start <= lastCounted(note),
    )
    if (lastCounted(note) < asOf || touched.length === 0) return []
    const shares = touched.map(
      (line) => reasonOf(line, 'INTELLIGENCE', ({ noteId }) => noteId === note.id)?.counted ?? 0,
    )
    const counted = shares.reduce((most, share) => (Math.abs(share) > Math.abs(most) ? share : most), 0)
    return [{ note, counted: counted === 0 ? null : counted }]
  })
}

/** How promotions stand together, which one channel after the other is told. */
const standingOf = ofEach((entries: readonly DigestEntry[]) => {
  const byStart = entries.toSorted((a, b) => a.start - b.start)
  return {
    byStart,
    ready: byStart.filter((entry) => entry.readiness.verdict === 'ready'),
    verdicts: verdictsOf(entries),
    stock: stockDays(entries),
  }
})

const verdictsOf = (entries: readonly DigestEntry[]): Digest['verdicts'] => {
  const verdicts = { 'not-ready': 0, 'at-risk': 0, unknown: 0, ready: 0 }
  for (const { readiness } of entries) verdicts[readiness.verdict]++
  return verdicts
}

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
