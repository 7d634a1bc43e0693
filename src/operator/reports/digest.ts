import type { App } from '../../app.ts'
import { digestCard, quietDigestCard } from '../../cards/digest/digest-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { View } from '../../domain/subscriptions/filter-match.ts'
import { loadDigestReader } from '../../services/digest/digest-reader.ts'
import { makeDigest } from '../../services/digest/make-digest.ts'
import { loadPresent } from '../../services/present/present.ts'
import { judgePresent } from '../../services/risks/risk-register.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { ChannelName } from '../../store/channels/channel-names.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { terminalMessenger } from '../serve/posting.ts'

const wordsOf = (digest: Digest, place: string): Card =>
  digest.unchanged ? quietDigestCard(digest) : digestCard(digest, place)

/** A channel that asked for some promotions is told of those. */
const viewOf = async ({ workspace }: App, channel: string): Promise<View> =>
  loadDigestReader(workspace, await loadSubscription(workspace, channel))

/** Says what the launch-readiness digest of a channel says as of a day; writes and posts nothing. */
export const digest = async (app: App, { id, name }: ChannelName, asOf: Day, moment: Moment): Promise<Card> => {
  const view = await viewOf(app, id)
  const context = { ...app, ...moment, today: asOf }
  return wordsOf(await makeDigest(context, id, { replays: true, view }, await judgePresent(context)), name)
}

/** Says today's digest in full to whoever starts the service, its new risks numbered; posts nothing. */
export const greeting = async (app: App, place: string): Promise<Card> => {
  const asked = { ...app, today: app.today(), now: app.now() }
  const view = await viewOf(app, place)
  return digestCard(await makeDigest(asked, place, { replays: true, view }, await loadPresent(asked)), place)
}

/** Posts a channel's digest as of a day: at once where no service runs on the store, else through it. Answers what it says. */
export const postDigest = async (
  app: App,
  { id: place, name }: ChannelName,
  asOf: Day,
  moment: Moment,
): Promise<{ card: Card; isDelivered: boolean }> => {
  // What is said of another day is no basis for today's risks and changes.
  const isToday = asOf === app.today()
  const context = { ...app, ...moment, today: asOf }
  const present = isToday ? await loadPresent(context) : await judgePresent(context)
  const morning = await makeDigest(context, place, { replays: true, view: await viewOf(app, place) }, present)
  const card = wordsOf(morning, name)
  await write(app, [
    {
      kind: 'post',
      channel: place,
      about: 'digest',
      entity: isoOf(asOf),
      card,
      notAfter: null,
      ...(isToday ? { snapshot: morning.snapshot } : {}),
    },
  ])
  const surprises: unknown[] = []
  const messenger = terminalMessenger(app, () => {})
  await using jobs = messenger.reaches(place) ? await app.startJobs(messenger, (error) => surprises.push(error)) : null
  await jobs?.deliver()
  if (surprises.length > 0) throw surprises[0]
  return { card, isDelivered: jobs !== null }
}

const write = async (app: App, changes: readonly Change[]): Promise<void> => {
  if (changes.length > 0 && (await apply(app.workspace, changes, null, app.now())) === 'stale')
    throw new Refusal('Somebody changed the same risks at the same moment. Nothing was posted; run it again.')
}
