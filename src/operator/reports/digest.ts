import type { App } from '../../app.ts'
import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { localDay } from '../../domain/digest/occurrence.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { channelDigest } from '../../services/digest/channel-digest.ts'
import { loadPresent, type Present } from '../../services/present/present.ts'
import { judgePresent } from '../../services/risks/risk-register.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { ChannelName } from '../../store/channels/channel-names.ts'
import { firstSubscription, loadSubscription, type Subscription } from '../../store/channels/subscriptions.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { terminalMessenger } from '../serve/posting.ts'

/** Gives the subscription of a channel; the usual one where it has none. */
const subscriptionOf = async (app: App, { id, name }: ChannelName): Promise<Subscription> =>
  (await loadSubscription(app.workspace, id)) ?? { ...firstSubscription(id, app.timeZone, app.now(), ''), name }

/** Today is where the channel is; another day is the one that was named. */
const localDayOf = (app: App, { timeZone }: Subscription, asOf: Day): Day =>
  asOf === app.today() ? localDay(Temporal.Instant.from(app.now()), timeZone) : asOf

/** Gives new risks the numbers that they get once they are stored. */
const numbered = async ({ workspace }: App, { records, ...present }: Present): Promise<Present> => {
  let next = await loadNextNumber(workspace, 'risk')
  const isNew = (record: RiskRecord) => record.id === 0
  return {
    ...present,
    records: new Map(
      [...records].map(([identity, record]) => [identity, isNew(record) ? { ...record, id: next++ } : record]),
    ),
  }
}

/** Says what the digest of a channel says as of a day, word for word as the service would post it; writes and posts nothing. */
export const digest = async (app: App, channel: ChannelName, asOf: Day, moment: Moment): Promise<Card> => {
  const context = { ...app, ...moment, today: asOf }
  const present = await numbered(app, await judgePresent(context))
  const subscription = await subscriptionOf(app, channel)
  return shown(await channelDigest(context, subscription, localDayOf(app, subscription, asOf), present))
}

const shown = ({ card }: Awaited<ReturnType<typeof channelDigest>>): Card => {
  if (card === null) throw new Refusal('The recipient of this digest can no longer see promotions.')
  return card
}

/** Says today's digest in full to whoever starts the service, its new risks numbered; posts nothing. */
export const greeting = async (app: App, place: string): Promise<Card> => {
  const context = { ...app, today: app.today(), now: app.now() }
  const subscription = await subscriptionOf(app, { id: place, name: place })
  return shown(
    await channelDigest(context, subscription, context.today, await loadPresent(context), { isInFull: true }),
  )
}

/** Posts a channel's digest as of a day: at once where no service runs on the store, else through it. Answers what it says. */
export const postDigest = async (
  app: App,
  channel: ChannelName,
  asOf: Day,
  moment: Moment,
): Promise<{ card: Card; isDelivered: boolean }> => {
  // What is said of another day is no basis for today's risks and changes.
  const isToday = asOf === app.today()
  const context = { ...app, ...moment, today: asOf }
  const present = isToday ? await loadPresent(context) : await judgePresent(context)
  const subscription = await subscriptionOf(app, channel)
  const day = localDayOf(app, subscription, asOf)
  const morning = await channelDigest(context, subscription, day, present)
  const card = shown(morning)
  await write(app, [
    {
      kind: 'post',
      channel: channel.id,
      about: 'digest',
      entity: isoOf(day),
      card,
      notAfter: null,
      ...(isToday ? { snapshot: morning.snapshot, living: { fingerprint: fingerprintOf(card), verdict: null } } : {}),
    },
  ])
  const surprises: unknown[] = []
  const messenger = terminalMessenger(app, () => {})
  await using jobs = messenger.reaches(channel.id)
    ? await app.startJobs(messenger, (error) => surprises.push(error))
    : null
  await jobs?.deliver()
  if (surprises.length > 0) throw surprises[0]
  return { card, isDelivered: jobs !== null }
}

const write = async (app: App, changes: readonly Change[]): Promise<void> => {
  if (changes.length > 0 && (await apply(app.workspace, changes, null, app.now())) === 'stale')
    throw new Refusal('Someone changed the same risks at the same moment. Nothing was posted. Run it again.')
}
