import { describe, expect, it } from 'vitest'
import { orderUnitWords } from '../../src/cards/language/words.ts'
import { packingOf } from '../../src/parsing/packings.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { openCompany } from '../_helpers/company.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const monday = ['--as-of', '2026-06-01']
const items =
  'sku,name,supplier,unit_price,currency,order_multiple,units_per_case,units_per_pallet\nCOLA,Cola,ACME,2,EUR,12,12,480\nLOOSE,Loose tea,ACME,2,EUR,,,'

const assess = async (line: CommandLine): Promise<Judged> =>
  JSON.parse((await line.run('assess', '--promotion', 'P-1', '--format', 'ndjson', ...monday)).out) as Judged

describe('a unit of measure', () => {
  it.each([
    ['each', ['', 'EA', 'St', 'Stk.', 'Stück', 'pcs', 'pz', 'uds', 'unités', 'stuks']],
    ['case', ['case', 'Kart', 'KAR', 'colis', 'caja', 'Cajas', 'cartone', 'collo', 'doos', 'CS']],
    ['pallet', ['pallet', 'Palette', 'Paletten', 'palet', 'palés', 'bancale', 'PAL']],
    [null, ['kg', 'litre', 'm2']],
  ] as const)('that counts in %s is known by the words of six languages', (packing, words) => {
    for (const word of words) expect([word, packingOf(word)]).toEqual([word, packing])
  })
})

describe('a feed with a column of units', () => {
  it('is read in units, whatever each row counts in', async () => {
    await using line = await commandLine()
    await line.feed('items', items, ...monday)
    await line.feed('lead-times', 'supplier,lead_time_days\nACME,10', ...monday)
    const { out } = await line.feed(
      'inventory',
      'sku,location,on_hand,unit,safety_stock,as_of\nCOLA,EAST,2,Palette,1,2026-06-01\nLOOSE,EAST,7,St,,2026-06-01',
      ...monday,
    )
    expect(out).not.toContain('unit')
    await line.feed('demand-plan', 'date,sku,location,units,days,unit\n2026-06-01,COLA,EAST,100,100,colis', ...monday)
    await line.feed(
      'inbound',
      'order_id,sku,location,quantity,unit,due_date\nPO-1,COLA,EAST,5,caja,2026-06-20',
      ...monday,
    )
    await line.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units,unit\nP-1,COLA,EAST,Cola week,2026-07-06,2026-07-12,100,Kart',
      ...monday,
    )
    const judged = await assess(line)
    // 960 on hand and 60 on order; 12 a day for 35 days, then 1,200.
    expect(judged.expected.opening_units).toBe(960)
    expect(judged.expected.min_balance).toBe(960 + 60 - 35 * 12 - 1_200)
    expect((judged.window.order_units as number) % 12).toBe(0)
    const card = await line.run('assess', '--all', ...monday)
    expect(card.out).toContain(
      `Order ${judged.window.order_units} units (${(judged.window.order_units as number) / 12} cases)`,
    )
  })
  it('rejects a row of an item without such a packing, and a word that it does not know', async () => {
    await using line = await commandLine()
    await line.feed('items', items, ...monday)
    const file = await line.write(
      'stock.csv',
      'sku,location,on_hand,unit,as_of\nLOOSE,EAST,7,case,2026-06-01\nCOLA,EAST,7,kg,2026-06-01',
    )
    const { status, err } = await line.run('import', 'inventory', file, ...monday)
    expect(status).toBe(1)
    expect(err).toContain('is in cases, and the item has no units_per_case; add it to the items')
    expect(err).toContain('is no unit of measure that I know; write each, case or pallet')
  })
})

describe('a quantity that somebody types', () => {
  it('may be in cases or pallets where the item has them', async () => {
    await using company = await openCompany('2026-06-01')
    await company.feed('items', items)
    await company.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,100,2026-06-01\nLOOSE,EAST,100,2026-06-01')
    await company.feed(
      'demand-plan',
      'date,sku,location,units,days\n2026-06-01,COLA,EAST,1000,100\n2026-06-01,LOOSE,EAST,1000,100',
    )
    await company.say('/promo add "Cola week" sku:COLA at:EAST from:2026-07-06 to:2026-07-12 units:2 pallets')
    expect(company.rows('select units from promotion_line')).toEqual([{ units: 960 }])
    await company.say('/promo edit P-1 units:90 cases')
    expect(company.rows('select units from promotion_line order by batch_id desc limit 1')).toEqual([{ units: 1_080 }])
    expect(
      await company.say('/promo add "Tea week" sku:LOOSE at:EAST from:2026-07-06 to:2026-07-12 units:2 pallets'),
    ).toContain('I do not know how many units a pallet of LOOSE has')
  })
})

describe('an order', () => {
  it('is told in whole pallets or cases where it is some, and in units else', () => {
    const packs = { perCase: 12, perPallet: 480 }
    expect([84, 480, 1, 85, 960].map((units) => orderUnitWords(units, packs))).toEqual([
      '84 units (7 cases)',
      '480 units (1 pallet)',
      '1 unit',
      '85 units',
      '960 units (2 pallets)',
    ])
    expect(orderUnitWords(84, null)).toBe('84 units')
  })
})
