import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const kinds = () => cola.rows('select kind from risk where ended_at is null order by id').map(({ kind }) => kind)
const rows = async () => (await cola.say('shelfready risks')).split('\n')
const rowWith = async (words: string) => (await rows()).find((line) => line.includes(words)) ?? ''

const summer = 'promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'

describe('a late order', () => {
  it('that would save a promotion no normal order saves is chased before anything is decided', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,900,2026-05-28\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    expect(await rowWith('Summer')).toMatch(
      /✖ Summer \(P-1\).*: chase PO-81 of Cola 1\.5 l from ACME, needed by Tue 7 Jul · EUR .* · R-1$/,
    )
    expect(await cola.say('promo details P-1')).toContain(
      '     PO-81 (900 units), due Thu 28 May, has not arrived: ready if it turns up by Tue 7 Jul, else short 500.',
    )
    expect(kinds()).toEqual(['late-inbound'])
  })

  it('that comes after the gap is asked for sooner, in the row, on the card and as an option', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,900,2026-07-20\n')
    const card = await cola.say(summer)
    const sooner = 'Ready if ACME brings PO-81 (900 units) 13 days earlier, by Tue 7 Jul instead of Mon 20 Jul'
    expect(await cola.say('promo show P-1')).toContain(sooner)
    expect(card).not.toContain('no normal order is in time')
    expect(await rowWith('Summer')).toContain('get PO-81 of Cola 1.5 l from ACME 13 days sooner, by Tue 7 Jul')
    expect(await cola.say('promo options P-1')).toContain(
      'Bring an order forward: PO-81 (900 units of Cola 1.5 l @ EAST at ACME) 13 days sooner, by Tue 7 Jul',
    )
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,900,2026-07-07\n')
    expect(await cola.say('promo check P-1')).toContain('● READY')
  })

  it('that comes sooner than a normal order is named beside it', async () => {
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,900,2026-07-20\n')
    await cola.say(summer)
    expect(await rowWith('Summer')).toContain('order ')
    expect((await rows()).join('\n')).toContain('Ready if ACME brings PO-81 (900 units) 13 days earlier')
  })

  it('that would not save it leaves the decision', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,5,2026-05-28\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await rows()
    expect(kinds()).toEqual(['stockout'])
  })

  it('of which two promotions are short is one call to make', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,5000,2026-05-28\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await cola.say('promo add Later sku:SKU-100 at:EAST dates:"20-26 Jul" units:700 price:7.99')
    expect(await rowWith('chase PO-81')).toMatch(/Summer \(P-1\).* and Later \(P-2\)/)
    expect(kinds()).toEqual(['late-inbound'])
  })
})

describe('two promotions that want the same units', () => {
  it('are to agree who gets them, where no order is in time', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:190 price:7.99')
    await cola.say('promo add Garden sku:SKU-100 at:EAST dates:"8-14 Jul" units:300 price:7.99')
    expect(await rowWith('who gets')).toContain('decide who gets Cola 1.5 l: Summer (P-1) comes first')
    expect(kinds()).toContain('overlap')
  })
})

describe('prices', () => {
  it('that differ for one item on one day are a risk of both promotions, whatever their verdict', async () => {
    await cola.say('promo add One sku:SKU-110 at:EAST dates:"6-12 Jun" uplift:+5% price:0.9')
    await cola.say('promo add Two sku:SKU-110 at:EAST dates:"12-18 Jun" uplift:+5% price:0.8')
    expect(await rowWith('price')).toContain(
      'agree on one price of Lemonade: One (P-1) and Two (P-2) have two on the same days',
    )
    expect(kinds()).toEqual(['price-conflict'])
    await cola.say('promo edit P-2 price:0.9')
    await rows()
    expect(kinds()).toEqual([])
  })

  it('below what a unit costs say what that loses', async () => {
    await cola.say('promo add Dump sku:SKU-110 at:EAST dates:"6-12 Jun" units:100 price:0.3')
    expect(await rowWith('price')).toMatch(/check the price of Lemonade: it is below cost · EUR 20 at stake/)
  })

  it('of promotions that do not meet, or are only tentative, contradict nothing', async () => {
    await cola.say('promo add One sku:SKU-110 at:EAST dates:"6-12 Jun" uplift:+5% price:0.9')
    await cola.say('promo add Two sku:SKU-110 at:EAST dates:"13-18 Jun" uplift:+5% price:0.8')
    await cola.say('promo add Three sku:SKU-110 at:EAST dates:"6-12 Jun" uplift:+5% price:0.7 status:tentative')
    await rows()
    expect(kinds()).toEqual([])
  })
})

describe('what is likely to be left over', () => {
  it('of an item that spoils is a risk with what it costs', async () => {
    await cola.feed(
      'items',
      'sku,name,unit_cost,unit_price,currency,supplier,shelf_life_days\nSKU-110,Lemonade,0.5,1,EUR,ACME,14\n',
    )
    await cola.say('promo add Fresh sku:SKU-110 at:EAST dates:"6-12 Jun" uplift:+5% price:0.9')
    expect(await rowWith('left over')).toMatch(
      /decide what happens to the Lemonade likely to be left over · EUR [\d,]+ at stake/,
    )
    expect(kinds()).toEqual(['leftover'])
  })

  it('of an item that keeps is nobody’s risk', async () => {
    await cola.say('promo add Fresh sku:SKU-110 at:EAST dates:"6-12 Jun" uplift:+5% price:0.9')
    await rows()
    expect(kinds()).toEqual([])
  })
})

describe('what somebody has heard', () => {
  it('is a risk where it would make a promotion worse, and none where it would not', async () => {
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:120 price:7.99')
    expect(await cola.say('promo check P-1')).toContain('READY')
    await cola.say('intel add "A small thing" sku:SKU-100 dates:"6-12 Jul" effect:+1%', { name: 'Ben' })
    await rows()
    expect(kinds()).toEqual([])
    await cola.say('intel add "Rival is out of stock" sku:SKU-100 dates:"6-12 Jul" effect:+200%', { name: 'Ben' })
    const row = await rowWith("Ben's note")
    expect(row).toContain('confirm or end Ben\'s note N-2, "Rival is out of stock": ready without it')
    expect(row).not.toContain('EUR')
    expect(kinds().toSorted()).toEqual(['demand-signal', 'order-by'])
    await cola.say(`shelfready accept ${/R-\d+/.exec(row)?.[0]} reason:"we believe it"`)
    expect(await rowWith('Rival')).toContain('accepted by Ana')
  })
})
