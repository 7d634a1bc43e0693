import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts, Sale } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import type { LineAssessment, Policy } from '../../../src/domain/assessment/readiness.ts'
import { cellKey } from '../../../src/domain/cell.ts'
import { nothingLearned } from '../../../src/domain/demand/learning/learned.ts'
import { openLearner } from '../../../src/domain/demand/learning/learner.ts'
import type { HistoryRow } from '../../../src/domain/demand/learning/read-row.ts'
import type { PromotionLine, StatedDemand } from '../../../src/domain/promotions/promotion.ts'
import { asOf, cellFacts } from '../arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }

const plainDay: Omit<Sale, 'day'> = {
  ...{ days: 1, units: 10, stockout: 0, isHoliday: false },
  ...{ price: null, basePrice: null, promotion: null },
}

const flyer = { mechanic: 'flyer', discount: 0.2 }
const money = fc.constantFrom(null, 0, 0.01, 5)
const units = fc.oneof(
  fc.integer({ min: -20, max: 60 }),
  fc.integer({ min: -500, max: 500 }).map((hundredths) => hundredths / 100),
  fc.constantFrom(0, -1_000_000_000, 1_000_000_000, 1e-38),
)

/** Any row that a history may hold on a day. */
const anyRow: fc.Arbitrary<Omit<Sale, 'day'>> = fc.record({
  days: fc.constantFrom(1, 1, 1, 7, 366),
  units,
  stockout: fc.constantFrom(0, 0, 0.1, 0.5, 1),
  isHoliday: fc.boolean(),
  price: money,
  basePrice: money,
  promotion: fc.option(
    fc.record({
      mechanic: fc.constantFrom('', 'flyer', '__proto__', 'constructor'),
      discount: fc.constantFrom(null, 0, 0.5, 1),
    }),
  ),
})

const days = (count: number, of: (back: number) => Partial<Sale>): readonly Sale[] =>
  Array.from({ length: count }, (_, i) => ({ ...plainDay, day: asOf - count + i, ...of(count - i) }))

/** Histories that shops have had, each by what is odd about it. */
const oddHistories = {
  constant: fc.constantFrom(0, 0.001, 10, 1_000_000_000).map((sold) => days(120, () => ({ units: sold }))),
  empty: fc.constant([]),
  'all in promotions': units.map((sold) => days(120, () => ({ units: sold, promotion: flyer }))),
  'all without stock': fc.constantFrom(0, 1).map((sold) => days(120, () => ({ units: sold, stockout: 1 }))),
  'full of returns': units.map((sold) => days(120, (back) => ({ units: back % 3 === 0 ? -30 : sold }))),
  'nothing but returns': fc.constant(days(120, () => ({ units: -5 }))),
  'one day': fc.tuple(anyRow, fc.integer({ min: 1, max: 4000 })).map(([row, back]) => [{ ...row, day: asOf - back }]),
  'days told twice and thrice': anyRow.map((row) => days(60, () => row).flatMap((sale) => [sale, sale, sale])),
  'without a price': fc.constant(
    days(120, (back) => ({ price: 0, basePrice: 0, ...(back % 9 < 2 ? { promotion: flyer } : {}) })),
  ),
  'given away': fc.constant(
    days(120, (back) => (back % 9 < 2 ? { price: 0, basePrice: 5, promotion: flyer, units: 900 } : { price: 5 })),
  ),
  'sold in promotions alone': fc.constant(
    days(120, (back) => (back % 20 < 7 ? { promotion: flyer, units: 40 } : { units: 0 })),
  ),
  'long ago': fc
    .constantFrom(900, 9_000, 40_000)
    .map((back) => days(60, () => ({})).map((sale) => ({ ...sale, day: sale.day - back }))),
  'with gaps of decades': fc
    .array(fc.tuple(anyRow, fc.integer({ min: 1, max: 45_000 })), { maxLength: 20 })
    .map((rows) => rows.map(([row, back]) => ({ ...row, day: asOf - back })).sort((a, b) => a.day - b.day)),
  'of anything': fc
    .array(fc.tuple(anyRow, fc.integer({ min: 1, max: 120 })), { maxLength: 60 })
    .map((rows) => rows.map(([row, back]) => ({ ...row, day: asOf - back })).sort((a, b) => a.day - b.day)),
} satisfies Readonly<Record<string, fc.Arbitrary<readonly Sale[]>>>

const stated: fc.Arbitrary<StatedDemand> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'unstated' as const }) },
  fc.constantFrom(0, 1, 1.6, 1000).map((ratio) => ({ kind: 'uplift' as const, ratio })),
  fc.constantFrom(0, 700, 1_000_000_000).map((of) => ({ kind: 'units' as const, units: of })),
  fc.constantFrom(0, 1_000_000_000).map((of) => ({ kind: 'extra' as const, units: of })),
)

const code = fc.constantFrom('COLA', '__proto__', 'constructor', '', 'a\u0000b', '🍋', 'toString')

type Case = { readonly facts: CellFacts; readonly line: PromotionLine }

/** A cell whose normal sales and uplift rest on a history, a part of which was learned and the rest came since. */
const judgedOn = (history: fc.Arbitrary<readonly Sale[]>): fc.Arbitrary<Case> =>
  fc
    .record({
      facts: cellFacts({ spoils: true }),
      sales: history,
      stated,
      sku: code,
      group: code,
      type: fc.constantFrom(null, 'Flyer', '__proto__', ''),
      discount: fc.constantFrom(null, 0, 0.2, 1),
      price: money,
      lead: fc.constantFrom(0, 5, 400),
      share: fc.constantFrom(0, 0.5, 1),
      isRivalled: fc.boolean(),
    })
    .map(({ facts, sales, sku, group, stated: of, type, discount, price, lead, share, isRivalled }) => {
      const cell = { sku, location: 'SHOP' }
      const known = sales.slice(0, Math.floor(sales.length * share))
      const learner = openLearner(nothingLearned(known[0]?.day ?? asOf), new Map(), () => group)
      for (const [day, rows] of Map.groupBy(
        known.map((sale): HistoryRow => ({ ...sale, ...cell })),
        (row) => row.day,
      ))
        learner.learnDay(day, [...rows, ...rows.slice(0, 1).map((row) => ({ ...row, sku: 'RIVAL' }))])
      const promotions = facts.promotions.map((line, i) =>
        i === 0 ? { ...line, ...cell, stated: of, type, discount, price } : { ...line, ...cell },
      )
      const line = promotions[0] as PromotionLine
      return {
        line,
        facts: {
          ...facts,
          promotions,
          item: { ...facts.item, sku, group },
          leadTime: facts.leadTime && { ...facts.leadTime, lead },
          plan: [],
          sales,
          taught: { id: '1', common: learner.common, level: learner.levels.get(cellKey(cell)) ?? null },
          rivals: isRivalled
            ? [{ sku: 'RIVAL', start: line.start, end: line.end, mechanic: 'flyer', discount: 1 }]
            : [],
        },
      }
    })

const isChance = (of: number | null, what: string) => {
  if (of === null) return
  expect(of, what).toBeGreaterThanOrEqual(0)
  expect(of, what).toBeLessThanOrEqual(1)
}

const walk = (of: unknown, path: string): void => {
  if (typeof of === 'number') expect(Number.isFinite(of), `${path} is ${of}`).toBe(true)
  else if (ArrayBuffer.isView(of))
    for (const [i, value] of [...(of as Float64Array)].entries()) walk(value, `${path}.${i}`)
  else if (typeof of === 'object' && of !== null)
    for (const [key, value] of Object.entries(of)) walk(value, `${path}.${key}`)
}

/** Expects numbers that are numbers, each where it can be; `unknown` with a reason where nothing can be said. */
const isSound = ({ facts: _, ...judged }: LineAssessment) => {
  walk(judged, 'judged')
  isChance(judged.window.p0, 'p0')
  isChance(judged.window.p1, 'p1')
  isChance(judged.fillRate, 'fill rate')
  for (const of of judged.demand === null ? judged.daily : [judged.demand, ...judged.daily]) {
    expect(of.mean).toBeGreaterThanOrEqual(0)
    expect(of.p10).toBeGreaterThanOrEqual(0)
    expect(of.p10).toBeLessThanOrEqual(of.p50)
    expect(of.p50).toBeLessThanOrEqual(of.p90)
  }
  if (judged.baselineUnits !== null) expect(judged.baselineUnits).toBeGreaterThanOrEqual(0)
  if (judged.shortageUnits !== null) expect(judged.shortageUnits).toBeGreaterThanOrEqual(0)
  const codes = judged.reasons.map((reason) => reason.code)
  if (judged.verdict === 'unknown') expect(codes.length, 'reasons for not knowing').toBeGreaterThan(0)
  if (judged.uplift === null) expect(codes).toContain('UPLIFT_UNKNOWN')
  if (judged.baselineUnits === null && judged.line.stated.kind !== 'units') expect(codes).toContain('BASELINE_UNKNOWN')
}

const holds = (history: fc.Arbitrary<readonly Sale[]>, check: (of: Case) => void, numRuns = 60) =>
  fc.assert(
    fc.property(judgedOn(history), (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

describe('a line is judged in sound numbers, or is unknown with a reason, after a history that is', () => {
  it.each(Object.keys(oddHistories) as (keyof typeof oddHistories)[])('%s', (odd) =>
    holds(oddHistories[odd], ({ facts, line }) => isSound(assessLine(facts, line, policy))),
  )

  it('of whatever kind, and the same bytes again', () =>
    holds(
      fc.oneof(...Object.values(oddHistories)),
      ({ facts, line }) => {
        const first = JSON.stringify(assessLine(facts, line, policy))
        expect(JSON.stringify(assessLine(structuredClone(facts), structuredClone(line), policy))).toBe(first)
      },
      100,
    ))
})

describe('nothing can be said of normal sales', () => {
  const unstated = (history: readonly Sale[]): fc.Arbitrary<Case> =>
    judgedOn(fc.constant(history)).map(({ facts, line: told }) => {
      const line = { ...told, stated: { kind: 'unstated' as const } }
      return { line, facts: { ...facts, promotions: [line] } }
    })
  const isUnknown = (history: readonly Sale[]) =>
    fc.assert(
      fc.property(unstated(history), ({ facts, line }) => {
        const judged = assessLine(facts, line, policy)
        expect(judged).toMatchObject({ demand: null, baselineUnits: null, uplift: null, fillRate: null })
        expect(judged.reasons.map((reason) => reason.code)).toContain('BASELINE_UNKNOWN')
      }),
      { numRuns: 40, seed: 20260601 },
    )

  it('after no day at all', () => isUnknown([]))
  it('after a day', () => isUnknown(days(1, () => ({}))))
  it('after months without stock', () => isUnknown(days(120, () => ({ units: 0, stockout: 1 }))))
})

describe('a promotion of an item that is sold in promotions alone', () => {
  it('is expected to sell something, and is not ready on an empty shelf', () =>
    holds(oddHistories['sold in promotions alone'], ({ facts: told, line: first }) => {
      fc.pre(told.taught.level !== null)
      const line = {
        ...first,
        start: asOf + 3,
        end: asOf + 9,
        stated: { kind: 'unstated' as const },
        discount: 0.2,
        type: 'Flyer',
        price: 5,
      }
      const facts = {
        ...told,
        promotions: [line],
        orders: [],
        stock: told.stock && { ...told.stock, onHand: 0 },
        rivals: [],
      }
      const judged = assessLine(
        { ...facts, leadTime: facts.leadTime && { ...facts.leadTime, lead: 400 } },
        line,
        policy,
      )
      expect(judged.demand?.mean).toBeGreaterThan(10)
      expect(judged.verdict).not.toBe('ready')
    }))
})
