import { Readable } from 'node:stream'
import type { App } from '../../app.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { importFeed } from '../../feeds/import-feed.ts'
import { apply } from '../../store/changes/apply.ts'
import { firstSubscription, loadSubscription } from '../../store/channels/subscriptions.ts'
import { loadNewestDay, openBatch } from '../../store/feeds/batches.ts'
import { type SampleFeed, sampleCompany, sampleMorning } from './sample-company.ts'

const source = 'sample company'

/** After so many days its promotions are over, and it begins anew. */
const lifetimeDays = 28

/** Imports the made-up company through the ordinary feeds: all of it on its first day, the day's stock and sales on later ones; and subscribes its channel, by the name that people know. */
export const fillSample = async (app: App, channel: string, name: string = channel): Promise<void> => {
  await subscribe(app, channel, name)
  const today = app.today()
  const begun = await loadNewestDay(app.workspace, 'promotions', source)
  const first = begun === null || today - dayOf(begun) > lifetimeDays ? today : dayOf(begun)
  const counted = await loadNewestDay(app.workspace, 'inventory', source)
  if (counted !== null && dayOf(counted) >= today) return
  for (const feed of first === today ? sampleCompany(today) : sampleMorning(first, today)) await take(app, feed)
}

const take = async (app: App, { kind, text, knownOn }: SampleFeed): Promise<void> => {
  const report = await importFeed({
    kind,
    source: Readable.from([Buffer.from(text)]),
    timeZone: app.timeZone,
    open: () =>
      openBatch(app.workspace, kind, {
        mode: 'upsert',
        source,
        knownOn: isoOf(knownOn),
        knownSaid: true,
        now: app.now,
        holdFor: () => 0,
      }),
  })
  if (report.outcome === 'refused')
    throw new Error(`The sample ${kind} feed is wrong: ${JSON.stringify(report.problems[0])}`)
}

const subscribe = async (app: App, channel: string, name: string): Promise<void> => {
  if ((await loadSubscription(app.workspace, channel)) !== null) return
  const subscription = { ...firstSubscription(channel, app.timeZone, app.now(), source), name }
  await apply(app.workspace, [{ kind: 'set-subscription', subscription }], null, app.now())
}
