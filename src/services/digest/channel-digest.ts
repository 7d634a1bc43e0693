import { digestCard, quietDigestCard } from '../../cards/digest/digest-card.ts'
import { withLateFeeds } from '../../cards/imports/fresh-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import { isUntaken } from '../../domain/digest/agenda.ts'
import type { Outlook } from '../../domain/digest/digest.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { may } from '../../domain/people/permission.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { hasDigestReached } from '../../store/delivery/outbox-queries.ts'
import type { Context, MomentContext } from '../context.ts'
import { type LateFeed, loadLateFeeds } from '../imports/feed-freshness.ts'
import { withAllowedActions } from '../people/allowed-actions.ts'
import type { Present } from '../present/present.ts'
import { loadDigestReader } from './digest-reader.ts'
import { headingOf, type MadeTogether, makeDigest } from './make-digest.ts'

/** A digest as its channel or its person reads it. */
type ChannelDigest = {
  /** Null for a person who may not see anything any more. */
  readonly card: Card | null
  /** The channel chose nothing for a day without anything to act on, and this is one. */
  readonly isSilent: boolean
  readonly snapshot: DigestSnapshot
}

type ChannelDigestContext = MomentContext &
  Pick<Context, 'workspace' | 'policy' | 'today'> & {
    /** The accounts that the settings name as administrators. */
    readonly administrators: readonly string[]
  }

/**
 * Makes the digest of a subscription for a local day, the same one for whoever asks: in full, or in one line when nothing
 * changed. It is judged as of the business date and headed with the reader's own date.
 */
export const channelDigest = async (
  context: ChannelDigestContext,
  subscription: Subscription,
  day: Day,
  present: Present,
  {
    late = () => null,
    isInFull = false,
    together,
    lateFeeds,
  }: {
    /** Says that it is late; null where it is not. */
    readonly late?: () => string | null
    readonly isInFull?: boolean
    readonly together?: MadeTogether
    /** The feeds that are late, where somebody has looked. */
    readonly lateFeeds?: readonly LateFeed[]
  } = {},
): Promise<ChannelDigest> => {
  const { channel } = subscription
  const reader = await loadDigestReader(context.workspace, subscription, context.administrators)
  const outlook = await outlookOf(context, subscription, day)
  const digest = await makeDigest(context, channel, { replays: true, day, view: reader, outlook }, present, together)
  const isQuiet = digest.unchanged || (digest.promotions === 0 && digest.ended.length === 0)
  const missing = lateFeeds ?? (context.isPast ? [] : await loadLateFeeds(context))
  const draw = () =>
    withLateFeeds(
      digest.unchanged && !isInFull
        ? quietDigestCard(digest, late())
        : digestCard(digest, headingOf(subscription), late()),
      missing,
      context.today,
    )
  const { roles } = reader
  const drawn = roles !== null && !may(roles, 'see') ? null : formattedFor(reader.locale, draw)
  return {
    card: drawn === null || roles === null ? drawn : withAllowedActions(roles, drawn),
    isSilent: isQuiet && !digest.acts.some(isUntaken) && subscription.whenQuiet === 'nothing',
    snapshot: digest.snapshot,
  }
}

/**
 * The first digest of a week, Monday to Sunday, that reaches a channel lists what can wait, and the coming weeks where the
 * channel asked for them; the others count what can wait, or leave it to that weekly.
 */
const outlookOf = async (
  { workspace }: Pick<Context, 'workspace'>,
  { channel, isWeekly }: Subscription,
  day: Day,
): Promise<Outlook> =>
  (await hasDigestReached(workspace, channel, isoOf(day - weekdayOf(day)), isoOf(day)))
    ? { hasWeeks: false, later: isWeekly ? 'omitted' : 'counted' }
    : { hasWeeks: isWeekly, later: 'listed' }
