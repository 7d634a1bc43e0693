import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, colaCompany } from '../_helpers/company.ts'
import { driverOf } from '../_helpers/engine.ts'
import { registeredId, registration } from '../_helpers/registered.ts'

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST from:2026-07-06 to:2026-07-12 units:700 price:7.99'

describe('registering a promotion', () => {
  let cola: Company
  beforeAll(async () => {
    cola = await colaCompany({ leadDays: 70 })
  })
  afterAll(() => cola[Symbol.asyncDispose]())

  it('answers at once with id, window, verdict, what is short, what can be promised and what next', async () => {
    const said = await cola.say(summer)
    expect(said.split('\n')[0]).toBe(
      '✖ Not ready: Summer BOGO (P-1), Mon 6 to Sun 12 Jul. Cola 1.5 l sells out on Wed 8 Jul in EAST; no order arrives in time.',
    )
    expect(said).toContain('Supply is asked to decide. You can start Mon 10 Aug, or cap at 156 units.')
    expect(said).toContain('See card: /promo show P-1')
    expect(said).toContain('Options: /promo options P-1')
    const details = await cola.say('promo details P-1')
    expect(details).toContain('500 of 700 units short from Wed 8 Jul')
    expect(details).toMatch(/too late since \w{3} \d+ Apr, it needs 70 days/)
    expect(details).toContain('EUR 3,995 at risk')
  })

  it('writes the promotion, its assessment, an audit row and one card to post, together', () => {
    expect(['promotion_line', 'assessment', 'audit', 'outbox'].map((table) => cola.count(table as 'audit'))).toEqual([
      1, 1, 1, 1,
    ])
  })

  it('answers a second registration with the first one, whoever asks and however it is spelt', async () => {
    const said = await cola.say(summer.replace('Summer BOGO', 'summer  bogo'), { name: 'Ben' })
    expect(said).toMatch(/already registered as P-1 by Ana, just now\. Nothing was saved twice/)
    expect(cola.count('promotion_line')).toBe(1)
  })

  it('registers another one of the same name when told so', async () => {
    expect(await cola.say(`${summer} another:yes`)).toMatch(registration(undefined, 'P-2'))
  })

  it('acts once on a request that is delivered five times, at the same moment and later, and repeats its answer', async () => {
    const line = 'promo add "Delivered often" sku:SKU-110 dates:"1-3 Aug" uplift:+20%'
    const before = cola.count('promotion_line')
    const at = await Promise.all([1, 2, 3, 4, 5].map(() => cola.say(line, { key: 'delivery-1' })))
    at.push(await cola.say(line, { key: 'delivery-1' }))
    expect(new Set(at).size).toBe(1)
    expect(at[0]).toMatch(registration(undefined, 'P-3'))
    expect(cola.count('promotion_line')).toBe(before + 1)
    expect(await cola.say('promo add Other sku:SKU-110 dates:"1-3 Sep"', { key: 'delivery-1' })).toContain(
      'Nothing was done',
    )
  })

  it('spreads a total over the places that sell the item by their normal sales, not to distribution centres', async () => {
    await cola.say('promo add "Lemon days" sku:SKU-110 dates:"6-12 Jul" units:300')
    const card = await cola.say('promo why P-4 SKU-110 EAST')
    expect(card).toContain('200 units')
    expect(await cola.say('promo why P-4 SKU-110 WEST')).toContain('100 units')
    expect(await cola.say('promo add "Cola hub" sku:SKU-100 dates:"6-12 Sep" uplift:1.5x')).toContain(
      'Cola 1.5 l sells out on Sun 6 Sep in EAST without an order',
    )
    expect(await cola.say('promo details P-5')).not.toContain('@ HUB')
  })

  it('shares a total for named places out in whole units that add up', async () => {
    await cola.say('promo add "Lemon two" sku:SKU-110 at:EAST,WEST dates:"6-12 Oct" units:100')
    const rows = driverOf(cola.app.workspace.database)
      .prepare(`select location, units from promotion_line where name = 'Lemon two' order by location`)
      .all()
    expect(rows).toEqual([
      { location: 'EAST', units: 67 },
      { location: 'WEST', units: 33 },
    ])
  })

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    [
      'an unknown item',
      'promo add X sku:SKU-10 at:EAST dates:"6-12 Jul"',
      /There is no item SKU-10\. Did you mean SKU-100 \(Cola 1\.5 l\)\? Nothing was registered/,
    ],
    [
      'an unknown location',
      'promo add X sku:SKU-100 at:EAT dates:"6-12 Jul"',
      /There is no location EAT\. Did you mean EAST \(East Street\)\?/,
    ],
    [
      'an end before the start',
      'promo add X sku:SKU-100 from:2026-07-12 to:2026-07-06',
      /end, Mon 6 Jul, is before the start, Sun 12 Jul/,
    ],
    ['a window that is over', 'promo add X sku:SKU-100 from:2026-05-01 to:2026-05-03', /window ended Sun 3 May/],
    ['negative units', 'promo add X sku:SKU-100 dates:"6-12 Jul" units:-5', /units: "-5" is not above zero/],
    ['absurd units', 'promo add X sku:SKU-100 dates:"6-12 Jul" units:99999999999', /above 1,000,000,000/],
    ['an uplift nobody can mean', 'promo add X sku:SKU-100 dates:"6-12 Jul" uplift:60', /\+60%/],
    ['a day that does not exist', 'promo add X sku:SKU-100 dates:"30-31 Feb"', /no such day/],
    ['days in the wrong order', 'promo add X sku:SKU-100 dates:"12-6 Jul"', /ends before it starts/],
    ['a distribution centre', 'promo add X sku:SKU-100 at:HUB dates:"6-12 Jul"', /HUB is a distribution centre/],
    ['no name', 'promo add sku:SKU-100 dates:"6-12 Jul"', /has no name/],
    ['no window', 'promo add X sku:SKU-100', /window is missing/],
    ['two ways to say how much', 'promo add X sku:SKU-100 dates:"6-12 Jul" units:5 uplift:+5%', /Use only one of/],
    [
      'a total for two items',
      'promo add X sku:SKU-100,SKU-110 dates:"6-12 Jul" units:5',
      /is unclear: each, or all together/,
    ],
    ['a key nobody knows', 'promo add X skus:SKU-100 dates:"6-12 Jul"', /Did you mean sku: \?/],
    ['an open quote', 'promo add "X sku:SKU-100', /never closed/],
    ['a start in ten years', 'promo add X sku:SKU-100 from:2036-01-01 to:2036-01-02', /more than three years away/],
  ]
  it.each(refusals)('refuses %s, says what to do and writes nothing', async (_, line, sentence) => {
    const tables = ['promotion_line', 'audit', 'outbox', 'batch'] as const
    const before = tables.map(cola.count)
    expect(await cola.say(line)).toMatch(sentence)
    expect(tables.map(cola.count)).toEqual(before)
  })

  it('keeps two people who register at the same moment apart', async () => {
    const [one, two] = await Promise.all([
      cola.say('promo add "Race A" sku:SKU-110 dates:"1-2 Nov" uplift:+5%', { name: 'Ana' }),
      cola.say('promo add "Race B" sku:SKU-110 dates:"1-2 Nov" uplift:+5%', { name: 'Ben' }),
    ])
    const ids = [one, two].map((said) => registeredId(said as string))
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain(undefined)
    const twice = await Promise.all(
      ['Ana', 'Ben'].map((name) => cola.say('promo add "Race C" sku:SKU-110 dates:"1-2 Nov"', { name })),
    )
    expect(twice.filter((said) => registration().test(said))).toHaveLength(1)
    expect(twice.filter((said) => said.includes('already registered'))).toHaveLength(1)
  })
})
