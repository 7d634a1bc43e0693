import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import type { Freight } from '../../../src/domain/prices/freight.ts'
import { landedCost, withExpedited, withPromotionFreight } from '../../../src/domain/prices/landed-cost.ts'
import { pricedLines } from '../../../src/domain/prices/price-lines.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import { asOf, cellFacts } from '../arbitrary-facts.ts'

const item = (unitCost: number | null, currency: string | null = 'EUR') => ({ unitCost, currency }) as Item
const freight = (paid: Record<string, number>, units: number | null): Freight => ({
  paid,
  units,
  basis: 'received',
  since: asOf - 365,
})

describe('what a unit costs until it can be sold', () => {
  it.each([
    // unit cost, currency, freight, rest of the kit | total, missing
    ['the unit, and its share of the freight', 5, 'EUR', freight({ EUR: 600 }, 1000), 0, 5.6, []],
    ['with the rest of its kit', 5, 'EUR', freight({ EUR: 600 }, 1000), 1.25, 6.85, []],
    ['freight that was credited again', 5, 'EUR', freight({ EUR: -100 }, 1000), 0, 4.9, []],
    ['no freight known: it is missing, not zero', 5, 'EUR', undefined, 0, 5, ['freight']],
    ['freight of nobody knows how many units', 5, 'EUR', freight({ EUR: 600 }, null), 0, 5, ['freight']],
    ['freight of no units at all', 5, 'EUR', freight({ EUR: 600 }, 0), 0, 5, ['freight']],
    ['freight in another currency', 5, 'EUR', freight({ USD: 600 }, 1000), 0, 5, ['freight in USD']],
    ['freight in two currencies', 5, 'EUR', freight({ EUR: 600, USD: 90 }, 1000), 0, 5.6, ['freight in USD']],
    ['an item of no currency', 5, null, freight({ EUR: 600 }, 1000), 0, 5, ['freight in EUR']],
    ['no unit cost: the total is unknown', null, 'EUR', freight({ EUR: 600 }, 1000), 0, null, ['unit']],
  ] as const)('%s', (_, unitCost, currency, of, costBeside, total, missing) => {
    const cost = landedCost(
      { item: item(unitCost, currency), ...(of === undefined ? {} : { freight: of }) },
      { costBeside },
    )
    if (total === null) expect(cost.total).toBeNull()
    else expect(cost.total).toBeCloseTo(total, 9)
    expect(
      cost.missing.map(({ of: what, currency: other }) => (other === null ? what : `${what} in ${other}`)),
    ).toEqual(missing)
  })

  it('is more where freight was paid for the promotion, or speed', () => {
    const usual = landedCost({ item: item(5), freight: freight({ EUR: 600 }, 1000) }, {})
    const promoted = withPromotionFreight(usual, { EUR: 210 }, 700, 'EUR')
    expect(promoted.total).toBeCloseTo(5.9, 9)
    const fast = withExpedited(promoted, 500, 2.9)
    expect(fast.total).toBeCloseTo(5.9, 9)
    expect(fast.expedited?.total).toBeCloseTo(8.8, 9)
    expect(withExpedited(promoted, 500, null)).toMatchObject({ missing: [{ of: 'expedite' }], total: promoted.total })
    expect(withPromotionFreight(usual, { EUR: 210 }, null, 'EUR').missing).toEqual([
      { of: 'promotion-freight', currency: null },
    ])
  })
})

const policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 100 }
const paid = fc.option(fc.record({ EUR: fc.integer({ min: -50, max: 5000 }), USD: fc.constantFrom(0, 0, 40) }))

/** Whatever is known of a cell, its parts add up, and a price below cost loses what the gap comes to. */
it('adds up on any cell, and a price is in conflict exactly where it is below cost', () => {
  fc.assert(
    fc.property(
      cellFacts(),
      fc.record({ price: fc.constantFrom(null, 1, 3.99, 4.5, 9, 12), paid, for: paid, fast: fc.boolean() }),
      (bare, of) => {
        const [first, ...others] = bare.promotions as [PromotionLine, ...PromotionLine[]]
        const line = { ...first, price: of.price }
        const facts = {
          ...bare,
          promotions: [line, ...others],
          ...(of.paid === null ? {} : { freight: freight(of.paid, 500) }),
          ...(of.fast ? { expediting: { supplier: 'ACME', days: 1, perUnit: 2, fixed: 30 } } : {}),
        }
        const judged = assessLine(facts, line, policy)
        const own = of.for === null ? null : { ofItems: new Map([['COLA', of.for]]), ofAll: {} }
        const [priced] = pricedLines([judged], policy, own)
        const { parts, total, expedited } = priced?.landed ?? { parts: [], total: null }
        const sum = parts.reduce((all, { amount }) => all + amount, 0)
        if (facts.item.unitCost === null) expect(total).toBeNull()
        else expect(total).toBeCloseTo(sum, 9)
        if (expedited !== undefined)
          expect(expedited.total).toBeCloseTo(
            expedited.parts.reduce((all, { amount }) => all + amount, 0),
            9,
          )
        const below =
          priced?.reasons.filter((reason) => reason.code === 'PRICE_CONFLICT' && reason.other === null) ?? []
        const least = Math.max(total ?? 0, expedited?.total ?? 0)
        expect(below.length === 1).toBe(total !== null && judged.price !== null && judged.price < least - 0.005)
      },
    ),
    { numRuns: 60 },
  )
})
