import { subscribedCard } from '../../cards/channels/channel-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import type { Day } from '../../domain/day.ts'
import { localDay, nextSlot } from '../../domain/digest/occurrence.ts'
import { may } from '../../domain/people/permission.ts'
import { printFilter } from '../../domain/subscriptions/filter.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadDaysWithDigest } from '../../store/channels/occurrences.ts'
import { firstSubscription, type Subscription } from '../../store/channels/subscriptions.ts'
import { answer, type CommandContext, type Outcome, zoneOf } from '../dispatch/command.ts'
import { dayNames } from './parse-schedule.ts'
import { isSameFilter } from './parse-subscription.ts'

/** Gives the channel of a person's direct messages: those of the account they ask with. */
export const inboxOf = ({ accounts, person }: Pick<CommandContext, 'accounts' | 'person'>): string =>
  `@${accounts[0]?.id ?? person.id}`

/** Makes the default subscription of a person: a digest in their direct messages, in their zone. */
export const ownSubscription = (context: CommandContext): Subscription => ({
  ...firstSubscription(inboxOf(context), zoneOf(context), context.now, context.person.name),
  name: `@${context.person.name}`,
  person: context.accounts[0]?.id ?? context.person.id,
})

/** Makes the default subscription of a channel; in a person's direct messages it is that person's. */
export const newSubscription = (context: CommandContext): Subscription =>
  context.place === inboxOf(context)
    ? ownSubscription(context)
    : {
        ...firstSubscription(context.place, context.timeZone, context.now, context.person.name),
        name: context.placeName,
      }

/** Refuses to change the subscription of a channel that has none. */
export const notSubscribed = ({ placeName }: CommandContext): Outcome =>
  answer(refusalCard(`${placeName} has no digest yet. Nothing was changed. Start one: /shelfready subscribe`))

/** The fields of a subscription that decide when its digest comes. */
const scheduleKeys = ['state', 'minute', 'days', 'timeZone'] as const

const isSameContent = (one: Subscription, other: Subscription): boolean =>
  (['whenQuiet', 'isWeekly', 'isMonthly', 'person'] as const).every((key) => one[key] === other[key]) &&
  isSameFilter(one.filter, other.filter)

/**
 * Changes the subscription of a channel or a person. A new schedule counts from now: no digest of an earlier day is owed.
 * Only an administrator may subscribe a channel that is shared with another organisation.
 */
export const changeSubscription = async (
  context: CommandContext,
  before: Subscription | null,
  wanted: Subscription,
  notes: readonly string[] = [],
): Promise<Outcome> => {
  const isShared = context.isShared && wanted.channel === context.place
  if (isShared && !may(context.roles, 'administer'))
    return answer(
      refusalCard(
        `${context.placeName} is shared with another organisation, which would see stock and plans here. Nothing was changed. An administrator can subscribe it.`,
      ),
    )
  const isOnTime = before !== null && scheduleKeys.every((key) => before[key] === wanted[key])
  const after = { ...wanted, knownSince: isOnTime ? before.knownSince : context.now, changedBy: context.person.name }
  const next = await nextDigest(context, after)
  if (isOnTime && isSameContent(before, after))
    return answer(subscribedCard(before, next, context.today, 'already', notes))
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
      subscriptionEntry(context, before, after),
    ],
    reply: subscribedCard(after, next, context.today, before === null ? 'new' : 'changed', notes),
  }
}

/** Makes the audit entry of a changed subscription: its fields before and after, and whether another organisation reads the channel. */
const subscriptionEntry = (context: CommandContext, before: Subscription | null, after: Subscription): Change =>
  auditEntry(context, {
    action: 'subscription',
    entity: after.channel,
    before: before === null ? null : subscriptionFields(before),
    after: { ...subscriptionFields(after), ...(context.isShared ? { shared: 'with another organisation' } : {}) },
  })

/** Gives the fields of a subscription as the audit log stores them. */
export const subscriptionFields = ({
  state,
  minute,
  days,
  timeZone,
  whenQuiet,
  filter,
  isWeekly,
  isMonthly,
}: Subscription): Fields => ({
  state,
  at: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  days: dayNames.filter((_, day) => ((days >> day) & 1) === 1).join(','),
  zone: timeZone,
  quiet: whenQuiet,
  filter: filter === null ? null : printFilter(filter),
  weekly: isWeekly ? 'yes' : 'no',
  ...(isMonthly ? { monthly: 'yes' } : {}),
})

/** Gives the day of a subscription's next digest; null while it is paused. */
export const nextDigest = async (
  { workspace, now }: CommandContext,
  subscription: Subscription,
): Promise<Day | null> => {
  if (subscription.state === 'paused') return null
  const moment = Temporal.Instant.from(now)
  const made = await loadDaysWithDigest(workspace, subscription.channel, localDay(moment, subscription.timeZone) - 3)
  return nextSlot({ ...subscription, knownSince: moment }, made, moment)?.day ?? null
}
