import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts, PlacedOrder } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { Policy } from '../../src/domain/assessment/readiness.ts'
import type { Reason } from '../../src/domain/assessment/reason.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { cellFacts } from './arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const judge = (facts: CellFacts) => assessLine(facts, facts.promotions[0] as PromotionLine, policy)

type PullIn = Extract<Reason, { code: 'PULL_IN' }>

/** Has an order come on a day, as a feed would have it. */
const moved = (facts: CellFacts, { orderId, due }: PullIn, day: number): CellFacts => {
  const isIt = (order: PlacedOrder) => order.orderId === orderId && order.due === due
  return { ...facts, orders: facts.orders.map((one) => (isIt(one) ? { ...one, due: day, status: 'confirmed' } : one)) }
}

/** Cells of which some first orders are delayed and have their first day still. */
const someDelayed = fc.tuple(cellFacts(), fc.boolean()).map(([facts, isDelayed]): CellFacts => {
  const [first, ...others] = facts.orders
  return first === undefined || !isDelayed || first.status === 'planned'
    ? facts
    : { ...facts, orders: [{ ...first, status: 'delayed', promisedOn: first.due }, ...others] }
})

describe('an order that is to come sooner', () => {
  it('makes the line ready when it comes on the day that is named, and on no later one', () => {
    const told: Record<string, number> = {}
    fc.assert(
      fc.property(someDelayed, (facts) => {
        const { reasons, line } = judge(facts)
        for (const pullIn of reasons.filter((reason): reason is PullIn => reason.code === 'PULL_IN')) {
          told[pullIn.lateness] = (told[pullIn.lateness] ?? 0) + 1
          expect(judge(moved(facts, pullIn, pullIn.by)).verdict).toBe('ready')
          const last = pullIn.lateness === 'coming' ? (pullIn.due as number) - 1 : line.end
          if (pullIn.by < last)
            expect(judge(moved(facts, pullIn, pullIn.by + 1)).window.p0).toBeGreaterThan(policy.stockoutProbability)
        }
      }),
      { numRuns: 3000, seed: 20260601 },
    )
    expect(told.coming).toBeGreaterThan(20)
    expect(told.overdue).toBeGreaterThan(20)
    expect(told.undated).toBeGreaterThan(20)
  })
})
