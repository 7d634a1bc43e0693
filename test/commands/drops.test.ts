import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { daysBetween } from '../_helpers/shop-book.ts'
import { type Stage, stage } from './stage.ts'

// Mon 1 June 2026: tea sells 20 a day at EUR 10 and costs 5; 600 are there, 3,000 come on 20 June. ACME needs 20 days, 7 at its fastest.
let shop: Stage
beforeEach(async () => {
  shop = await stage('2026-06-01')
  await shop.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier,order_multiple\nTEA,Tea,5,10,EUR,ACME,10\n')
  await shop.feed('lead-times', 'supplier,lead_time_days,expedite_days\nACME,20,7\n')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nTEA,S1,600,2026-06-01\n')
  await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-05-01,TEA,S1,4000,200\n')
  await order(3000)
})
afterEach(() => shop[Symbol.asyncDispose]())

const order = (units: number, due = '2026-06-20') =>
  shop.feed('inbound', `order_id,sku,location,quantity,due_date\nPO-2,TEA,S1,${units},${due}\n`)
const sold = (perDay: number, from: string, to: string) =>
  shop.feed(
    'sales',
    `date,sku,location,units\n${daysBetween(from, to)
      .map((day) => `${day},TEA,S1,${perDay}`)
      .join('\n')}\n`,
  )
const register = () => shop.say('promo add Teatime sku:TEA at:S1 dates:"6-12 Jul" uplift:+50%')
const kinds = () => shop.rows('select kind, state from risk where ended_at is null').map(({ kind }) => kind)

describe('what an order brings too much of', () => {
  it('is told at once, with how much and until when the order can be cut; a risk while it sells slowly as well', async () => {
    // 600 + 3,000 - 700 until then - 210 - 560 of the four weeks after = 2,130 left; a tenth of EUR 5 each.
    const answer = await register()
    expect(answer).toMatch(
      /2,130 units of Tea will probably be left over \(EUR 1,065 to hold until it is sold\), up to 2,\d\d\d if sales are weak \(1 in 10\); supply can still take 2,130 of the 3,000 units off PO-2 by Sat 13 Jun\./,
    )
    const [, weak] = /up to (2,\d\d\d)/.exec(answer) ?? []
    expect(Number(weak?.replace(',', ''))).toBeGreaterThan(2200)
    expect(shop.posted().at(-1)).toMatch(
      /Also: 2,130 units of Tea likely left over \(EUR 1,065 to hold\), 2,\d\d\d if sales are weak/,
    )
    await shop.tick()
    expect(kinds()).toEqual([])
    await sold(13, '2026-05-04', '2026-05-31')
    await shop.tick()
    expect(kinds()).toEqual(['leftover'])
    expect(await shop.say('shelfready risks')).toContain(
      'take 2,130 of the 3,000 units off PO-2 by Sat 13 Jun: Tea is likely to be left over · EUR 1,065 at stake',
    )
    await order(870)
    await shop.tick()
    expect(kinds()).toEqual([])
    expect(await shop.say('promo check P-1')).toContain('READY')
  })

  it('is no risk where the order has left, or there is no order', async () => {
    await order(3000, '2026-06-05')
    await register()
    await shop.tick()
    expect(kinds()).toEqual([])
    expect(await shop.say('promo options P-1')).toContain('There is nothing to decide')
  })

  it('can be pulled back, which is priced like every other way out and decided like it', async () => {
    await sold(13, '2026-05-04', '2026-05-31')
    await register()
    const options = await shop.say('promo options P-1')
    // Normal margin of 210 units less the holding cost of what is left: 1,050 - 1,065, and 1,050 - about nothing.
    expect(options).toMatch(/Do nothing \(best\)\s+210 of 210\s+0\s+EUR 1,065\s+EUR -15/)
    expect(options).toMatch(/Pull the order back\s+210 of 210\s+not known\s+EUR (\d+)\s+EUR 1,0\d\d\s+\+EUR 1,0\d\d/)
    expect(options).toMatch(
      /Pull the order back: take 2,130 of the 3,000 units of Tea @ S1 off PO-2 at ACME, by Sat 13 Jun \(without what the supplier asks for the change; worth it up to EUR 1,0\d\d\)/,
    )
    await shop.tick()
    expect(await shop.say('promo decide P-1 date reason:"later"')).toContain('not possible')
    expect(await shop.say('promo decide P-1 cut reason:"it sells slowly"')).toContain(
      'Proposed for Teatime (P-1): pull the order back: take 2,130 of the 3,000 units of Tea @ S1 off PO-2 at ACME, by Sat 13 Jun',
    )
    expect(await shop.say('promo agree P-1', { name: 'Ben' })).toContain('agrees the smaller order with the supplier')
    const [risk] = shop.rows('select kind, state from risk where ended_at is null')
    expect(risk).toMatchObject({ kind: 'leftover', state: 'mitigating' })
  })

  it('leaves nothing to decide where nothing is left over', async () => {
    await order(600)
    await register()
    expect(await shop.say('promo decide P-1 cut reason:"it sells slowly"')).toContain('There is nothing to decide')
  })

  it('is not taken from what another promotion needs', async () => {
    await shop.say('promo add Later sku:TEA at:S1 dates:"10-20 Aug" units:2400')
    await shop.tick()
    const answer = await register()
    const [, cut] = /take ([\d,]+) of the 3,000/.exec(answer) ?? []
    if (cut !== undefined) expect(Number(cut.replace(',', ''))).toBeLessThan(600)
  })
})

describe('demand that falls behind', () => {
  it('before the start is told with what it comes to, at registration and in the digest', async () => {
    await order(600)
    await sold(13, '2026-05-04', '2026-05-31')
    expect(await register()).toContain(
      'Tea sells 35 % below its demand plan, 364 of 560 units in 28 days; if that goes on, the promotion sells 74 units less: stop the reorder (PO-2, 600 units, by Sat 13 Jun), or widen the offer',
    )
    shop.at('2026-07-01')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nTEA,S1,900,2026-07-01\n')
    await sold(13, '2026-06-01', '2026-06-30')
    expect(await shop.say('digest')).toContain(
      'Tea sells 35 % below its demand plan; if that goes on, the promotion sells 74 units less',
    )
  })

  it.each([
    ['a little', 18, '2026-05-04'],
    ['for a few days', 5, '2026-05-25'],
  ])('by %s says nothing', async (_, perDay, from) => {
    await order(600)
    await sold(perDay, from, '2026-05-31')
    expect(await register()).not.toContain('below its demand plan')
  })

  it('while it runs is marked in the digest as plainly as what sells too fast, with the last day to cut', async () => {
    await register()
    shop.at('2026-07-09')
    await order(3000, '2026-07-20')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nTEA,S1,900,2026-07-09\n')
    await sold(6, '2026-07-06', '2026-07-08')
    const digest = await shop.say('digest')
    expect(digest).toContain('▼ Teatime (P-1) · day 4 of 7 · covered to its end · selling 80 % below plan, 6 a day')
    expect(digest).toContain('stop the reorder (PO-2, 3,000 units, by Mon 13 Jul), or widen the offer')
  })
})
