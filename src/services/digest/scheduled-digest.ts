import { digestCard, quietDigestCard } from '../../cards/digest/digest-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { momentWords } from '../../cards/language/words.ts'
import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import type { WeeklyOutlook } from '../../domain/digest/digest.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { may } from '../../domain/people/permission.ts'
import { lateDigestMinutes } from '../../domain/policy.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { hasDigestReached } from '../../store/delivery/outbox-queries.ts'
import { learn } from '../assessment/learn-from-sales.ts'
import type { Context } from '../context.ts'
import { withAllowedActions } from '../people/allowed-actions.ts'
import { keeperOf, loadPresent, type Present } from '../present/present.ts'
import { loadDigestReader } from './digest-reader.ts'
import { headingOf, type MadeTogether, makeDigest } from './make-digest.ts'

/** The digest of one subscription for one day: its card, null where none is posted, and its snapshot. */
type ScheduledDigest = {
  readonly card: Card | null
  readonly snapshot: DigestSnapshot
}

/** The local day and the moment at which a digest is due. */
type DigestSlot = { readonly day: Day; readonly due: Temporal.Instant }

/** Makes the digest that one subscription is owed for a slot, as of a moment. */
export type ScheduledDigestMaker = (
  subscription: Subscription,
  slot: DigestSlot,
  moment: Temporal.Instant,
) => Promise<ScheduledDigest>

type DigestsContext = Pick<Context, 'workspace' | 'policy' | 'timeZone' | 'today'> & {
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
}

/** Opens the digests of one tick. For the first one, what sales teach is learned and the assessments are brought up to date; all digests of the tick are made from the same picture. */
export const openScheduledDigests = (context: DigestsContext): ScheduledDigestMaker => {
  let present: Promise<Present> | null = null
  const together: MadeTogether = new Map()
  return async (subscription, slot, moment) => {
    const atMoment = { ...context, now: moment.toString({ smallestUnit: 'millisecond' }) }
    present ??= presentOf(atMoment)
    return scheduledDigest(atMoment, subscription, slot, await present, together)
  }
}

/** A digest waits until everything is current. */
const presentOf = async (context: DigestsContext & Pick<Context, 'now'>): Promise<Present> => {
  await learn(context.workspace, context.today, context.now)
  await keeperOf(context.workspace).bringUpToDate(context)
  return loadPresent(context)
}

/**
 * Makes the digest that a schedule owes: in full, in one line when nothing changed, or no card at all. It is judged as of
 * the business date and headed with the reader's own date. A reader who may not see anything any more gets no card.
 */
const scheduledDigest = async (
  context: DigestsContext & Pick<Context, 'now'>,
  subscription: Subscription,
  slot: DigestSlot,
  present: Present,
  together: MadeTogether,
): Promise<ScheduledDigest> => {
  const { channel, timeZone } = subscription
  const reader = await loadDigestReader(context.workspace, subscription, context.administrators)
  const weekly = subscription.isWeekly ? await weeklyOutlookOf(context, channel, slot.day) : 'never'
  const purpose = { replays: false, day: slot.day, view: reader, weekly } as const
  const digest = await makeDigest(context, channel, purpose, present, together)
  const isLate = slot.due.until(context.now).total('minutes') > lateDigestMinutes
  const isQuiet = digest.unchanged || (digest.promotions === 0 && digest.ended.length === 0)
  const isSilent = isQuiet && digest.needs.length === 0 && subscription.whenQuiet === 'nothing'
  const draw = () => {
    const late = isLate ? `Late: it was due ${momentWords(slot.due.toString(), timeZone, context.today)}.` : null
    return digest.unchanged ? quietDigestCard(digest, late) : digestCard(digest, headingOf(subscription), late)
  }
  const { roles } = reader
  const isBarred = roles !== null && !may(roles, 'see')
  const drawn = isSilent || isBarred ? null : formattedFor(reader.locale, draw)
  const card = drawn === null || roles === null ? drawn : withAllowedActions(roles, drawn)
  return { card, snapshot: digest.snapshot }
}

/** The first digest of a week, Monday to Sunday, that reaches a channel includes the coming weeks. */
const weeklyOutlookOf = async (
  { workspace }: Pick<Context, 'workspace'>,
  channel: string,
  day: Day,
): Promise<WeeklyOutlook> =>
  (await hasDigestReached(workspace, channel, isoOf(day - weekdayOf(day)), isoOf(day))) ? 'another day' : 'today'
