import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../../src/domain/assessment/cell.ts'
import type { Policy } from '../../../src/domain/assessment/readiness.ts'
import { announceBy } from '../../../src/domain/options/announce-by.ts'
import { breakEvenOf } from '../../../src/domain/options/break-even.ts'
import { costOfDelay } from '../../../src/domain/options/cost-of-delay.ts'
import { earliestStart } from '../../../src/domain/options/earliest-start.ts'
import { effectOf, type OptionCandidate, optionCandidate } from '../../../src/domain/options/option-candidate.ts'
import { priceOptions } from '../../../src/domain/options/price-options.ts'
import { capVolume } from '../../../src/domain/options/safe-volume.ts'
import { surplusUnits } from '../../../src/domain/options/surplus.ts'
import type { PromotionLine, StatedDemand } from '../../../src/domain/promotions/promotion.ts'
import { asOf, cellFacts, leadTime, onlyPlaced } from '../arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const dust = 1e-6

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void, numRuns = 150) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

const terms = fc.record({
  supplier: fc.constant('ACME'),
  days: fc.constantFrom(0, 2, 10, 400),
  perUnit: fc.constantFrom(null, 0, 0.5, 50),
  fixed: fc.constantFrom(null, 0, 100, 10_000),
})

const extremes = fc.record({
  lead: fc.constantFrom(0, 400),
  stated: fc.constantFrom<StatedDemand>(
    { kind: 'uplift', ratio: 0 },
    { kind: 'uplift', ratio: 1 },
    { kind: 'uplift', ratio: 1000 },
    { kind: 'units', units: 0 },
    { kind: 'unstated' },
  ),
  unitPrice: fc.constantFrom(null, 0, 4),
  unitCost: fc.constantFrom(null, 0, 4),
})

const lineOf = (facts: CellFacts) => facts.promotions[0] as PromotionLine
const candidateIn = (facts: CellFacts, line = lineOf(facts)) => optionCandidate(facts, line, policy)
const surplusLocation = (facts: CellFacts): CellFacts => ({
  ...facts,
  location: { ...facts.location, location: 'HUB' },
  promotions: [],
})

const allOf = (
  candidate: OptionCandidate,
  expediting: Parameters<typeof costOfDelay>[1],
  others: readonly CellFacts[],
) =>
  priceOptions([candidate], {
    expediting: () => expediting,
    shared: () => null,
    second: () => null,
    others,
    substitute: () => others[0] ?? null,
    policy,
  })

const expectNumbers = (of: unknown, path: string): void => {
  if (typeof of === 'number') expect(Number.isFinite(of), `${path} is ${of}`).toBe(true)
  else if (typeof of === 'object' && of !== null)
    for (const [key, value] of Object.entries(of)) expectNumbers(value, `${path}.${key}`)
  else expect(of, path).not.toBeUndefined()
}

describe('the options of any line', () => {
  it('hold doing nothing, which is never worth more than the best', () =>
    holds(fc.tuple(cellFacts({ spoils: true }), terms), ([facts, of]) => {
      const candidate = candidateIn(facts) as OptionCandidate
      const all = allOf(candidate, of, [surplusLocation(facts)])
      const [nothing] = all
      expect(nothing?.kind).toBe('nothing')
      expect(nothing?.total).not.toBeNull()
      const best = all.filter((option) => option.isBest)
      const worth = nothing?.total?.contribution?.EUR
      expect(best.length).toBe(worth === undefined ? 0 : 1)
      if (worth !== undefined) expect(best[0]?.total?.contribution?.EUR).toBeGreaterThanOrEqual(worth - dust)
    }))

  it('are possible with a total or impossible with a reason', () =>
    holds(fc.tuple(cellFacts({ spoils: true }), terms), ([facts, of]) => {
      for (const { total, whyNot, steps } of allOf(candidateIn(facts) as OptionCandidate, of, [
        surplusLocation(facts),
      ])) {
        expect(total === null).toBe(whyNot !== null)
        if (total === null) expect(steps).toEqual([])
        else {
          expect(total.sales).toBeGreaterThanOrEqual(-dust)
          expect(total.shortage).toBeGreaterThanOrEqual(-dust)
          expect(total.stockout).toBeGreaterThanOrEqual(0)
          expect(total.stockout).toBeLessThanOrEqual(1)
          expect(total.leftover).toBeGreaterThanOrEqual(0)
        }
      }
    }))

  it('have no number that is none: margins of nothing, missing prices, absurd lead times and uplifts', () =>
    holds(
      fc.tuple(cellFacts({ spoils: true }), terms, extremes),
      ([facts, of, { lead, stated, unitPrice, unitCost }]) => {
        const odd: CellFacts = {
          ...facts,
          item: { ...facts.item, unitPrice, unitCost },
          leadTime: facts.leadTime && { ...facts.leadTime, lead },
        }
        const line = { ...lineOf(odd), stated }
        const candidate = candidateIn(odd, line)
        if (candidate !== null) {
          const { lineCase: _, ...rest } = candidate
          expectNumbers(rest.demand, 'demand')
          expectNumbers(allOf(candidate, of, [surplusLocation(odd)]), 'options')
          expectNumbers(costOfDelay(candidate, of), 'waiting')
          expectNumbers(breakEvenOf(candidate), 'break-even')
          expectNumbers(announceBy(candidate), 'announce')
        }
        if (line.start > asOf) {
          const { line: _, ...starting } = earliestStart(odd, line, policy)
          expectNumbers(starting, 'starting')
        }
      },
    ))

  it('are the same for the same input', () =>
    holds(
      fc.tuple(cellFacts({ spoils: true }), terms),
      ([facts, of]) => {
        const once = () => JSON.stringify(allOf(candidateIn(facts) as OptionCandidate, of, [surplusLocation(facts)]))
        expect(once()).toBe(once())
      },
      40,
    ))
})

describe('the part that pays to expedite', () => {
  it('is worth as much as all of it, or more, and more than nothing', () =>
    holds(fc.tuple(cellFacts({ spoils: true }), terms), ([facts, of]) => {
      const all = allOf(candidateIn(facts) as OptionCandidate, of, [])
      const worth = (kind: string) => all.find((option) => option.kind === kind)?.total?.contribution?.EUR
      const [part, whole, nothing] = [worth('expedite-part'), worth('expedite'), worth('nothing')]
      if (part === undefined) return
      expect(part).toBeGreaterThan(nothing as number)
      if (whole !== undefined) expect(part).toBeGreaterThanOrEqual(whole - dust)
    }))
})

describe('waiting', () => {
  const waits = cellFacts({
    leadTime: fc
      .tuple(leadTime, fc.constantFrom(null, null, 100))
      .map(([of, maxPerWeek]) => ({ ...of, reviewDays: null, maxPerWeek })),
  })

  it('costs nothing on the first ordering day, and never less for waiting longer', () =>
    holds(fc.tuple(waits, terms), ([facts, of]) => {
      const { days } = costOfDelay(candidateIn(facts) as OptionCandidate, of) ?? { days: [] }
      if (days.length === 0) return
      expect(days[0]?.lost).toBe(0)
      expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).toSorted((a, b) => a - b))
      const lost = days.map((day) => day.lost)
      expect(lost).toEqual(lost.toSorted((a, b) => a - b))
    }))
})

describe('orders within a weekly limit', () => {
  const limited = fc
    .tuple(leadTime, fc.constantFrom(1, 50, 300))
    .map(([of, maxPerWeek]) => ({ ...of, reviewDays: null, maxPerWeek }))
  const weekOf = (day: number) => Math.floor((day - asOf) / 7)

  it('take no more of a week than it allows, and never arrive before they can', () =>
    holds(fc.tuple(cellFacts({ leadTime: limited, others: 0 }), terms), ([facts, of]) => {
      const all = allOf(candidateIn(facts) as OptionCandidate, of, [])
      const most = Math.max(facts.leadTime?.maxPerWeek ?? 0, facts.item.rule.minimum, facts.item.rule.multiple)
      for (const kind of ['order', 'expedite']) {
        const [step] = all.find((option) => option.kind === kind)?.steps ?? []
        if (step === undefined || step.orderOn === null) continue
        expect(step.orderOn).toBeGreaterThanOrEqual(asOf + (facts.isClosedToday ? 1 : 0))
        expect(step.day).toBeGreaterThanOrEqual(step.orderOn)
        const units = step.deliveries.length > 0 ? step.deliveries.map((of) => of.units) : [step.units as number]
        expect(Math.max(...units)).toBeLessThanOrEqual(most + dust)
        expect(new Set(step.deliveries.map(({ day }) => day)).size).toBe(step.deliveries.length)
        expect(weekOf(step.orderOn)).toBeLessThanOrEqual(weekOf(step.day as number))
      }
    }))
})

describe('more stock', () => {
  const more = fc.integer({ min: 1, max: 800 })
  const richer = (facts: CellFacts, units: number): CellFacts => ({
    ...facts,
    stock: facts.stock && { ...facts.stock, onHand: facts.stock.onHand + units },
  })
  const cells = cellFacts({ leadTime: onlyPlaced, others: 0 })

  it('makes doing nothing, or adding the same units, no worse: it sells as much and runs out no more often', () =>
    holds(fc.tuple(cells, more, fc.integer({ min: 0, max: 300 })), ([facts, units, added]) => {
      const [poor, rich] = [facts, richer(facts, units)].map((of) =>
        effectOf(candidateIn(of) as OptionCandidate, [{ day: asOf + 5, units: added }]),
      )
      expect(rich?.sales).toBeGreaterThanOrEqual((poor?.sales as number) - dust)
      expect(rich?.stockout).toBeLessThanOrEqual((poor?.stockout as number) + dust)
    }))

  it('makes the safe volume no smaller and a place no less able to spare', () =>
    holds(fc.tuple(cells, more), ([facts, units]) => {
      const [poor, rich] = [facts, richer(facts, units)].map((of) => capVolume(candidateIn(of) as OptionCandidate))
      const volume = (move: typeof poor) => (move !== undefined && 'step' in move ? (move.step.units as number) : 0)
      expect(volume(rich)).toBeGreaterThanOrEqual(volume(poor))
      expect(surplusUnits(richer(facts, units), policy) as number).toBeGreaterThanOrEqual(
        surplusUnits(facts, policy) as number,
      )
    }))
})
