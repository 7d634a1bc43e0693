import { type Day, dayOf, isoOf, weekdayOf } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import { type Digest, digestOf, type Outlook } from '../../domain/digest/digest.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { mostReplayedLines } from '../../domain/policy.ts'
import type { Attribution, RiskRecord } from '../../domain/risks/risk.ts'
import { everything, type View } from '../../domain/subscriptions/filter-match.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { loadDecisionsOf, loadOpenDecisions } from '../../store/decisions/decisions.ts'
import { loadDigestSnapshot } from '../../store/delivery/digest-snapshots.ts'
import { loadLastDigestSnapshot } from '../../store/delivery/outbox-queries.ts'
import { heardBy } from '../../store/facts/cut-offs.ts'
import { loadPostedReviews } from '../../store/promotion-reviews/reviews.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadEnded } from '../assessment/ended-promotions.ts'
import { type Context, type MomentContext, momentOf, visibilityFor } from '../context.ts'
import type { Present } from '../present/present.ts'
import { judgePresent } from '../risks/risk-register.ts'
import { pastMoment } from './past-moment.ts'

/** What making a digest needs. */
type DigestContext = MomentContext & Pick<Context, 'workspace' | 'policy' | 'today'>

/** How a digest is made. */
type Purpose = {
  /** Where no digest has reached the channel yet, the digest of the working day before is made up to compare with. */
  readonly replays: boolean
  /** The channel's own date, where it differs from the business date. */
  readonly day?: Day
  /** The promotions that the channel asked for. */
  readonly view?: View
  readonly outlook?: Outlook
}

/** Digests that were made together, by what they are made from: channels that were told the same are told the same again. */
export type MadeTogether = Map<string, Promise<Digest>>

/** Makes a channel's digest of how everything stands, and compares it with the last digest that reached the channel. */
export const makeDigest = async (
  context: DigestContext,
  channel: string,
  purpose: Purpose,
  present: Present,
  together: MadeTogether = new Map(),
): Promise<Digest> => {
  const { day = context.today, replays, view, outlook } = purpose
  const heard = heardBy(momentOf(context))
  const last = await loadLastDigestSnapshot(context.workspace, channel, isoOf(day), heard)
  const key = JSON.stringify([last, day, replays, view?.filter, view?.reader, outlook])
  const known = together.get(key) ?? digestSince(context, last, purpose, present)
  together.set(key, known)
  return known
}

/** Makes the digest of how everything stands since the last one that reached somebody. */
const digestSince = async (
  context: DigestContext,
  last: Awaited<ReturnType<typeof loadLastDigestSnapshot>>,
  { replays, day = context.today, view = everything, outlook = { hasWeeks: false, later: 'listed' } }: Purpose,
  { entries, candidates, records: stored }: Present,
): Promise<Digest> => {
  const { workspace, today, policy } = context
  const records = context.isPast ? asSeenOn(today, heardBy(momentOf(context)), stored) : stored
  const delivered = last.snapshot === null ? null : await loadDigestSnapshot(workspace, last.snapshot)
  const snapshot = delivered ?? (replays && isQuickToReplay(entries) ? await replayedSnapshot(context, view) : null)
  const missed = last.missed === null ? null : dayOf(last.missed)
  const over = await loadEnded(context, snapshot?.on ?? workingDayBefore(today), view)
  const reviewed = await loadPostedReviews(
    workspace,
    over.map(({ promotionId }) => promotionId),
  )
  const isReviewed = (id: string) => (reviewed.get(id)?.on ?? today + 1) <= today
  const ended = over.map((one) => (isReviewed(one.promotionId) ? { ...one, isReviewed: true as const } : one))
  const proposals = await loadProposals(context, entries)
  const notes = await loadIntelligence(workspace, await visibilityFor(context), isoOf(today))
  const digest = digestOf(
    entries,
    { candidates, records },
    { ended, proposals, notes },
    { snapshot, missed },
    { asOf: today, day, moneyFloor: policy.moneyFloor, view, outlook },
  )
  return delivered === null ? { ...digest, unchanged: false } : digest
}

/** Loads the proposals that waited for an answer at the moment of a digest. */
const loadProposals = async (context: DigestContext, entries: Present['entries']): Promise<readonly Decision[]> => {
  const { workspace, today } = context
  const heard = heardBy(momentOf(context))
  if (heard === null) return loadOpenDecisions(workspace)
  const isBy = (done: Attribution | null) => done !== null && done.on <= today && done.at <= heard
  const all = await loadDecisionsOf(
    workspace,
    entries.map(({ promotionId }) => promotionId),
  )
  return all
    .filter(
      (one) => isBy(one.by) && !isBy(one.closed) && !isBy(one.approved) && (one.needsApproval || !isBy(one.agreed)),
    )
    .map((one) => (isBy(one.agreed) ? one : { ...one, agreed: null }))
}

/** Hides what somebody did after a past day, and the numbers of risks that are not stored. */
const asSeenOn = (
  today: Day,
  heard: string | null,
  records: ReadonlyMap<string, RiskRecord>,
): ReadonlyMap<string, RiskRecord> => {
  const isLater = (done: Attribution | null) =>
    done !== null && (done.on > today || (heard !== null && done.at > heard))
  return new Map(
    [...records].map(([identity, record]) => {
      const seen = {
        ...record,
        ...(isLater(record.owner) ? { owner: null } : {}),
        ...(isLater(record.handled) ? { state: 'open' as const, handled: null, snoozedUntil: null } : {}),
      }
      return [identity, seen.version === 0 ? { ...seen, id: 0 } : seen]
    }),
  )
}

const workingDayBefore = (today: Day): Day => {
  let day = today - 1
  while (weekdayOf(day) > 4) day--
  return day
}

const isQuickToReplay = (entries: Present['entries']): boolean =>
  entries.reduce((lines, { readiness }) => lines + readiness.lines.length, 0) <= mostReplayedLines

/** Makes the snapshot that a digest of the working day before would have had; null where there were no promotions. */
const replayedSnapshot = async (context: DigestContext, view: View): Promise<DigestSnapshot | null> => {
  const before = workingDayBefore(context.today)
  const { workspace, timeZone } = context
  const { entries, candidates } = await judgePresent({
    ...context,
    ...(await pastMoment(workspace, before, timeZone)),
    today: before,
  })
  if (entries.length === 0) return null
  const risks = { candidates, records: new Map() }
  return digestOf(entries, risks, {}, { snapshot: null, missed: null }, { asOf: before, moneyFloor: 0, view }).snapshot
}

/** Says whose digest it is: a channel's by its name, a person's own as theirs. */
export const headingOf = ({ name, person }: Pick<Subscription, 'name' | 'person'>): string =>
  person === null ? name : 'for you'
