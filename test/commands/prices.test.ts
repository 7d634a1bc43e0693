import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

// Mon 1 June 2026. Cola sells 10 a day at EUR 7.99 and costs 5.59; lemonade sells 2 a day at EUR 1 and costs 0.50.
let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const open = () =>
  cola.rows(`select kind, state, owner_name from risk where ended_at is null and kind = 'price-conflict' order by id`)
const kinds = () => open().map(({ kind }) => kind)
const rowWith = async (words: string) =>
  (await cola.say('shelfready risks')).split('\n').find((line) => line.includes(words)) ?? ''
const came = (sku: string, units: number) =>
  cola.feed(
    'inbound',
    `order_id,sku,location,quantity,due_date,status,received_date,received_quantity\nPO-1,${sku},EAST,${units},2026-03-02,received,2026-03-02,${units}\n`,
  )
const costs = (...rows: readonly string[]) =>
  cola.feed('costs', `date,kind,promotion_id,sku,amount,currency\n${rows.join('\n')}\n`)

describe('a price below what a unit costs with its freight', () => {
  it('is a risk from the day the freight is known, until the price is raised', async () => {
    await came('SKU-110', 400)
    const answer = await cola.say('promo add Dump sku:SKU-110 at:EAST dates:"6-12 Jun" units:100 price:0.6')
    expect(answer).toContain('Margin EUR 10.00 on the 100 units expected to sell')
    await cola.tick()
    expect(kinds()).toEqual([])
    await costs('2026-03-02,freight,,SKU-110,100,EUR')
    await cola.tick()
    expect(await rowWith('price of Lemonade')).toContain('it is below cost · EUR 15 at stake')
    expect(await cola.say('promo details P-1')).toContain(
      'Lemonade at EUR 0.60 is below its landed cost of EUR 0.75 (0.50 + 0.25 freight); that loses about EUR 15',
    )
    expect(await cola.say('promo why P-1')).toContain(
      'EUR 0.75 (0.50 + 0.25 freight); freight: EUR 100 for 400 units received since Sun 1 Jun 2025',
    )
    expect(kinds()).toEqual(['price-conflict'])
    await cola.say('promo edit P-1 price:0.8')
    await cola.tick()
    expect(kinds()).toEqual([])
  })

  it('counts what was paid for the promotion alone, on the units that it is expected to sell', async () => {
    await cola.say('promo add Dump sku:SKU-110 at:EAST dates:"6-12 Jun" units:100 price:0.6')
    await costs('2026-05-30,freight,P-1,,20,EUR')
    await cola.tick()
    expect(await cola.say('promo details P-1')).toContain(
      'below its landed cost of EUR 0.70 (0.50 + 0.20 freight for this promotion)',
    )
  })

  it.each([
    ['that is not paid yet', '2026-06-02,freight,,SKU-110,100,EUR'],
    ['of two years ago', '2024-03-02,freight,,SKU-110,100,EUR'],
    ['that is a write-off', '2026-03-02,write-off,,SKU-110,100,EUR'],
    ['of another promotion', '2026-03-02,freight,P-9,SKU-110,100,EUR'],
  ])('does not count what was paid %s', async (_, row) => {
    await came('SKU-110', 400)
    await costs(row)
    await cola.say('promo add Dump sku:SKU-110 at:EAST dates:"6-12 Jun" units:100 price:0.6')
    await cola.tick()
    expect(kinds()).toEqual([])
  })

  it('in another currency is told, and not added', async () => {
    await came('SKU-110', 400)
    await costs('2026-03-02,freight,,SKU-110,100,USD')
    await cola.say('promo add Dump sku:SKU-110 at:EAST dates:"6-12 Jun" units:100 price:0.6')
    expect(await cola.say('promo why P-1')).toContain('EUR 0.50; not included: freight in USD')
    expect(kinds()).toEqual([])
  })

  it('is one where only an expedited order serves it, with the surcharge', async () => {
    await cola.feed(
      'lead-times',
      'supplier,lead_time_days,expedite_days,expedite_cost_per_unit,expedite_fixed_cost\nACME,60,7,2,250\n',
    )
    const answer = await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    // 500 are short: 5.59 + 2 + 250 / 500 = 8.09, ten cents more than the price.
    expect(answer).toContain(
      'Cola 1.5 l at EUR 7.99 is below its landed cost if it is expedited, EUR 8.09 (5.59 + 2.50 to expedite); that loses about EUR 50',
    )
    await cola.tick()
    expect(kinds()).toEqual(['price-conflict'])
  })
})

describe('two prices for one item on one day and place', () => {
  it('are one agreement for each pair, and cost what the dearer one hopes for', async () => {
    await cola.say('promo add One sku:SKU-110 at:EAST dates:"6-12 Jun" units:70 price:0.9')
    await cola.say('promo add Two sku:SKU-110 at:EAST dates:"12-18 Jun" units:70 price:0.8')
    await cola.say('promo add Three sku:SKU-110 at:EAST dates:"12 Jun" units:20 price:0.7')
    await cola.tick()
    expect(kinds()).toEqual(['price-conflict', 'price-conflict', 'price-conflict'])
    // On the one day that both run 10 of 70 units are sold for 0.10 less.
    expect(await rowWith('One (P-1) and Two (P-2)')).toContain('EUR 1.00 at stake')
  })

  it('are none where half of 1.60 meets 0.80: one bought and one free', async () => {
    await cola.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nSKU-110,Lemonade,0.5,1.6,EUR,ACME\n')
    await cola.say('promo add Bogo sku:SKU-110 at:EAST dates:"6-12 Jun" units:70 type:bogo')
    await cola.say('promo add Same sku:SKU-110 at:EAST dates:"10-15 Jun" units:70 price:0.8')
    await cola.tick()
    expect(kinds()).toEqual([])
    await cola.say('promo add Else sku:SKU-110 at:EAST dates:"12 Jun" units:20 price:1.6')
    await cola.tick()
    expect(kinds()).toEqual(['price-conflict', 'price-conflict'])
  })
})

describe('a discount on what runs short', () => {
  it('is a risk where it gives away more than the money floor, and closes when it no longer runs short', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    const answer = await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:6.99')
    expect(answer).toContain('Cola 1.5 l is discounted to EUR 6.99 from EUR 7.99 although it will sell out')
    await cola.tick()
    expect(await rowWith('price of Cola')).toContain('it is discounted and will sell out · EUR 200 at stake')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4000,2026-06-01\n')
    await cola.tick()
    expect(kinds()).toEqual([])
  })

  it('is none at the usual price, or where little is given away', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await cola.say('promo add Autumn sku:SKU-100 at:EAST dates:"20-26 Jul" units:700 price:7.90')
    await cola.tick()
    expect(kinds()).toEqual([])
  })
})
