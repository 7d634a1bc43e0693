import { describe, expect, it } from 'vitest'
import { leastOrder } from '../../../src/domain/ordering/least-order.ts'
import { tightestTally } from '../../../src/domain/sourcing/source-balance.ts'
import { expectedShortage } from '../../../src/domain/supply/expected-shortage.ts'
import { accumulate, type Outlook } from '../../../src/domain/supply/outlook.ts'
import { probabilityOfAny } from '../../../src/domain/supply/probability-of-any.ts'
import { stockoutRisk, stockoutRiskOn } from '../../../src/domain/supply/stockout.ts'
import { plainCoverage } from './plain-coverage.ts'

/** Three days from day 0: 100 units on hand, 60 a day wanted with a standard deviation of 12. */
const threeDays = (more: Partial<Outlook> = {}) =>
  accumulate({
    asOf: 0,
    opening: 100,
    allocated: 0,
    receipts: new Float64Array(3),
    base: new Float64Array(3).fill(60),
    extra: new Float64Array(3),
    forecastError: { dispersion: 0, dayCv: 0.2, levelCv: 0, upliftCv: 0, ratioCv: 0 },
    protectionDays: null,
    emptyStarts: [],
    cycleStarts: [],
    unmet: 'lost',
    days: { start: 0, end: 2 },
    ...more,
  })
const onThirdDay = (units: number): Partial<Outlook> => ({
  receipts: Float64Array.of(0, 0, units),
  emptyStarts: [2],
  cycleStarts: [2],
})

describe('the examples in the comments', () => {
  it('a stockout on the third day is no likelier than that of a shelf which starts it empty', () => {
    const [today, thirdDay] = [0.5, 0.04779]
    expect(stockoutRiskOn(threeDays({ ...onThirdDay(80), unmet: 'backorder' }), 2, 0, null)).toBe(today)
    expect(stockoutRiskOn(threeDays(onThirdDay(80)), 2, 0, null)).toBeCloseTo(thirdDay, 5)
  })

  it('a window is at most as risky as its stock without the last receipts makes it', () => {
    const window = { start: 0, end: 2 }
    const alone = stockoutRisk(threeDays({ opening: 200 }), window)
    expect(stockoutRisk(threeDays({ opening: 200, ...onThirdDay(1) }), window)).toBeLessThanOrEqual(alone)
    expect(probabilityOfAny([0.1, 0.2], 0)).toBeCloseTo(0.28, 9)
  })

  it('two even chances with a correlation of a half come to two thirds', () =>
    expect(probabilityOfAny([0.5, 0.5], 0.5)).toBeCloseTo(2 / 3, 5))

  it('the expected shortage is what the largest expected deficit grows by in the window', () => {
    const of = threeDays({ ...onThirdDay(50), days: { start: 1, end: 2 } })
    expect(expectedShortage(of, { start: 1, end: 1 })).toBeCloseTo(20.99, 2)
    expect(expectedShortage(of, { start: 1, end: 2 })).toBeCloseTo(30.69, 2)
  })

  it('the least order covers the window, with what the first day risks before it arrives', () => {
    const window = { start: 0, end: 2 }
    const coverage = plainCoverage(threeDays(), window, 0.05)
    expect(leastOrder(coverage, [1], 0.05)).toBe(115)
    expect(stockoutRisk(threeDays(), window, { day: 1, units: 115 })).toBeCloseTo(0.0466, 3)
    expect(stockoutRisk(threeDays(), window, { day: 1, units: 114 })).toBeGreaterThan(0.05)
    expect(stockoutRisk(threeDays(), { start: 0, end: 0 })).toBeCloseTo(0.0004, 4)
  })

  it('what can be sent on a day is the least that is left on it or any later one', () => {
    const balance = {
      opening: 100,
      receipts: Float64Array.of(0, 0, 50),
      issues: Float64Array.of(30, 30, 30),
      dry: null,
      dedicated: [],
      isSentOn: false,
      drawn: [],
    }
    const left = (day: number) => {
      const { opening, coming, ordinary, promised } = tightestTally(balance, new Float64Array(3), day, 0)
      return opening + coming - ordinary - promised
    }
    expect([left(0), left(1), left(2)]).toEqual([40, 40, 60])
  })
})
