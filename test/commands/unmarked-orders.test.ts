import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newestId, type Stage, stage } from './stage.ts'

let shop: Stage
let id: string
const orders = (rows = '') =>
  shop.feed('inbound', `order_id,sku,location,quantity,due_date\nPO-77,TEA,EAST,120,2026-06-18\n${rows}`)

/** On Mon 1 Jun: ten tea are sold a day and ordered every fortnight; a promotion from 22 Jun sells 40 more, and 120 come on the 18th. */
beforeEach(async () => {
  shop = await stage('2026-06-01')
  await shop.feed('locations', 'location,name,kind\nEAST,East,shop\n')
  await shop.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nTEA,Tea,1,4,EUR,LEAF\n')
  await shop.feed('lead-times', 'supplier,lead_time_days,review_days\nLEAF,5,14\n')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nTEA,EAST,200,2026-06-01\n')
  await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,TEA,EAST,1500,150\n')
  await orders()
  id = newestId(await shop.say('promo add "Tea days" sku:TEA at:EAST dates:"22-28 Jun" extra:60 price:4'))
})
afterEach(() => shop[Symbol.asyncDispose]())

const question = () =>
  `PO-77, 120 units: for ${id}, or ordinary? /shelfready mark PO-77 for ${id} · /shelfready mark PO-77 ordinary`
const everywhere = async () => [
  await shop.say(`promo check ${id}`),
  await shop.say('shelfready risks'),
  await shop.say(`promo why ${id}`),
]

describe('an order of which nobody says what it is for', () => {
  it('is asked about where it would make the line ready, and the answer makes it so at once', async () => {
    for (const said of await everywhere()) expect(said.split('PO-77, 120 units').length).toBe(2)
    for (const said of await everywhere()) expect(said).toContain(question())
    expect(await shop.say(`shelfready mark PO-77 for ${id}`)).toMatch(
      /Tea days \(P-1\): . (At risk|Not ready) → ● Ready/,
    )
    for (const said of await everywhere()) expect(said).not.toContain('or ordinary?')
    expect(await shop.say(`shelfready mark PO-77 unsaid`)).toMatch(/● Ready → . (At risk|Not ready)/)
    for (const said of await everywhere()) expect(said).toContain(question())
  })

  it('is never asked about again once somebody calls it ordinary, also when the feed comes again', async () => {
    await shop.say('shelfready risks')
    expect(await shop.say('shelfready mark PO-77 ordinary')).toContain('Undo: /shelfready mark PO-77 unsaid')
    for (const said of await everywhere()) expect(said).not.toContain('or ordinary?')
    shop.at('2026-06-02')
    await orders('PO-90,TEA,EAST,5,2026-06-19\n')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nTEA,EAST,190,2026-06-02\n')
    for (const said of await everywhere()) expect(said).not.toContain('or ordinary?')
  })

  it.each([
    ['brings too little', 'PO-77,TEA,EAST,30,2026-06-18'],
    ['arrives too late; the last useful day is', 'PO-77,TEA,EAST,120,2026-06-29'],
  ])('is not asked about where it %s', async (_, row) => {
    await shop.feed('inbound', `order_id,sku,location,quantity,due_date\n${row}\n`)
    for (const said of await everywhere()) expect(said).not.toContain('or ordinary?')
  })

  it('is not asked about where only placed orders count, nor for a promotion that is not registered', async () => {
    const draft = await shop.say('promo what-if sku:TEA at:EAST dates:"22-28 Jun" extra:60 price:4')
    expect(draft).toMatch(/At risk|Not ready/)
    expect(draft).not.toContain('or ordinary?')
    await shop.feed('lead-times', 'supplier,lead_time_days,review_days\nLEAF,5,\n')
    for (const said of await everywhere()) expect(said).not.toContain('or ordinary?')
  })
})
