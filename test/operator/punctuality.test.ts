import { describe, expect, it } from 'vitest'
import { said, shopBook } from '../_helpers/shop-book.ts'

const book = shopBook('2026-06-01')

/** Deliveries of the last months: promised for the first of a month, each so many days late. */
const delivered = (...late: readonly number[]) =>
  late.map((days, i) => {
    const promised = Temporal.PlainDate.from('2025-11-01').add({ months: i })
    return {
      quantity: 0,
      status: 'received',
      promised_date: `${promised}`,
      received_date: `${promised.add({ days })}`,
      received_quantity: 50,
    }
  })
const punctual = delivered(0, 0, 0, 0, 0, 0)
const unreliable = delivered(0, 6, 0, 0, 6, 0)

// Ten a day; 70 in the window of Mon 15 to Sun 21 June, and 140 before it.
describe('a supplier of whom nobody said how punctual it is', () => {
  const short = (orders: readonly Record<string, string | number>[], lead = {}) =>
    book.shop({ stock: 160, lead: { lead_time_days: 5, ...lead }, promotion: { uplift: 1 }, orders })
  const [known, late, few] = [short(punctual), short(unreliable), short(unreliable.slice(0, 4))]
  const told = short(unreliable, { lead_time_sd_days: 0.5 })

  it('must be ordered at earlier where deliveries came late, and it is said how many', () => {
    expect(known().window.order_by_date).not.toBeNull()
    expect(Date.parse(`${late().window.order_by_date}`)).toBeLessThan(Date.parse(`${known().window.order_by_date}`))
    expect(said(late())).toMatch(/lead time varies, as 6 deliveries of this item here show; I allow \d+ days/)
  })
  it('is taken at its word after four deliveries', () => {
    expect(few().window.order_by_date).toBe(known().window.order_by_date)
    expect(said(few())).not.toContain('varies')
  })
  it('is not guessed where the feed tells', () => {
    expect(said(told())).toMatch(/lead time varies; I allow 6 days/)
    expect(said(told())).not.toContain('deliveries of this item here show')
  })
})

describe('an order that a promotion cannot do without', () => {
  const coming = { order_id: 'PO-LATE', quantity: 200, due_date: '2026-06-13', promised_date: '2026-06-13' }
  const lives = (past: readonly Record<string, string | number>[], stock = 150) =>
    book.shop({ stock, lead: 60, promotion: { uplift: 1 }, orders: [...past, coming] })
  const [trusted, doubted] = [lives(punctual), lives(unreliable)]
  const plenty = lives(unreliable, 900)

  it('is named with the probability of running out if it comes as late as others did', () => {
    expect(doubted().verdict).toBe('ready')
    expect(said(doubted())).toMatch(
      /2 of the last 6 deliveries of this item here came late, usually by 6 days\. If PO-\S+ \(200 units, Sat 13 Jun\) does too, the chance of selling out is (over )?\d+ %/,
    )
  })
  // Ordinary orders of 1 June arrive on the 13th: they count on what is on its way, and bring nothing in its stead.
  const replenished = book.shop({
    stock: 150,
    lead: { lead_time_days: 12, review_days: 7 },
    promotion: { uplift: 2 },
    orders: [...unreliable, { ...coming, quantity: 600 }],
  })
  it('is named where the shelf is replenished as well: nobody orders for a delay before it is known', () => {
    expect(replenished().verdict).toBe('ready')
    expect(said(replenished())).toMatch(/came late, usually by 6 days\. If PO-\S+ \(600 units, Sat 13 Jun\) does too/)
  })
  it('is not named where deliveries were punctual, or where the shelf does without it', () => {
    expect(said(trusted())).not.toContain('came late')
    expect(said(plenty())).not.toContain('came late')
  })

  it('is named on the card of the promotion too', async () => {
    const { promotion_id: id } = doubted()
    const ran = await book.line().run('assess', '--promotion', id, '--as-of', '2026-06-01', '--format', 'text')
    expect(ran.out).toMatch(
      /READY[\s\S]*depends on PO-LATE \(200 units, Sat 13 Jun\) being on time: 2 of the last 6 deliveries were late/,
    )
  })
})
