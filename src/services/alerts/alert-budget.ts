import { type AlertHours, dayBegan, nextOpening, ordinaryHours } from '../../domain/alerts/quiet-hours.ts'
import { after } from '../../domain/delivery.ts'
import { localDay, nextSlot } from '../../domain/digest/occurrence.ts'
import { digestOnItsWayMilliseconds, undeliveredMilliseconds } from '../../domain/policy.ts'
import { loadDaysWithDigest } from '../../store/channels/occurrences.ts'
import { loadSubscription, type Subscription } from '../../store/channels/subscriptions.ts'
import { countAlerts, isAlertPending } from '../../store/delivery/alerts.ts'
import type { Context } from '../context.ts'

/** What computing an alert budget needs. */
type BudgetContext = Pick<Context, 'workspace' | 'now' | 'timeZone'>

/** When a channel may be alerted, and how many alerts it has had today. Moments are ISO text. */
export type AlertBudget = AlertHours & {
  readonly channel: string
  /** The present moment within its hours, else when they begin. */
  readonly opensAt: string
  readonly used: number
  /** An earlier alert has not arrived for a while. */
  readonly isStuck: boolean
  readonly subscription: Subscription | null
}

/** Loads how many alerts a channel has had today, and when it may get the next one. */
export const loadAlertBudget = async (
  { workspace, now, timeZone }: BudgetContext,
  channel: string,
): Promise<AlertBudget> => {
  const subscription = await loadSubscription(workspace, channel)
  const hours = subscription ?? ordinaryHours(timeZone)
  const moment = Temporal.Instant.from(now)
  return {
    channel,
    days: hours.days,
    timeZone: hours.timeZone,
    opensAt: iso(nextOpening(hours, moment)),
    used: await countAlerts(workspace, channel, iso(dayBegan(hours, moment))),
    isStuck: await isAlertPending(workspace, channel, after(now, -undeliveredMilliseconds)),
    subscription,
  }
}

/** Finds when a channel that has used up its budget gets further changes: with its next digest, or without one the next day. */
export const nextAfterBudget = async (
  { workspace, now }: BudgetContext,
  { channel, subscription, ...hours }: AlertBudget,
): Promise<{ readonly at: string; readonly shownAt: string; readonly isDigest: boolean }> => {
  const moment = Temporal.Instant.from(now)
  if (subscription !== null && subscription.state === 'active') {
    const made = await loadDaysWithDigest(workspace, channel, localDay(moment, hours.timeZone) - 3)
    const knownSince = Temporal.Instant.from(subscription.knownSince)
    const slot = nextSlot({ ...subscription, knownSince }, made, moment)
    if (slot !== null)
      return { at: after(iso(slot.due), digestOnItsWayMilliseconds), shownAt: iso(slot.due), isDigest: true }
  }
  const tomorrow = moment.toZonedDateTimeISO(hours.timeZone).startOfDay().add({ days: 1 }).toInstant()
  const at = iso(nextOpening(hours, tomorrow))
  return { at, shownAt: at, isDigest: false }
}

const iso = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'millisecond' })
