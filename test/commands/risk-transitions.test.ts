import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage, stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  await cola.say('shelfready risks')
})
afterEach(() => cola[Symbol.asyncDispose]())

const say = (words: string, name = 'Ben') => cola.say(words, { name })
const risk = () => cola.rows('select state, owner_name, episode, snoozed_until from risk where id = 1')[0]
const row = async () => (await say('shelfready risks')).split('\n').find((line) => line.includes('R-1')) ?? ''
const orders = () => cola.rows('select order_id, location, quantity, state from reported_order order by id')

/** A feed of orders that has these, beside the one that was there. */
const inbound = (rows = '') =>
  cola.feed('inbound', `order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-06-22\n${rows}`)

/** Each feed is another batch only where something in it is new. */
const feeds = async (count: number) => {
  for (let i = 0; i < count; i++) await inbound(`PO-X${i},SKU-100,WEST,${i + 1},2026-06-2${i}\n`)
}

describe('who has a risk', () => {
  it('is whoever takes it over, and the history says from whom', async () => {
    await say('shelfready ack R-1', 'Ana')
    expect(await say('shelfready take R-1')).toContain('Taken over from Ana.')
    expect(risk()).toMatchObject({ state: 'acknowledged', owner_name: 'Ben', episode: 2 })
    expect(await say('shelfready take R-1')).toContain('You already have it.')
    expect(await say('promo history P-1')).toContain('R-1 taken over by Ben')
  })

  it('is whom it is given to, who is asked to acknowledge it', async () => {
    await say('shelfready ack R-1', 'Ana')
    expect(await say('shelfready assign R-1 to:@ana')).toContain('Ana already has it.')
    await say('shelfready ack R-1', 'Chloe')
    await say('shelfready comment R-1 says:"ACME calls back"', 'Chloe')
    expect(await say('shelfready comment R-1 p-values are fine', 'Chloe')).toContain('R-1: p-values are fine')
    expect(await say('shelfready assign R-1 to:chloe')).toContain('R-1 is with Chloe')
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Chloe', episode: 2 })
    expect(await row()).toContain('waiting for Chloe')
    expect(await say('shelfready ack R-1', 'Chloe')).toContain('R-1 is yours')
    expect(cola.rows('select episode, person_name from acknowledgement order by episode')).toEqual([
      { episode: 1, person_name: 'Ana' },
      { episode: 2, person_name: 'Chloe' },
    ])
  })

  it('is nobody who could not answer it once roles are on', async () => {
    await using shop = await colaStage(10, false, { SHELFREADY_ADMINS: 'test:Ana' })
    await shop.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await shop.say('shelfready risks')
    for (const name of ['Vic', 'Pat']) await shop.say('whoami', { name })
    await shop.say('shelfready role @Vic viewer')
    await shop.say('shelfready role @Pat planner')
    await shop.say('shelfready roles on')
    const before = shop.everything()
    expect(await shop.say('shelfready assign R-1 to:@vic')).toContain('Vic has no role that handles risks')
    expect(shop.everything()).toBe(before)
    expect(await shop.say('shelfready assign R-1 to:@pat')).toContain('R-1 is with Pat')
  })

  it('is nobody once it is given back, and the question is a new one', async () => {
    await say('shelfready ack R-1', 'Ana')
    expect(await say('shelfready unack R-1', 'Ana')).toContain('R-1 is unassigned again')
    expect(risk()).toMatchObject({ state: 'open', owner_name: null, episode: 2 })
    expect(await say('shelfready unack R-1', 'Ana')).toContain('It is unassigned; take it first: /shelfready ack R-1')
    expect(await say('shelfready ack R-1')).toContain('R-1 is yours')
  })

  it.each([
    ['shelfready assign R-1', 'Assign it to whom?'],
    ['shelfready assign R-1 to:@nobody', 'I do not know anyone called nobody'],
    ['shelfready assign R-9 to:me', 'There is no open risk R-9'],
    ['shelfready take', 'Which risk?'],
    ['shelfready accept R-1', 'reason: is missing'],
    ['shelfready comment R-1', 'says: is missing'],
    ['shelfready reopen R-1', 'It is already open; release it: /shelfready unack R-1'],
    ['shelfready undo', 'There is nothing to undo'],
  ])('stays as it is by %s', async (words, said) => {
    const before = cola.everything()
    expect(await say(words)).toContain(said)
    expect(cola.everything()).toBe(before)
  })
})

describe('a risk that is accepted', () => {
  it('stays so while it does not get materially worse, also when it was gone in between', async () => {
    expect(await say('shelfready accept R-1 reason:"too dear"')).toContain('R-1 is accepted.')
    expect(await row()).toContain('accepted by Ben: too dear')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,5000,2026-06-01\n')
    expect(await row()).toBe('')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,400,2026-06-01\n')
    expect(await row()).toContain('accepted by Ben: too dear')
    expect(risk()).toMatchObject({ state: 'accepted', episode: 1 })
  })

  it('is reopened by whoever wants it, and is then open with its owner', async () => {
    await say('shelfready accept R-1 reason:"too dear"')
    expect(await say('shelfready ack R-1', 'Ana')).toContain(
      'Already accepted by Ben: too dear; reopen it: /shelfready reopen R-1',
    )
    expect(await say('shelfready reopen R-1 reason:"Ana asks"', 'Ana')).toContain('R-1 is open again')
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Ben', episode: 2 })
  })

  it('is expired when its promotion is over and nobody had resolved it', async () => {
    cola.at('2026-07-14')
    await say('shelfready risks')
    expect(risk()).toMatchObject({ state: 'expired' })
  })
})

describe('undoing', () => {
  it('takes back the last thing one did, for ten minutes, one after the other', async () => {
    await say('shelfready ack R-1')
    await say('shelfready resolve R-1 reason:"done"')
    cola.at('2026-06-01T08:09:00Z')
    expect(await say('shelfready undo')).toContain('Undone, 9 minutes ago: settling R-1.')
    expect(risk()).toMatchObject({ state: 'acknowledged', owner_name: 'Ben' })
    expect(await say('shelfready undo')).toContain('acknowledging R-1')
    expect(risk()).toMatchObject({ state: 'open', owner_name: null, episode: 2 })
    expect(await say('shelfready undo')).toContain('There is nothing to undo')
  })

  it('is over after ten minutes, and never takes back what someone else did', async () => {
    await say('shelfready ack R-1')
    expect(await say('shelfready undo', 'Ana')).toContain('There is nothing to undo')
    cola.at('2026-06-01T08:10:01Z')
    expect(await say('shelfready undo')).toContain('There is nothing to undo')
    expect(risk()).toMatchObject({ state: 'acknowledged' })
  })

  it('leaves a risk alone that someone else has done something about since', async () => {
    await say('shelfready ack R-1')
    await say('shelfready take R-1', 'Ana')
    const before = cola.everything()
    expect(await say('shelfready undo')).toContain('R-1 has changed since then')
    expect(cola.everything()).toBe(before)
  })

  it('of an acknowledgement by two people at once is never double', async () => {
    await say('shelfready ack R-1')
    const said = await Promise.all([say('shelfready undo'), say('shelfready undo')])
    expect(said.filter((one) => one.includes('Undone'))).toHaveLength(1)
    expect(risk()).toMatchObject({ state: 'open', episode: 2 })
  })
})

describe('an order that was placed', () => {
  const placed = 'shelfready ordered R-1 PO-91 due:"24 Jun" units:650'

  it('counts from the moment it is told, and the risk is on its way to being settled', async () => {
    const said = await say(placed)
    expect(said).toMatch(/^PO-91 for 650 units, due Wed 24 Jun, counts from now on\./)
    expect(said).toContain('Summer BOGO (P-1): ▲ At risk → ● Ready.')
    expect(risk()).toMatchObject({ state: 'mitigating', owner_name: 'Ben' })
    expect(await say('promo check P-1')).toContain('READY')
    expect(await row()).toBe('')
    expect(risk()).toMatchObject({ state: 'resolved' })
    expect(await say('promo history P-1')).toContain('PO-91 recorded for R-1 by Ben')
  })

  it('that is too small or too late is told what is still missing, why, and how much more to order', async () => {
    const small = await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:500')
    expect(small).toContain('Summer BOGO (P-1) is still at risk. Cola 1.5 l (SKU-100) @ EAST: 48 of 700 units short')
    expect(small).toContain('(400 on hand + 650 ordered - 350 normal sales until then - 700 promotion = 0;')
    expect(small).toMatch(/more for a strong week\)\. Order 200 units more by \w{3} \d+ Jul\./)
    await say('shelfready undo')
    const late = await say('shelfready ordered R-1 PO-92 due:"20 Jul" units:650')
    expect(late).toMatch(/= -500\)\. PO-92 comes after Tue 7 Jul, which is too late. Have it delivered by Tue 7 Jul\./)
    await say('shelfready undo')
    const neither = await say('shelfready ordered R-1 PO-93 due:"20 Jul" units:600')
    expect(neither).toContain('= -500). Order 650 units more by')
    expect(neither).toContain('PO-93 arrives too late; the last useful day is Sun 12 Jul.')
  })

  it('that comes before its days or after them is told when to have it delivered, and is enough then', async () => {
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,100,2026-06-01\n')
    await cola.feed('locations', 'location,name,kind,dock_to_stock_days\nEAST,East,shop,2\n')
    for (const said of ['promo check P-1', 'promo details P-1', 'promo why P-1'])
      expect(await say(said)).toMatch(/to arrive by Sat 4 Jul, not before Fri 19 Jun|delivery Fri 19 Jun to Sat 4 Jul/)
    expect(await say('shelfready risks')).toContain('delivery Fri 19 Jun to Sat 4 Jul')
    const told = async (due: string) => {
      const said = await say(`shelfready ordered R-1 PO-94 due:"${due}"`)
      await say('shelfready undo')
      return said
    }
    expect(await told('18 Jun')).toContain(
      'PO-94 comes before Fri 19 Jun, so part of it would sell as normal stock. Have it delivered from Fri 19 Jun to Sat 4 Jul.',
    )
    expect(await told('5 Jul')).toContain(
      'PO-94 comes after Sat 4 Jul, which is too late. Have it delivered from Fri 19 Jun to Sat 4 Jul.',
    )
    for (const due of ['19 Jun', '28 Jun', '4 Jul']) expect(await told(due)).toContain('▲ At risk → ● Ready')
  })

  it('counts until a feed has it, and then what the feed says; never twice', async () => {
    await say(placed)
    await inbound('PO-91,SKU-100,EAST,300,2026-06-24\n')
    const short = await say('promo check P-1')
    expect(short).toContain('AT RISK')
    expect(short).toContain('400 on hand + 450 ordered')
    const before = await say('shelfready risks')
    expect(before).toContain('R-1')
    expect(orders()).toEqual([{ order_id: 'PO-91', location: 'EAST', quantity: 650, state: 'counts' }])
  })

  it('is for the promotion of its risk, also when a feed has it and when it is taken back', async () => {
    const marks = () => cola.rows('select promotions, withdrawn_at is null as holds from order_mark')
    await say(placed)
    await inbound('PO-91,SKU-100,EAST,300,2026-06-24\n')
    expect(marks()).toEqual([{ promotions: '["P-1"]', holds: 1 }])
    await say('shelfready withdraw po-91')
    expect(marks()).toEqual([{ promotions: '["P-1"]', holds: 0 }])
  })

  it('is for what somebody says of it later, who hears what that changes', async () => {
    const marks = () =>
      cola.rows('select promotions from order_mark where withdrawn_at is null order by id').map((one) => one.promotions)
    await say(placed)
    expect(await say('shelfready mark po-91 ordinary')).toContain(
      'PO-91 is now an ordinary order, not reserved for a promotion. Summer BOGO (P-1)',
    )
    expect(await say('shelfready mark PO-91 for "Summer BOGO"')).toContain(
      'PO-91 is now reserved for Summer BOGO (P-1) until it ends. Summer BOGO (P-1)',
    )
    expect(marks()).toEqual(['["P-1"]', '[]', '["P-1"]'])
    expect(await say('stock SKU-100 at EAST')).toMatch(/PO-91: 650 units, usable Wed 24 Jun, for P-1$/m)
    expect(await say('promo history P-1')).toContain('PO-91 marked as an order for P-1 by Ben')
    expect(await say('shelfready mark PO-91 unsaid')).toContain('PO-91 is no longer marked.')
    expect(marks()).toEqual([])
  })

  it.each([
    ['shelfready mark', 'Which order, and what is it for?'],
    ['shelfready mark PO-91', 'Which order, and what is it for?'],
    ['shelfready mark PO-99 ordinary', 'I do not know an order PO-99: no feed has it, and nobody has recorded it.'],
    ['shelfready mark PO-91 for P-99', 'There is no promotion P-99'],
    ['shelfready mark PO-88 for P-1', 'PO-88 has no item of Summer BOGO (P-1). It is for SKU-110.'],
    ['shelfready mark PO-89 ordinary', 'The order feed says PO-89 is for P-7, and the feed wins.'],
  ])('is not said to be for anything by %s', async (words, why) => {
    await say(placed)
    await inbound('PO-88,SKU-110,EAST,300,2026-06-24\n')
    await cola.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,promotion_id\nPO-89,SKU-100,EAST,5,2026-06-24,P-7\n',
    )
    const before = cola.everything()
    expect(await say(words)).toContain(why)
    expect(cola.everything()).toBe(before)
  })

  it('is replaced by a feed that has it at another location too', async () => {
    await say(placed)
    await inbound('PO-91,SKU-100,WEST,650,2026-06-24\n')
    expect(await say('promo check P-1')).toContain('AT RISK')
  })

  it.each([
    ['PO-91,SKU-100,EAST,300,2026-06-24\n', 'PO-91 differs between the order feed and what you recorded.', 'replaced'],
    ['PO-91,SKU-100,EAST,650,2026-06-26\n', 'PO-91 differs between the order feed and what you recorded.', 'replaced'],
    ['PO-91,SKU-100,EAST,650,2026-06-24\n', null, 'replaced'],
  ])('that comes with a feed as %s is told of to its teller alone, or to nobody', async (rows, said, state) => {
    await say(placed)
    await inbound(rows)
    await cola.tick()
    expect(orders()).toEqual([{ order_id: 'PO-91', location: 'EAST', quantity: 650, state }])
    const told = cola.posted('@test:Ben')
    if (said === null) expect(told).toEqual([])
    else expect(told.join('\n')).toContain(said)
    await cola.tick()
    expect(cola.posted('@test:Ben')).toHaveLength(said === null ? 0 : 1)
  })

  it('that three feeds come without is asked after once, still counts, and lapses after six', async () => {
    await say(placed)
    await feeds(2)
    await cola.tick()
    expect(cola.posted('@test:Ben')).toEqual([])
    await inbound('PO-Y,SKU-100,WEST,5,2026-06-25\n')
    await cola.tick()
    await cola.tick()
    expect(cola.posted('@test:Ben')).toHaveLength(1)
    expect(cola.posted('@test:Ben')[0]).toContain('PO-91 is missing from the last 3 order feeds.')
    expect(await say('promo check P-1')).toContain('READY')
    for (const day of [26, 27, 28]) await inbound(`PO-Y,SKU-100,WEST,5,2026-06-${day}\n`)
    await cola.tick()
    expect(cola.posted('@test:Ben').at(-1)).toContain('PO-91 no longer counts: it was missing from 6 order feeds')
    expect(orders()[0]).toMatchObject({ state: 'lapsed' })
    expect(await say('promo check P-1')).toContain('AT RISK')
    expect(await row()).toContain('R-1')
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Ben' })
  })

  it('that feeds come without is not asked after where the stock holds it', async () => {
    const counted = (units: number, on: string) =>
      cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${units},${on}\n`)
    await say(placed)
    cola.at('2026-06-24')
    await counted(310, '2026-06-24')
    cola.at('2026-06-25')
    await counted(950, '2026-06-25')
    await feeds(3)
    await cola.tick()
    expect(cola.posted('@test:Ben').join()).not.toContain('PO-91 is missing from the last')
    await counted(300, '2026-06-25')
    await cola.tick()
    expect(cola.posted('@test:Ben').join()).toContain('PO-91 is missing from the last')
  })

  it('is withdrawn by whoever knows better, and by undoing it', async () => {
    await say(placed)
    expect(await say('shelfready withdraw po-91', 'Ana')).toContain('Summer BOGO (P-1): ● Ready → ▲ At risk')
    expect(orders()[0]).toMatchObject({ state: 'withdrawn' })
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Ben' })
    await say('shelfready ordered R-1 PO-92 due:"24 Jun" units:650')
    await say('shelfready undo')
    expect(orders()[1]).toMatchObject({ order_id: 'PO-92', state: 'withdrawn' })
    expect(await say('promo check P-1')).toContain('AT RISK')
  })

  it.each([
    ['shelfready ordered R-1', 'Which order?'],
    ['shelfready ordered R-1 PO-91', 'due: is missing'],
    ['shelfready ordered R-1 PO-91 due:2026-05-24', 'is in the past'],
    ['shelfready ordered R-1 PO-91 due:"24 Jun" units:0', 'units: "0"'],
    ['shelfready ordered R-1 PO-91 due:"24 Jun" units:-5', 'units: "-5"'],
    ['shelfready ordered R-1 PO-91 due:"24 Jun" sku:TEA', 'The risk is not about TEA'],
    ['shelfready ordered R-1 PO-77 due:"24 Jun"', 'with SKU-100 is already in your order feed'],
    ['shelfready ordered R-7 PO-91 due:"24 Jun"', 'There is no open risk R-7'],
    [`shelfready ordered R-1 ${'X'.repeat(61)} due:"24 Jun"`, 'at most 60 characters'],
    ['shelfready withdraw PO-99', 'Nobody has recorded an order PO-99'],
  ])('is refused, and nothing is written, by %s', async (words, said) => {
    const before = cola.everything()
    expect(await say(words)).toContain(said)
    expect(cola.everything()).toBe(before)
  })

  it('is told once: the second one hears who was first', async () => {
    await say(placed)
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,10,2026-06-01\n')
    expect(await say('shelfready ordered P-1 PO-91 due:"24 Jun" units:650', 'Ana')).toContain(
      'Ben has already recorded PO-91',
    )
    expect(orders()).toHaveLength(1)
  })

  it('is one order, whatever the size of the letters in its number', async () => {
    await say('shelfready ordered R-1 po-91 due:"24 Jun" units:200')
    expect(await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:200', 'Ana')).toContain(
      'Ben has already recorded',
    )
    expect(await say('shelfready ordered R-1 po-77 due:"22 Jun" units:500')).toContain('is already in your order feed')
    await inbound('PO-91,SKU-100,EAST,200,2026-06-24\n')
    expect(await say('promo check P-1')).toContain('400 on hand + 350 ordered')
    await cola.tick()
    expect(orders()).toEqual([{ order_id: 'po-91', location: 'EAST', quantity: 200, state: 'replaced' }])
  })

  it('that a feed has as cancelled is told of to its teller, and its risk is a question again', async () => {
    await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:500')
    await cola.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,status\nPO-91,SKU-100,EAST,500,2026-06-24,cancelled\n',
    )
    await cola.tick()
    expect(cola.posted('@test:Ben').join('\n')).toContain('PO-91 was cancelled in the order feed.')
    expect(orders()[0]).toMatchObject({ state: 'replaced' })
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Ben', episode: 2 })
  })

  it.each([
    ['PO-91,SKU-100,EAST,5,2026-06-24\n', 'open', 2],
    ['PO-91,SKU-100,EAST,500,2026-07-20\n', 'open', 2],
    ['PO-91,SKU-100,EAST,490,2026-06-23\n', 'mitigating', 1],
  ])('that falls short in a feed, as %s, leaves its risk %s for whoever has it', async (rows, state, episode) => {
    await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:500')
    await inbound(rows)
    await cola.tick()
    expect(cola.posted('@test:Ben').join('\n')).toContain('differs between the order feed and what you recorded')
    expect(risk()).toMatchObject({ state, owner_name: 'Ben', episode })
  })

  it('can be undone also when its promotion is ready by it already', async () => {
    await say(placed)
    await cola.tick()
    expect(risk()).toMatchObject({ state: 'resolved' })
    expect(await say('shelfready undo')).toContain('Undone, just now: the order of R-1.')
    expect(orders()[0]).toMatchObject({ state: 'withdrawn' })
    await cola.tick()
    expect(await say('promo check P-1')).toContain('AT RISK')
    expect(risk()).toMatchObject({ state: 'open', owner_name: null, episode: 2 })
  })

  it('is taken back also when its promotion is ready by it already, and its card turns', async () => {
    await say(placed)
    await cola.tick()
    expect(await say('shelfready withdraw PO-91', 'Ana')).toContain('Summer BOGO (P-1): ● Ready → ▲ At risk')
    await cola.tick()
    expect(risk()).toMatchObject({ state: 'open', owner_name: 'Ben' })
  })

  it('cannot be undone once a feed has it', async () => {
    await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:100')
    await inbound('PO-91,SKU-100,EAST,100,2026-06-24\n')
    await cola.tick()
    const before = cola.everything()
    expect(await say('shelfready undo')).toContain('is now in a feed')
    expect(cola.everything()).toBe(before)
  })

  it('of several items is taken back for all of them', async () => {
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,0,2026-06-01\n')
    await say('promo add "Lemo" sku:SKU-110 at:EAST dates:"6-12 Jul" units:700 price:7.99', 'Ana')
    await say('shelfready risks')
    await say('shelfready ordered R-1 PO-91 due:"24 Jun" units:100')
    await say('shelfready ordered R-2 PO-91 due:"24 Jun" units:100')
    const said = await say('shelfready withdraw PO-91', 'Ana')
    expect(said).toContain('Summer BOGO (P-1)')
    expect(said).toContain('Lemo (P-2)')
    expect(cola.rows('select state from risk order by id')).toEqual([{ state: 'open' }, { state: 'open' }])
  })

  it('goes where somebody says, be it the shop or the location that supplies it', async () => {
    await using tea = await stage('2026-06-01')
    await tea.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nTEA,Tea,2,5,EUR,ACME\n')
    await tea.feed('locations', 'location,name,kind,supplied_by\nHUB,Hub,dc,\nEAST,East,shop,HUB\nWEST,West,shop,HUB\n')
    await tea.feed(
      'inventory',
      'sku,location,on_hand,as_of\nTEA,HUB,500,2026-06-01\nTEA,EAST,50,2026-06-01\nTEA,WEST,50,2026-06-01\n',
    )
    await tea.feed('lead-times', 'supplier,lead_time_days\nACME,14\nHUB,2\n')
    await tea.feed(
      'demand-plan',
      'date,sku,location,units,days\n2026-06-01,TEA,EAST,600,60\n2026-06-01,TEA,WEST,600,60\n',
    )
    await tea.say('promo add "Tea week" sku:TEA dates:"6-12 Jul" uplift:3x price:4')
    await tea.say('shelfready risks')
    await tea.say('shelfready ordered R-1 PO-1 due:"24 Jun" units:10 at:hub')
    await tea.say('shelfready ordered R-1 PO-2 due:"24 Jun" units:10 at:West')
    await tea.say('shelfready ordered R-1 PO-3 due:"24 Jun" units:11')
    expect(tea.rows('select order_id, location, quantity from reported_order order by id')).toEqual([
      { order_id: 'PO-1', location: 'HUB', quantity: 10 },
      { order_id: 'PO-2', location: 'WEST', quantity: 10 },
      { order_id: 'PO-3', location: 'WEST', quantity: 6 },
      { order_id: 'PO-3', location: 'EAST', quantity: 5 },
    ])
  })

  it('counts as of the days on which it was known', async () => {
    cola.at('2026-06-03')
    await say(placed)
    const asOf = async (day: string) => {
      cola.at(day)
      return say('promo check P-1')
    }
    expect(await asOf('2026-06-02')).toContain('AT RISK')
    expect(await asOf('2026-06-03')).toContain('READY')
  })
})

describe('what is not right in a feed', () => {
  it('is judged anew at once by the stock that somebody counted, until it ends', async () => {
    const said = await say('shelfready correct R-1 stock:2000 until:"10 Jun" reason:"counted"')
    expect(said).toContain('SKU-100 has 2,000 units on hand at EAST, until Wed 10 Jun')
    expect(said).toContain('▲ At risk → ● Ready')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,390,2026-06-02\n')
    cola.at('2026-06-10')
    const checked = await say('promo check P-1')
    expect(checked).toContain('READY')
    expect(checked).toContain("the stock is Ben's figure until Wed 10 Jun")
    expect(await say('promo why P-1')).toContain("The stock is Ben's figure until Wed 10 Jun, in place of the feed.")
    cola.at('2026-06-11')
    expect(await say('promo check P-1')).not.toContain('● READY')
  })

  it('is judged anew by how long the supplier needs', async () => {
    const said = await say('shelfready correct R-1 lead:60 reason:"ACME is full"')
    expect(said).toContain('ACME needs 60 days')
    expect(said).toContain('▲ At risk → ✖ Not ready')
    expect(await say('promo history P-1')).toContain(
      'ACME needs 60 days, until Mon 29 Jun corrected by Ben in #launches: ACME is full',
    )
    await say('shelfready undo')
    expect(await say('promo check P-1')).toContain('AT RISK')
  })

  it('is judged anew by the day on which an order is due', async () => {
    await say('promo edit P-1 units:200')
    const said = await say('shelfready correct P-1 due:"20 Jul" order:PO-77')
    expect(said.includes('There is no open risk') || said.includes('PO-77 is due Mon 20 Jul')).toBe(true)
    await say('promo edit P-1 units:700')
    expect(await say('shelfready correct P-1 due:"20 Jul"')).toContain('PO-77 is due Mon 20 Jul')
    expect(await say('promo check P-1')).toContain('400 on hand - 348 normal sales')
    expect(await say('shelfready correct P-1 due:"19 Dec"')).toContain('PO-77 is due Sat 19 Dec, until Sat 28 Nov')
  })

  it('is an override where it is the uplift', async () => {
    expect(await say('shelfready correct R-1 uplift:+10% reason:"too high"')).toContain('is now judged with +10 %')
  })

  it.each([
    ['shelfready correct R-1', 'Correct one figure at a time'],
    ['shelfready correct R-1 stock:1 lead:2', 'you gave stock and lead'],
    ['shelfready correct R-1 stock:many', 'stock: "many"'],
    ['shelfready correct R-1 stock:-1', 'stock: "-1"'],
    ['shelfready correct R-1 lead:900', 'lead: "900"'],
    ['shelfready correct R-1 stock:5 until:2026-05-01', 'until: is in the past'],
    ['shelfready correct R-1 due:"19 Jun" order:PO-1', 'There is no open order PO-1 for SKU-100'],
    ['shelfready correct R-5 stock:5', 'There is no open risk R-5'],
  ])('is refused, and nothing is written, by %s', async (words, said) => {
    const before = cola.everything()
    expect(await say(words)).toContain(said)
    expect(cola.everything()).toBe(before)
  })
})
