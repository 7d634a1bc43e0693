import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage(70)
})
afterEach(() => cola[Symbol.asyncDispose]())

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'
const overview = () => cola.say('shelfready overview')
const days = () => cola.rows('select day_on, owners from daily_risk_total order by day_on')

describe('the overview', () => {
  it('says what waits for a decision: the best option, until when, what waiting costs, the money and who has it', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days,expedite_days,expedite_cost_per_unit\nACME,70,20,0.5\n')
    await cola.say(summer)
    const said = await overview()
    expect(said.split('\n')[0]).toBe('Overview, Mon 1 Jun · 1 decision waiting · EUR 3,995 at risk in the next 8 weeks')
    expect(said).toMatch(
      /✖ Summer BOGO \(P-1\), Mon 6 Jul · best: [A-Z][\w ]+, worth EUR [\d,]+ · (decide (today|by \w{3} \d+ \w{3}), then EUR [\d,.]+ a day|waiting costs nothing before \w{3} \d+ \w{3}) · EUR 3,995 at risk · Unassigned/,
    )
    const best = /best: ([A-Z][\w ]+), worth/.exec(said)?.[1] ?? '?'
    expect(await cola.say('promo options P-1')).toContain(`★ ${best} (best)`)
    expect(said).toContain('Decide: /promo options P-1')
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    expect(await overview()).toMatch(/EUR 3,995 at risk · Ben$/m)
  })

  it('never calls nothing what nobody knows: money at risk without a price', async () => {
    await cola.feed('items', 'sku,name,supplier\nNOP,Mystery,ACME\n')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nNOP,EAST,0,2026-06-01\n')
    await cola.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,NOP,EAST,500,200\n')
    await cola.say('promo add "Mystery week" sku:NOP at:EAST dates:"6-12 Jul" units:900')
    const said = await overview()
    expect(said.split('\n')[0]).toBe(
      'Overview, Mon 1 Jun · 1 decision waiting · money at risk unknown in the next 8 weeks',
    )
    expect(said).toContain('cost of waiting unknown · money at risk unknown · Unassigned')
    expect(said).toContain('Unassigned: amount unknown in 1 risk')
    expect(said).not.toContain('nothing at risk')
  })

  it('has about ten lines, however much there is', async () => {
    await cola.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nSKU-110,Lemonade,0.5,1,EUR,ACME\n')
    for (let i = 0; i < 9; i++) {
      await cola.say(
        `promo add "Rush ${i}" sku:SKU-100 at:EAST dates:"${6 + i}-${8 + i} Jul" units:${300 + i} price:7.99`,
      )
      if (i < 6) await cola.say(`shelfready ack P-${i + 1}`, { name: `Person ${i}` })
    }
    const lines = (await overview()).split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeLessThanOrEqual(16)
    expect(lines[0]).toMatch(/\d decisions waiting/)
    expect(lines.filter((line) => line.startsWith(' ✖'))).toHaveLength(3)
    expect(lines.some((line) => /\.\.\. and \d more: \/shelfready risks/.test(line))).toBe(true)
    const money = lines
      .filter((line) => line.startsWith(' ✖'))
      .map((line) => Number(/EUR ([\d,]+) at risk/.exec(line)?.[1]?.replace(',', '')))
    expect(money).toEqual(money.toSorted((a, b) => b - a))
  })

  it('sets money at risk by owner against that of last week, once that is known', async () => {
    await cola.say(summer)
    expect(await overview()).toContain('no comparison with last week yet')
    expect(days()).toHaveLength(1)
    cola.at('2026-06-08')
    await cola.feed(
      'inventory',
      'sku,location,on_hand,as_of\nSKU-100,EAST,330,2026-06-08\nSKU-110,EAST,5000,2026-06-08\nSKU-110,WEST,5000,2026-06-08\n',
    )
    await cola.say('promo edit P-1 units:500')
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    const said = await overview()
    expect(said).toContain('At risk by owner (EUR 3,995 in total on Mon 1 Jun)')
    expect(said).toMatch(/· Ben: EUR 2,[\d]{3} in 1 risk, nothing a week ago/)
    expect(said).toMatch(/· Unassigned: nothing, EUR 3,995 a week ago/)
  })

  it('keeps what is at risk once a day, by whoever looks first, and never again that day', async () => {
    await cola.say(summer)
    expect(days()).toEqual([])
    await cola.say('shelfready risks')
    const [first] = days()
    expect(first).toMatchObject({ day_on: '2026-06-01' })
    expect(JSON.parse(first?.owners as string)).toMatchObject([{ owner: null, risks: 1 }])
    await cola.say('shelfready ack all')
    await cola.say('promo add Second sku:SKU-100 at:EAST dates:"13-15 Jul" units:700 price:7.99')
    await Promise.all([overview(), cola.say('shelfready risks'), cola.say('shelfready home')])
    expect(days()).toEqual([first])
    cola.at('2026-06-02')
    await cola.say('digest now')
    expect(days().map((row) => row.day_on)).toEqual(['2026-06-01', '2026-06-02'])
  })

  it('says how promotions did: those that ran out, those cancelled because of supply, and what was lost', async () => {
    await cola.say(summer)
    await cola.say('promo add Lemon sku:SKU-110 dates:"3-9 Jun" units:70 price:1')
    await cola.say('promo cancel P-1 why:supply')
    cola.at('2026-06-15')
    const sales = (stockout: number) =>
      Array.from(
        { length: 7 },
        (_, i) => `2026-06-${String(3 + i).padStart(2, '0')},SKU-110,EAST,10,${stockout}\n`,
      ).join('')
    await cola.feed('sales', `date,sku,location,units,stockout\n${sales(0)}`)
    expect(await overview()).toContain(
      '1 of 2 promotions ran out of stock: 50 %, above 5 %; 1 cancelled because of supply.',
    )
    await cola.feed('sales', `date,sku,location,units,stockout\n${sales(0.5)}`)
    expect(await overview()).toMatch(
      /2 of 2 promotions ran out of stock: 100 %, above 5 %; 1 cancelled because of supply and EUR 70 lost\./,
    )
  })

  it('counts a loss as prevented once its promotion is over without running out, and not while it is merely ready', async () => {
    await cola.say(summer)
    await cola.say('shelfready risks')
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-90,SKU-100,EAST,9000,2026-06-29\n')
    expect(await overview()).toContain('No losses prevented yet')
    cola.at('2026-07-14')
    const days = Array.from({ length: 7 }, (_, i) => `2026-07-${`${6 + i}`.padStart(2, '0')},SKU-100,EAST,90,0\n`)
    await cola.feed('sales', `date,sku,location,units,stockout\n${days.join('')}`)
    expect(await overview()).toContain('1 loss prevented, EUR 3,995 that was at risk')
  })

  it('is short when there is nothing to say, takes no words, and writes nothing the second time', async () => {
    const said = await overview()
    expect(said.split('\n')[0]).toBe('Overview, Mon 1 Jun · no decisions waiting · nothing at risk in the next 8 weeks')
    expect(said).toContain('No ended promotion has sales yet.')
    const before = cola.everything()
    await overview()
    expect(await cola.say('overview everything')).toMatch(/takes no further words/)
    expect(cola.everything()).toBe(before)
  })
})
