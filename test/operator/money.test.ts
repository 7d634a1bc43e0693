import { describe, expect, it } from 'vitest'
import { said, shopBook } from '../_helpers/shop-book.ts'

// 700 wanted, nothing on the shelf at the start and no order in time: about 700 units are lost.
describe('what a shortage costs', () => {
  const book = shopBook('2026-06-01')
  const priced = (promotion: Record<string, string | number>, item: Record<string, string | number> = {}) =>
    book.shop({
      stock: 140,
      lead: 60,
      item: { unit_price: 10, unit_cost: 4, ...item },
      promotion: { units: 700, ...promotion },
    })
  const costing = (price: number, ...[promotion, item]: Parameters<typeof priced>) => {
    const judged = priced(promotion, item)
    return () => {
      const got = judged()
      const units = got.expected_shortage_units as number
      expect(units).toBeGreaterThan(650)
      expect(got.revenue_at_risk).toBeCloseTo(units * price, 2)
      expect(got.margin_at_risk).toBeCloseTo(units * (price - 4), 2)
    }
  }

  it('is the normal price of each unit where the promotion states none', costing(10, {}))
  it('is your price', costing(7.99, { price: 7.99 }))
  it('is the price less the discount', costing(8, { discount: 0.2 }))
  it('reads a discount in per cent', costing(7.5, { discount: '25%' }))
  it('is your price, which a discount beside it does not lower again', costing(7.5, { price: 7.5, discount: 0.25 }))
  it('is half the price where one is given away with each', costing(5, { type: 'bogo' }))
  it('is your price of such a promotion where it is given', costing(6, { type: 'bogo', price: 6 }))
  it('is the price whatever the type of other promotions', costing(10, { type: 'display' }))

  const unpriced = book.shop({
    stock: 140,
    lead: 60,
    item: { unit_price: '', unit_cost: 4 },
    promotion: { units: 700 },
  })
  it('is not known without a price, which is said; the verdict does not need it', () => {
    expect(unpriced()).toMatchObject({ verdict: 'not-ready', revenue_at_risk: null, margin_at_risk: null })
    expect(said(unpriced())).toMatch(/price/i)
  })

  const costless = priced({}, { unit_cost: '' })
  it('is known in revenue and not in margin without a unit cost', () => {
    expect(costless().revenue_at_risk).toBeGreaterThan(6500)
    expect(costless().margin_at_risk).toBeNull()
  })

  const beside = priced({ price: 7.99 })
  it('has beside it what a unit costs, whose known parts add up, and what the units that sell earn', () => {
    const got = beside()
    expect(got.landed_cost).toMatchObject({
      unit_cost: 4,
      freight: null,
      total: 4,
      missing: ['freight'],
      expedited: null,
    })
    const sold = (got.demand_units as { mean: number }).mean - (got.expected_shortage_units as number)
    expect(got.expected_margin).toBeCloseTo(sold * (7.99 - 4), 2)
    expect(costless()).toMatchObject({ expected_margin: null, landed_cost: { unit_cost: null, total: null } })
  })

  const dollars = priced({}, { currency: 'USD' })
  it('is in the currency of the item', () => {
    expect(dollars().currency).toBe('USD')
  })

  const covered = book.shop({ stock: 3000, promotion: { units: 700 } })
  it('is nothing where there is enough', () => {
    expect(covered().revenue_at_risk).toBeCloseTo(0, 2)
    expect(covered().margin_at_risk).toBeCloseTo(0, 2)
  })

  // 3,140 less 140 and 700 leave 2,300 on 21 June; 28 days of ten are no leftover.
  const heaped = book.shop({ stock: 3140, promotion: { units: 700 } })
  const perishable = book.shop({ stock: 3140, item: { shelf_life_days: 7 }, promotion: { units: 700 } })
  it('stands beside what would be left over beyond 28 days of normal sales, or the shelf life', () => {
    expect(heaped().leftover_units).toBeCloseTo(2300 - 280, -1)
    // What was counted is past its life after a week of normal sales, long before the promotion.
    expect(perishable().leftover_units).toBeCloseTo(3140 - 70, -1)
  })

  it('shares the unserved part of the demand with the fill rate', () => {
    const got = costless()
    const { mean } = got.demand_units as { mean: number }
    expect(got.fill_rate).toBeCloseTo(1 - (got.expected_shortage_units as number) / mean, 4)
  })
})
