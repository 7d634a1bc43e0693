import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { Policy, Verdict } from '../../src/domain/assessment/readiness.ts'
import { everyDay } from '../../src/domain/day.ts'
import { allocateSource } from '../../src/domain/sourcing/allocate-source.ts'
import type { SetShare } from '../../src/domain/sourcing/set-share.ts'
import { availableToPromiseOf } from '../../src/domain/sourcing/source-balance.ts'
import { lineKey } from '../../src/domain/sourcing/source-requests.ts'
import { type LeadTime, orderBackwards, orderForwards } from '../../src/domain/supply/lead-time.ts'
import { asOf, cellFacts, leadTime, onlyPlaced } from './arbitrary-facts.ts'

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void, numRuns = 120) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns, seed: 20260601 },
  )

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }
const rank: Record<Verdict, number> = { ready: 0, unknown: 1, 'at-risk': 2, 'not-ready': 3 }
const receiving = { days: everyDay, closed: new Set<number>(), dockToStock: 0 }

const shops = fc.tuple(...[1, 2, 3].map(() => cellFacts({ leadTime: onlyPlaced, others: 1 }))).map((cells) =>
  cells.map((facts, i): CellFacts => {
    const location = `SHOP-${i}`
    const short: LeadTime = { ...(facts.leadTime as LeadTime), supplier: 'DC', lead: 2, sd: 0 }
    return {
      ...facts,
      location: { ...facts.location, location, suppliedBy: 'DC' },
      item: { ...facts.item, supplier: 'DC', rule: { minimum: 0, multiple: 0 } },
      leadTime: short,
      promotions: facts.promotions.map((line) => ({ ...line, location })),
    }
  }),
)

const warehouse = (from: CellFacts, onHand: number, lead: LeadTime | null): CellFacts => ({
  ...from,
  item: { ...from.item, supplier: 'ACME', rule: { minimum: 0, multiple: 0 } },
  location: { ...from.location, location: 'DC', suppliedBy: null, receiving },
  stock: { onHand, allocated: 0, unusable: 0, safetyStock: null, asOf, minute: 0 },
  orders: [],
  leadTime: lead,
  plan: [],
  promotions: [],
})

const families = fc.record({ shops, onHand: fc.integer({ min: 0, max: 4_000 }), lead: fc.option(onlyPlaced) })

const judgeAll = (cells: readonly CellFacts[], source: CellFacts) => {
  const sourced = allocateSource({ source, shops: cells }, policy)
  return cells.flatMap((cell) =>
    cell.promotions.map((line) => {
      const own: CellFacts = { ...cell, ...sourced.get(lineKey(line)) }
      return { line, facts: own, judged: assessLine(own, line, policy) }
    }),
  )
}

const expectNumbers = (of: unknown, path: string): void => {
  if (typeof of === 'number') expect(Number.isFinite(of), `${path} is ${of}`).toBe(true)
  else if (typeof of === 'object' && of !== null)
    for (const [key, value] of Object.entries(of)) expectNumbers(value, `${path}.${key}`)
}

describe('shops that one location of our own supplies', () => {
  it('are never promised more of its units than it has, each whole and none negative', () =>
    holds(families, ({ shops: cells, onHand, lead }) => {
      const all = judgeAll(cells, warehouse(cells[0] as CellFacts, onHand, lead))
      const committed = all.filter(({ line }) => line.status === 'committed')
      const sent = committed.reduce(
        (sum, { facts: { source } }) => sum + (source?.missing ?? 0) - (source?.lacks ?? 0),
        0,
      )
      expect(sent).toBeLessThanOrEqual(onHand + 1e-6)
      for (const { facts } of all)
        for (const { units, day } of facts.source?.sends ?? []) {
          expect(units).toBeGreaterThan(0)
          expect(Number.isInteger(units)).toBe(true)
          expect(day).toBeGreaterThanOrEqual(asOf)
        }
    }))

  it('are judged as if it were their supplier where it has plenty', () =>
    holds(families, ({ shops: cells, lead }) => {
      for (const { line, judged } of judgeAll(cells, warehouse(cells[0] as CellFacts, 1e9, lead))) {
        const cell = cells.find((one) => one.location.location === line.location) as CellFacts
        const alone = assessLine(cell, line, policy)
        expect(judged.verdict).toBe(alone.verdict)
        expect(judged.window).toEqual(alone.window)
      }
    }))

  it('have no number that is none, however long the ways and however much is wanted', () =>
    holds(fc.tuple(families, fc.constantFrom(0, 400), fc.constantFrom(0, 1, 1000)), ([family, days, ratio]) => {
      const wanting = family.shops.map((shop) => ({
        ...shop,
        leadTime: shop.leadTime && { ...shop.leadTime, lead: days },
        promotions: shop.promotions.map((line) => ({ ...line, stated: { kind: 'uplift' as const, ratio } })),
      }))
      const lead = family.lead && { ...family.lead, lead: 400 - days }
      for (const { judged, facts } of judgeAll(wanting, warehouse(wanting[0] as CellFacts, family.onHand, lead))) {
        const { facts: _, ledger: __, ...numbers } = judged
        expectNumbers(numbers, 'judged')
        expectNumbers(facts.source, 'source')
      }
    }))

  it('are never judged better because it has nothing', () =>
    holds(families, ({ shops: cells, onHand, lead }) => {
      const source = warehouse(cells[0] as CellFacts, onHand, lead)
      const [some, none] = [source, { ...source, stock: source.stock && { ...source.stock, onHand: 0 } }].map((of) =>
        judgeAll(cells, of),
      )
      none?.forEach(({ judged }, i) => {
        const before = some?.[i]?.judged.verdict as Verdict
        if (judged.verdict !== 'unknown' && before !== 'unknown')
          expect(rank[judged.verdict]).toBeGreaterThanOrEqual(rank[before])
      })
    }))
})

/** Sets a share of the source for the first line of a shop. */
const withShare = (shop: CellFacts, units: number): CellFacts => {
  const [line] = shop.promotions
  const by = { id: 'U-BEN', name: 'Ben' }
  const cell = { sku: shop.item.sku, location: shop.location.location }
  const share: SetShare[] = line
    ? [{ ...cell, id: 1, promotionId: line.promotionId, source: 'DC', units, by, on: asOf }]
    : []
  return { ...shop, shares: share }
}

describe('a share that somebody has set', () => {
  const units = fc.integer({ min: 0, max: 600 })

  it('is kept before all other lines, as far as the source has it and the line needs it, and is never exceeded', () => {
    const seen = { bound: 0, kept: 0 }
    holds(fc.tuple(families, units), ([{ shops: cells, onHand, lead }, share]) => {
      const shops = cells.map((shop, i) => (i === 2 ? withShare(shop, share) : shop))
      const all = judgeAll(shops, warehouse(cells[0] as CellFacts, onHand, lead))
      const set = all.filter(({ facts: { source } }) => source?.share !== undefined)
      expect(set).toHaveLength(1)
      const { missing = 0, lacks = 0, tally = null } = set[0]?.facts.source ?? {}
      if (tally === null) return
      expect(tally.promised).toBe(0)
      const has = Math.max(0, Math.floor(availableToPromiseOf(tally) + 1e-7))
      expect(missing - lacks).toBeCloseTo(Math.min(missing, share, has), 6)
      if (missing > share && has > share) seen.bound++
      if (share >= missing && has < onHand + missing) seen.kept++
    })
    expect(seen.bound).toBeGreaterThan(3)
    expect(seen.kept).toBeGreaterThan(3)
  })

  it('of another source, or of another promotion, changes nothing', () =>
    holds(
      fc.tuple(families, units),
      ([{ shops: cells, onHand, lead }, share]) => {
        const source = warehouse(cells[0] as CellFacts, onHand, lead)
        const others = cells.map((shop) => {
          const [set] = withShare(shop, share).shares ?? []
          return set === undefined
            ? shop
            : {
                ...shop,
                shares: [
                  { ...set, source: 'ELSEWHERE' },
                  { ...set, promotionId: 'P-OTHER' },
                ],
              }
        })
        const verdicts = (of: readonly CellFacts[]) => judgeAll(of, source).map(({ judged }) => judged.window)
        expect(verdicts(others)).toEqual(verdicts(cells))
      },
      40,
    ))
})

describe('a way of two legs', () => {
  const ways = fc
    .tuple(leadTime, leadTime)
    .map(([last, first]): LeadTime => ({ ...last, via: { lead: first, receiving } }))
  const days = fc.integer({ min: asOf, max: asOf + 60 })

  it('is in time when it is ordered on the last day for it, and the next ordering day is not', () =>
    holds(
      fc.tuple(ways, days),
      ([way, day]) => {
        const last = orderBackwards(way, receiving, day)
        expect(last?.usableOn).toBeLessThanOrEqual(day)
        const next = orderForwards(way, receiving, (last?.orderOn as number) + 1)
        expect(next?.usableOn).toBeGreaterThan(day)
      },
      400,
    ))

  it('takes as long as the two legs one after the other', () =>
    holds(
      fc.tuple(ways, days),
      ([{ via, ...way }, day]) => {
        const there = orderForwards(via?.lead as LeadTime, receiving, day)
        const here = orderForwards(way, receiving, there?.usableOn as number)
        expect(orderForwards({ ...way, via: via as never }, receiving, day)).toEqual({
          orderOn: there?.orderOn,
          usableOn: here?.usableOn,
        })
      },
      400,
    ))
})
