import { settingsCard } from '../cards/channel-card.ts'
import { noteCard, refusalCard } from '../cards/plain-card.ts'
import { mondayToFriday } from '../domain/day.ts'
import { may } from '../domain/permission.ts'
import { timeZoneNamed } from '../domain/time-zone.ts'
import { choice, Unfit } from '../feeds/values.ts'
import type { Change } from '../store/change.ts'
import { loadMail } from '../store/mail.ts'
import { loadSubscription, type Subscription } from '../store/subscriptions.ts'
import { type Arguments, readKeyed, sortArguments } from './arguments.ts'
import { change, newSubscription, nextDigest, notSubscribed, scheduleKeys, subscriptionNoted } from './channel.ts'
import { notAllowed } from './not-allowed.ts'
import { noted } from './noted.ts'
import { type Asked, answer, type Command, keysOf, type Outcome, zoneOf } from './outcome.ts'
import { readLocale, readSchedule } from './schedule.ts'

/** Shows what this channel and this person have set, and changes it. */
export const settings: Command = {
  name: 'shelfready settings',
  takes: [
    { name: 'at', value: '08:00', says: "when this channel's digest comes" },
    { name: 'days', value: 'mon-fri', says: 'on which days' },
    { name: 'zone', value: 'Europe/Berlin', says: 'in which zone' },
    { name: 'quiet', value: 'line', says: 'on a morning without anything to act on: line or nothing' },
    { name: 'locale', value: 'de', says: 'how you write numbers and dates; none to be asked' },
    { name: 'my-zone', value: 'Europe/Berlin', says: 'your own zone; none to go by the channel' },
  ],
  does: 'shows what this channel and you have set, and how its messages stand',
  examples: ['/shelfready settings', '/shelfready settings quiet:nothing', '/shelfready settings locale:de'],
  right: 'see',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(settings))
    const before = await loadSubscription(asked.workspace, asked.place)
    const wanted = readChannel(asked, given, before)
    const own = readOwn(given)
    if (given.bare.length > 0)
      given.problems.push(`I do not know the setting ${given.bare[0]}. Write settings quiet:line or locale:de.`)
    if (wanted !== null && !may(asked.roles, 'set-up-channel'))
      return answer(await notAllowed(asked, `Changing what ${asked.placeName} gets`, 'set-up-channel'))
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was changed.`))
    if (wanted === 'none yet') return notSubscribed(asked)
    const channel = wanted === null ? null : await channelOutcome(asked, before, wanted)
    if (channel !== null && channel.reply.refusal !== undefined) return channel
    const after = wanted ?? before
    return {
      changes: [...(channel?.changes ?? []), ...ownChanges(asked, own)],
      reply: settingsCard({
        place: asked.placeName,
        subscription: after,
        next: after === null ? null : await nextDigest(asked, after),
        mail: await loadMail(asked.workspace, asked.place),
        locale: own.locale === undefined ? asked.locale : own.locale,
        ownZone: own.timeZone === undefined ? asked.ownZone : own.timeZone,
        today: asked.today,
        timeZone: zoneOf({ ...asked, timeZone: after?.timeZone ?? asked.timeZone }),
        changed: [
          ...(given.keyed.has('at') || given.keyed.has('days') || given.keyed.has('zone')
            ? ['when the digest comes']
            : []),
          ...(given.keyed.has('quiet') ? ['quiet mornings'] : []),
          ...(own.locale === undefined ? [] : ['how you write numbers']),
          ...(own.timeZone === undefined ? [] : ['your zone']),
        ],
      }),
    }
  },
}

/** What is posted on a quiet morning is no new schedule: no morning is owed anew by it. */
const channelOutcome = (asked: Asked, before: Subscription | null, wanted: Subscription): Promise<Outcome> | Outcome =>
  before !== null && scheduleKeys.every((key) => before[key] === wanted[key])
    ? {
        changes: [
          { kind: 'set-subscription', subscription: { ...wanted, changedBy: asked.person.name } },
          ...(before.whenQuiet === wanted.whenQuiet ? [] : [subscriptionNoted(asked, before, wanted)]),
        ],
        reply: noteCard('Changed.'),
      }
    : change(asked, before, wanted)

/** Reads what the channel is to get; null where nothing is said of it. */
const readChannel = (asked: Asked, given: Arguments, before: Subscription | null): Subscription | 'none yet' | null => {
  const whenQuiet = readKeyed(given, 'quiet', choice('line', 'nothing'))
  const [at, days, zone] = ['at', 'days', 'zone'].map((key) => given.keyed.get(key)?.trim() ?? '')
  const isScheduled = [at, days, zone].some((said) => said !== '')
  if (!isScheduled) {
    if (whenQuiet === null) return null
    return before === null ? 'none yet' : { ...before, whenQuiet }
  }
  const base = before ?? newSubscription(asked)
  const read = readSchedule([
    at || '08:00',
    ...[days, zone].filter((said): said is string => said !== undefined && said !== ''),
  ])
  if (typeof read === 'string') {
    given.problems.push(read)
    return null
  }
  return {
    ...base,
    state: 'active',
    minute: at ? read.minute : base.minute,
    days: read.days ?? (before === null ? mondayToFriday : base.days),
    timeZone: read.timeZone ?? base.timeZone,
    whenQuiet: whenQuiet ?? base.whenQuiet,
  }
}

type Own = { readonly locale?: string | null; readonly timeZone?: string | null }

const readOwn = (given: Arguments): Own => {
  const locale = readKeyed(
    given,
    'locale',
    (text) => readLocale(text) ?? new Unfit('is no language I know; write such as en, en-US or de'),
  )
  const zone = readKeyed(given, 'my-zone', (text) =>
    text.toLowerCase() === 'none'
      ? 'none'
      : (timeZoneNamed(text) ?? new Unfit('is no time zone; write such as Europe/Berlin')),
  )
  return {
    ...(locale === null ? {} : { locale: locale === 'none' ? null : locale }),
    ...(zone === null ? {} : { timeZone: zone === 'none' ? null : zone }),
  }
}

const ownChanges = (asked: Asked, own: Own): readonly Change[] => {
  const { person, locale, ownZone } = asked
  const [before, after] = [
    { locale, zone: ownZone },
    {
      locale: own.locale === undefined ? locale : own.locale,
      zone: own.timeZone === undefined ? ownZone : own.timeZone,
    },
  ]
  return before.locale === after.locale && before.zone === after.zone
    ? []
    : [
        { kind: 'set-choice', personId: person.id, ...own },
        noted(asked, { action: 'settings', entity: person.id, before, after }),
      ]
}
