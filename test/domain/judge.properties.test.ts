import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { LineAssessment, Policy, Verdict } from '../../src/domain/assessment/readiness.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { asOf, cellFacts, onlyPlaced, withOrdinary } from './arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const dust = 1e-6
const rank: Record<Verdict, number> = { ready: 0, unknown: 1, 'at-risk': 2, 'not-ready': 3 }

const lineOf = (facts: CellFacts) => facts.promotions[0] as PromotionLine
const judge = (facts: CellFacts) => assessLine(facts, lineOf(facts), policy)

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void, numRuns = 400) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

/** Expects a verdict that is no worse, and a stockout probability that is no higher but for what the methods are off by. */
const expectNoWorse = (better: LineAssessment, than: LineAssessment, off = dust) => {
  const what = `${than.verdict} ${than.window.p0} -> ${better.verdict} ${better.window.p0}`
  expect(rank[better.verdict], what).toBeLessThanOrEqual(rank[than.verdict])
  expect(better.window.p0, what).toBeLessThanOrEqual((than.window.p0 as number) + off)
}

describe('the judgement of any line', () => {
  it('is the same for the same input, and leaves its input alone', () =>
    holds(cellFacts({ spoils: true }), (facts) => {
      const before = structuredClone(facts)
      const first = JSON.stringify(judge(facts))
      expect(facts).toEqual(before)
      expect(JSON.stringify(judge(before))).toBe(first)
    }))

  it('has no number that is none', () =>
    holds(cellFacts({ spoils: true }), (facts) => {
      const walk = (of: unknown, path: string): void => {
        if (typeof of === 'number') expect(Number.isFinite(of), `${path} is ${of}`).toBe(true)
        else if (typeof of === 'object' && of !== null)
          for (const [key, value] of Object.entries(of)) walk(value, `${path}.${key}`)
        else expect(of, path).not.toBeUndefined()
      }
      const { facts: _, ...result } = judge(facts)
      walk(result, 'result')
    }))

  it('conserves units in the ledger, day by day from today to the end of the window', () =>
    holds(cellFacts({ spoils: true }), (facts) => {
      const { ledger, expected, line } = judge(facts)
      expect(ledger.map((of) => of.day)).toEqual(Array.from({ length: line.end - asOf + 1 }, (_, i) => asOf + i))
      let balance = expected.openingUnits as number
      for (const of of ledger) {
        balance += of.receipts - of.demand
        expect(of.balance).toBeCloseTo(balance, 6)
        expect(of.demand, `demand of day ${of.day - asOf}`).toBeGreaterThanOrEqual(0)
        expect(of.receipts).toBeGreaterThanOrEqual(0)
      }
      expect(expected.minBalance).toBeCloseTo(Math.min(...ledger.map((of) => of.balance)), 6)
    }))

  it('puts every share, chance and quantity where it can be', () =>
    holds(cellFacts({ spoils: true }), (facts) => {
      const { window, demand, daily, shortageUnits, fillRate, leftoverUnits, expected, line, ledger } = judge(facts)
      const mean = demand?.mean as number
      expect(window.p0).toBeGreaterThanOrEqual(0)
      expect(window.p0).toBeLessThanOrEqual(1)
      if (window.p1 !== null) {
        expect(window.p1).toBeGreaterThanOrEqual(0)
        expect(window.p1).toBeLessThanOrEqual((window.p0 as number) + dust)
      }
      expect(shortageUnits).toBeGreaterThanOrEqual(0)
      expect(shortageUnits).toBeLessThanOrEqual(mean + dust)
      // The plain arithmetic is about all that is wanted of the item on those days.
      const wanted = ledger.reduce((sum, of) => (of.day < line.start ? sum : sum + Math.max(0, of.demand)), 0)
      expect(expected.shortageUnits).toBeLessThanOrEqual(wanted + dust)
      expect(fillRate).toBeGreaterThanOrEqual(0)
      expect(fillRate).toBeLessThanOrEqual(1)
      expect(leftoverUnits).toBeGreaterThanOrEqual(0)
      expect(Number.isInteger(window.safeUnits)).toBe(true)
      expect(window.safeUnits).toBeGreaterThanOrEqual(0)
      for (const of of demand ? [demand, ...daily] : daily) {
        expect(of.p10).toBeGreaterThanOrEqual(0)
        expect(of.p10).toBeLessThanOrEqual(of.p50)
        expect(of.p50).toBeLessThanOrEqual(of.p90)
      }
      expect(daily).toHaveLength(line.end - Math.max(line.start, asOf) + 1)
    }))

  it('gives the verdict that its own numbers mean', () =>
    holds(cellFacts(), (facts) => {
      const { verdict, window, demand, shortageUnits, revenueAtRisk, policy: tolerated } = judge(facts)
      if (verdict === 'unknown') {
        expect(facts.leadTime).toBeNull()
        return
      }
      const small = (shortageUnits as number) < 0.02 * (demand?.mean as number)
      const trifling = small && revenueAtRisk !== null && revenueAtRisk < policy.moneyFloor
      // Without a price nobody can say whether a small shortage is trifling; either answer is accepted here.
      if (small && revenueAtRisk === null) return
      // What was missing before the window counts as well until the shortage is called trifling, so that an earlier
      // receipt can never turn a trifle into a problem: not every small shortage makes a line ready.
      const isReady = (window.p0 as number) <= tolerated || (trifling && verdict === 'ready')
      // Without a lead time no order may be in time, whatever it is: the promotion starts today.
      const isInTime = window.p1 !== null && window.p1 <= tolerated
      expect(verdict).toBe(isReady ? 'ready' : isInTime ? 'at-risk' : 'not-ready')
      if (verdict === 'ready') return
      // Somebody has to order something, unless it is planned already.
      if (facts.orders.every((order) => order.status !== 'planned')) expect(window.orderUnits).toBeGreaterThan(0)
      if (verdict !== 'at-risk') return
      expect(window.orderBy).toBeGreaterThanOrEqual(asOf)
      // The shortage that it has to prevent may be that of a senior promotion which starts later.
      expect(window.orderBy).toBeLessThanOrEqual(Math.max(...facts.promotions.map((line) => line.end)))
    }))
})

/** Lets every other promotion end with the judged one at the latest. */
const untilItsEnd = <F extends CellFacts>(facts: F): F => {
  const { end } = lineOf(facts)
  const cut = (line: PromotionLine) => ({ ...line, start: Math.min(line.start, end), end: Math.min(line.end, end) })
  return { ...facts, promotions: facts.promotions.map((line, i) => (i === 0 ? line : cut(line))) }
}

describe('a line that is better off', () => {
  const withMore = (facts: CellFacts, more: number): CellFacts => ({
    ...facts,
    stock: facts.stock && { ...facts.stock, onHand: facts.stock.onHand + more },
  })
  const more = fc.integer({ min: 1, max: 1500 })
  it('with more opening stock is never judged worse, where only placed orders count', () =>
    holds(fc.tuple(cellFacts({ leadTime: onlyPlaced, others: 0 }), more), ([facts, units]) =>
      expectNoWorse(judge(withMore(facts, units)), judge(facts)),
    ))

  // Stock that is sold in what would else be an ordinary gap is not ordered again: the chance may rise a little.
  it('with more opening stock is never judged worse, where ordinary orders are assumed', () =>
    holds(fc.tuple(cellFacts({ others: 0 }), more), ([facts, units]) =>
      expectNoWorse(judge(withMore(facts, units)), judge(facts), 0.05),
    ))

  // Of promotions that end later, a senior one may be beyond help without that stock, and worth sparing with it.
  it('with more opening stock is never judged worse, whatever else is promoted until its end', () =>
    holds(
      fc.tuple(cellFacts().map(untilItsEnd), more),
      ([facts, units]) => expectNoWorse(judge(withMore(facts, units)), judge(facts), 1),
      2000,
    ))

  /** Brings one confirmed order to another day. */
  const moved = (facts: CellFacts, due: number): CellFacts => ({
    ...facts,
    orders: facts.orders.map((order, i) => (i === 0 ? { ...order, due } : order)),
  })
  const oneComing = (of: ReturnType<typeof cellFacts>, unmet: 'lost' | 'backorder') =>
    fc
      .record({ facts: of, later: fc.integer({ min: 1, max: 50 }), days: fc.integer({ min: 1, max: 40 }) })
      .map(({ facts, later, days }) => ({
        earlier: asOf + Math.max(0, later - days),
        later: asOf + later,
        facts: {
          ...facts,
          location: { ...facts.location, unmet },
          orders: [
            {
              orderId: 'PO-X',
              quantity: 300,
              due: asOf,
              status: 'confirmed' as const,
              supplier: null,
              orderedOn: null,
              receivedOn: null,
              receivedQuantity: null,
              line: '',
              promisedOn: null,
              promotionIds: [],
              isOrdinary: false,
            },
            ...facts.orders,
          ],
        },
      }))

  // Ordinary orders are left out: they fill the gap that a late receipt leaves and then come on top of it.
  it('with an earlier receipt is never judged worse where unmet demand is owed', () =>
    holds(oneComing(cellFacts({ leadTime: onlyPlaced, others: 0 }), 'backorder'), ({ facts, earlier, later }) =>
      expectNoWorse(judge(moved(facts, earlier)), judge(moved(facts, later)), 0.001),
    ))

  it('with an earlier receipt is never judged worse, whatever else is promoted until its end', () =>
    holds(
      oneComing(cellFacts({ leadTime: onlyPlaced }), 'backorder'),
      ({ facts: told, earlier, later }) => {
        const facts = untilItsEnd(told)
        expectNoWorse(judge(moved(facts, earlier)), judge(moved(facts, later)), 1)
      },
      2000,
    ))

  it('with an earlier receipt is never judged worse where unmet demand is lost, but for one eaten by an ordinary gap', () =>
    holds(oneComing(cellFacts({ leadTime: onlyPlaced, others: 0 }), 'lost'), ({ facts, earlier, later }) => {
      const before = judge(moved(facts, later))
      // In an ordinary gap the goods would be sold before the window. Only what nearly surely has none, or is
      // received in the window, is to be compared: at most a fifth of the stock is sold before the start.
      const { start } = lineOf(facts)
      const quiet = before.ledger.filter((of) => of.day < start)
      const sold = quiet.reduce((sum, of) => sum + of.demand, 0)
      const gap = quiet.some((of) => of.balance < 20 + 0.8 * sold)
      fc.pre(earlier >= start || !gap)
      expectNoWorse(judge(moved(facts, earlier)), before, 0.03)
    }))

  /** Promises so many more units of the stock to others. */
  const allocated = (facts: CellFacts, more: number): CellFacts => ({
    ...facts,
    stock: facts.stock && { ...facts.stock, allocated: facts.stock.allocated + more },
  })
  const promised = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3000 }))
  it('with fewer allocated units is never judged worse, nor shorter', () =>
    holds(
      fc.tuple(cellFacts(), promised),
      ([facts, units]) => {
        const [fewer, more] = [judge(facts), judge(allocated(facts, units))]
        expectNoWorse(fewer, more, 0.005)
        // Two shapes of demand with the same mean differ by a little.
        const most = (more.shortageUnits as number) * 1.001 + 0.01
        expect(fewer.shortageUnits).toBeLessThanOrEqual(most)
        if (fewer.price !== null) expect(fewer.revenueAtRisk).toBeLessThanOrEqual(most * fewer.price)
      },
      2000,
    ))

  const fewer = fc.tuple(cellFacts({ others: 0 }), fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 500 }))
  it('with fewer promised units is never judged worse', () =>
    holds(fewer, ([facts, units, less]) =>
      expectNoWorse(judge(restated(facts, units)), judge(restated(facts, units + less)), 0.005),
    ))
})

describe('a line that nothing can serve', () => {
  const bare = cellFacts({ leadTime: onlyPlaced, others: 0 }).map((facts) => ({
    ...facts,
    orders: [],
    stock: { ...facts.stock, onHand: 0, allocated: 0 },
  }))
  it('because the shelf is empty and nothing comes is short of all that it wants, and never ready', () =>
    holds(fc.tuple(bare, fc.integer({ min: 5, max: 500 })), ([facts, units]) => {
      const got = judge(restated(facts, units))
      fc.pre((got.demand?.mean as number) >= 5)
      expect(got.shortageUnits).toBeCloseTo(got.demand?.mean as number, 6)
      expect(got.verdict, `${units} units, p0 ${got.window.p0}`).not.toBe('ready')
      expect(got.window.safeUnits).toBe(0)
      expect(got.window.orderUnits, `${units} units`).toBeGreaterThan(0)
    }))

  it('because it wants twice what there is and comes is never ready, whatever ordinary orders bring', () =>
    holds(
      cellFacts({ leadTime: withOrdinary, others: 0 }),
      (facts) => {
        const got = judge(facts)
        const extra = (got.demand?.mean as number) - (got.baselineUnits as number)
        // Ordinary orders keep up with normal sales and a floor; the floor is below thirty of the best days.
        const floor = 30 * Math.max(...facts.plan.map((of) => of.units)) + (facts.stock.safetyStock ?? 0)
        const placed = facts.orders.reduce((sum, order) => sum + order.quantity, 0)
        fc.pre(extra > 30 && extra > 2 * ((got.expected.openingUnits as number) + placed + floor))
        expect(got.window.p0).toBeGreaterThan(0.9)
        expect(got.verdict).not.toBe('ready')
      },
      500,
    ))
})

/** States the judged promotion anew as a total of units. */
const restated = (facts: CellFacts, units: number): CellFacts => ({
  ...facts,
  promotions: facts.promotions.map((line, i) => (i === 0 ? { ...line, stated: { kind: 'units', units } } : line)),
})

describe('a counter-offer', () => {
  // Alone and not yet begun, so that stating other units changes nothing but them; and at least half of normal sales,
  // where the chances of the two restatements have the same shape.
  it('of safe units is within policy, and two units more are not', () =>
    holds(cellFacts({ leadTime: onlyPlaced, others: 0 }), (facts) => {
      const { window, baselineUnits, line } = judge(facts)
      const safe = window.safeUnits as number
      fc.pre(line.start > asOf && safe > 0 && safe >= (baselineUnits as number) / 2)
      const p0 = (units: number) => judge(restated(facts, units)).window.p0 as number
      expect(p0(safe), `${safe} units`).toBeLessThanOrEqual(policy.stockoutProbability + dust)
      expect(p0(safe + 2), `${safe} + 2 units`).toBeGreaterThan(policy.stockoutProbability)
    }))

  // Alone: a promotion that starts sooner and was registered later sells what this one is judged to keep.
  it('of an order-by date is kept: judged on that day the line is still at risk, with an order that is in time', () =>
    holds(cellFacts({ leadTime: onlyPlaced, others: 0 }), (facts) => {
      const first = judge(facts)
      const { orderBy } = first.window
      fc.pre(first.verdict === 'at-risk' && orderBy !== null)
      // What was due by then has come.
      const orders = facts.orders.map((order) =>
        order.status === 'confirmed' && order.due !== null && order.due >= asOf && order.due < (orderBy as number)
          ? { ...order, status: 'received' as const, receivedOn: order.due, receivedQuantity: order.quantity }
          : order,
      )
      const then = judge({ ...facts, orders, asOf: orderBy as number, isClosedToday: false })
      expect(then.window.p1, `p0 ${then.window.p0}`).toBeLessThanOrEqual(policy.stockoutProbability + dust)
    }))

  it('of a safe date is kept: moved there, the promotion is no longer not ready', () =>
    holds(cellFacts({ leadTime: onlyPlaced, others: 0 }), (facts) => {
      const first = judge(facts)
      const { safeDate } = first.window
      fc.pre(first.verdict === 'not-ready' && safeDate !== null)
      const { start, end } = first.line
      const by = (safeDate as number) - start
      const later = { ...lineOf(facts), start: start + by, end: end + by }
      const then = assessLine({ ...facts, promotions: [later] }, later, policy)
      expect(then.verdict).not.toBe('not-ready')
    }))
})
