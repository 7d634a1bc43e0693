import { fingerprintOf } from '../cards/card.ts'
import { settingsCard, subscribedCard } from '../cards/channel-card.ts'
import { digestCard } from '../cards/digest-card.ts'
import { noteCard, refusalCard } from '../cards/plain-card.ts'
import { type Day, isoOf, mondayToFriday } from '../domain/day.ts'
import { after } from '../domain/delivery.ts'
import { localDay, nextSlot } from '../domain/occurrence.ts'
import { choice, Unfit } from '../feeds/values.ts'
import type { Change } from '../store/change.ts'
import { loadMail } from '../store/mail.ts'
import { firstSubscription, loadMadeDays, loadSubscription, type Subscription } from '../store/subscriptions.ts'
import { readKeyed, sortArguments } from './arguments.ts'
import { loadMorning } from './digest.ts'
import { type Asked, answer, type Command, keysOf, type Outcome } from './outcome.ts'
import { readLocale, readSchedule } from './schedule.ts'

/** A digest that was asked for is news for a day. */
const newsMilliseconds = 24 * 60 * 60 * 1_000

const newSubscription = ({ place, placeName, timeZone, now, person }: Asked): Subscription => ({
  ...firstSubscription(place, timeZone, now, person.name),
  name: placeName,
})

/** Posts the digest in this channel now, in full. */
export const digestNow: Command = {
  name: 'shelfready digest now',
  takes: [],
  does: "posts this channel's digest now, in full",
  examples: ['/shelfready digest now'],
  right: 'see',
  run: async (asked) => {
    const subscription = await loadSubscription(asked.workspace, asked.place)
    const day = localDay(Temporal.Instant.from(asked.now), subscription?.timeZone ?? asked.timeZone)
    const { digest, changes } = await loadMorning(asked, asked.place, { keeps: true, replays: true, day })
    const card = digestCard(digest, asked.placeName)
    return {
      changes: [
        ...changes,
        {
          kind: 'post',
          channel: asked.place,
          about: 'digest',
          entity: isoOf(day),
          card,
          notAfter: after(asked.now, newsMilliseconds),
          picture: digest.picture,
          living: { fingerprint: fingerprintOf(card), verdict: null },
        },
      ],
      reply: noteCard(`The digest is posted in ${asked.placeName}.`),
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
  run: async (asked) => {
    // A colon makes `08:00` a keyed word only after letters, so times arrive whole.
    const read = readSchedule(asked.words.map(({ key, value }) => (key === null ? value : `${key}:${value}`)))
    if (typeof read === 'string') return answer(refusalCard(`${read} Nothing was changed.`))
    const before = await loadSubscription(asked.workspace, asked.place)
    const base = before ?? newSubscription(asked)
    return change(asked, before, {
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
  run: async (asked) => {
    const before = await loadSubscription(asked.workspace, asked.place)
    if (before === null) return notSubscribed(asked)
    return change(asked, before, { ...before, state: 'paused' })
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
  run: async (asked) => {
    const before = await loadSubscription(asked.workspace, asked.place)
    if (before === null) return notSubscribed(asked)
    return change(asked, before, { ...before, state: 'active' })
  },
}

/** Subscribes this channel to every promotion and a digest at eight on working days. */
export const subscribe: Command = {
  name: 'shelfready subscribe',
  takes: [],
  does: 'gives this channel every promotion and a digest at 08:00, Monday to Friday',
  examples: ['/shelfready subscribe'],
  right: 'set-up-channel',
  run: async (asked) => {
    const before = await loadSubscription(asked.workspace, asked.place)
    if (before !== null && before.state === 'active')
      return answer(subscribedCard(before, await nextDigest(asked, before), 'already'))
    return change(asked, before, { ...(before ?? newSubscription(asked)), state: 'active' })
  },
}

/** Shows what this channel and this person have set, and changes it. */
export const settings: Command = {
  name: 'shelfready settings',
  takes: [
    { name: 'quiet', value: 'line', says: 'on a morning without anything to act on: line or nothing' },
    { name: 'locale', value: 'de', says: 'how you write numbers and dates; none to be asked' },
  ],
  does: 'shows what this channel and you have set, and how its messages stand',
  examples: ['/shelfready settings', '/shelfready settings quiet:nothing', '/shelfready settings locale:de'],
  right: 'set-up-channel',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(settings))
    const whenQuiet = readKeyed(given, 'quiet', choice('line', 'nothing'))
    const locale = readKeyed(
      given,
      'locale',
      (text) => readLocale(text) ?? new Unfit('is no language I know; write such as en, en-US or de'),
    )
    if (given.bare.length > 0)
      given.problems.push(`I do not know the setting ${given.bare[0]}. Write settings quiet:line or locale:de.`)
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was changed.`))
    const before = await loadSubscription(asked.workspace, asked.place)
    if (whenQuiet !== null && before === null) return notSubscribed(asked)
    const after =
      before !== null && whenQuiet !== null ? { ...before, whenQuiet, changedBy: asked.person.name } : before
    const chosen = locale === null ? asked.locale : locale === 'none' ? null : locale
    return {
      changes: [
        ...(after !== null && after !== before ? [{ kind: 'set-subscription', subscription: after } as const] : []),
        ...(locale === null ? [] : [{ kind: 'set-locale', personId: asked.person.id, locale: chosen } as const]),
      ],
      reply: settingsCard({
        place: asked.placeName,
        subscription: after,
        next: after === null ? null : await nextDigest(asked, after),
        mail: await loadMail(asked.workspace, asked.place),
        locale: chosen,
        today: asked.today,
        timeZone: after?.timeZone ?? asked.timeZone,
        changed: [
          ...(whenQuiet === null ? [] : ['quiet mornings']),
          ...(locale === null ? [] : ['how you write numbers']),
        ],
      }),
    }
  },
}

const notSubscribed = ({ placeName }: Asked): Outcome =>
  answer(refusalCard(`${placeName} has no digest yet. Nothing was changed; /shelfready subscribe gives it one.`))

/** Keeps what a channel wants from now on; no morning before now is owed by it. What is said inside the company goes to a channel with others only when an administrator says so. */
const change = async (asked: Asked, before: Subscription | null, wanted: Subscription): Promise<Outcome> => {
  if (asked.isShared && asked.role !== 'administrator')
    return answer(
      refusalCard(
        `${asked.placeName} is shared with another organisation, which would read stock and plans here. Nothing was changed; an administrator can subscribe it.`,
      ),
    )
  const after = { ...wanted, knownSince: asked.now, changedBy: asked.person.name }
  const isSame = (['state', 'minute', 'days', 'timeZone'] as const).every((key) => before?.[key] === after[key])
  const next = await nextDigest(asked, after)
  if (before !== null && isSame) return answer(subscribedCard(before, next, 'already'))
  const note: Change = {
    kind: 'note',
    actor: asked.person.id,
    place: asked.placeName,
    action: 'subscription',
    entity: asked.place,
    detail: {
      name: asked.person.name,
      state: after.state,
      minute: after.minute,
      days: after.days,
      timeZone: after.timeZone,
    },
  }
  return {
    changes: [
      { kind: 'set-subscription', subscription: after },
      ...(asked.isShared
        ? [
            {
              kind: 'share-place',
              place: { id: asked.place, name: asked.placeName },
              sharedBy: asked.person.id,
            } as const,
            { kind: 'revive', channel: asked.place } as const,
          ]
        : []),
      note,
    ],
    reply: subscribedCard(after, next, before === null ? 'new' : 'changed'),
  }
}

/** Gives the day of the next digest, or null while it is paused. */
const nextDigest = async ({ workspace, now }: Asked, subscription: Subscription): Promise<Day | null> => {
  if (subscription.state === 'paused') return null
  const moment = Temporal.Instant.from(now)
  const made = await loadMadeDays(workspace, subscription.channel, localDay(moment, subscription.timeZone) - 3)
  return nextSlot({ ...subscription, knownSince: moment }, made, moment)?.day ?? null
}
