import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { JudgedLine, Policy } from '../../src/domain/assessment/readiness.ts'
import { type Requirement, type Requirements, requirementsOf } from '../../src/domain/risks/requirement.ts'
import { isCommercial } from '../../src/domain/risks/risk-action.ts'
import type { CandidatePromotion, RiskCandidate } from '../../src/domain/risks/risk-candidate.ts'
import { candidatesOf, judgedReadiness } from '../_helpers/judged.ts'
import { asOf, cellFacts } from './arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }

/** Several shelves of two items, at suppliers that may be unknown or take so many units a week, with orders that may be split. */
const company: fc.Arbitrary<readonly CellFacts[]> = fc
  .array(
    fc.record({
      facts: cellFacts(),
      supplier: fc.constantFrom('ACME', 'ACME', 'SNACK', null),
      sku: fc.constantFrom('COLA', 'TEA'),
      maxPerWeek: fc.constantFrom(null, null, 150),
      isNear: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((cells) =>
    cells.map(({ facts, supplier, sku, maxPerWeek, isNear }, i) => ({
      ...facts,
      item: { ...facts.item, sku, supplier },
      location: { ...facts.location, location: `SHOP-${i}` },
      leadTime: facts.leadTime && {
        ...facts.leadTime,
        lead: isNear ? Math.min(6, facts.leadTime.lead) : facts.leadTime.lead,
        maxPerWeek,
        cutoff: maxPerWeek === null ? null : '15:00',
      },
      promotions: facts.promotions.map((line) => ({ ...line, sku, location: `SHOP-${i}` })),
    })),
  )

const promotionsOf = (cells: readonly CellFacts[]): readonly CandidatePromotion[] => {
  const lines = cells.flatMap((facts) => facts.promotions.map((line) => assessLine(facts, line, policy)))
  return [...Map.groupBy(lines, ({ line }) => line.promotionId)].map(([promotionId, own]) => ({
    promotionId,
    name: `Promotion ${promotionId}`,
    start: Math.min(...own.map(({ line }) => line.start)),
    end: Math.max(...own.map(({ line }) => line.end)),
    readiness: judgedReadiness(own),
  }))
}

const linesOf = (candidate: RiskCandidate): readonly JudgedLine[] => candidate.evidence.flatMap(({ lines }) => lines)
const placed = (all: Requirements): readonly Requirement[] => [...all.orders, ...all.withoutSupplier]
const unitsOf = (one: Requirement) => one.orders.reduce((sum, { units }) => sum + units, 0)

/** How often each kind of case came up: a property that never meets one says nothing of it. */
const met = { orders: 0, split: 0, late: 0, unknown: 0, planned: 0 }

const holds = (check: (all: Requirements, candidates: readonly RiskCandidate[]) => void) =>
  fc.assert(
    fc.property(company, (cells) => {
      const candidates = candidatesOf(promotionsOf(cells))
      check(requirementsOf(candidates), candidates)
    }),
    { numRuns: 250, seed: 20260601 },
  )

describe('what has to be ordered', () => {
  it('has the quantities, the last days and the hours of the risks, one for each risk that asks for an order', () => {
    holds((all, candidates) => {
      const asking = candidates.filter(
        ({ action, orderUnits, orderBy }) => action.kind === 'order' && (orderUnits ?? 0) > 0 && orderBy !== null,
      )
      expect(
        placed(all)
          .map(({ identity }) => identity)
          .toSorted(),
      ).toEqual(asking.map(({ identity }) => identity).toSorted())
      for (const candidate of asking) {
        const found = placed(all).find(({ identity }) => identity === candidate.identity) as Requirement
        expect(found.orders.map(({ units, orderBy }) => ({ units, orderBy }))).toEqual([
          { units: candidate.orderUnits, orderBy: candidate.orderBy },
          ...candidate.later.map(({ units, orderBy }) => ({ units, orderBy })),
        ])
        expect([found.cutoff, found.money]).toEqual([candidate.cutoff, candidate.money])
        expect(found.promotions.map(({ promotionId }) => promotionId)).toEqual(
          candidate.evidence.map(({ promotion }) => promotion.promotionId),
        )
        met.orders++
        if (found.orders.length > 1) met.split++
      }
    })
    expect(met.orders).toBeGreaterThan(50)
    expect(met.split).toBeGreaterThan(5)
  })

  it('leaves no risk out: what asks for no order in time is too late, planned, unknown in size, or to be told first', () => {
    holds((all, candidates) => {
      for (const candidate of candidates) {
        const { action, orderUnits, orderBy } = candidate
        const late = linesOf(candidate).filter(
          ({ verdict, window }) => verdict === 'not-ready' && (window.needUnits ?? 0) > 0,
        )
        const isPlaced = placed(all).some(({ identity }) => identity === candidate.identity)
        if (action.kind === 'tell' || isCommercial(action) || isPlaced) continue
        const isAnywhere =
          late.every(({ facts: { item } }) =>
            all.tooLate.some(({ sku, supplier }) => sku === item.sku && supplier === item.supplier),
          ) &&
          (late.length > 0 ||
            orderUnits === 0 ||
            orderUnits === null ||
            linesOf(candidate).every(({ window }) => window.needUnits === null || window.needUnits === 0))
        expect(isAnywhere, JSON.stringify([action, orderUnits, orderBy])).toBe(true)
        if (late.length > 0) met.late++
        if (orderUnits === null && action.kind === 'order')
          expect(all.untold.some(({ identity }) => identity === candidate.identity)).toBe(true)
      }
      expect(all.unjudged).toBe(candidates.filter(({ kind }) => kind === 'unknown').length)
      met.unknown += all.unjudged
      met.planned += all.planned.length
    })
    expect(met.late).toBeGreaterThan(20)
    expect(met.unknown).toBeGreaterThan(20)
    expect(met.planned).toBeGreaterThan(5)
  })

  it('orders at least what is missing, leaves over less than minimum and multiple make, and keeps the multiple', () => {
    holds((all) => {
      for (const one of placed(all)) {
        const { minimum, multiple } = one.rule
        expect(unitsOf(one)).toBeGreaterThanOrEqual(one.missingUnits)
        expect(one.overUnits).toBeGreaterThanOrEqual(0)
        const over = one.orders.map(({ needs }) => needs.reduce((sum, { units }) => sum + units, 0))
        const most = over.reduce((sum, missing) => sum + Math.max(0, minimum - missing) + Math.max(1, multiple), 0)
        expect(one.overUnits).toBeLessThanOrEqual(most)
        expect(one.overUnits).toBeLessThanOrEqual(unitsOf(one) - one.missingUnits)
        if (multiple > 0) expect(unitsOf(one) % multiple).toBe(0)
        if (one.overCost !== null) expect(one.overCost).toBeCloseTo(one.overUnits * 4, 9)
      }
    })
  })

  it('goes by the last day, the soonest first, and is wanted nowhere before it is ordered', () => {
    holds((all) => {
      for (const list of [all.orders, all.withoutSupplier]) {
        const days = list.map(({ orders }) => orders[0]?.orderBy as number)
        expect(days).toEqual(days.toSorted((a, b) => a - b))
      }
      for (const { orders, missingUnits } of placed(all)) {
        const destined = orders.flatMap(({ destinations }) => destinations)
        expect(destined.reduce((sum, { units }) => sum + units, 0)).toBe(missingUnits)
        for (const { orderBy, destinations } of orders) {
          expect(orderBy).toBeGreaterThanOrEqual(asOf)
          expect(destinations.length).toBeGreaterThan(0)
          for (const { usableOn } of destinations)
            if (usableOn !== null) expect(usableOn).toBeGreaterThanOrEqual(orderBy)
        }
      }
    })
  })

  it('is the same in whatever order promotions are looked at', () => {
    fc.assert(
      fc.property(
        company.chain((cells) =>
          fc.tuple(fc.constant(cells), fc.shuffledSubarray([...cells], { minLength: cells.length })),
        ),
        ([cells, shuffled]) => {
          const essence = (all: Requirements) =>
            placed(all)
              .map((one) => JSON.stringify([one.identity, unitsOf(one), one.orders[0]?.orderBy, one.missingUnits]))
              .toSorted()
          expect(essence(requirementsOf(candidatesOf(promotionsOf(shuffled))))).toEqual(
            essence(requirementsOf(candidatesOf(promotionsOf(cells)))),
          )
        },
      ),
      { numRuns: 60, seed: 7 },
    )
  })
})
