import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, round } from '../measure.ts'
import { folder, openShop } from '../shop.ts'
import { warm, watchLoad } from './busy.ts'
import { largeStore, manyLines, subscribe } from './company.ts'
import { callsDigest, types } from './doors.ts'
import { currentAfter, isStale } from './load.ts'
import { channels, person, type Service, startService } from './running.ts'

/** The last minute of the day before. */
const at = '2026-06-01T23:59:00Z'
const beforeMidnight = 60_000
const places = channels('MORNING', 10)

/** A service in its last minute of a day, with digests in ten channels that stand there. */
const beginEvening = async (folderPath: string): Promise<Service & { readonly midnight: number }> => {
  const file = await largeStore(folderPath, manyLines)
  {
    await using app = await openShop(file)
    await subscribe(app, places.slice(0, 2), '20:30')
    await subscribe(app, places.slice(2), '20:30', 'owner:Cleo')
  }
  await warm(file, '2026-06-01T20:00:00Z')
  const begun = performance.now()
  const service = await startService(file, at, places)
  const midnight = begun + service.ready + beforeMidnight
  for (const [i, place] of places.entries())
    if (performance.now() < midnight - 15_000) await callsDigest(service, person(i), place)
  return { ...service, midnight }
}

const waitFor = (moment: number) => wait(Math.max(0, moment - performance.now()))

/** A day begins while nobody asks: how long the service works until all is of the new day. */
const aloneOf = async (): Promise<Figure['figures']> => {
  await using place = await folder()
  await using evening = await beginEvening(place.path)
  await waitFor(evening.midnight - 500)
  const { cpuSeconds } = await evening.watched()
  await waitFor(evening.midnight)
  const busy = await evening.rested()
  const { cpuSeconds: after, p99, max } = await evening.watched()
  const { text } = await types(evening, person(1), '/shelfready risks')
  if (!text.includes('2 Jun') || isStale(text)) throw new Error(`not of the new day: ${text}`)
  return {
    seconds: round(busy / 1e3, 1),
    cpu_seconds_alone: round(after - cpuSeconds, 1),
    loop_alone_p99_ms: round(p99, 1),
    loop_alone_max_ms: round(max, 0),
  }
}

/** A day begins while people go on asking. */
const askedOf = async (): Promise<Figure['figures']> => {
  await using place = await folder()
  await using evening = await beginEvening(place.path)
  await waitFor(evening.midnight - 3_000)
  const load = await watchLoad(evening)
  await waitFor(evening.midnight + 25_000)
  const figures = await load.end()
  return { ...figures, current_after_s: currentAfter(load.sent, evening.midnight) }
}

/** A new day at 50,000 lines: until everything is judged and every card is of the day, and what people who ask meanwhile meet with. */
export const newDay = async (): Promise<Figure> => ({
  name: 'new-day',
  figures: { ...(await aloneOf()), ...(await askedOf()) },
})
