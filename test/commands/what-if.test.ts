import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { colaStage, type Stage, stage } from './stage.ts'

let cola: Stage
beforeAll(async () => {
  cola = await colaStage(70)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:300 price:7.99')
})
afterAll(() => cola[Symbol.asyncDispose]())

describe('asking what if', () => {
  it('and checking write nothing at all, whatever is asked', async () => {
    await cola.say('shelfready risks')
    const before = cola.everything()
    for (const line of [
      'promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" units:700',
      'promo what-if "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700',
      'promo whatif sku:SKU-110 dates:"6-12 Jul" uplift:+60%',
      'promo what-if sku:SKU-110 dates:"6-12 Jul"',
      'promo what-if sku:SKU-999 dates:"6-12 Jul"',
      'promo what-if dates:"6-12 Jul"\nsku,at,units\nSKU-100,EAST,700\nSKU-110,WEST,5',
      'promo what-if',
      'promo check',
      'promo check P-1',
      'promo check "summer bogo"',
      'promo check P-9',
      'promo show P-1',
      'promo why P-1',
      'promo list',
      'promo history P-1',
      'stock SKU-100',
      'stock SKU-100 at EAST',
      'shelfready settings',
      'shelfready whoami',
      'whoami',
      'help',
      'help promo add',
      'shelfready digest at 25:00',
      'shelfready ack R-99',
    ])
      await cola.say(line, { key: `key of ${line}` })
    expect(cola.everything()).toBe(before)
  })

  it('gives the verdict, the shortage and what can still be promised', async () => {
    const said = await cola.say('promo what-if sku:SKU-100 at:EAST dates:"20-26 Jul" units:900 price:7.99')
    expect(said.split('\n')[0]).toBe(
      '✖ Not ready: What if, Mon 20 to Sun 26 Jul. Cola 1.5 l sells out on Mon 20 Jul in EAST; no order arrives in time.',
    )
    expect(said).toMatch(/[\d,]+ of 900 units short from/)
    expect(said).toMatch(/EUR [\d,]+ at risk\. Nothing was registered\./)
    expect(said).not.toContain('Supply is asked')
    expect(said).toContain('Still possible: start Mon 10 Aug')
  })

  it('gives the same verdict and figures as registering it would', async () => {
    const body = (text: string) => text.split('\n').filter((line) => /^ {3,}|^Still possible/.test(line))
    const asked = await cola.say('promo what-if Late sku:SKU-100 at:EAST dates:"3-9 Aug" units:500 price:7.99')
    await cola.say('promo add Late sku:SKU-100 at:EAST dates:"3-9 Aug" units:500 price:7.99')
    const done = await cola.say('promo show Late')
    expect(body(asked).length).toBeGreaterThan(2)
    expect(body(asked)).toEqual(body(done))
  })

  it('counts what is already registered in the same days', async () => {
    const said = await cola.say('promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" units:200')
    expect(said).toContain('200 promotion - 200 for Summer BOGO')
  })

  it('never calls demand nobody has told zero', async () => {
    expect(await cola.say('promo what-if sku:SKU-110 at:WEST dates:"1-7 Sep"')).not.toMatch(/\b0 units/)
  })

  it('of days when the shelf is empty anyway says what to order and by when, never a probability of nothing', async () => {
    await using quick = await colaStage(10)
    const said = await quick.say('promo what-if sku:SKU-100 at:EAST dates:"6-12 Sep"')
    expect(said).not.toMatch(/probability of 0 %/)
  })

  it('refuses what registering refuses, with the same sentence', async () => {
    for (const words of [
      'sku:SKU-10 at:EAST dates:"6-12 Jul"',
      'sku:SKU-100 at:HUB dates:"6-12 Jul"',
      'sku:SKU-100 at:EAST dates:"12-6 Jul"',
      'sku:SKU-100 at:EAST dates:"6-12 Jul" units:12O',
      'sku:SKU-100 dates:"6-12 Jul" skus:SKU-110',
    ])
      expect(await cola.say(`promo what-if X ${words}`)).toBe(await cola.say(`promo add X ${words}`))
  })
})

describe('asking what if of items that take sales from each other', () => {
  // Each of two sells 30 in its own promotion, and 14 where both are promoted at once.
  const today = dayOf('2026-06-01')
  const promoted = (i: number, sku: string) => [7, sku === 'A' ? 0 : 3].includes(((Math.floor(i / 7) % 9) + 9) % 9)
  const sold = (i: number, sku: string) => (!promoted(i, sku) ? 10 : promoted(i, sku === 'A' ? 'B' : 'A') ? 14 : 30)
  const sales = ['date,sku,location,units,price,base_price,on_promo']
  for (let i = -700; i < 0; i++)
    for (const sku of ['A', 'B'])
      sales.push(
        `${isoOf(today + i)},${sku},L,${sold(i, sku)},${promoted(i, sku) ? 4 : 5},5,${promoted(i, sku) ? 1 : 0}`,
      )
  const figures = (text: string) => text.split('\n').filter((line) => /units short| = -?\d|\d = /.test(line))

  it('gives the figures that registering and checking give', async () => {
    await using shop = await stage('2026-06-01')
    await shop.feed('items', 'sku,name,group,unit_price,supplier\nA,Apple,FRUIT,5,FARM\nB,Berry,FRUIT,5,FARM\n')
    await shop.feed('lead-times', 'supplier,lead_time_days\nFARM,60\n')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nA,L,100,2026-06-01\nB,L,100,2026-06-01\n')
    await shop.feed('sales', sales.join('\n'))
    await shop.app.learn(today)
    const both = 'sku:A,B at:L dates:"6-12 Jul" discount:20%'
    const asked = figures(await shop.say(`promo what-if ${both}`))
    expect(asked.length).toBeGreaterThan(1)
    await shop.say(`promo add Duo ${both}`)
    expect(figures(await shop.say('promo check P-1'))).toEqual(asked)
    expect((await shop.say('promo details P-1')).match(/\d+ = \d+ normal/g)).toHaveLength(2)
    expect(figures(await shop.say('promo what-if sku:A at:L dates:"3-9 Aug" discount:20%'))).not.toEqual(asked)
  })
})
