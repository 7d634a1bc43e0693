import { agoWords } from '../../cards/language/words.ts'
import { localDay, owedAt, type Slot } from '../../domain/digest/occurrence.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { lateDigestMilliseconds, longestTickMilliseconds } from '../../domain/doctor/thresholds.ts'
import { loadDaysWithDigest } from '../../store/channels/occurrences.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import { lastTick } from '../../store/database/posting-lock.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadChannelDelivery } from '../../store/delivery/outbox-queries.ts'
import { atWords, type Looking } from './looking.ts'

/** Judges whether a service runs on the store, and whether it still works. */
export const serviceFindings = ({ workspace, now, isServed }: Looking): readonly Finding[] => {
  const tick = lastTick(workspace.database)?.toString({ smallestUnit: 'millisecond' }) ?? null
  if (!isServed)
    return [
      warning(
        'service',
        `No service posts from this store${tick === null ? '' : `; the last one worked ${agoWords(tick, now)}`}.`,
        'Start it with npm start; until then no digest is made and nothing is posted.',
      ),
    ]
  const isHung = tick === null || Date.parse(now) - Date.parse(tick) > longestTickMilliseconds
  return [
    isHung
      ? fault(
          'service',
          `A service has this store, but ${tick === null ? 'has done nothing yet' : `last worked ${agoWords(tick, now)}`}.`,
          'It hangs, or has just been started. Look at its log, and restart it.',
        )
      : fine('service', `The service works; it last looked for what is due ${agoWords(tick, now)}.`),
  ]
}

/** No slot older than this many days can be owed. */
const daysBack = 3

/** Judges the digest of each subscribed channel: whether it was made when it was due, and how its posting ended. */
export const digestsFindings = async (
  looking: Looking,
  subscriptions: readonly Subscription[],
): Promise<readonly Finding[]> => {
  const active = subscriptions.filter(({ state }) => state === 'active')
  const found = (await Promise.all(active.map((one) => digestFinding(looking, one)))).filter((one) => one !== null)
  if (found.length > 0) return found
  return [
    fine(
      'digests',
      active.length === 0 ? 'Nobody gets a digest yet.' : 'Every digest that was due is made and was not given up.',
    ),
  ]
}

/** Counts the channels whose digest is due and not made. */
export const countOwedDigests = async (workspace: Workspace, now: string): Promise<number> => {
  const active = (await loadSubscriptions(workspace)).filter(({ state }) => state === 'active')
  const slots = await Promise.all(active.map((one) => owedSlot({ workspace, now }, one)))
  return slots.filter((slot) => slot !== null).length
}

const owedSlot = async (
  { workspace, now }: Pick<Looking, 'workspace' | 'now'>,
  { channel, minute, days, timeZone, knownSince }: Subscription,
): Promise<Slot | null> => {
  const moment = Temporal.Instant.from(now)
  const made = await loadDaysWithDigest(workspace, channel, localDay(moment, timeZone) - daysBack)
  return owedAt({ minute, days, timeZone, knownSince: Temporal.Instant.from(knownSince) }, made, moment)
}

const digestFinding = async (looking: Looking, subscription: Subscription): Promise<Finding | null> => {
  const { workspace, now } = looking
  const { channel, name } = subscription
  const slot = await owedSlot(looking, subscription)
  if (slot !== null && Date.parse(now) - slot.due.epochMilliseconds > lateDigestMilliseconds) {
    const words = `The digest of ${name} was due ${atWords(slot.due.toString(), looking)} and is not made.`
    return looking.isServed
      ? fault('digests', words, 'The service hangs or fails at it. Look at its log, and restart it.', channel)
      : warning('digests', words, 'Start the service; it makes up for the last one that was due.', channel)
  }
  const { lastDigest, parked } = await loadChannelDelivery(workspace, channel)
  if (lastDigest?.state !== 'parked') return null
  const reason = parked.find(({ about, entity }) => about === 'digest' && entity === lastDigest.on)?.reason
  return fault(
    'digests',
    `The digest of ${name} for ${lastDigest.on} could not be posted: ${reason ?? 'no reason was given'}.`,
    'Fix that reason; the next digest is tried again when it is due.',
    channel,
  )
}
