import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts, PlacedOrder } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import type { Policy, Verdict } from '../../../src/domain/assessment/readiness.ts'
import { type Day, weekdayOf } from '../../../src/domain/day.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import type { LeadTime } from '../../../src/domain/supply/lead-time.ts'
import {
  freeWeeklyCapacity,
  type OrderTerms,
  splitBackwards,
  splitForwards,
} from '../../../src/domain/supply/weekly-limit.ts'
import { asOf, cellFacts, onlyPlaced } from '../arbitrary-facts.ts'

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void, numRuns = 400) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

const weekOf = (day: Day) => day - weekdayOf(day)
const limits = fc.integer({ min: 20, max: 900 })
const limited = fc.tuple(onlyPlaced, limits).map(([of, maxPerWeek]): LeadTime => ({ ...of, maxPerWeek }))
const limitedFacts = cellFacts({ leadTime: limited, others: 0 }) as fc.Arbitrary<CellFacts & { leadTime: LeadTime }>
const placedOrder = (orderedOn: Day, quantity: number): PlacedOrder => ({
  orderId: `PO-${orderedOn}`,
  quantity,
  due: asOf + 90,
  status: 'confirmed',
  supplier: null,
  orderedOn,
  receivedOn: null,
  receivedQuantity: null,
  line: '',
  promisedOn: null,
  promotionIds: [],
  isOrdinary: false,
})

describe('an order that is split over weeks', () => {
  const cases = fc.tuple(
    limitedFacts,
    fc.integer({ min: 1, max: 2_000 }),
    fc.array(
      fc.record({ on: fc.integer({ min: asOf - 10, max: asOf + 20 }), units: fc.integer({ min: 1, max: 400 }) }),
      { maxLength: 3 },
    ),
  )
  const termsOf = (facts: CellFacts & { leadTime: LeadTime }, orders: readonly PlacedOrder[]): OrderTerms => ({
    lead: facts.leadTime,
    receiving: facts.location.receiving,
    rule: facts.item.rule,
    capacity: freeWeeklyCapacity({ ...facts, orders }, null),
  })

  it('keeps within what each week has room for, one order a week, and comes to what is wanted', () =>
    holds(cases, ([facts, units, placed]) => {
      const orders = placed.map(({ on, units: of }) => placedOrder(on, of))
      const terms = termsOf(facts, orders)
      const { rule, capacity } = terms
      const forwards = splitForwards(terms, asOf, units)
      const backwards = splitBackwards(terms, asOf + 90, units, () => 0)
      for (const parts of [forwards, backwards ?? []]) {
        expect(new Set(parts.map((part) => weekOf(part.orderOn))).size).toBe(parts.length)
        for (const part of parts) {
          expect(part.units).toBeGreaterThan(0)
          expect(part.units).toBeLessThanOrEqual(capacity(part.orderOn))
          expect(part.units).toBeGreaterThanOrEqual(rule.minimum)
        }
        expect(parts.map((part) => part.orderOn).toSorted((a, b) => a - b)).toEqual(parts.map((part) => part.orderOn))
      }
      const sum = (parts: typeof forwards) => parts.reduce((all, part) => all + part.units, 0)
      if (capacity(asOf + 50) > 0 && units / capacity(asOf + 50) < 90)
        expect(sum(forwards)).toBeGreaterThanOrEqual(units)
      if (backwards !== null) expect(sum(backwards)).toBeGreaterThanOrEqual(units)
      if (backwards !== null) expect(backwards.every((part) => part.usableOn <= asOf + 90)).toBe(true)
    }))

  it('begins no later because more is wanted, and no earlier because the limit is higher', () =>
    holds(fc.tuple(cases, fc.integer({ min: 1, max: 500 })), ([[facts, units], more]) => {
      const first = (of: number, maxPerWeek: number) => {
        const leadTime = { ...facts.leadTime, maxPerWeek }
        const terms = termsOf({ ...facts, leadTime }, [])
        return splitBackwards(terms, asOf + 90, of, () => 0)?.[0]?.orderOn ?? Number.NEGATIVE_INFINITY
      }
      const limit = facts.leadTime.maxPerWeek as number
      expect(first(units + more, limit)).toBeLessThanOrEqual(first(units, limit))
      expect(first(units, limit + more)).toBeGreaterThanOrEqual(first(units, limit))
    }))
})

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const rank: Record<Verdict, number> = { ready: 0, unknown: 1, 'at-risk': 2, 'not-ready': 3 }
const judge = (facts: CellFacts) => assessLine(facts, facts.promotions[0] as PromotionLine, policy)

describe('a line whose supplier has a weekly limit', () => {
  it('is never judged better because the limit is lower', () =>
    holds(fc.tuple(limitedFacts, limits), ([facts, less]) => {
      const lower = { ...facts.leadTime, maxPerWeek: Math.max(1, facts.leadTime.maxPerWeek as number) / (1 + less) }
      expect(rank[judge({ ...facts, leadTime: lower }).verdict]).toBeGreaterThanOrEqual(rank[judge(facts).verdict])
    }))

  it('is judged as if there were none where one week has room for everything', () =>
    holds(limitedFacts, (facts) => {
      // Where an order that is planned does for the first days, only the weeks know how much later the next may be.
      fc.pre(facts.orders.every((order) => order.status !== 'planned'))
      const of = (maxPerWeek: number | null) => judge({ ...facts, leadTime: { ...facts.leadTime, maxPerWeek } })
      const [free, loose] = [of(null), of(1e7)]
      expect(loose.verdict).toBe(free.verdict)
      expect(loose.window.p1).toBeCloseTo(free.window.p1 as number, 9)
      if (free.verdict !== 'at-risk') return
      expect(loose.window.orderBy).toBe(free.window.orderBy)
      expect(loose.window.orderUnits).toBe(free.window.orderUnits)
    }))

  it('keeps its first day to order: judged on that day it is still at risk', () =>
    holds(
      limitedFacts,
      (facts) => {
        const { verdict, window } = judge(facts)
        // What is planned and never placed is not there on that day.
        fc.pre(facts.orders.every((order) => order.status !== 'planned'))
        fc.pre(verdict === 'at-risk' && window.laterOrders.length > 0)
        const day = window.orderBy as Day
        expect(day).toBeGreaterThanOrEqual(asOf)
        const orders = facts.orders.map((order) =>
          order.status === 'confirmed' && order.due !== null && order.due >= asOf && order.due < day
            ? { ...order, status: 'received' as const, receivedOn: order.due, receivedQuantity: order.quantity }
            : order,
        )
        const then = judge({ ...facts, orders, asOf: day, isClosedToday: false })
        expect(then.window.p1, `p0 ${then.window.p0}`).toBeLessThanOrEqual(policy.stockoutProbability + 1e-6)
      },
      80,
    ))
})
