import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, colaCompany } from '../_helpers/company.ts'

describe('asking', () => {
  let cola: Company
  beforeAll(async () => {
    cola = await colaCompany()
    await cola.say('/promo add "Summer BOGO" sku:SKU-100 at:EAST from:2026-07-06 to:2026-07-12 units:700 owner:@Ana')
    await cola.say('promo add Lemonade sku:SKU-110 dates:"20-22 Jun" uplift:+10%')
  })
  afterAll(() => cola[Symbol.asyncDispose]())

  it('writes nothing', async () => {
    const tables = ['promotion_line', 'audit', 'outbox', 'request_receipt', 'assessment', 'batch'] as const
    const before = tables.map(cola.count)
    for (const line of [
      'promo list',
      'promo show P-1',
      'promo check',
      'promo check P-1',
      'promo why P-1',
      'stock SKU-100',
      'help',
      'nonsense',
    ])
      await cola.say(line)
    expect(tables.map(cola.count)).toEqual(before)
  })

  it('lists promotions by start with verdict in word and symbol, window and money', async () => {
    const lines = (await cola.say('promo list')).split('\n')
    expect(lines[0]).toBe('2 promotions running or coming up, Mon 1 Jun')
    expect(lines[3]).toMatch(/● Ready\s+Lemonade \(P-2\)\s+Sat 20 to Mon 22 Jun\s+-/)
    expect(lines[4]).toMatch(/▲ At risk\s+Summer BOGO \(P-1\)\s+Mon 6 to Sun 12 Jul\s+EUR 3,995/)
  })

  it('shows and checks one promotion by id or by name, small and capital letters alike', async () => {
    const card = await cola.say('promo show P-1')
    expect(card).toContain('▲ AT RISK   Summer BOGO')
    expect(card).toContain('P-1 · Mon 6 to Sun 12 Jul · Ana')
    expect(card).toMatch(/Order 650 units of Cola 1\.5 l at ACME by \w{3} \d+ Jun · EUR 3,995 at risk/)
    expect(await cola.say('promo details P-1')).toMatch(
      /order 650 units at ACME \(minimum 200, by 50\) by \w{3} \d+ Jun/,
    )
    for (const said of ['p-1', 'summer bogo', '"Summer BOGO"']) expect(await cola.say(`promo check ${said}`)).toBe(card)
  })

  it('answers an unknown promotion with the one that was probably meant', async () => {
    expect(await cola.say('promo show "Sumer BOGO"')).toContain('Did you mean P-1 (Summer BOGO)?')
    expect(await cola.say('promo show')).toContain('Which promotion?')
  })

  it('traces a verdict to reasons, figures and the days that matter', async () => {
    const why = await cola.say('promo why P-1')
    expect(why).toContain('500 units short in its days from Wed 8 Jul')
    expect(why).toMatch(/Mon 22 Jun\s+150\s+10\s+330/)
    expect(why).toMatch(/Sun 12 Jul \*\s+100\s+-500/)
    expect(await cola.say('promo why P-1 SKU-999')).toContain('It has SKU-100 EAST')
  })

  it('says where an item stands and what can still be promised', async () => {
    const place = await cola.say('stock SKU-100 at EAST')
    expect(place).toContain('On hand          400 units this morning')
    expect(place).toContain('PO-77: 150 units, usable Mon 22 Jun')
    expect(place).toContain('ACME, 10 days; ordered today, it is usable Thu 11 Jun')
    expect(place).toContain('Summer BOGO (P-1), Mon 6 to Sun 12 Jul, 700 units in total')
    expect(await cola.say('stock sku-110')).toMatch(/EAST\s+\d+\s+500\s+0\s+2/)
    expect(await cola.say('stock SKU-11')).toContain('Did you mean SKU-110 (Lemonade)?')
    expect(await cola.say('stock SKU-100 at NOWHERE')).toContain('It is at EAST, HUB')
  })

  it('says what can be asked, and what was probably meant', async () => {
    expect(await cola.say('help more')).toContain('promo add: register a promotion')
    expect(await cola.say('/promo help')).toContain('/promo add')
    expect(await cola.say('help promo why')).toContain('promo why P-1')
    expect(await cola.say('promo lst')).toContain('Did you mean promo list?')
    expect(await cola.say('😀 what')).toContain('I do not know')
  })

  it('shows the morning: what needs somebody first, then what launches next', async () => {
    const said = await cola.say('promo check')
    expect(said.split('\n')[0]).toBe('Launch readiness, Mon 1 Jun · #launches · 1 at risk, 1 ready')
    expect(said).toContain(' ▲ Summer BOGO (P-1), 6 Jul: order 650 units of Cola 1.5 l at ACME by ')
  })
})
