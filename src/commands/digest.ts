import type { Card } from '../cards/card.ts'
import { digestCard, quietDigestCard } from '../cards/digest-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { momentWords } from '../cards/words.ts'
import { type Day, dayOf, isoOf, weekdayOf } from '../domain/day.ts'
import { type Digest, type DigestEntry, digestOf } from '../domain/digest.ts'
import { exposuresOf } from '../domain/exposure.ts'
import { type Picture, pictureOf, readPicture } from '../domain/picture.ts'
import type { RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { loadTold } from '../store/mail.ts'
import { loadEnded } from './ended.ts'
import type { Asked } from './outcome.ts'
import { loadEntries, loadRegister } from './risk-register.ts'

type Asking = Pick<Asked, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'>

/** A channel's morning, and what of the risks in it is not kept yet. */
export type Morning = { readonly digest: Digest; readonly changes: readonly Change[] }

/**
 * Whether new risks get their number, which the caller then has to write; and what a channel that was never told is
 * compared with. `day` is the channel's own date, where it is not that of the judgement.
 */
type Purpose = { readonly keeps: boolean; readonly replays: boolean; readonly day?: Day }

/**
 * Judges every promotion for a channel's morning and compares it with the last digest that reached the channel. Where
 * none did, `replays` compares with what would have been said on the working day before.
 */
export const loadMorning = async (
  asked: Asking,
  channel: string,
  { keeps, replays, day = asked.today }: Purpose,
  judged: readonly DigestEntry[] | null = null,
): Promise<Morning> => {
  const { workspace, today, policy } = asked
  const entries = judged ?? (await loadEntries(asked))
  const register = await loadRegister(asked, entries)
  const records = keeps ? register.records : asSeenOn(today, register.records)
  const stored = await loadTold(workspace, channel, isoOf(day))
  const told = readPicture(stored.picture)
  const picture = told ?? (replays ? await replayed(asked) : null)
  const missed = stored.missed === null ? null : dayOf(stored.missed)
  const ended = await loadEnded(asked, picture?.on ?? workingDayBefore(today))
  const digest = digestOf(
    entries,
    records,
    ended,
    { picture, missed },
    { asOf: today, day, moneyFloor: policy.moneyFloor },
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

const replayed = async (asked: Asking): Promise<Picture | null> => {
  const before = workingDayBefore(asked.today)
  const entries = await loadEntries({ ...asked, today: before })
  const rows = exposuresOf(entries).map((exposure) => ({ exposure, record: null }))
  return entries.length === 0 ? null : pictureOf(entries, rows, before)
}

/** What a scheduled digest comes to: its card, or null when the channel wants nothing on a day like this, its picture, and the risks to keep. */
export type ScheduledDigest = {
  readonly card: Card | null
  readonly picture: Picture
  readonly changes: readonly Change[]
}

const lateMinutes = 5

/**
 * Makes the digest that a channel's schedule owes it: in full, in one line when nothing changed, or none. It is judged as
 * of the business date and headed with the channel's own. All channels of a morning are told of one judgement.
 */
export const scheduledDigest = async (
  asked: Asking,
  subscription: {
    readonly channel: string
    readonly name: string
    readonly whenQuiet: 'line' | 'nothing'
    readonly timeZone: string
  },
  slot: { readonly day: Day; readonly due: Temporal.Instant },
  judged: readonly DigestEntry[],
): Promise<ScheduledDigest> => {
  const { channel, name, timeZone } = subscription
  const { digest, changes } = await loadMorning(asked, channel, { keeps: true, replays: false, day: slot.day }, judged)
  const isLate = slot.due.until(asked.now).total('minutes') > lateMinutes
  const isQuiet = digest.unchanged || (digest.promotions === 0 && digest.ended.length === 0)
  const isSilent = isQuiet && digest.needs.length === 0 && subscription.whenQuiet === 'nothing'
  const draw = () => {
    const late = isLate ? `Late: it was due ${momentWords(slot.due.toString(), timeZone, asked.today)}.` : null
    return digest.unchanged ? quietDigestCard(digest, late) : digestCard(digest, name, late)
  }
  const card = isSilent ? null : writtenForAll(draw)
  return { card, picture: digest.picture, changes }
}
