import { subscribedCard } from '../../cards/channels/channel-card.ts'
import { digestCard } from '../../cards/digest/digest-card.ts'
import { fingerprintOf } from '../../cards/language/card.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { type Day, isoOf, mondayToFriday } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { localDay, nextSlot } from '../../domain/digest/occurrence.ts'
import { may } from '../../domain/people/permission.ts'
import { messageLifetimeMilliseconds } from '../../domain/policy.ts'
import { printFilter } from '../../domain/subscriptions/filter.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import { loadDigestReader } from '../../services/digest/digest-reader.ts'
import { headingOf, makeDigest } from '../../services/digest/make-digest.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadDaysWithDigest } from '../../store/channels/occurrences.ts'
import { firstSubscription, loadSubscription, type Subscription } from '../../store/channels/subscriptions.ts'
import { answer, type Command, type CommandContext, type Outcome, zoneOf } from '../dispatch/command.ts'
import { isSameFilter } from './parse-subscription.ts'
import { dayNames, parseSchedule } from './schedule.ts'

/** Gives where a person is told directly: the direct messages of the account they ask with. */
export const inboxOf = ({ accounts, person }: Pick<CommandContext, 'accounts' | 'person'>): string =>
  `@${accounts[0]?.id ?? person.id}`

/** Gives a person what they get when they ask for nothing in particular: a digest in their own direct messages and zone. */
export const ownSubscription = (context: CommandContext): Subscription => ({
  ...firstSubscription(inboxOf(context), zoneOf(context), context.now, context.person.name),
  name: `@${context.person.name}`,
  person: context.accounts[0]?.id ?? context.person.id,
})

/** Gives a channel what it gets when it asks for nothing in particular; where somebody is alone with the bot, it is theirs. */
export const newSubscription = (context: CommandContext): Subscription =>
  context.place === inboxOf(context)
    ? ownSubscription(context)
    : {
        ...firstSubscription(context.place, context.timeZone, context.now, context.person.name),
        name: context.placeName,
      }

/** Posts the digest in this channel now, in full. */
export const digestNow: Command = {
  name: 'shelfready digest now',
  takes: [],
  does: "posts this channel's digest now, in full",
  examples: ['/shelfready digest now'],
  right: 'set-up-channel',
  run: async (context) => {
    const subscription = await loadSubscription(context.workspace, context.place)
    const day = localDay(Temporal.Instant.from(context.now), subscription?.timeZone ?? context.timeZone)
    const reading = await loadDigestReader(context.workspace, subscription)
    const weekly = subscription?.isWeekly ? 'today' : 'never'
    const purpose = { keeps: true, replays: true, day, view: reading, weekly } as const
    const { digest, changes } = await makeDigest(context, context.place, purpose)
    const card = formattedFor(reading.locale, () =>
      digestCard(digest, headingOf(subscription ?? newSubscription(context))),
    )
    return {
      changes: [
        ...changes,
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
      reply: noteCard(`The digest is posted in ${context.placeName}.`),
    }
  },
}

/** Sets when this channel's digest comes. */
export const digestAt: Command = {
  name: 'shelfready digest at',
  takes: [
    { name: 'HH:MM', value: null, says: 'the local time, such as 08:00', isNeeded: true },
    { name: 'DAYS', value: null, says: 'such as mon-fri, mon,wed,fri or daily; mon-fri, unless you say' },
    { name: 'ZONE', value: null, says: 'such as Europe/Berlin; the one it has, unless you say' },
  ],
  does: "sets when this channel's digest comes",
  examples: ['/shelfready digest at 08:00', '/shelfready digest at 07:30 mon,wed,fri Europe/Berlin'],
  right: 'set-up-channel',
  run: async (context) => {
    // A colon makes `08:00` a keyed word only after letters, so times arrive whole.
    const read = parseSchedule(context.words.map(({ key, value }) => (key === null ? value : `${key}:${value}`)))
    if (typeof read === 'string') return answer(refusalCard(`${read} Nothing was changed.`))
    const before = await loadSubscription(context.workspace, context.place)
    const base = before ?? newSubscription(context)
    return change(context, before, {
      ...base,
      state: 'active',
      minute: read.minute,
      days: read.days ?? mondayToFriday,
      timeZone: read.timeZone ?? base.timeZone,
    })
  },
}

/** Stops this channel's digest for the time being. */
export const pause: Command = {
  name: 'shelfready digest pause',
  aliases: ['shelfready pause'],
  takes: [],
  does: "stops this channel's digest until it is resumed",
  examples: ['/shelfready pause'],
  right: 'set-up-channel',
  run: async (context) => {
    const before = await loadSubscription(context.workspace, context.place)
    if (before === null) return notSubscribed(context)
    return change(context, before, { ...before, state: 'paused' })
  },
}

/** Lets this channel's digest come again. */
export const resume: Command = {
  name: 'shelfready digest resume',
  aliases: ['shelfready resume'],
  takes: [],
  does: "lets this channel's digest come again",
  examples: ['/shelfready resume'],
  right: 'set-up-channel',
  run: async (context) => {
    const before = await loadSubscription(context.workspace, context.place)
    if (before === null) return notSubscribed(context)
    return change(context, before, { ...before, state: 'active' })
  },
}

/** Says that a channel has nothing to change yet. */
export const notSubscribed = ({ placeName }: CommandContext): Outcome =>
  answer(refusalCard(`${placeName} has no digest yet. Nothing was changed; /shelfready subscribe gives it one.`))

/** What decides when a digest comes. */
const scheduleKeys = ['state', 'minute', 'days', 'timeZone'] as const

const isSameWish = (one: Subscription, other: Subscription): boolean =>
  (['whenQuiet', 'isWeekly', 'person'] as const).every((key) => one[key] === other[key]) &&
  isSameFilter(one.filter, other.filter)

/**
 * Keeps what a channel or a person wants from now on. By another schedule no morning before now is owed. What is said
 * inside the company goes to a channel with others only when an administrator says so.
 */
export const change = async (
  context: CommandContext,
  before: Subscription | null,
  wanted: Subscription,
  notes: readonly string[] = [],
): Promise<Outcome> => {
  const isShared = context.isShared && wanted.channel === context.place
  if (isShared && !may(context.roles, 'administer'))
    return answer(
      refusalCard(
        `${context.placeName} is shared with another organisation, which would read stock and plans here. Nothing was changed; an administrator can subscribe it.`,
      ),
    )
  const isOnTime = before !== null && scheduleKeys.every((key) => before[key] === wanted[key])
  const after = { ...wanted, knownSince: isOnTime ? before.knownSince : context.now, changedBy: context.person.name }
  const next = await nextDigest(context, after)
  if (isOnTime && isSameWish(before, after)) return answer(subscribedCard(before, next, 'already', notes))
  return {
    changes: [
      { kind: 'set-subscription', subscription: after },
      ...(isShared
        ? [
            {
              kind: 'share-channel',
              channel: { id: context.place, name: context.placeName },
              sharedBy: context.person.id,
            } as const,
            { kind: 'requeue-parked', channel: context.place } as const,
          ]
        : []),
      subscriptionNoted(context, before, after),
    ],
    reply: subscribedCard(after, next, before === null ? 'new' : 'changed', notes),
  }
}

/** The audit row of what a channel gets from now on, and that others may read it where they do. */
export const subscriptionNoted = (context: CommandContext, before: Subscription | null, after: Subscription): Change =>
  auditEntry(context, {
    action: 'subscription',
    entity: after.channel,
    before: before === null ? null : subscriptionFields(before),
    after: { ...subscriptionFields(after), ...(context.isShared ? { shared: 'with another organisation' } : {}) },
  })

/** Gives what is wanted where, as the audit keeps it. */
export const subscriptionFields = ({
  state,
  minute,
  days,
  timeZone,
  whenQuiet,
  filter,
  isWeekly,
}: Subscription): Fields => ({
  state,
  at: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  days: dayNames.filter((_, day) => ((days >> day) & 1) === 1).join(','),
  zone: timeZone,
  quiet: whenQuiet,
  filter: filter === null ? null : printFilter(filter),
  weekly: isWeekly ? 'yes' : 'no',
})

/** Gives the day of the next digest, or null while it is paused. */
export const nextDigest = async (
  { workspace, now }: CommandContext,
  subscription: Subscription,
): Promise<Day | null> => {
  if (subscription.state === 'paused') return null
  const moment = Temporal.Instant.from(now)
  const made = await loadDaysWithDigest(workspace, subscription.channel, localDay(moment, subscription.timeZone) - 3)
  return nextSlot({ ...subscription, knownSince: moment }, made, moment)?.day ?? null
}
