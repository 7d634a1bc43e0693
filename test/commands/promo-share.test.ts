import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stage, stage } from './stage.ts'

const morning = '2026-06-01'
const ben = { name: 'Ben', place: '#supply' }

/** A warehouse with 400 units for two shops whose promotion needs more; WEST is supplied directly. */
const open = async (): Promise<Stage> => {
  const shop = await stage(morning)
  await shop.feed('items', 'sku,name,supplier,unit_price,currency\nCOLA,Cola,ACME,2,EUR\nTEA,Tea,ACME,2,EUR')
  await shop.feed(
    'locations',
    'location,kind,supplied_by\nDC,dc,\nNORTH,shop,DC\nEAST,shop,DC\nWEST,shop,\nSOUTH,shop,',
  )
  await shop.feed('lead-times', 'supplier,lead_time_days\nACME,10\nDC,2')
  await shop.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${['COLA,DC,400', 'COLA,NORTH,50', 'COLA,EAST,50', 'COLA,WEST,900', 'TEA,DC,70', 'TEA,NORTH,0'].map((row) => `${row},${morning}`).join('\n')}`,
  )
  const plan = ['NORTH', 'EAST', 'WEST'].map((place) => `${morning},COLA,${place},100,100`)
  await shop.feed('demand-plan', `date,sku,location,units,days\n${plan.join('\n')}\n${morning},TEA,NORTH,0,100`)
  const days = '2026-06-18,2026-06-24'
  await shop.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units,status\nP-1,COLA,NORTH,Cola week,${days},250,\nP-1,COLA,EAST,Cola week,${days},300,\nP-1,COLA,WEST,Cola week,${days},100,\nP-2,COLA,NORTH,Two,2026-07-10,2026-07-12,60,\nP-2,TEA,NORTH,Two,2026-07-10,2026-07-12,60,\nP-3,COLA,NORTH,Off,${days},10,cancelled\nP-4,COLA,WEST,Direct,2026-08-01,2026-08-02,10,`,
  )
  return shop
}

let shop: Stage

/** What a place asks for, gets, and whose share that is, as the table of shares says. */
const rowOf = (text: string, place: string) =>
  new RegExp(`^${place} +(\\d+) +(\\d+) +(automatic|.*? on Mon 1 Jun)`, 'm').exec(text)?.slice(1)

describe('shares that are refused', () => {
  beforeAll(async () => {
    shop = await open()
    await shop.say('promo share P-1 at:EAST units:100', ben)
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  it.each([
    ['no promotion', 'promo share', /Which promotion\?/],
    ['an unknown promotion', 'promo share P-9 at:NORTH units:1', /There is no promotion P-9/],
    ['a cancelled promotion', 'promo share P-3 at:NORTH units:1', /is cancelled/],
    ['an unknown place', 'promo share P-1 at:NORHT units:1', /There is no location NORHT\. Did you mean NORTH\?/],
    ['a place without the promotion', 'promo share P-1 at:SOUTH units:1', /supplies SOUTH with an item of P-1/],
    [
      'a place that is supplied directly',
      'promo share P-1 at:WEST units:1',
      /supplies WEST with an item of P-1; .*EAST and NORTH/,
    ],
    ['the source itself', 'promo share P-1 at:DC units:1', /DC is where the stock is shared out/],
    ['a promotion without a source', 'promo share P-4 at:WEST units:1', /there is nothing to share out/],
    ['less than nothing', 'promo share P-1 at:NORTH units:-1', /"-1" is below zero/],
    ['a part of a unit', 'promo share P-1 at:NORTH units:1.5', /is not a whole number of units/],
    ['a word', 'promo share P-1 at:NORTH units:lots', /units: "lots"/],
    ['more than all', 'promo share P-1 at:NORTH units:120%', /more than 100%/],
    [
      'more than there is',
      'promo share P-1 at:NORTH units:301',
      /400 units of COLA free .*100 set for others: NORTH can get at most 300/,
    ],
    ['more than there is together', 'promo share P-1 at:NORTH units:60% at:EAST units:50%', /cannot get 440 together/],
    ['the same place twice', 'promo share P-1 at:NORTH units:1 at:north units:2', /NORTH is named twice/],
    ['two places with one amount', 'promo share P-1 at:NORTH,EAST units:100', /Say what each place gets/],
    ['no amount', 'promo share P-1 at:NORTH', /What does NORTH get\?/],
    ['no place', 'promo share P-1 units:5', /units: needs its place/],
    ['the share it has', 'promo share P-1 at:EAST units:100', /already gets 100 units of DC's, set by Ben/],
    ['a share nobody has set', 'promo share P-1 at:NORTH units:auto', /Nobody has set a share for NORTH/],
    ['one of several items', 'promo share P-2 at:NORTH units:5', /Which item at NORTH\? Add sku:COLA or sku:TEA/],
    ['an item it does not have', 'promo share P-1 sku:TEA at:NORTH units:5', /has no item TEA/],
  ])('for %s write nothing and say why', async (_, line, sentence) => {
    const before = shop.everything()
    expect(await shop.say(line, ben)).toMatch(sentence)
    expect(shop.everything()).toBe(before)
  })

  it('are refused once the promotion is over', async () => {
    shop.at('2026-06-25')
    expect(await shop.say('promo share P-1 at:NORTH units:1', ben)).toContain('is over. Nothing was changed')
  })
})

describe('a share', () => {
  beforeEach(async () => {
    shop = await open()
  })
  afterEach(() => shop[Symbol.asyncDispose]())

  it('is kept first, the rest is shared as before, and everyone can see who set it', async () => {
    const before = await shop.say('promo share P-1')
    expect(before).toContain('DC has 400 units free for promotions')
    const [asksNorth, getsNorth] = rowOf(before, 'NORTH') ?? []
    expect(getsNorth).toBe(asksNorth)
    const said = await shop.say('promo share P-1 at:NORTH units:120', ben)
    expect(said).toContain("NORTH now gets 120 of DC's 400 units in Cola week (P-1)")
    expect(said).toContain('Cola week (P-1) is still at risk')
    expect(rowOf(said, 'NORTH')).toEqual([asksNorth, '120', '120, set by Ben on Mon 1 Jun'])
    expect(rowOf(said, 'EAST')?.slice(1)).toEqual(['280', 'automatic'])
    const why = await shop.say('promo why P-1 COLA NORTH')
    expect(why).toContain(`NORTH gets 120 of DC's 400 units, set by Ben on Mon 1 Jun; it asks for ${asksNorth} now.`)
    expect(why).toContain("Its share of DC's stock is 120 of the missing")
    expect(await shop.say('promo details P-1')).toContain('set by Ben')
    expect(shop.posted('#supply').join('\n')).toContain('Ben changed the fair shares of Cola week (P-1)')
  })

  it('turns verdicts at once, also that of another promotion which gets what is left', async () => {
    await shop.feed('lead-times', 'supplier,lead_time_days\nACME,40')
    const days = '2026-06-18,2026-06-24'
    await shop.feed(
      'promotions',
      `promotion_id,sku,location,name,start,end,units,priority,status\nP-1,COLA,NORTH,Cola week,${days},250,,cancelled\nP-1,COLA,EAST,Cola week,${days},300,,cancelled\nP-1,COLA,WEST,Cola week,${days},100,,cancelled\nP-2,COLA,NORTH,Two,${days},60,,cancelled\nP-2,TEA,NORTH,Two,${days},60,,cancelled\nP-5,COLA,NORTH,First,${days},250,1,\nP-6,COLA,EAST,Second,${days},300,2,`,
    )
    const said = await shop.say('promo share P-5 at:NORTH units:0', ben)
    expect(said).toContain('First (P-5): ▲ At risk → ✖ Not ready')
    expect(said).toContain('Second (P-6): ✖ Not ready → ▲ At risk')
    expect(await shop.say('promo why P-5')).toContain('NORTH gets nothing from DC, set by Ben')
    expect(await shop.say('promo list')).toMatch(/Not ready +First.*At risk +Second/s)
  })

  it('counts what was sent for the promotion already', async () => {
    await shop.say('promo share P-1 at:NORTH units:120', ben)
    await shop.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,promotion_id,supplier,ordered_date\nT-1,COLA,NORTH,50,2026-06-10,P-1,DC,2026-06-01',
    )
    const said = await shop.say('promo share P-1')
    expect(rowOf(said, 'NORTH')?.[1]).toBe('70')
    expect(said).toContain('50 already sent')
  })

  it('of a percentage is one of what is free when it is set', async () => {
    const said = await shop.say('promo share P-1 at:NORTH units:25% at:EAST units:33.3%', ben)
    expect(rowOf(said, 'NORTH')?.[1]).toBe('100')
    expect(rowOf(said, 'EAST')?.[1]).toBe('133')
  })

  it('can be undone for ten minutes, unless somebody has set it again', async () => {
    await shop.say('promo share P-1 at:NORTH units:120', ben)
    await shop.say('promo share P-1 at:NORTH units:90', ben)
    expect(await shop.say('shelfready undo', ben)).toContain('the shares set for P-1')
    expect(rowOf(await shop.say('promo share P-1'), 'NORTH')?.[1]).toBe('120')
    await shop.say('promo share P-1 at:NORTH units:80', { name: 'Chloe', place: '#supply' })
    expect(await shop.say('shelfready undo', ben)).toContain('Someone has set these shares again')
    expect(rowOf(await shop.say('promo share P-1'), 'NORTH')?.[1]).toBe('80')
  })

  it.each(['promo share P-1 at:NORTH clear', 'promo share P-1 at:NORTH units:auto', 'promo share P-1 clear'])(
    'is taken back by %s',
    async (line) => {
      const before = rowOf(await shop.say('promo share P-1'), 'NORTH')
      await shop.say('promo share P-1 at:NORTH units:120', ben)
      expect(await shop.say(line, ben)).toContain("NORTH shares DC's stock automatically again")
      expect(rowOf(await shop.say('promo share P-1'), 'NORTH')).toEqual(before)
    },
  )

  it('is in the audit and the history with who, when, and what it was', async () => {
    await shop.say('promo share P-1 at:NORTH units:120', ben)
    await shop.say('promo share P-1 at:NORTH units:90', ben)
    expect(shop.rows("select actor, entity from audit where action = 'share'")).toHaveLength(2)
    expect(await shop.say('promo history P-1')).toMatch(
      /share of NORTH in DC's COLA set to 90 units by Ben in #supply, was 120; ▲ At risk/,
    )
  })

  it('counts from the day on which it was set: an earlier morning is judged without it', async () => {
    shop.at('2026-06-03')
    await shop.say('promo share P-1 at:NORTH units:120', ben)
    shop.at('2026-06-02')
    expect(rowOf(await shop.say('promo share P-1'), 'NORTH')?.[2]).toBe('automatic')
  })
})
