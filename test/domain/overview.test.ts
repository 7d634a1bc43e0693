import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import { dayOf } from '../../src/domain/day.ts'
import {
  againstLastWeek,
  dailyRiskTotals,
  deadlineOf,
  lastWeekOf,
  type OwnedRisk,
  preventedOf,
  stockoutRateOf,
} from '../../src/domain/digest/overview.ts'
import { addMoney, moneySize } from '../../src/domain/money.ts'
import { overviewDays } from '../../src/domain/policy.ts'
import { type EndedLine, type EndedPromotion, endedPromotion } from '../../src/domain/promotions/ended.ts'
import type { CandidatePromotion } from '../../src/domain/risks/risk-candidate.ts'
import { candidatesOf, judgedReadiness } from '../_helpers/judged.ts'
import { asOf, cellFacts } from './arbitrary-facts.ts'

const policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const monday = dayOf('2026-06-01')
const people = [null, { id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }] as const

const risks: fc.Arbitrary<readonly OwnedRisk[]> = fc
  .array(
    fc.record({ facts: cellFacts(), sku: fc.constantFrom('COLA', 'TEA', 'NUTS'), owner: fc.constantFrom(...people) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((cells) => {
    const lines = cells.flatMap(({ facts, sku }, i) =>
      facts.promotions.map((line) => {
        const cell = { sku, location: `S-${i}` }
        const own = { ...facts, item: { ...facts.item, sku }, location: { ...facts.location, location: cell.location } }
        const all = own.promotions.map((one) => ({ ...one, ...cell }))
        return assessLine({ ...own, promotions: all }, { ...line, ...cell }, policy)
      }),
    )
    const promotions = [...Map.groupBy(lines, ({ line }) => line.promotionId)].map(
      ([promotionId, own]): CandidatePromotion => ({
        promotionId,
        name: promotionId,
        start: Math.min(...own.map(({ line }) => line.start)),
        end: Math.max(...own.map(({ line }) => line.end)),
        readiness: judgedReadiness(own),
      }),
    )
    return candidatesOf(promotions).map((candidate, i) => ({
      candidate,
      owner: cells[i % cells.length]?.owner ?? null,
    }))
  })

describe('what is at risk on a day', () => {
  it('is the money of all risks, each with one owner: nothing counts twice, nothing is lost', () => {
    fc.assert(
      fc.property(risks, (all) => {
        const { owners } = dailyRiskTotals(asOf, all)
        // Every promotion of these starts within the eight weeks.
        expect(
          all.every(({ candidate }) =>
            candidate.evidence.every(({ promotion }) => promotion.start < asOf + overviewDays),
          ),
        ).toBe(true)
        const whole = addMoney(all.map(({ candidate }) => candidate.money))
        const sum = addMoney(owners.map(({ money }) => money))
        for (const currency of new Set([...Object.keys(whole), ...Object.keys(sum)]))
          expect(sum[currency] ?? 0).toBeCloseTo(whole[currency] ?? 0, 6)
        expect(owners.reduce((count, one) => count + one.risks, 0)).toBe(all.length)
        expect(new Set(owners.map(({ owner }) => owner?.id ?? null)).size).toBe(owners.length)
        const sizes = owners.map(({ money }) => moneySize(money))
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      }),
      { numRuns: 150 },
    )
  })

  it('leaves out what starts later than in eight weeks', () => {
    fc.assert(
      fc.property(risks, (all) => {
        const last = Math.min(
          ...all.flatMap(({ candidate }) => candidate.evidence.map(({ promotion }) => promotion.start)),
        )
        expect(dailyRiskTotals(last - overviewDays, all).owners).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('stands beside that of a week ago, owner by owner, who had something then and has nothing now as well', () => {
    const [ana, ben] = [people[1], people[2]]
    const now = {
      day: monday,
      owners: [
        { owner: ana, money: { EUR: 300 }, risks: 2 },
        { owner: null, money: { EUR: 50 }, risks: 1 },
      ],
    }
    const before = {
      day: monday - 7,
      owners: [
        { owner: ben, money: { EUR: 90 }, risks: 1 },
        { owner: ana, money: { EUR: 100 }, risks: 1 },
      ],
    }
    expect(againstLastWeek(now, before)).toEqual([
      { owner: ana, money: { EUR: 300 }, risks: 2, before: { EUR: 100 } },
      { owner: null, money: { EUR: 50 }, risks: 1, before: {} },
      { owner: ben, money: {}, risks: 0, before: { EUR: 90 } },
    ])
    expect(againstLastWeek(now, null).map((one) => one.before)).toEqual([null, null])
    expect(lastWeekOf(monday)).toEqual({ from: monday - 14, to: monday - 7 })
  })
})

describe('until when a decision can wait', () => {
  const waiting = (...lost: readonly number[]) => ({
    days: lost.map((of, i) => ({ day: monday + i, lost: of })),
    currency: 'EUR',
  })

  it.each([
    [
      'is the last day that costs nothing; what a day costs then is the mean to the last day known',
      waiting(0, 0, 480, 1_150),
      { by: monday + 1, perDay: 575, currency: 'EUR' },
    ],
    ['is today where tomorrow costs already', waiting(0, 100), { by: monday, perDay: 100, currency: 'EUR' }],
    [
      'is not known further than the days that are looked at',
      waiting(0, 0, 0.2),
      { by: monday + 2, perDay: null, currency: 'EUR' },
    ],
    ['is not known without a price of waiting', null, null],
    ['is not known where no order helps any more', { days: [], currency: null }, null],
  ] as const)('%s', (_, given, expected) => {
    expect(deadlineOf(given)).toEqual(expected)
  })

  it('lies within the days that are looked at, and a day of waiting never pays', () => {
    const rising = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 5 }).map((all) => {
      const sorted = all.toSorted((a, b) => a - b)
      return sorted.map((of) => of - (sorted[0] as number))
    })
    fc.assert(
      fc.property(rising, (lost) => {
        const found = deadlineOf(waiting(...lost))
        expect(found?.by).toBeGreaterThanOrEqual(monday)
        expect(found?.by).toBeLessThan(monday + lost.length)
        if (found?.perDay != null) expect(found.perDay).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

const sale = (day: number, units: number, stockout: number) => ({
  ...{ day, days: 1, units, stockout, isHoliday: false },
  ...{ price: null, basePrice: null, promotion: null },
})
const line = (sales: EndedLine['sales'], hero = false): EndedLine => ({
  ...{ location: 'EAST', start: monday, end: monday + 4, hero, expected: 50, sales, price: 2, currency: 'EUR' },
})
const ended = (...lines: readonly EndedLine[]): EndedPromotion =>
  endedPromotion({ promotionId: 'P-1', name: 'One', end: monday + 4 }, lines)

describe('a promotion that ended', () => {
  const days = (...stockouts: readonly number[]) =>
    stockouts.map((stockout, i) => sale(monday + i, stockout === 1 ? 0 : 10 * (1 - stockout), stockout))

  it.each([
    ['without a day out', [line(days(0, 0, 0, 0, 0))], false],
    ['that lost 4 %', [line(days(0.2, 0, 0, 0, 0))], false],
    ['that lost 5 % and more', [line(days(0.3, 0, 0, 0, 0))], true],
    [
      'whose hero was out for a day, however little that is of all',
      [line(days(1, 0, 0, 0, 0), true), ...Array.from({ length: 30 }, () => line(days(0, 0, 0, 0, 0)))],
      true,
    ],
    [
      'whose hero was out for half a day',
      [line(days(0.5, 0, 0, 0, 0), true), ...Array.from({ length: 30 }, () => line(days(0, 0, 0, 0, 0)))],
      false,
    ],
    ['of which nobody has told sales', [line([])], null],
  ] as const)('%s: stocked out is %j', (_, lines, expected) => {
    expect(ended(...lines).stockedOut).toBe(expected)
  })

  it('counts in the rate when its sales are told, and so does one that was cancelled because of supply', () => {
    const all = [ended(line(days(0, 0, 0, 0, 0))), ended(line(days(1, 1, 0, 0, 0))), ended(line([]))]
    expect(stockoutRateOf(all, 1)).toEqual({ stockedOut: 2, of: 3, cancelled: 1, untold: 1, lost: { EUR: 40 } })
    expect(stockoutRateOf([], 0)).toMatchObject({ stockedOut: 0, of: 0 })
  })
})

describe('losses prevented', () => {
  it('are risks that were taken and are called for no more, whose every promotion went well; one that is not known is none', () => {
    const outcomes = new Map([
      ['P-1', 'well'],
      ['P-2', 'badly'],
      ['P-3', 'well'],
    ] as const)
    const taken = (identity: string, ...promotionIds: readonly string[]) => ({
      identity,
      promotionIds,
      money: { EUR: 100 },
    })
    const all = [
      taken('a', 'P-1'),
      taken('b', 'P-1', 'P-3'),
      taken('c', 'P-1', 'P-2'),
      taken('d', 'P-9'),
      taken('e'),
      taken('f', 'P-3'),
    ]
    expect(preventedOf(all, new Set(['f', 'x']), outcomes)).toEqual({ count: 2, money: { EUR: 200 } })
  })
})
