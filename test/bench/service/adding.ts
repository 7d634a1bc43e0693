import { setTimeout as wait } from 'node:timers/promises'
import { registeredId } from '../../_helpers/registered.ts'
import { type Figure, percentile, round } from '../measure.ts'
import { folder, morning, shop, sku } from '../shop.ts'
import { itemsOf, largeStore, manyLines } from './company.ts'
import { types } from './doors.ts'
import { lookInto } from './risks.ts'
import { person, startService } from './running.ts'

const turns = 20
const longestMilliseconds = 30_000

/** A promotion of ten lines that is short: it sells ten times as much as usual. */
const addition = (i: number): string => {
  const places = Array.from({ length: 10 }, (_, j) => shop((i * 10 + j) % 100)).join(',')
  return `/promo add "Added ${i}" sku:${sku((i * 2) % itemsOf(manyLines))} at:${places} from:2026-06-20 to:2026-06-26 uplift:8x`
}

/** Registers promotions of ten lines among 50,000, until the answer and until the risk stands. */
export const addPromotions = async (): Promise<Figure> => {
  await using place = await folder()
  const file = await largeStore(place.path, manyLines)
  await using service = await startService(file, `${morning}T06:00:00Z`)
  await service.rested()
  await service.watched()
  using look = lookInto(file)
  const answers: number[] = []
  const risks: number[] = []
  for (let i = 0; i < turns; i++) {
    const begun = performance.now()
    const { milliseconds, text } = await types(service, person(i), addition(i))
    const id = registeredId(text)
    if (id === undefined) throw new Error(text)
    answers.push(milliseconds)
    while (!look.hasRiskOf(id) && performance.now() - begun < longestMilliseconds) await wait(5)
    risks.push(performance.now() - begun)
    await wait(500)
  }
  const { p99, max } = await service.watched()
  return {
    name: 'promo-add',
    figures: {
      answer_p50_ms: round(percentile(answers, 0.5), 1),
      answer_p99_ms: round(percentile(answers, 0.99), 1),
      risk_p50_ms: round(percentile(risks, 0.5), 0),
      risk_p99_ms: round(percentile(risks, 0.99), 0),
      loop_p99_ms: round(p99, 1),
      loop_max_ms: round(max, 0),
    },
  }
}
