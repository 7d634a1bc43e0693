import { digestCard } from '../../cards/digest/digest-card.ts'
import { withBehind } from '../../cards/language/behind.ts'
import { fingerprintOf } from '../../cards/language/card.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { isoOf, mondayToFriday } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { localDay } from '../../domain/digest/occurrence.ts'
import { messageLifetimeMilliseconds } from '../../domain/policy.ts'
import { loadDigestReader } from '../../services/digest/digest-reader.ts'
import { headingOf, makeDigest } from '../../services/digest/make-digest.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { changeSubscription, newSubscription, notSubscribed } from './change-subscription.ts'
import { parseSchedule } from './parse-schedule.ts'

/** Makes this channel's digest as it stands now, in full. */
const presentDigest = async (context: CommandContext) => {
  const subscription = await loadSubscription(context.workspace, context.place)
  const day = localDay(Temporal.Instant.from(context.now), subscription?.timeZone ?? context.timeZone)
  const reader = await loadDigestReader(context.workspace, subscription)
  const outlook = { hasWeeks: subscription?.isWeekly ?? false, later: 'listed' } as const
  const purpose = { replays: true, day, view: reader, outlook } as const
  const present = await loadPresent(context)
  const digest = await makeDigest(context, context.place, purpose, present)
  const draw = () =>
    withBehind(digestCard(digest, headingOf(subscription ?? newSubscription(context))), present.behind, context)
  return { day, digest, draw, locale: reader.locale }
}

/** Shows the digest to whoever asks, and posts nothing. */
export const digestShown: Command = {
  name: 'shelfready digest',
  takes: [],
  does: "show you this channel's digest as it stands now, with what has changed",
  examples: ['/shelfready digest'],
  right: 'see',
  isPersonal: true,
  run: async (context) => answer((await presentDigest(context)).draw()),
}

/** Posts the digest in this channel now, in full. */
export const digestNow: Command = {
  name: 'shelfready digest now',
  takes: [],
  does: "post this channel's digest now",
  examples: ['/shelfready digest now'],
  right: 'set-up-channel',
  run: async (context) => {
    const { day, digest, draw, locale } = await presentDigest(context)
    const card = formattedFor(locale, draw)
    return {
      changes: [
        {
          kind: 'post',
          channel: context.place,
          about: 'digest',
          entity: isoOf(day),
          card,
          notAfter: after(context.now, messageLifetimeMilliseconds),
          snapshot: digest.snapshot,
          living: { fingerprint: fingerprintOf(card), verdict: null },
        },
      ],
      reply: noteCard(`The digest is in ${context.placeName}.`),
    }
  },
}

/** Sets when this channel's digest comes. */
export const digestAt: Command = {
  name: 'shelfready digest at',
  takes: [
    { name: 'HH:MM', value: null, says: 'the local time, such as 08:00', isNeeded: true },
    { name: 'DAYS', value: null, says: 'such as mon-fri, mon,wed,fri or daily (default: mon-fri)' },
    { name: 'ZONE', value: null, says: 'such as Europe/Berlin (default: as it is now)' },
  ],
  does: "set when this channel's digest comes",
  examples: ['/shelfready digest at 08:00', '/shelfready digest at 07:30 mon,wed,fri Europe/Berlin'],
  right: 'set-up-channel',
  run: async (context) => {
    // `08:00` arrives as one word: only letters in front of a colon make a key.
    const schedule = parseSchedule(context.words.map(({ key, value }) => (key === null ? value : `${key}:${value}`)))
    if (!schedule.ok) return refused([schedule.error])
    const { minute, days, timeZone } = schedule.value
    const before = await loadSubscription(context.workspace, context.place)
    const base = before ?? newSubscription(context)
    return changeSubscription(context, before, {
      ...base,
      state: 'active',
      minute,
      days: days ?? mondayToFriday,
      timeZone: timeZone ?? base.timeZone,
    })
  },
}

/** Stops this channel's digest for the time being. */
export const pause: Command = {
  name: 'shelfready digest pause',
  aliases: ['shelfready pause'],
  takes: [],
  does: "pause this channel's digest",
  examples: ['/shelfready pause'],
  right: 'set-up-channel',
  run: async (context) => {
    const before = await loadSubscription(context.workspace, context.place)
    if (before === null) return notSubscribed(context)
    return changeSubscription(context, before, { ...before, state: 'paused' })
  },
}

/** Lets this channel's digest come again. */
export const resume: Command = {
  name: 'shelfready digest resume',
  aliases: ['shelfready resume'],
  takes: [],
  does: "resume this channel's digest",
  examples: ['/shelfready resume'],
  right: 'set-up-channel',
  run: async (context) => {
    const before = await loadSubscription(context.workspace, context.place)
    if (before === null) return notSubscribed(context)
    return changeSubscription(context, before, { ...before, state: 'active' })
  },
}
