import { describe, expect, it } from 'vitest'
import { expectedAbove, probabilityAbove } from '../../../src/domain/demand/distribution.ts'
import { expeditingBreakEven, expeditingCost } from '../../../src/domain/options/expediting.ts'
import { bestQuantity, criticalRatio, expectedProfit, mismatchCosts } from '../../../src/domain/options/newsvendor.ts'

const noRule = { minimum: 0, multiple: 0 }
const normal = (mean: number, sd: number) => ({ mean, variance: sd ** 2 })
/** Stakes as a holding cost and a penalty: price over cost is the penalty, cost over salvage the holding cost. */
const money = (holding: number, penalty: number) => ({ price: penalty + 10, cost: 10, salvage: 10 - holding })
const quantityOf = (demand: { mean: number; variance: number }, of: { price: number; cost: number; salvage: number }) =>
  bestQuantity(demand, of, 0, noRule).quantity as number

describe('the newsvendor quantity', () => {
  it('is that of the published examples', () => {
    expect(quantityOf(normal(50, 8), money(0.18, 0.7))).toBeCloseTo(56.60395592743389, 9)
    expect(quantityOf(normal(120, 10), money(2, 18))).toBeCloseTo(132.815515655446, 9)
    expect(Math.ceil(quantityOf({ mean: 50, variance: 50 }, money(0.18, 0.7)))).toBe(56)
    expect(quantityOf({ mean: 6, variance: 6 }, money(1, 4))).toBe(8)
  })

  it('of ski jackets at 600, bought for 120 and cleared for 60, is 273 and not the one of the inverted ratio', () => {
    const jackets = { price: 600, cost: 120, salvage: 60 }
    expect(criticalRatio(mismatchCosts(jackets))).toMatchObject({ ratio: 480 / 540 })
    expect(quantityOf(normal(200, 60), jackets)).toBeCloseTo(273.2384209, 6)
  })

  it('of parkas leaves and loses what is published, and 3,000 of them earn 12,737', () => {
    const parkas = { price: 22, cost: 10, salvage: 0 }
    const demand = normal(2100, 1200)
    expect(Math.round(quantityOf(demand, parkas))).toBe(2237)
    expect(expectedAbove(demand, 3000)).toBeCloseTo(157.4003014, 6)
    expect(3000 - 2100 + expectedAbove(demand, 3000)).toBeCloseTo(1057.4003014, 6)
    expect(expectedProfit(demand, 3000, parkas)).toBeCloseTo(12737.1934, 3)
  })

  it('is none where every unit sold loses money, and unbounded where a leftover is worth more than it costs', () => {
    expect(bestQuantity(normal(200, 60), { price: 9, cost: 10, salvage: 2 }, 0, noRule)).toEqual({
      ratio: { kind: 'nothing' },
      quantity: 0,
      order: 0,
    })
    expect(bestQuantity(normal(200, 60), { price: 20, cost: 10, salvage: 11 }, 0, noRule)).toEqual({
      ratio: { kind: 'unbounded' },
      quantity: null,
      order: 0,
    })
  })

  it('orders only what is missing, and nothing when there is enough', () => {
    const demand = normal(200, 60)
    const jackets = { price: 600, cost: 120, salvage: 60 }
    expect(bestQuantity(demand, jackets, 100, noRule).order).toBeCloseTo(173.24, -1)
    expect(bestQuantity(demand, jackets, 280, noRule).order).toBe(0)
  })

  it('takes the better neighbour of what minimum and multiple allow, and none where the minimum is too much', () => {
    const demand = normal(200, 20)
    const cheap = { price: 12, cost: 10, salvage: 0 }
    const best = bestQuantity(demand, cheap, 0, { minimum: 0, multiple: 150 })
    expect(best.quantity).toBeCloseTo(180.65, 1)
    expect(best.order).toBe(150)
    expect(bestQuantity(demand, cheap, 150, { minimum: 500, multiple: 0 }).order).toBe(0)
  })
})

describe('expected shortage of a promotion with a limited quantity', () => {
  it.each([
    [550, 160.16197492, 0.85801161],
    [650, 84.37652015, 0.63950757],
    [900, 4.81895568, 0.07656373],
  ])('of mean 700 and deviation 140 with %d there', (available, short, stockout) => {
    expect(expectedAbove(normal(700, 140), available)).toBeCloseTo(short, 7)
    expect(probabilityAbove(normal(700, 140), available)).toBeCloseTo(stockout, 7)
  })
})

describe('expediting', () => {
  const terms = { supplier: 'ACME', days: 5, perUnit: 5, fixed: 600 }

  it('at a margin of 12, a premium of 5 and a fee of 600 pays from 86 units on', () => {
    expect(expeditingBreakEven(12, terms)).toBeCloseTo(85.714286, 6)
    for (const [saved, pays] of [
      [85, false],
      [86, true],
    ] as const)
      expect(saved * 12 - (expeditingCost(terms, saved) as number) > 0).toBe(pays)
  })

  it('never pays where the premium takes the margin, and costs nothing for nothing', () => {
    expect(expeditingBreakEven(5, terms)).toBeNull()
    expect(expeditingCost(terms, 0)).toBe(0)
  })

  it('has no price where neither the unit nor the order has one', () => {
    expect(expeditingCost({ ...terms, perUnit: null, fixed: null }, 10)).toBeNull()
    expect(expeditingCost({ ...terms, perUnit: null }, 10)).toBe(600)
  })
})
