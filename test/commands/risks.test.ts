import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'

/** Three shops that sell the same two items of one supplier, and tea whose supplier is slow. */
const shops = async () => {
  await cola.feed('locations', 'location,name,kind\nSHOP1,One,shop\nSHOP2,Two,shop\nSHOP3,Three,shop\n')
  await cola.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\n' +
      'SKU-200,Crisps,1,2,EUR,SNACK,200,50\nSKU-210,Nuts,1,2,EUR,SNACK,200,50\nSKU-300,Tea,1,4,EUR,LEAF,,\n',
  )
  await cola.feed('lead-times', 'supplier,lead_time_days\nSNACK,10\nLEAF,60\n')
  const cells = ['SKU-200,SHOP1', 'SKU-200,SHOP2', 'SKU-200,SHOP3', 'SKU-210,SHOP1', 'SKU-300,SHOP1']
  const held = (cell: string) => (cell.startsWith('SKU-200') ? 200 : 100)
  await cola.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${cells.map((cell) => `${cell},${held(cell)},2026-06-01`).join('\n')}\n`,
  )
  await cola.feed(
    'demand-plan',
    `date,sku,location,units,days\n${cells.map((cell) => `2026-06-01,${cell},200,200`).join('\n')}\n`,
  )
  await cola.say('promo add "Crisp days" sku:SKU-200 dates:"1-7 Jul" units:720 price:2')
  await cola.say('promo add "Nut days" sku:SKU-210 dates:"1-7 Jul" units:200 price:2')
  await cola.say('promo add "Tea days" sku:SKU-300 dates:"1-7 Jul" units:200 price:4')
}

const rowOf = async (words: string) =>
  (await cola.say('shelfready risks')).split('\n').find((line) => line.includes(words)) ?? ''
const states = () => cola.rows('select id, state, episode from risk order by id')
const acks = () => cola.rows('select risk_id, episode, person_name from acknowledgement order by risk_id, episode')

describe('a risk', () => {
  it('says what a planner needs: verdict, promotion, order with its rule, place, date, money, owner, number', async () => {
    await cola.say(summer)
    const said = await cola.say('shelfready risks')
    expect(said.split('\n')[0]).toBe('1 risk, Mon 1 Jun · EUR 3,995 at risk')
    expect(await rowOf('Summer BOGO')).toMatch(
      /^ ▲ Summer BOGO \(P-1\), 6 Jul: order 650 units of Cola 1\.5 l at ACME by \w{3} \d+ Jun · EUR 3,995 · Unassigned · R-1$/,
    )
    expect(said).toContain('Cola 1.5 l @ EAST: 500 of 700 units short from Wed 8 Jul')
    expect(said).toContain('650 = 500 short + 105 for a strong week (1 in 5) + 45 for lots of 50')
    const details = await cola.say('promo details P-1')
    expect(details).toMatch(/order 650 units at ACME \(minimum 200, by 50\) by \w{3} \d+ Jun/)
    expect(details).toContain('400 on hand + 150 ordered - 350 normal sales until then - 700 promotion = -500')
  })

  it('is one for each action: three shops short of one item are one order, summed, the minimum applied once', async () => {
    await shops()
    const said = await cola.say('shelfready risks')
    expect(said).toMatch(/^3 risks/)
    const crisps = await rowOf('Crisp days')
    const units = Number(/order ([\d,]+) units of Crisps/.exec(crisps)?.[1])
    expect(units % 50).toBe(0)
    expect(units).toBeGreaterThanOrEqual(250)
    expect(units).toBeLessThan(600)
    expect(await rowOf('Nut days')).toContain('order 200 units of Nuts at SNACK')
    expect(await rowOf('Tea days')).toMatch(/✖ Tea days.*decide, no normal order is in time/)
    expect(cola.rows('select count(*) as n from risk')).toEqual([{ n: 3 }])
  })

  it('joins two promotions that need the same order into one row that names both', async () => {
    await shops()
    await cola.say('promo add "More crisps" sku:SKU-200 dates:"8-12 Jul" units:500 price:2')
    const row = await rowOf('Crisp days')
    expect(row).toContain('More crisps (P-4)')
    expect((await cola.say('shelfready risks')).split('\n')[0]).toMatch(/^3 risks/)
  })

  it('sums what two promotions in a row need of one shelf: the order covers both', async () => {
    await cola.say('promo add First sku:SKU-100 at:EAST dates:"6-12 Jul" units:1200')
    await cola.say('promo add Second sku:SKU-100 at:EAST dates:"13-19 Jul" units:900')
    const row = await rowOf('First (P-1)')
    expect(row).toContain('Second (P-2)')
    // 400 on hand and 150 to come, against 350 sold before, 1,200 and 900. What comes for both at once is sold in the first.
    const [first, later] = [/order ([\d,]+) units/, /([\d,]+) more by/].map((said) =>
      Number((said.exec(row)?.[1] ?? '0').replace(',', '')),
    )
    expect((first as number) + (later as number)).toBeGreaterThanOrEqual(1_900)
  })

  it('comes first when a decision is due, before orders that can wait', async () => {
    await shops()
    const said = await cola.say('shelfready risks')
    expect(said.indexOf('Tea days')).toBeLessThan(said.indexOf('Crisp days'))
    expect(said.indexOf('Needs someone')).toBeLessThan(said.indexOf('Can wait'))
  })
})

describe('acknowledging', () => {
  it('counts once: the second person is told who was first and when', async () => {
    await cola.say(summer)
    await cola.say('shelfready risks')
    expect(await cola.say('shelfready ack R-1')).toMatch(/^R-\d+ is yours/)
    cola.at('2026-06-01T09:00:00Z')
    const second = await cola.say('shelfready ack R-1', { name: 'Ben' })
    expect(second).toMatch(/acknowledged by Ana, (1 hour|60 minutes) ago/)
    expect(acks()).toEqual([{ risk_id: 1, episode: 1, person_name: 'Ana' }])
    expect(await rowOf('Summer BOGO')).toContain('· Ana · R-1')
  })

  it('by two people at the same moment counts once and says so to the other', async () => {
    await cola.say(summer)
    await cola.say('shelfready risks')
    const said = await Promise.all(['Ana', 'Ben'].map((name) => cola.say('shelfready ack R-1', { name })))
    expect(said.filter((one) => /^R-1 is yours/.test(one))).toHaveLength(1)
    expect(said.filter((one) => one.includes('Already acknowledged by'))).toHaveLength(1)
    expect(acks()).toHaveLength(1)
  })

  it('again by the same person says that it is theirs, not that someone else was there', async () => {
    await cola.say(summer)
    await cola.say('shelfready ack P-1')
    const again = await cola.say('shelfready ack P-1')
    expect(again).not.toContain('someone was faster')
    expect(again).toMatch(/you/)
    expect(acks()).toHaveLength(1)
  })

  it('takes several, with blanks or commas, every one of a promotion, or all', async () => {
    await shops()
    await cola.say('shelfready risks')
    expect(await cola.say('shelfready ack R-1 R-2')).toContain('2 risks are yours')
    expect(await cola.say('shelfready ack all', { name: 'Ben' })).toMatch(/^R-\d+ is yours/)
    expect(acks().map(({ person_name }) => person_name)).toEqual(['Ana', 'Ana', 'Ben'])
    await cola.say(summer)
    expect(await cola.say('shelfready ack p-4', { name: 'Cleo' })).toMatch(/^R-\d+ is yours/)
    expect(await cola.say('shelfready risks mine', { name: 'Cleo' })).toMatch(/^1 risk of Cleo/)
    expect(await cola.say('shelfready ack R-1,R-2')).toContain('already acknowledged by you')
  })

  it('is written in the story of the promotion', async () => {
    await cola.say(summer)
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    expect(await cola.say('promo history P-1')).toMatch(/acknowledged.*Ben|Ben.*acknowledged|taken by Ben/)
  })

  it.each([
    ['a risk nobody knows', 'shelfready ack R-7', /no open risk R-7/],
    ['one that exists and one that does not', 'shelfready ack R-1 R-7', /no open risk R-7/],
    ['nothing', 'shelfready ack', /Which risk\?/],
    ['a promotion nobody knows', 'shelfready ack P-9', /P-9/],
    ['a day that is over', 'shelfready snooze R-1 until:2026-05-01', /not in the future/],
    ['a day far away', 'shelfready snooze R-1 until:2029-05-01', /days ahead/],
    ['a day with two readings', 'shelfready snooze R-1 until:6/7', /which one\?/],
    ['today', 'shelfready snooze R-1 until:today', /not in the future/],
  ])('of %s is refused and changes nothing', async (_, line, sentence) => {
    await cola.say(summer)
    await cola.say('shelfready risks')
    const before = cola.everything()
    const said = await cola.say(line)
    expect(said).toMatch(sentence)
    expect(said).toContain('Nothing was changed')
    expect(cola.everything()).toBe(before)
  })
})

describe('snoozing', () => {
  it('puts a risk aside until a day, on which it comes back', async () => {
    await cola.say(summer)
    expect(await cola.say('shelfready snooze P-1 until:"next monday"', { name: 'Ben' })).toContain('until Mon 8 Jun')
    expect(await rowOf('Summer BOGO')).toContain('snoozed by Ben until Mon 8 Jun')
    cola.at('2026-06-07')
    expect(await rowOf('Summer BOGO')).toContain('snoozed by Ben until Mon 8 Jun')
    cola.at('2026-06-08')
    expect(await rowOf('Summer BOGO')).not.toContain('snoozed')
    expect(states()).toEqual([{ id: 1, state: 'open', episode: 2 }])
  })

  it('without a day means the next working morning, over a weekend too', async () => {
    await cola.say(summer)
    expect(await cola.say('shelfready snooze P-1')).toContain('until Tue 2 Jun')
    cola.at('2026-06-05')
    expect(await cola.say('shelfready snooze P-1')).toContain('until Mon 8 Jun')
  })

  it('past the day by which it must be ordered is refused, or said in so many words', async () => {
    await cola.say(summer)
    const orderBy = /by (\w{3} \d+ Jun)/.exec(await rowOf('Summer BOGO'))?.[1]
    const said = await cola.say('shelfready snooze P-1 until:"5 Jul"')
    const remarks = said.split('\n').filter((line) => !line.includes('R-1:'))
    expect(remarks.join('\n')).toContain(orderBy)
  })

  it('ends early when it gets materially worse', async () => {
    await cola.say(summer)
    await cola.say('shelfready snooze P-1 until:"10 Jun"')
    await cola.say('promo edit P-1 units:1500')
    expect(await rowOf('Summer BOGO')).toContain('waiting for Ana')
  })
})

describe('a risk that was acknowledged', () => {
  beforeEach(async () => {
    await cola.say(summer)
    await cola.say('shelfready ack P-1')
  })

  it('stays so while it grows by less than a quarter', async () => {
    await cola.say('promo edit P-1 units:740')
    expect(await rowOf('Summer BOGO')).toContain('· Ana · R-1')
    expect(states()).toEqual([{ id: 1, state: 'acknowledged', episode: 1 }])
  })

  it('does not open again by small steps that each stay below a quarter, until together they do not', async () => {
    for (const units of [740, 780]) await cola.say(`promo edit P-1 units:${units}`)
    expect(await rowOf('Summer BOGO')).toContain('· Ana · R-1')
    for (const units of [820, 860, 900]) {
      await cola.say(`promo edit P-1 units:${units}`)
      await cola.say('shelfready risks')
    }
    expect(await rowOf('Summer BOGO')).toContain('waiting for Ana')
  })

  it('opens again when the money grows by a quarter', async () => {
    await cola.say('promo edit P-1 units:1000')
    expect(await rowOf('Summer BOGO')).toContain('waiting for Ana')
    expect(states()).toEqual([{ id: 1, state: 'open', episode: 2 }])
    expect(await cola.say('shelfready ack R-1', { name: 'Ben' })).toMatch(/^R-\d+ is yours/)
    expect(acks().map(({ episode, person_name }) => [episode, person_name])).toEqual([
      [1, 'Ana'],
      [2, 'Ben'],
    ])
  })

  it('opens again when the verdict gets worse', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,70\n')
    expect(await rowOf('Summer BOGO')).toMatch(/✖ .*Unassigned/)
  })

  it('opens again when it must be ordered days earlier', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,20\n')
    expect(await rowOf('Summer BOGO')).toMatch(/▲ .*waiting for Ana/)
  })

  it('does not open again when things get better', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,5\n')
    await cola.say('promo edit P-1 units:500')
    expect(await rowOf('Summer BOGO')).toContain('· Ana · R-1')
  })

  it('is closed by a feed that brings the stock, and cannot be acknowledged any more', async () => {
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,2000,2026-06-01T07:00:00Z\n')
    expect(await cola.say('shelfready risks')).toMatch(/^0 risks, Mon 1 Jun/)
    expect(states()).toEqual([{ id: 1, state: 'resolved', episode: 1 }])
    expect(await cola.say('shelfready ack R-1')).toContain('no open risk R-1')
  })

  it('is closed by an order that is confirmed in time', async () => {
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-99,SKU-100,EAST,650,2026-06-25\n')
    expect(await cola.say('shelfready risks')).toMatch(/^0 risks/)
  })

  it('opens again as a new question when it was closed and the stock is gone', async () => {
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,2000,2026-06-01T07:00:00Z\n')
    await cola.say('shelfready risks')
    cola.at('2026-06-02')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,300,2026-06-02\n')
    expect(await rowOf('Summer BOGO')).toContain('waiting for Ana')
    expect(states()).toHaveLength(1)
    expect(states()[0]).toMatchObject({ state: 'open', episode: 2 })
  })
})
