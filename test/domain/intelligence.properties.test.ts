import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { Policy } from '../../src/domain/assessment/readiness.ts'
import { type CountedNote, noteEffects } from '../../src/domain/intelligence/effect.ts'
import { greatestFall, greatestRise } from '../../src/domain/policy.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { orderForwards } from '../../src/domain/supply/lead-time.ts'
import { asOf, cellFacts, heard, onlyPlaced } from './arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const dust = 1e-6

const lineOf = (facts: CellFacts) => facts.promotions[0] as PromotionLine
const judge = (facts: CellFacts) => assessLine(facts, lineOf(facts), policy)
const told = (facts: CellFacts) => judge(facts).reasons.filter((reason) => reason.code === 'INTELLIGENCE')

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void, numRuns = 150) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

describe('notes about a cell', () => {
  it('count the same in whatever order they came, and within bounds', () =>
    holds(
      fc
        .tuple(heard, fc.integer({ min: 0, max: 60 }))
        .chain(([notes, day]) =>
          fc.tuple(
            fc.constant(notes),
            fc.shuffledSubarray([...notes], { minLength: notes.length, maxLength: notes.length }),
            fc.constant(asOf + day),
          ),
        ),
      ([notes, shuffled, day]) => {
        const effect = noteEffects(notes)?.on(day)
        expect(noteEffects(shuffled)?.on(day)).toEqual(effect)
        if (effect === undefined) return
        expect(effect.share).toBeGreaterThanOrEqual(-greatestFall)
        expect(effect.share).toBeLessThanOrEqual(greatestRise)
        const parts = [...effect.parts.values()].reduce((sum, part) => sum + part, 0)
        expect(parts).toBeCloseTo(effect.share, 9)
        expect(effect.doubt > 0).toBe(effect.parts.size > 0)
      },
      400,
    ))

  it('move the demand of the days by the units that they are said to, and widen it', () =>
    holds(cellFacts({ others: 0, heard }), (facts) => {
      const { intelligence: _, ...silent } = facts
      const [with_, without] = [judge(facts), judge(silent)]
      fc.pre(with_.demand !== null && without.demand !== null)
      const units = told(facts).reduce((sum, note) => sum + note.units, 0)
      const moved = (with_.demand?.mean as number) - (without.demand?.mean as number)
      expect(units, `${moved}`).toBeCloseTo(moved, 5)
    }))

  it('leave a line alone whose days end before them', () =>
    holds(cellFacts({ leadTime: onlyPlaced, others: 0, heard }), (facts) => {
      const { end } = lineOf(facts)
      const later = (facts.intelligence ?? []).map((note): CountedNote => {
        const by = Math.max(0, end + 1 + 28 - note.from)
        return { ...note, from: note.from + by, to: note.to + by }
      })
      const { intelligence: _, ...silent } = facts
      const alone = judge(silent)
      const beside = judge({ ...facts, intelligence: later })
      expect(beside.verdict).toBe(alone.verdict)
      expect(beside.demand).toEqual(alone.demand)
      expect(beside.window.p0).toBe(alone.window.p0)
      expect(told({ ...facts, intelligence: later })).toEqual([])
    }))

  it('are in the verdict that its own numbers mean, with the sum that adds up', () =>
    holds(cellFacts({ others: 0, heard }), (facts) => {
      const { verdict, window, sum } = judge(facts)
      if ((window.p0 as number) <= policy.stockoutProbability) expect(verdict).toBe('ready')
      if (verdict === 'at-risk') expect(window.p1).toBeLessThanOrEqual(policy.stockoutProbability)
      if (sum === null || sum.window !== 'own') return
      const supply = sum.onHand - sum.kept + sum.ordered + sum.ordinary - sum.expired
      const demand = sum.normal + sum.own + sum.others + sum.oversold + (sum.noted ?? 0)
      // What cannot be sold before the promotion is lost, and no part of the balance.
      if (sum.normalLost < dust) expect(supply - demand).toBeCloseTo(sum.balance, 4)
    }))
})

describe('advice on a line about which something was heard', () => {
  it('is enough: the order, usable on the day that its last day leads to, makes the line ready', () => {
    let tried = 0
    holds(
      cellFacts({ leadTime: onlyPlaced, others: 0, heard }),
      (facts) => {
        const { verdict, window } = judge(facts)
        const { orderBy, orderUnits, laterOrders, delivery } = window
        if (verdict !== 'at-risk' || orderBy === null || orderUnits === null || laterOrders.length > 0) return
        const isPlanned = facts.orders.some(({ status }) => status === 'planned')
        if (facts.leadTime === null || delivery !== null || isPlanned) return
        const usable = orderForwards(facts.leadTime, facts.location.receiving, orderBy)?.usableOn
        if (usable === undefined) return
        tried++
        const order = { ...received, orderId: 'PO-NEW', quantity: orderUnits, due: usable }
        const receiving = { ...facts.location.receiving, dockToStock: 0 }
        const then = judge({
          ...facts,
          location: { ...facts.location, receiving },
          orders: [...facts.orders.map((known) => docked(facts, known)), order],
        })
        expect(then.verdict, `${then.window.p0}`).toBe('ready')
      },
      400,
    )
    expect(tried).toBeGreaterThan(10)
  })

  it('of safe units is within policy', () =>
    holds(
      cellFacts({ leadTime: onlyPlaced, others: 0, heard }),
      (facts) => {
        const { window, baselineUnits, line } = judge(facts)
        const safe = window.safeUnits as number
        fc.pre(line.start > asOf && safe > 0 && safe >= (baselineUnits as number))
        const promised = { ...line, stated: { kind: 'units' as const, units: safe } }
        const then = assessLine({ ...facts, promotions: [promised] }, promised, policy)
        expect(then.window.p0, `${safe} units`).toBeLessThanOrEqual(policy.stockoutProbability + dust)
      },
      250,
    ))
})

const received = {
  status: 'confirmed' as const,
  supplier: null,
  orderedOn: null,
  receivedOn: null,
  receivedQuantity: null,
  line: '',
  promisedOn: null,
  promotionIds: [],
  isOrdinary: false,
}

/** An order that is due some days later and is usable at once. */
const docked = <T extends { readonly due: number | null }>({ location }: CellFacts, order: T): T => ({
  ...order,
  due: order.due === null ? null : order.due + location.receiving.dockToStock,
})
