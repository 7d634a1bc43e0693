import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import { bestCut } from '../../../src/domain/drops/pull-back.ts'
import { effectOf, optionCandidate } from '../../../src/domain/options/option-candidate.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import { likelyLeftovers } from '../../../src/domain/supply/expected-shortage.ts'
import { accumulate } from '../../../src/domain/supply/outlook.ts'
import { asOf, cellFacts } from '../arbitrary-facts.ts'

const policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 100 }

describe('what is likely left over', () => {
  // 500 on hand, 300 wanted in ten days; 100 of what is left is sold in the four weeks after.
  const cumulative = (cv: number) =>
    accumulate({
      asOf,
      opening: 500,
      allocated: 0,
      receipts: new Float64Array(10),
      base: new Float64Array(10).fill(30),
      extra: new Float64Array(10),
      forecastError: { levelCv: cv, dayCv: 0, dispersion: 0, upliftCv: 0, ratioCv: 0 },
      protectionDays: null,
      emptyStarts: [],
      cycleStarts: [],
      unmet: 'lost',
      days: { start: asOf, end: asOf + 9 },
    })
  it('is more in a weak case than in the middle, and that is what stock and cover leave of the demand', () => {
    // The demand has a standard deviation of 30: 1.2816 of them are 38.4.
    const { mean, p10, p50, p90 } = likelyLeftovers(cumulative(0.1), { start: asOf, end: asOf + 9 }, 100)
    expect(mean).toBeCloseTo(100, 1)
    expect(p50).toBeCloseTo(100, 1)
    expect(p90).toBeCloseTo(138.4, 1)
    expect(p10).toBeCloseTo(61.6, 1)
    const none = likelyLeftovers(cumulative(0.1), { start: asOf, end: asOf + 9 }, 200)
    expect(none.p10).toBe(0)
    expect(none.p90).toBeCloseTo(38.4, 1)
  })
})

/** Whatever is taken off an order as advised: what is judged then, with the smaller order, is as ready, and leaves less. */
describe('an order that is pulled back as advised', () => {
  it('leaves every promotion on the shelf as ready as it was, sells as much but for a trifle, and is left over less', () => {
    let cuts = 0
    fc.assert(
      fc.property(cellFacts(), (facts) => {
        const line = facts.promotions[0] as PromotionLine
        const candidate = optionCandidate(facts, line, policy)
        if (candidate === null) return
        const cut = bestCut(candidate)
        if ('code' in cut) return
        cuts++
        const { minimum, multiple } = facts.item.rule
        expect(cut.units).toBeGreaterThanOrEqual(1)
        expect(cut.units + cut.kept).toBeCloseTo(cut.order.quantity, 9)
        expect(cut.kept === 0 || (cut.kept >= minimum && cut.kept % Math.max(1, multiple) === 0)).toBe(true)
        if (cut.by !== null) expect(cut.by).toBeGreaterThanOrEqual(asOf)
        const orders = facts.orders.flatMap((order) =>
          order !== cut.order ? [order] : cut.kept === 0 ? [] : [{ ...order, quantity: cut.kept }],
        )
        const then: CellFacts = { ...facts, orders }
        expect(assessLine(then, line, policy).verdict).toBe('ready')
        for (const other of facts.promotions)
          if (other.promotionId !== line.promotionId && assessLine(facts, other, policy).verdict === 'ready')
            expect(assessLine(then, other, policy).verdict).toBe('ready')
        const [before, after] = [effectOf(candidate), effectOf(optionCandidate(then, line, policy) ?? candidate)]
        expect(after.leftover).toBeLessThan(before.leftover)
        expect(after.sales).toBeGreaterThanOrEqual(before.sales - 0.02 * candidate.demand.mean - 1e-6)
        if (before.contribution !== null) expect(after.contribution as number).toBeGreaterThan(before.contribution)
      }),
      { numRuns: 150 },
    )
    expect(cuts).toBeGreaterThan(5)
  })
})
