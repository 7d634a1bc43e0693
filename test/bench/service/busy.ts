import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, round, timed } from '../measure.ts'
import { folder, morning, openShop, shop, sku } from '../shop.ts'
import { largeStore, manyLines, subscribe } from './company.ts'
import { importStock } from './feeding.ts'
import { startLoad, tallyOf } from './load.ts'
import { lookInto } from './risks.ts'
import { channels, type Service, startService } from './running.ts'

/** What an import or a digest leaves to do afterwards is waited for so long. */
const afterwards = 15_000

/** Starts people who go on asking at a service that has had its rest; answers what ends that and gives the figures. */
export const watchLoad = async (service: Service) => {
  using look = lookInto(service.file)
  const { order, other } = look.risks()
  const { cpuSeconds } = await service.watched()
  const load = startLoad(service, manyLines / 10, [...other, ...order])
  return {
    sent: load.sent,
    end: async (): Promise<Figure['figures']> => {
      const sent = await load.stop()
      const watched = await service.watched()
      return {
        ...tallyOf(sent),
        loop_p99_ms: round(watched.p99, 1),
        loop_max_ms: round(watched.max, 0),
        cpu_seconds: round(watched.cpuSeconds - cpuSeconds, 1),
      }
    },
  }
}

const writeMillion = async (file: string): Promise<void> => {
  const out = createWriteStream(file)
  out.write('sku,location,on_hand,as_of\n')
  for (let i = 0; i < 10_000; i++) {
    let text = ''
    for (let j = 0; j < 100; j++) text += `${sku(i)},${shop(j)},${(i * 7 + j * 13) % 200},${morning}\n`
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

/** People go on asking while another process imports a million rows of stock, which touch every promotion. */
export const askDuringImport = async (): Promise<Figure> => {
  await using place = await folder()
  const file = await largeStore(place.path, manyLines)
  const feed = join(place.path, 'inventory.csv')
  await writeMillion(feed)
  await using service = await startService(file, `${morning}T06:00:00Z`)
  await service.rested()
  const load = await watchLoad(service)
  const importing = await timed(() => importStock(file, feed, morning))
  await wait(afterwards)
  return { name: 'ask-during-import', figures: { ...(await load.end()), import_seconds: round(importing / 1e3, 1) } }
}

const digests = 400
const everything = channels('EVERY', digests / 4)
const some = channels('SOME', (digests * 3) / 4)

/** A filter for each channel: some read one owner's promotions, some a category, some a shop. */
const filterOf = (i: number): string =>
  ['owner:Cleo', `category:CATEGORY-${i % 12}`, `at:${shop(i % 100)}`][i % 3] as string

const subscribeAll = async (file: string): Promise<void> => {
  await using app = await openShop(file)
  await subscribe(app, everything, '08:00')
  for (const [i, channel] of some.entries()) await subscribe(app, [channel], '08:00', filterOf(i))
}

/** Judges a store and ends again, so that the next start finds everything kept. */
export const warm = async (file: string, at: string): Promise<void> => {
  await using service = await startService(file, at)
  await service.rested()
  await service.bot.kill('SIGTERM')
}

/** A moment so long before a full hour that the hour begins with a minute of the clock on the wall. */
const before = (hour: string, minutes: number): string =>
  Temporal.Instant.from(`${morning}T${hour}:00:00Z`)
    .subtract({ minutes })
    .add({ milliseconds: Date.now() % 60_000 })
    .toString()

/** People go on asking while 400 channels get their digests, all due at the same minute. */
export const askDuringDigests = async (): Promise<Figure> => {
  await using place = await folder()
  const file = await largeStore(place.path, manyLines)
  await subscribeAll(file)
  await warm(file, `${morning}T06:30:00Z`)
  const at = before('08', 2)
  const due = performance.now() + Temporal.Instant.from(at).until(`${morning}T08:00:00Z`).total('milliseconds')
  await using service = await startService(file, at, [...everything, ...some])
  await wait(Math.max(0, due - performance.now() - 5_000))
  const load = await watchLoad(service)
  const posted = () => service.fake.calls.filter(({ method, at }) => method === 'chat.postMessage' && at > due)
  const limit = due + 120_000
  while (posted().length < digests && performance.now() < limit) await wait(100)
  const all = posted()
  await wait(afterwards / 3)
  const after = (i: number) => round(((all[i]?.at ?? Number.NaN) - due) / 1e3, 1)
  return {
    name: 'ask-during-digests',
    figures: {
      ...(await load.end()),
      digests: all.length,
      first_after_s: after(0),
      last_after_s: after(all.length - 1),
    },
  }
}
