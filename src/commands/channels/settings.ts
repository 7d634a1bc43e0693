import { settingsCard } from '../../cards/channels/channel-card.ts'
import type { Block, Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { may } from '../../domain/people/permission.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import { Unfit } from '../../parsing/values.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscription, type Subscription } from '../../store/channels/subscriptions.ts'
import { loadChannelDelivery } from '../../store/delivery/outbox-queries.ts'
import { loadDuties } from '../../store/escalation/standby.ts'
import { type Arguments, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, zoneOf } from '../dispatch/command.ts'
import { notAllowed } from '../dispatch/not-allowed.ts'
import { dutyFactsOf } from '../people/duties.ts'
import { changeSubscription, inboxOf, newSubscription, nextDigest, notSubscribed } from './change-subscription.ts'
import { unknownNames } from './parse-filter.ts'
import { readLocale } from './parse-schedule.ts'
import { parseDigestRequest, parseFilterArguments } from './parse-subscription.ts'
import { loadOwn } from './subscribe.ts'

/** Shows the settings of this channel and this person, and changes them. */
export const settings: Command = {
  name: 'shelfready settings',
  takes: [
    { name: 'at', value: '08:00', says: "when this channel's digest comes" },
    { name: 'days', value: 'mon-fri', says: 'days of the digest' },
    { name: 'zone', value: 'Europe/Berlin', says: 'time zone of the digest' },
    { name: 'quiet', value: 'line', says: 'on a quiet morning: one line or nothing' },
    {
      name: 'filter',
      value: '"at:EAST"',
      says: 'which promotions this channel gets, as in subscribe; everything removes the filter',
    },
    {
      name: 'weekly',
      value: 'yes',
      says: 'the coming eight weeks and a weekly update with the first digest of each week',
    },
    { name: 'monthly', value: 'yes', says: 'the review of the month before with the first digest of each month' },
    { name: 'locale', value: 'de', says: 'how you write numbers and dates; none to be asked each time' },
    { name: 'my-zone', value: 'Europe/Berlin', says: 'your own time zone; none to use that of the channel' },
  ],
  does: 'show or change the settings of this channel and your own',
  examples: ['/shelfready settings', '/shelfready settings quiet:nothing', '/shelfready settings locale:de'],
  right: 'see',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(settings))
    const before = await loadSubscription(context.workspace, context.place)
    const wanted = readChannel(context, given, before)
    const choice = readOwn(given)
    if (wanted !== null && wanted !== 'none yet') given.problems.push(...(await unknownNames(context, wanted.filter)))
    if (given.bare.length > 0)
      given.problems.push(
        `There is no setting "${given.bare[0]}". Write, for example, settings quiet:line or locale:de.`,
      )
    if (wanted !== null && context.place !== inboxOf(context) && !may(context.roles, 'set-up-channel'))
      return answer(await notAllowed(context, `Changing what ${context.placeName} gets`, 'set-up-channel'))
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was changed.`))
    if (wanted === 'none yet') return notSubscribed(context)
    const channel = wanted === null ? null : await changeSubscription(context, before, wanted)
    if (channel !== null && channel.reply.refusal !== undefined) return channel
    const after = wanted ?? before
    const duties = dutyFactsOf(await loadDuties(context.workspace), context.place)
    const ownDigests = (await loadOwn(context)).filter(({ channel: inbox }) => inbox !== context.place)
    return {
      changes: [
        ...(channel?.changes ?? []),
        ...ownChanges(context, choice),
        ...zoneChanges(context, choice, ownDigests),
      ],
      reply: withBlock(
        duties,
        settingsCard({
          place: context.placeName,
          subscription: after,
          own: ownDigests,
          next: after === null ? null : await nextDigest(context, after),
          mail: await loadChannelDelivery(context.workspace, context.place),
          locale: choice.locale === undefined ? context.locale : choice.locale,
          ownZone: choice.timeZone === undefined ? context.ownZone : choice.timeZone,
          today: context.today,
          timeZone: zoneOf({ ...context, timeZone: after?.timeZone ?? context.timeZone }),
          changed: [
            ...(given.keyed.has('at') || given.keyed.has('days') || given.keyed.has('zone') ? ['digest time'] : []),
            ...(given.keyed.has('quiet') ? ['quiet mornings'] : []),
            ...(given.keyed.has('filter') ? ['filter'] : []),
            ...(given.keyed.has('weekly') ? ['weekly update'] : []),
            ...(given.keyed.has('monthly') ? ['monthly review'] : []),
            ...(choice.locale === undefined ? [] : ['number format']),
            ...(choice.timeZone === undefined ? [] : ['your time zone']),
          ],
        }),
      ),
    }
  },
}

/** Inserts a block below the first one of a card. */
const withBlock = (block: Block, card: Card): Card => ({
  ...card,
  blocks: [...card.blocks.slice(0, 1), block, ...card.blocks.slice(1)],
})

/** Reads the channel's subscription as it is to be; null where nothing about it was typed, `none yet` where it has none to change. */
const readChannel = (
  context: CommandContext,
  given: Arguments,
  before: Subscription | null,
): Subscription | 'none yet' | null => {
  const request = {
    ...parseDigestRequest(given),
    ...parseFilterArguments(
      given.keyed.get('filter') ?? '',
      before?.person !== undefined && before.person !== null,
      given.problems,
    ),
  }
  if (given.keyed.get('filter')?.trim() === '')
    given.problems.push('filter: needs a value. To remove the filter: filter:everything.')
  if (Object.keys(request).length === 0) return null
  const isScheduled = ['minute', 'days', 'timeZone'].some((key) => key in request)
  if (before === null && !isScheduled) return 'none yet'
  return { ...(before ?? newSubscription(context)), ...(isScheduled ? { state: 'active' as const } : {}), ...request }
}

type Own = { readonly locale?: string | null; readonly timeZone?: string | null }

const readOwn = (given: Arguments): Own => {
  const locale = readKeyed(
    given,
    'locale',
    (text) => readLocale(text) ?? new Unfit('is not a language I know; use, for example, en, en-US or de'),
  )
  const zone = readKeyed(given, 'my-zone', (text) =>
    text.toLowerCase() === 'none'
      ? 'none'
      : (timeZoneNamed(text) ?? new Unfit('is not a time zone; use, for example, Europe/Berlin')),
  )
  return {
    ...(locale === null ? {} : { locale: locale === 'none' ? null : locale }),
    ...(zone === null ? {} : { timeZone: zone === 'none' ? null : zone }),
  }
}

const ownChanges = (context: CommandContext, choice: Own): readonly Change[] => {
  const { person, locale, ownZone } = context
  const [before, after] = [
    { locale, zone: ownZone },
    {
      locale: choice.locale === undefined ? locale : choice.locale,
      zone: choice.timeZone === undefined ? ownZone : choice.timeZone,
    },
  ]
  return before.locale === after.locale && before.zone === after.zone
    ? []
    : [
        { kind: 'set-preferences', personId: person.id, ...choice },
        auditEntry(context, { action: 'settings', entity: person.id, before, after }),
      ]
}

/** Moves a person's own digests to their new zone, where they came in the old one. */
const zoneChanges = (context: CommandContext, choice: Own, ownDigests: readonly Subscription[]): readonly Change[] => {
  if (choice.timeZone === undefined) return []
  const [was, is] = [zoneOf(context), zoneOf({ ...context, ownZone: choice.timeZone })]
  return ownDigests
    .filter(({ timeZone }) => timeZone === was && was !== is)
    .map((one) => ({
      kind: 'set-subscription',
      subscription: { ...one, timeZone: is, knownSince: context.now, changedBy: context.person.name },
    }))
}
