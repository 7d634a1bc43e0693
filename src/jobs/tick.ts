import type { Card } from '../cards/card.ts'
import { type Day, isoOf } from '../domain/day.ts'
import { localDay, nextSlot, owedAt, type Schedule, type Slot } from '../domain/occurrence.ts'
import { apply } from '../store/apply.ts'
import { loadMadeDays, loadSubscriptions, type Subscription } from '../store/subscriptions.ts'
import type { Workspace } from '../store/workspace.ts'

/** A channel's digest of a day: its card, or null when the channel wants nothing that day, and what it told. */
export type MadeDigest = { readonly card: Card | null; readonly picture: unknown }

/** What a tick needs; `makeDigest` judges and words the digest of a channel. */
export type Ticking = {
  readonly workspace: Workspace
  readonly now: () => Temporal.Instant
  readonly makeDigest: (subscription: Subscription, slot: Slot, now: Temporal.Instant) => Promise<MadeDigest>
  readonly onSurprise: (error: unknown, channel: string) => void
  readonly isStopping: () => boolean
}

/** Gives the schedule of a channel. */
export const scheduleOf = ({ minute, days, timeZone, knownSince }: Subscription): Schedule => ({
  minute,
  days,
  timeZone,
  knownSince: Temporal.Instant.from(knownSince),
})

/**
 * Makes every digest that is owed now: its date and its message in one transaction. What is owed is worked out anew from
 * the store each time, so a tick that never came, or came twice, changes nothing.
 */
export const tick = async (ticking: Ticking): Promise<void> => {
  for (const subscription of await loadSubscriptions(ticking.workspace)) {
    if (ticking.isStopping()) return
    try {
      if (subscription.state === 'active') await makeOwed(ticking, subscription)
    } catch (error) {
      ticking.onSurprise(error, subscription.channel)
    }
  }
}

const makeOwed = async ({ workspace, now, makeDigest }: Ticking, subscription: Subscription): Promise<void> => {
  const moment = now()
  const schedule = scheduleOf(subscription)
  const { channel } = subscription
  const made = await loadMadeDays(workspace, channel, localDay(moment, schedule.timeZone) - daysBack)
  const slot = owedAt(schedule, made, moment)
  if (slot === null) return
  const { card, picture } = await makeDigest(subscription, slot, moment)
  const next = nextSlot(schedule, new Set<Day>([...made, slot.day]), moment)
  await apply(
    workspace,
    [
      {
        kind: 'make-occurrence',
        channel,
        day: slot.day,
        dueAt: iso(slot.due),
        basedOn: subscription.version,
        post:
          card === null
            ? null
            : {
                kind: 'post',
                channel,
                about: 'digest',
                entity: isoOf(slot.day),
                card,
                notAfter: next === null ? null : iso(next.due),
                picture,
              },
      },
    ],
    null,
    iso(moment),
  )
}

/** No slot older than this many days can be owed. */
const daysBack = 3

const iso = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'millisecond' })
