import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Common } from '../../../../src/domain/demand/learning/learned.ts'
import { type Learner, openLearner } from '../../../../src/domain/demand/learning/learner.ts'
import type { DemandLevel } from '../../../../src/domain/demand/learning/level.ts'
import type { HistoryRow } from '../../../../src/domain/demand/learning/read-row.ts'
import { levelOf, monday, newLearner, readAll } from './a-history.ts'

const names = fc.constantFrom('COLA', 'CIDER', 'TEA', '__proto__', 'constructor', '🍋')
const money = fc.constantFrom(null, 0, 4, 5)

const soldRow: fc.Arbitrary<HistoryRow> = fc.record({
  sku: names,
  location: fc.constantFrom('EAST', 'toString'),
  day: fc.integer({ min: 0, max: 90 }).map((day) => monday + day),
  days: fc.constantFrom(1, 1, 1, 7),
  units: fc.oneof(fc.integer({ min: -3, max: 60 }), fc.double({ min: 0, max: 20, noNaN: true })),
  stockout: fc.constantFrom(0, 0, 0, 0.3, 1),
  isHoliday: fc.boolean(),
  price: money,
  basePrice: money,
  promotion: fc.option(
    fc.record({
      mechanic: fc.constantFrom('', 'flyer', '__proto__'),
      discount: fc.constantFrom(null, 0, 0.2, 0.333, 1),
    }),
  ),
})

const history = fc.uniqueArray(soldRow, {
  minLength: 1,
  maxLength: 150,
  selector: ({ sku, location, day }) => `${sku} ${location} ${day}`,
})

const stateOf = ({ common, levels }: Learner) =>
  JSON.stringify([common, [...levels].toSorted(([a], [b]) => (a < b ? -1 : 1))])

/** Writes a learner down and opens what was written. */
const stored = (learner: Learner): Learner => {
  const [common, levels] = JSON.parse(stateOf(learner)) as [Common, [string, DemandLevel][]]
  return openLearner(common, new Map(levels), (sku) => sku.slice(0, 1))
}

const holds = <T extends unknown[]>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, check: (...of: T) => void) =>
  fc.assert(
    fc.property(...(arbitraries as [fc.Arbitrary<unknown>]), (...of: unknown[]) => void check(...(of as T))),
    { numRuns: 150, seed: 20260601 },
  )

describe('what was learned', () => {
  it('is the same bytes for the same rows', () =>
    holds([history], (rows) =>
      expect(stateOf(readAll(newLearner(), structuredClone(rows)))).toBe(stateOf(readAll(newLearner(), rows))),
    ))

  it('is the same whether it is read in one go or goes on from what was written down, wherever it is cut', () =>
    holds([history, fc.array(fc.integer({ min: 0, max: 91 }), { maxLength: 3 })], (rows, cuts) => {
      const bounds = [-1, ...cuts.toSorted((a, b) => a - b), 91].map((day) => monday + day)
      let learner = newLearner()
      for (const [i, until] of bounds.entries()) {
        if (i === 0) continue
        const from = bounds[i - 1] as number
        learner = stored(
          readAll(
            learner,
            rows.filter((row) => row.day > from && row.day <= until),
          ),
        )
      }
      expect(stateOf(learner)).toBe(stateOf(readAll(newLearner(), rows)))
    }))

  it('leaves the rows it was taught by alone', () =>
    holds([history], (rows) => {
      const before = structuredClone(rows)
      readAll(newLearner(), rows)
      expect(rows).toEqual(before)
    }))

  it('holds finite numbers alone, whatever was told', () =>
    holds([history], (rows) => {
      const walk = (of: unknown, path: string): void => {
        if (typeof of === 'number') expect(Number.isFinite(of), `${path} is ${of}`).toBe(true)
        else if (typeof of === 'object' && of !== null)
          for (const [key, value] of Object.entries(of)) walk(value, `${path}.${key}`)
      }
      const learner = readAll(newLearner(), rows)
      walk(learner.common, 'common')
      for (const [key, level] of learner.levels) walk(level, key)
    }))

  it('keeps items apart whatever they are called', () => {
    const skus = ['__proto__', 'constructor', 'toString', '🍋', ' ', 'm', 'g']
    const rows = skus.flatMap((sku, item) =>
      Array.from(
        { length: 30 },
        (_, day): HistoryRow => ({
          ...{ sku, location: sku, day: monday + day, days: 1, units: 10 * (item + 1), stockout: 0, isHoliday: false },
          ...{ price: null, basePrice: null, promotion: null },
        }),
      ),
    )
    const learner = stored(
      readAll(
        newLearner((sku) => sku),
        rows,
      ),
    )
    for (const [item, sku] of skus.entries()) {
      const { sold, normal } = levelOf(learner, sku, sku).every
      expect(sold / normal).toBeCloseTo(10 * (item + 1), 9)
    }
    expect(Object.keys(learner.common.items)).toHaveLength(skus.length)
    expect(Object.getPrototypeOf(learner.common.items)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).sold).toBeUndefined()
  })

  it('keeps no more of ten years of a history than of one', () => {
    const years = (count: number) =>
      ['COLA', 'CIDER', 'TEA'].flatMap((sku) =>
        Array.from(
          { length: 364 * count },
          (_, day): HistoryRow => ({
            ...{ sku, location: 'SHOP', day: monday + day, days: 1, units: day % 9, stockout: 0, isHoliday: false },
            ...{ price: 4, basePrice: 5, promotion: day % 30 < 5 ? { mechanic: 'flyer', discount: 0.2 } : null },
          }),
        ),
      )
    const [one, ten] = [years(1), years(10)]
    expect(stateOf(readAll(newLearner(), ten)).length).toBeLessThan(1.5 * stateOf(readAll(newLearner(), one)).length)
  })
})
