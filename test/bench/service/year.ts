import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Figure, percentile, round } from '../measure.ts'
import { folder, morning, shop, sku } from '../shop.ts'
import { largeStore, promotionId } from './company.ts'
import { types } from './doors.ts'
import { importStock } from './feeding.ts'
import { person, startService } from './running.ts'

/** Days of imports; with `DAYS=365` the whole year, which a shorter run only extrapolates. */
const days = Number(process.env.DAYS || 30)
const positions = 20_000
const checks = 200
const year = 365

const dayAfter = (count: number) => Temporal.PlainDate.from(morning).add({ days: count }).toString()

/** The stock of one morning: three positions of five have sold or received something. */
const feedOf = (day: number): string => {
  const rows = Array.from({ length: positions }, (_, i) => {
    const turns = i % 5 < 3 ? day : 0
    return `${sku(Math.floor(i / 100))},${shop(i % 100)},${40 + ((i * 31 + turns * 17) % 200)},${dayAfter(day)}\n`
  })
  return `sku,location,on_hand,as_of\n${rows.join('')}`
}

/** Megabytes of a store and of what it has not taken into its file yet. */
const sizeOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0) / 1e6

/** Checks promotions through signed requests as of a day; answers the time that all but one of a hundred take. */
const checkOf = async (file: string, day: number): Promise<number> => {
  await using service = await startService(file, `${dayAfter(day)}T12:00:00Z`)
  await service.rested()
  const times: number[] = []
  for (let i = 0; i < checks; i++)
    times.push((await types(service, person(i), `/promo check ${promotionId((i * 37) % 2_000)}`)).milliseconds)
  await service.bot.kill('SIGTERM')
  return percentile(times.slice(checks / 10), 0.99)
}

/** Imports 20,000 positions a day, as a company does each morning, and measures what the store grows by and whether checks take longer. */
export const yearOfImports = async (): Promise<Figure> => {
  await using place = await folder()
  const file = await largeStore(place.path, 20_000)
  const sizes: number[] = []
  let first = 0
  const begun = performance.now()
  for (let day = 1; day <= days; day++) {
    const feed = join(place.path, 'inventory.csv')
    await writeFile(feed, feedOf(day))
    await importStock(file, feed, dayAfter(day))
    sizes.push(sizeOf(file))
    if (day === 1) first = await checkOf(file, day)
  }
  const importing = performance.now() - begun
  const last = await checkOf(file, days)
  const perDay = ((sizes.at(-1) as number) - (sizes[0] as number)) / (days - 1)
  return {
    name: 'year-of-imports',
    figures: {
      days,
      mb_a_day: round(perDay),
      mb_a_year: round(perDay * year, 0),
      import_s_a_day: round(importing / days / 1e3),
      first_check_p99_ms: round(first, 1),
      last_check_p99_ms: round(last, 1),
      ratio: round(last / first),
    },
  }
}
