import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { App } from '../../src/app.ts'
import { assessPromotions } from '../../src/services/assessment/assess-promotions.ts'
import { type Figure, percentile, round, timed } from './measure.ts'
import { fill, folder, inventory, items, leadTime, openShop, plan, promotionRow, shop, sku } from './shop.ts'

const judge = async (app: App, ids: readonly string[]): Promise<number> => {
  let lines = 0
  for await (const assessed of assessPromotions(app.workspace, ids, app.today(), app.policy))
    lines += assessed.lines.length
  return lines
}

const fillShop = async (app: App, skus: number, shops: number) => {
  await fill(app, 'items', items(skus))
  await fill(app, 'lead-times', [leadTime])
  await fill(app, 'inventory', inventory(skus, shops))
  await fill(app, 'demand-plan', plan(skus, shops))
}

/** Judges one promotion of 40 lines in a small store and in one ten times its size, in turns. */
export const unrelatedRows = async (): Promise<Figure> => {
  await using place = await folder()
  await using small = await openShop(join(place.path, 'small.db'))
  await using large = await openShop(join(place.path, 'large.db'))
  const apps = [
    [small, 500],
    [large, 5_000],
  ] as const
  for (const [app, skus] of apps) {
    await fillShop(app, skus, 40)
    await fill(
      app,
      'promotions',
      Array.from({ length: skus }, (_, i) => promotionRow(`P-${i}`, sku(i), shop(i % 40))),
    )
    await fill(
      app,
      'promotions',
      Array.from({ length: 40 }, (_, i) => promotionRow('P-X', sku(i * 12), shop(i))),
    )
  }
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < 220; round++)
    for (const [which, [app]] of apps.entries()) {
      const time = await timed(() => judge(app, ['P-X']))
      if (round >= 20) (times[which] as number[]).push(time)
    }
  const [few, many] = times.map((list) => percentile(list, 0.5)) as [number, number]
  return { name: 'unrelated-rows', figures: { ratio: round(many / few), small_ms: round(few), large_ms: round(many) } }
}

/** Judges 5,000 and 50,000 lines over 60 days, reading included, and compares the time a line takes. */
export const manyLines = async (): Promise<Figure> => {
  await using place = await folder()
  const file = join(place.path, 'many.db')
  {
    await using app = await openShop(file)
    await fillShop(app, 500, 100)
    const lines = Array.from({ length: 50_000 }, (_, i) =>
      promotionRow(`P-${Math.floor(i / 50)}`, sku(Math.floor(i / 100)), shop(i % 100)),
    )
    await fill(app, 'promotions', lines)
  }
  const script = resolve(import.meta.dirname, 'judge-lines.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, file, '2500', '5000', '50000'])
  const { milliseconds, lastCpuSeconds, peakMb } = JSON.parse(stdout) as {
    milliseconds: [number, number, number]
    lastCpuSeconds: number
    peakMb: number
  }
  const [, few, many] = milliseconds
  return {
    name: 'judge-50k-lines',
    figures: {
      ratio: round(many / few / 10),
      seconds: round(many / 1e3),
      cpu_seconds: round(lastCpuSeconds),
      microseconds_per_line: round(many / 50),
      peak_mb: round(peakMb, 0),
    },
  }
}
