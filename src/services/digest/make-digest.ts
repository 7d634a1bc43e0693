import { digestCard, quietDigestCard } from '../../cards/digest/digest-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { momentWords } from '../../cards/language/words.ts'
import { type Day, dayOf, isoOf, weekdayOf } from '../../domain/day.ts'
import { type Digest, digestOf, type WeeklyOutlook } from '../../domain/digest/digest.ts'
import type { DigestEntry } from '../../domain/digest/digest-entry.ts'
import { type DigestSnapshot, readSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { may, type Role } from '../../domain/people/permission.ts'
import { lateDigestMinutes } from '../../domain/policy.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { everything, type View } from '../../domain/subscriptions/filter-match.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { hasDigestReached, loadLastDigestSnapshot } from '../../store/delivery/outbox-queries.ts'
import { loadEnded } from '../assessment/ended-promotions.ts'
import type { Context } from '../context.ts'
import { loadDigestEntries, loadRegister } from '../risks/risk-register.ts'
import { loadDigestReader } from './digest-reader.ts'

type Asking = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'>

/** A channel's morning, and what of the risks in it is not kept yet. */
export type MadeDigest = { readonly digest: Digest; readonly changes: readonly Change[] }

/**
 * Whether new risks get their number, which the caller then has to write; and what a channel that was never told is
 * compared with. `day` is the channel's own date, where it is not that of the judgement; `view` is what it asked for.
 */
type Purpose = {
  readonly keeps: boolean
  readonly replays: boolean
  readonly day?: Day
  readonly view?: View
  readonly weekly?: WeeklyOutlook
}

/**
 * Judges every promotion for a channel's morning and compares it with the last digest that reached the channel. Where
 * none did, `replays` compares with what would have been said on the working day before.
 */
export const makeDigest = async (
  context: Asking,
  channel: string,
  { keeps, replays, day = context.today, view = everything, weekly = 'never' }: Purpose,
  judged: readonly DigestEntry[] | null = null,
): Promise<MadeDigest> => {
  const { workspace, today, policy } = context
  const entries = judged ?? (await loadDigestEntries(context))
  const register = await loadRegister(context, entries)
  const records = keeps ? register.records : asSeenOn(today, register.records)
  const stored = await loadLastDigestSnapshot(workspace, channel, isoOf(day))
  const told = readSnapshot(stored.snapshot)
  const picture = told ?? (replays ? await replayed(context, view) : null)
  const missed = stored.missed === null ? null : dayOf(stored.missed)
  const ended = await loadEnded(context, picture?.on ?? workingDayBefore(today), view)
  const digest = digestOf(
    entries,
    records,
    ended,
    { snapshot: picture, missed },
    { asOf: today, day, moneyFloor: policy.moneyFloor, view, weekly },
  )
  return {
    digest: told === null ? { ...digest, unchanged: false } : digest,
    changes: keeps ? register.changes : [],
  }
}

/** A reader sees no number that nobody can use yet, and on a past day nothing that was done after it. */
const asSeenOn = (today: Day, records: ReadonlyMap<string, RiskRecord>): ReadonlyMap<string, RiskRecord> =>
  new Map(
    [...records].map(([identity, record]) => {
      const isLater = record.handled !== null && record.handled.on > today
      const seen = isLater
        ? { ...record, state: 'open' as const, owner: null, handled: null, snoozedUntil: null }
        : record
      return [identity, seen.version === 0 ? { ...seen, id: 0 } : seen]
    }),
  )

const workingDayBefore = (today: Day): Day => {
  let day = today - 1
  while (weekdayOf(day) > 4) day--
  return day
}

const replayed = async (context: Asking, view: View): Promise<DigestSnapshot | null> => {
  const before = workingDayBefore(context.today)
  const entries = await loadDigestEntries({ ...context, today: before })
  if (entries.length === 0) return null
  return digestOf(entries, new Map(), [], { snapshot: null, missed: null }, { asOf: before, moneyFloor: 0, view })
    .snapshot
}

/**
 * What a scheduled digest comes to: its card, or null when the channel wants nothing on a day like this, its picture, the
 * risks to keep, and as what its one reader may act, null for a channel's.
 */
export type ScheduledDigest = {
  readonly roles: readonly Role[] | null
  readonly card: Card | null
  readonly picture: DigestSnapshot
  readonly changes: readonly Change[]
}

/**
 * Makes the digest that a schedule owes: in full, in one line when nothing changed, or none. It is judged as of the
 * business date and headed with the reader's own. All that are made in a morning are told of one judgement. Who may not
 * see anything any more gets none.
 */
export const scheduledDigest = async (
  context: Asking & { readonly administrators?: readonly string[] },
  subscription: Subscription,
  slot: { readonly day: Day; readonly due: Temporal.Instant },
  judged: readonly DigestEntry[],
): Promise<ScheduledDigest> => {
  const { channel, timeZone } = subscription
  const reading = await loadDigestReader(context.workspace, subscription, context.administrators)
  const weekly = subscription.isWeekly ? await weeklyOf(context, channel, slot.day) : 'never'
  const purpose = { keeps: true, replays: false, day: slot.day, view: reading, weekly } as const
  const { digest, changes } = await makeDigest(context, channel, purpose, judged)
  const isLate = slot.due.until(context.now).total('minutes') > lateDigestMinutes
  const isQuiet = digest.unchanged || (digest.promotions === 0 && digest.ended.length === 0)
  const isSilent = isQuiet && digest.needs.length === 0 && subscription.whenQuiet === 'nothing'
  const draw = () => {
    const late = isLate ? `Late: it was due ${momentWords(slot.due.toString(), timeZone, context.today)}.` : null
    return digest.unchanged ? quietDigestCard(digest, late) : digestCard(digest, headingOf(subscription), late)
  }
  const isBarred = reading.roles !== null && !may(reading.roles, 'see')
  const card = isSilent || isBarred ? null : formattedFor(reading.locale, draw)
  return { card, picture: digest.snapshot, changes, roles: reading.roles }
}

/** Says whose digest it is: a channel's by its name, a person's own as theirs. */
export const headingOf = ({ name, person }: Pick<Subscription, 'name' | 'person'>): string =>
  person === null ? name : 'for you'

/** The coming weeks are told with the first digest of a week, Monday to Sunday, that reaches a channel. */
const weeklyOf = async ({ workspace }: Asking, channel: string, day: Day): Promise<WeeklyOutlook> =>
  (await hasDigestReached(workspace, channel, isoOf(day - weekdayOf(day)), isoOf(day))) ? 'another day' : 'today'
