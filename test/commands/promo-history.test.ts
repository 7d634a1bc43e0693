import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeAll(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  cola.at('2026-06-02T09:30:00Z')
  await cola.say('promo edit P-1 units:600', { name: 'Ben', place: '#supply' })
  cola.at('2026-06-03T07:05:00Z')
  await cola.say('shelfready ack P-1', { name: 'Ben', place: '#supply' })
  cola.at('2026-06-04T23:59:00Z')
  await cola.say('shelfready snooze P-1 until:"10 Jun"', { name: 'Cleo' })
  cola.at('2026-06-05')
  await cola.say('promo add Other sku:SKU-110 dates:"6-12 Jul" units:7')
  await cola.say('promo cancel P-1 why:supply reason:"too late"', { name: 'Dora' })
})
afterAll(() => cola[Symbol.asyncDispose]())

describe('the story of a promotion', () => {
  it('names every event with day, time, person, place and words, the newest first', async () => {
    const events = (await cola.say('promo history P-1')).split('\n').filter((line) => line.startsWith(' ·'))
    expect(events).toHaveLength(5)
    expect(events[0]).toMatch(/Fri 5 Jun 08:00: cancelled by Dora in #launches.*supply.*too late/)
    expect(events[1]).toMatch(/Thu 4 Jun 23:59:.*Cleo in #launches.*Wed 10 Jun/)
    expect(events[2]).toMatch(/Wed 3 Jun 07:05:.*Ben in #supply/)
    expect(events[3]).toMatch(/Tue 2 Jun 09:30: changed by Ben in #supply: units 700 → 600 · ▲ At risk/)
    expect(events[4]).toMatch(/Mon 1 Jun 08:00: registered by Ana in #launches: ▲ At risk/)
  })

  it('says in which zone its times are', async () => {
    expect(await cola.say('promo history P-1')).toContain('UTC')
  })

  it('tells nothing of other promotions, and can be asked for by name', async () => {
    const other = await cola.say('promo history other')
    expect(other).toContain('Other (P-2)')
    expect(other).not.toContain('Ben')
    expect(other.split('\n').filter((line) => line.startsWith(' ·'))).toHaveLength(1)
  })

  it('writes nothing, and asks for a promotion that exists', async () => {
    const before = cola.everything()
    await cola.say('promo history P-1')
    expect(await cola.say('promo history P-99')).toContain('There is no promotion P-99')
    expect(await cola.say('promo history')).toContain('Which promotion?')
    expect(cola.everything()).toBe(before)
  })
})

it('the history of a promotion says when its verdict turned and why, and how it ended', async () => {
  await using shop = await colaStage()
  await shop.say('shelfready subscribe')
  await shop.say('promo add Short sku:SKU-110 at:EAST dates:"22-23 Jun" units:900')
  await shop.tick()
  shop.at('2026-06-01T10:00:00Z')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,10,2026-06-01\n')
  await shop.tick()
  expect(await shop.say('promo history P-1')).toMatch(/● Ready → (▲ At risk|✖ Not ready), with new data/)
  shop.at('2026-06-25')
  await shop.feed(
    'sales',
    'date,sku,location,units,stockout\n2026-06-22,SKU-110,EAST,5,0\n2026-06-23,SKU-110,EAST,5,0\n',
  )
  expect(await shop.say('promo history P-1')).toMatch(/Ended Tue 23 Jun: 10 of [\d,]+ planned sold · fill rate 100.0 %/)
})
