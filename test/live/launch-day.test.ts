import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from '../commands/stage.ts'

// From Tue 2 to Mon 15 June cola sells 20 a day in EAST and in WEST. EAST has 100 on hand; a supplier needs 40 days.
let shop: Stage
beforeEach(async () => {
  shop = await colaStage(40)
  await shop.feed('inbound', 'order_id,sku,location,quantity,status\nPO-77,SKU-100,EAST,150,cancelled')
  await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,SKU-100,WEST,2000,200')
  await count({ EAST: 400, WEST: 1_500 })
  await shop.say('promo add Fair sku:SKU-100 at:EAST,WEST dates:"2-15 Jun" uplift:2x owner:@ana')
})
afterEach(() => shop[Symbol.asyncDispose]())

const count = (units: Readonly<Record<string, number>>, at = shop.now().toString().slice(0, 10)) =>
  shop.feed(
    'inventory',
    ['sku,location,on_hand,as_of', ...Object.entries(units).map(([place, n]) => `SKU-100,${place},${n},${at}`)].join(
      '\n',
    ),
  )
const digest = () => shop.say('shelfready digest')
const live = async () => (await digest()).split('\nLive')[1] ?? ''

describe('a running promotion', () => {
  it('says which ads to pause and until which hour, and in hours what the stock of this hour covers', async () => {
    shop.at('2026-06-02T12:00:00Z')
    await count({ EAST: 50, WEST: 300 }, '2026-06-02T12:00:00')
    // 50 at noon, and 20 a day: 60 hours, until midnight of Thu 4 June.
    expect(await live()).toMatch(/day 1 of 14 · 60 hours of cover @ EAST/)
    expect(await live()).toContain('pause the ads for Cola 1.5 l in EAST: it lasts until about Fri 5 Jun 00:00')
    expect(await shop.say('promo show P-1')).toContain('Also: pause the ads for Cola 1.5 l in EAST')
  })

  it('suggests what WEST can spare, which EAST is ready with, and WEST too', async () => {
    shop.at('2026-06-02')
    await count({ EAST: 100, WEST: 1_500 })
    const told = await live()
    const units = Number(/move ([\d,]+) of Cola 1.5 l from WEST to EAST today: usable Fri 5 Jun/.exec(told)?.[1])
    expect(units).toBeGreaterThan(180)
    expect(units).toBeLessThan(400)
    expect(await shop.say('promo show P-1')).toContain(`Still possible: move ${units} units from WEST to EAST today`)
    await shop.feed(
      'inbound',
      `order_id,sku,location,quantity,due_date,promotion_id\nT-1,SKU-100,EAST,${units},2026-06-05,P-1`,
    )
    await count({ EAST: 100, WEST: 1_500 - units })
    expect(await shop.say('promo check P-1')).toContain('READY')
    expect(await live()).not.toContain('move')
  })

  it.each([
    ['has no more than it needs to the end', { EAST: 100, WEST: 300 }],
    ['could only send what comes too late', { EAST: 10, WEST: 1_500 }],
  ])('suggests nothing where WEST %s', async (_, units) => {
    shop.at('2026-06-02')
    await count(units)
    expect(await live()).toContain('of cover @ EAST')
    expect(await live()).not.toContain('move')
  })

  it('tells four days with three counts a day once of what runs short', async () => {
    const alarms: string[] = []
    let left = 100
    for (let day = 2; day <= 5; day++)
      for (const hour of ['08', '12', '16']) {
        shop.at(`2026-06-0${day}T${hour}:00:00Z`)
        left = Math.max(0, left - 7)
        await count({ EAST: left, WEST: 300 }, `2026-06-0${day}T${hour}:00:00`)
        alarms.push(
          ...(await shop.tick()).filter((one) => one.startsWith('#launches') && /NOT READY|not ready/.test(one)),
        )
      }
    expect(alarms).toHaveLength(1)
    expect(shop.rows("select episode from risk where ended_at is null and kind = 'stockout'")).toEqual([{ episode: 1 }])
  })
})
