import { beforeAll, describe, expect, it } from 'vitest'
import { daysBetween, said, shopBook } from '../_helpers/shop-book.ts'

const each = (first: string, last: string, units: number) =>
  Object.fromEntries(daysBetween(first, last).map((day) => [day, units]))

// Twenty a day are planned from Sat 30 May to Fri 5 June; the book is read on Mon 1 June. Those that are over ended on 26 May.
describe('a promotion that is running', () => {
  const book = shopBook('2026-06-01')
  const running = { start: '2026-05-30', end: '2026-06-05' }
  const plan = [{ date: '2026-05-01', units: 600, days: 60 }]
  const live = (sku: string, a_day: number, more: Parameters<typeof book.shop>[0] = {}) =>
    book.shop({
      item: { sku },
      stock: { on_hand: 900, as_of: '2026-06-01' },
      plan,
      promotion: { ...running, name: sku, uplift: 2 },
      sold: each('2026-05-30', '2026-05-31', a_day),
      ...more,
    })
  const twice = live('TWICE', 40)
  live('SLOW', 12, { orders: [{ order_id: 'PO-7', quantity: 84, due_date: '2026-06-20' }] })
  live('HALF', 10)
  live('CALM', 20)
  live('SINGLE', 0, { sold: { '2026-05-30': 40 } })
  live('UNSTATED', 10, {
    stock: { on_hand: 80, as_of: '2026-06-01' },
    promotion: { ...running, name: 'UNSTATED' },
    sold: {},
  })
  live('SCARCE', 10, {
    stock: { on_hand: 15, as_of: '2026-06-01' },
    promotion: { ...running, name: 'SCARCE' },
    sold: {},
  })
  live('NOTHING', 0, {
    plan: [{ date: '2026-05-01', units: 0, days: 60 }],
    promotion: { ...running, name: 'NOTHING' },
    sold: {},
  })
  live('OVER', 0, {
    promotion: { start: '2026-05-20', end: '2026-05-26', name: 'OVER', uplift: 2 },
    sold: { '2026-05-20': 60, '2026-05-21': 80 },
  })
  live('WHOLE', 0, {
    promotion: { start: '2026-05-20', end: '2026-05-26', name: 'WHOLE', uplift: 2 },
    sold: each('2026-05-20', '2026-05-26', 20),
  })

  let digest = ''
  let after = ''
  beforeAll(async () => {
    const read = async (day: string) => (await book.line().run('digest', '--as-of', day, '--dry-run')).out
    digest = (await read('2026-06-01')).split('\nLive').at(-1) ?? ''
    after = (await read('2026-05-27')).split('\nEnded').at(-1) ?? ''
  })
  const row = (name: string) =>
    digest
      .slice(digest.indexOf(` ${name} (`))
      .split('\n')
      .slice(0, 2)
      .join('\n')

  it('reads at the pace at which it sells, not the one it is judged with', () => {
    expect(row('TWICE')).toContain('selling at twice the plan, 40 a day (+100 %)')
    expect(row('TWICE')).toContain('sold 80 in 2 of 7 days')
    expect(said(twice())).toMatch(
      /Selling at twice the plan, 40 a day \(\+100 %\), after 2 days; for the days left I use \+50 %/,
    )
  })

  it('keeps the blend for its judgement', () => expect(twice().demand_units?.mean).toBeCloseTo(5 * 30, 0))

  // 40 % of 140 planned are 56 units of EUR 10.
  it('that sells too slowly says what that costs, and what to do', () => {
    expect(row('SLOW')).toContain('selling 40 % below plan, 12 a day')
    expect(row('SLOW')).toContain(
      'sold 24 in 2 of 7 days; on course for EUR 560 less than planned: stop the reorder (PO-7, 84 units, by Wed 17 Jun), or widen the offer',
    )
    expect(row('HALF')).toContain('on course for EUR 700 less than planned: order no more, or widen the offer')
  })

  it('says so on its card', async () => {
    const { out } = await book.line().run('assess', '--promotion', 'SLOW-1', '--as-of', '2026-06-01')
    expect(out).toMatch(/Selling 40 % below plan, 12 a day: sold 24 in 2 of 7 days; on course for EUR 560 less/)
  })

  it('that sells to plan is told so, and nothing of a cost', () => {
    expect(row('CALM')).toContain('selling as planned')
    expect(row('CALM')).not.toContain('less than planned')
  })

  it('says nothing of its pace after a single day', () => expect(row('SINGLE').split('\n')[0]).not.toContain('selling'))

  it('is covered as normal sales are where nobody stated an uplift', () => {
    expect(row('UNSTATED')).toContain('covered to its end at normal sales')
    expect(row('SCARCE')).toContain('1.5 days of cover @ SHOP at normal sales')
    expect(row('NOTHING')).toContain('covered to its end')
  })

  it('that is over tells units and fill rate of the days whose sales have come in', () => {
    expect(after).toMatch(/OVER .* sold 140 in 2 of 7 days · fill rate 100.0 % there/)
    expect(after).toMatch(/WHOLE .* 140 of [\d.]+ planned sold · fill rate 100.0 %(?! there)/)
  })
})
