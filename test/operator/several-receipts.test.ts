import { describe, expect, it } from 'vitest'
import { shopBook } from '../_helpers/shop-book.ts'

const book = shopBook('2026-06-01')

// A hundred a day from Mon 15 June on; 140 are sold before.
describe('a promotion that lives on several receipts', () => {
  const promotion = { units: 700 }
  const first = { quantity: 220, due_date: '2026-06-18' }
  const second = { quantity: 2_000, due_date: '2026-06-20' }
  const thin = book.shop({ stock: 465, lead: 60, promotion, orders: [first, second] })
  const alone = book.shop({ stock: 465, lead: 60, promotion, orders: [{ ...first, quantity: 2_000 }] })
  const later = book.shop({ stock: 2_000, lead: 60, promotion, orders: [first, second] })
  const laterAlone = book.shop({ stock: 465 + 220 + 2_000, lead: 60, promotion })

  it('may run out before each of them: it is riskier than before the first alone', () => {
    expect(alone().window.p0).toBeGreaterThan(0)
    expect(thin().window.p0).toBeGreaterThan((alone().window.p0 as number) + 0.01)
    expect(thin().window.p0).toBeLessThan(1)
  })

  it('is no riskier for receipts that it does not need', () => {
    expect(later().window.p0).toBeCloseTo(laterAlone().window.p0 as number, 6)
    expect(later().verdict).toBe('ready')
  })

  const short = book.shop({ stock: 465, lead: 5, promotion, orders: [first, second] })
  it('is ready once what it is said to order is there', () => {
    expect(['ready', 'at-risk']).toContain(short().verdict)
    expect(short().window.p1).toBeLessThanOrEqual(0.2)
  })
})
