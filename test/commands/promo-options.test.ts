import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { announceWords } from '../../src/cards/options/option-words.ts'
import { dayOf } from '../../src/domain/day.ts'
import { colaStage, type Stage } from './stage.ts'

const columns = 'supplier,lead_time_days,expedite_days,expedite_cost_per_unit,expedite_fixed_cost'

/** Gives the row of an option in the table of numbers. */
const rowOf = (text: string, option: string) =>
  text.split('\n').find((line) => line.replace(/^★ /, '').startsWith(option) && /\d/.test(line)) ?? ''

let cola: Stage
beforeAll(async () => {
  cola = await colaStage(70)
  await cola.feed('lead-times', `${columns}\nACME,70,5,1,100\n`)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
})
afterAll(() => cola[Symbol.asyncDispose]())

describe('the options of a promotion', () => {
  it('stand in a table with doing nothing first, every number in it, and the best marked', async () => {
    const said = await cola.say('promo options P-1')
    expect(said.split('\n')[0]).toBe('✖ Not ready: options for Summer BOGO (P-1), Mon 6 to Sun 12 Jul')
    expect(rowOf(said, 'Do nothing')).toMatch(/200 of 700 +0 +0 +EUR 480 +over 99 %/)
    expect(rowOf(said, 'Expedite part of it (best)')).toMatch(/^★ .*of 700 +EUR \d+ .*\+EUR \d+/)
    expect(said.match(/★/g)).toHaveLength(2)
  })

  it('are each said in one line, the impossible ones with the reason', async () => {
    const said = await cola.say('promo options "summer bogo"')
    expect(said).toMatch(/· Do nothing: accept 500 units short/)
    expect(said).toMatch(/[·★] Expedite everything: \d+ units of Cola 1.5 l @ EAST from ACME, usable Sat 6 Jun/)
    expect(said).toMatch(/– Order normally: not possible, usable Mon 10 Aug, after the last day, Sun 12 Jul/)
    expect(said).toMatch(/· Start later: Cola 1.5 l @ EAST from Mon 10 Aug.*without rebooking.*worth it up to EUR/)
    expect(said).toMatch(/· Cap the volume: 1\d\d units/)
    expect(said).toMatch(/– Launch only where ready: not possible, it runs at one location only/)
    expect(said).toMatch(/– Transfer: not possible, no other location has the item/)
    expect(said).toMatch(/– Offer a substitute: not possible/)
  })

  it('never ask for notice a number of days below nothing ahead', () => {
    const [begun, today] = [dayOf('2026-06-01'), dayOf('2026-06-03')]
    expect(announceWords({ kind: 'by', on: begun + 3, days: -3 }, begun, today)).toBe('tell supply by Thu 4 Jun')
    expect(announceWords({ kind: 'by', on: begun - 3, days: 3 }, begun, today)).toBe(
      'tell supply 3 days ahead: that was Fri 29 May',
    )
  })

  it('come with the break-even, the announce-by date, what pays best and what is assumed', async () => {
    const said = await cola.say('promo options P-1')
    expect(said).toMatch(/stock covers \+\d+ %; you planned \+900 %/)
    expect(said).toMatch(/for \+900 %, tell supply 69 days ahead: that was Tue 28 Apr/)
    expect(said).toMatch(/\d+ units would earn the most here/)
    expect(said).toMatch(/a leftover unit loses 10 % of its cost/)
  })

  it('price waiting by ordering day, from nothing today', async () => {
    await using quick = await colaStage(38)
    await quick.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    const said = await quick.say('promo options P-1')
    expect(said).toMatch(/cost of waiting with a normal order: today 0 · Tue 2 Jun EUR \d+ · Wed 3 Jun EUR \d+/)
    expect(said).toMatch(/★ Order normally: 500 units/)
  })

  it('count what other places can spare, distribution centres included, and the substitute', async () => {
    await using more = await colaStage(70)
    await more.feed(
      'items',
      'sku,name,unit_cost,unit_price,currency,supplier,substitute_sku\nSKU-100,Cola 1.5 l,5.59,7.99,EUR,ACME,SKU-110\n',
    )
    await more.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,HUB,90,2026-06-01\n')
    await more.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    const said = await more.say('promo options P-1')
    expect(said).toMatch(/· Transfer: 90 units of Cola 1.5 l @ EAST from HUB, there Thu 4 Jun \(without transport/)
    expect(said).toMatch(/Offer a substitute: 2\d\d units of Lemonade instead of Cola/)
  })

  it('have no money and no best without a unit cost, and say what to import', async () => {
    await using poor = await colaStage(70)
    await poor.feed('items', 'sku,name,unit_price,supplier\nSKU-100,Cola 1.5 l,7.99,ACME\n')
    await poor.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700')
    const said = await poor.say('promo options P-1')
    expect(said).not.toContain('★')
    expect(said).toContain('I cannot say which option is best')
    expect(said).toContain('Import items with unit_cost')
  })

  it('of a promotion that is ready are not needed', async () => {
    await cola.say('promo add Picnic sku:SKU-110 dates:"6-12 Jul" uplift:+60%')
    const said = await cola.say('promo options picnic')
    expect(said).toContain('There is nothing to decide')
    expect(said).toMatch(/stock covers \+\d+ %.*; you planned \+60 %/)
  })

  it('of one that cannot be judged say so', async () => {
    await cola.say('promo add Unseen sku:SKU-100 at:WEST dates:"6-12 Jul" units:70')
    expect(await cola.say('promo options unseen')).toContain('1 line cannot be judged')
  })

  it('write nothing, and refuse what is not known', async () => {
    const before = cola.everything()
    await cola.say('promo options P-1')
    expect(await cola.say('promo options P-99')).toContain('There is no promotion P-99')
    expect(await cola.say('promo options')).toContain('Which promotion?')
    expect(await cola.say('promo options P-1 uplift:+5%')).toContain('uplift: does not work here')
    expect(cola.everything()).toBe(before)
  })
})

describe('the options of a promotion where demand is delivered late', () => {
  it('lose no margin with doing nothing, and say what is late', async () => {
    await using wholesale = await colaStage(70)
    await wholesale.feed('locations', 'location,unmet\nEAST,backorder\n')
    await wholesale.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    const said = await wholesale.say('promo options P-1')
    expect(rowOf(said, 'Do nothing')).toMatch(/200 of 700 +0 +0 +EUR 1,680 +over 99 %/)
    expect(said).toMatch(/Do nothing: accept 500 units late and the leftover/)
    expect(said).toContain('a late delivery nothing')
  })
})
