import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../../../src/domain/demand/distribution.ts'
import { leastOrder } from '../../../src/domain/ordering/least-order.ts'
import { accumulate } from '../../../src/domain/supply/outlook.ts'
import { probabilityOfAny } from '../../../src/domain/supply/probability-of-any.ts'
import { isWithinPolicy, stockoutRisk, stockoutRiskOn } from '../../../src/domain/supply/stockout.ts'
import { stockoutRiskByUnits } from '../../../src/domain/supply/stockout-by-units.ts'
import { asOf } from '../arbitrary-facts.ts'
import { plainCoverage } from './plain-coverage.ts'

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns: 300, seed: 20260601 },
  )
const chance = fc.double({ min: 0, max: 1, noNaN: true })
const chances = fc.array(chance, { minLength: 1, maxLength: 5 })

describe('the chance of any of several shortages', () => {
  it('is that of two correlated normal ones: 3/4 - asin(r) / 2 pi where each is an even chance', () => {
    for (const r of [0, 0.25, 0.5, 0.8])
      expect(probabilityOfAny([0.5, 0.5], r)).toBeCloseTo(0.75 - Math.asin(r) / (2 * Math.PI), 6)
  })

  it('is that of independent ones where nothing is shared: 1 - 0.9 x 0.8', () =>
    expect(probabilityOfAny([0.1, 0.2], 0)).toBeCloseTo(0.28, 9))

  it('lies between the largest of them and that of independent ones, and falls with their correlation', () =>
    holds(fc.tuple(chances, chance, chance), ([of, a, b]) => {
      const [loose, tight] = [probabilityOfAny(of, Math.min(a, b)), probabilityOfAny(of, Math.max(a, b))]
      expect(tight).toBeGreaterThanOrEqual(Math.max(...of))
      expect(loose).toBeLessThanOrEqual(1 - of.reduce((none, p) => none * (1 - p), 1) + 1e-12)
      expect(tight).toBeLessThanOrEqual(loose + 1e-6)
    }))

  it('rises with each of them', () =>
    holds(fc.tuple(chances, chance, chance), ([of, more, r]) => {
      const higher = [Math.max(of[0] as number, more), ...of.slice(1)]
      expect(probabilityOfAny(higher, r)).toBeGreaterThanOrEqual(probabilityOfAny(of, r) - 1e-8)
    }))
})

/** Numbers between 0 and 1 that are the same on every run (Park and Miller's generator). */
const seeded = () => {
  let state = 20_260_601
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

// Fourteen days of a hundred a day that vary by a fifth each, and by a tenth together; receipts on the 5th and the 9th day.
const shelf = (opening: number, receipts: Readonly<Record<number, number>>) => {
  const length = 14
  const window = { start: asOf, end: asOf + length - 1 }
  const received = Float64Array.from({ length }, (_, i) => receipts[i] ?? 0)
  const cumulative = accumulate({
    asOf,
    opening,
    allocated: 0,
    receipts: received,
    base: new Float64Array(length).fill(100),
    extra: new Float64Array(length),
    forecastError: { dispersion: 0, dayCv: 0.2, levelCv: 0.1, upliftCv: 0, ratioCv: 0 },
    protectionDays: null,
    emptyStarts: Object.keys(receipts).map(Number),
    cycleStarts: Object.keys(receipts).map(Number),
    unmet: 'backorder',
    days: window,
  })
  return { cumulative, window, received, opening }
}

const worstDay = ({ cumulative, window }: ReturnType<typeof shelf>) =>
  Math.max(...Array.from({ length: window.end - asOf + 1 }, (_, day) => stockoutRiskOn(cumulative, day, 0, null)))

const simulated = ({ received, opening }: ReturnType<typeof shelf>, runs = 20_000): number => {
  const next = seeded()
  let short = 0
  for (let run = 0; run < runs; run++) {
    const level = 1 + 0.1 * normalQuantile(next())
    let balance = opening
    for (let day = 0; day < received.length; day++) {
      balance += (received[day] as number) - 100 * (level + 0.2 * normalQuantile(next()))
      if (balance >= 0) continue
      short++
      break
    }
  }
  return short / runs
}

describe('a window with several receipts', () => {
  const cases = [shelf(460, { 4: 470, 8: 650 }), shelf(480, { 4: 440, 8: 700 }), shelf(500, { 3: 300, 6: 300, 9: 500 })]
  it('is at least as risky as its worst day and as what chance makes of it, and not by much more', () => {
    for (const of of cases) {
      const risk = stockoutRisk(of.cumulative, of.window)
      const [worst, drawn] = [worstDay(of), simulated(of)]
      expect(risk).toBeGreaterThan(worst)
      expect(risk).toBeGreaterThan(drawn - 0.02)
      expect(risk).toBeLessThan(drawn + 0.12)
    }
  })

  it('is as risky as its worst day where nothing is received in it', () => {
    const alone = shelf(1_480, {})
    expect(stockoutRisk(alone.cumulative, alone.window)).toBe(worstDay(alone))
  })

  const anyShelf = fc
    .tuple(
      fc.integer({ min: 100, max: 1_000 }),
      fc.dictionary(fc.integer({ min: 1, max: 13 }).map(String), fc.integer({ min: 1, max: 700 }), { maxKeys: 4 }),
    )
    .map(([opening, receipts]) => ({ opening, receipts }))

  it('is never riskier with more stock, or a larger receipt', () =>
    holds(fc.tuple(anyShelf, fc.integer({ min: 1, max: 400 })), ([{ opening, receipts }, more]) => {
      const before = shelf(opening, receipts)
      const risk = stockoutRisk(before.cumulative, before.window)
      const fuller = shelf(opening + more, receipts)
      expect(stockoutRisk(fuller.cumulative, fuller.window)).toBeLessThanOrEqual(risk + 1e-8)
      const [day] = Object.keys(receipts).map(Number)
      if (day === undefined) return
      const larger = shelf(opening, { ...receipts, [day]: (receipts[day] as number) + more })
      expect(stockoutRisk(larger.cumulative, larger.window)).toBeLessThanOrEqual(risk + 1e-8)
      expect(isWithinPolicy(before.cumulative, before.window, 0.2)).toBe(risk <= 0.2)
    }))

  it('keeps within policy with the units it is said to need', () =>
    holds(fc.tuple(anyShelf, fc.integer({ min: 0, max: 6 })), ([{ opening, receipts }, arrival]) => {
      const { cumulative, window } = shelf(opening, receipts)
      const day = asOf + arrival
      const before = arrival === 0 ? 0 : stockoutRisk(cumulative, { start: window.start, end: day - 1 })
      fc.pre(before <= 0.15)
      const units = leastOrder(plainCoverage(cumulative, window, 0.2), [day], 0.2) as number
      expect(stockoutRisk(cumulative, window, { day, units })).toBeLessThanOrEqual(0.2)
      if (units > 0) expect(stockoutRisk(cumulative, window, { day, units: units - 1 })).toBeGreaterThan(0.2)
    }))

  it('by the units of an order is that of each order judged alone', () =>
    holds(
      fc.tuple(anyShelf, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 700 })),
      ([{ opening, receipts }, arrival, units]) => {
        const { cumulative, window } = shelf(opening, receipts)
        const order = { day: asOf + arrival, units }
        const byUnits = stockoutRiskByUnits(cumulative, window, { ...order, units: 0 })
        expect(byUnits.of(units)).toBeCloseTo(stockoutRisk(cumulative, window, order), 12)
      },
    ))
})
