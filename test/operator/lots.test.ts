import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { openingUnits } from '../../src/domain/supply/opening-stock.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { type Company, openCompany } from '../_helpers/company.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const monday = ['--as-of', '2026-06-01']
const header = 'sku,location,on_hand,allocated,unusable,safety_stock,expires_on,as_of\n'
const stock = (...rows: readonly string[]) => header + rows.join('\n')

/** What the store has of the last batch with counts. */
const kept = (company: Company) =>
  company.rows<{ on_hand: number; expires_on: string | null; lots: string | null }>(
    'select on_hand, allocated, expires_on, lots from inventory order by batch_id desc, as_of_on desc limit 1',
  )[0]

describe('rows of one count that differ in their expiry', () => {
  const early = 'MILK,EAST,40,5,,10,2026-06-05,2026-06-01'
  const late = 'MILK,EAST,60,,2,,2026-06-20,2026-06-01'

  it('are its lots: the count is their sum, whatever stands between them', async () => {
    await using company = await openCompany('2026-06-01')
    expect(await company.tryFeed('inventory', stock(late, 'CHEESE,EAST,1,,,,,2026-06-01', early))).toBe('imported')
    expect(
      company.rows(
        "select on_hand, allocated, unusable, safety_stock, expires_on, lots from inventory where sku = 'MILK'",
      ),
    ).toEqual([
      {
        ...{ on_hand: 100, allocated: 5, unusable: 2, safety_stock: 10, expires_on: '2026-06-05' },
        lots: '[["2026-06-05",40,5,null],["2026-06-20",60,null,2]]',
      },
    ])
  })
  it('are one lot where they are equal, and a repeated key where they say other values', async () => {
    await using company = await openCompany('2026-06-01')
    expect(await company.tryFeed('inventory', stock(early, late, late))).toBe('imported')
    const other = late.replace('60', '61')
    const answer = await company.tryFeed('inventory', stock(early, late, other))
    expect(answer).toContain('MILK, EAST, 2026-06-20')
    expect(answer).toContain('the same key is earlier in this file with other values')
  })
  it('make no batch row where the same file comes again, and one where a lot is gone or new', async () => {
    await using company = await openCompany('2026-06-01')
    await company.feed('inventory', stock(early, late))
    await company.feed('inventory', stock(late, early))
    expect(company.count('inventory')).toBe(1)
    await company.feed('inventory', stock(early))
    expect(kept(company)).toMatchObject({ on_hand: 40, lots: null, expires_on: '2026-06-05' })
    await company.feed('inventory', stock(early, late))
    expect(kept(company)).toMatchObject({ on_hand: 100 })
    await company.feed('inventory', stock('MILK,EAST,7,,,,,2026-06-02'), 'unsaid').catch(() => undefined)
    company.at('2026-06-02')
    await company.feed('inventory', stock('MILK,EAST,7,,,,,2026-06-02'))
    expect(kept(company)).toMatchObject({ on_hand: 7, lots: null })
  })
  it('stay marked as refused while one of them is, and the others are taken', async () => {
    await using line = await commandLine()
    const file = await line.write('stock.csv', stock('MILK,EAST,4O,,,,2026-06-05,2026-06-01', late))
    const ran = await line.run('import', 'inventory', file, '--skip-bad-rows', 'rejects.csv', ...monday)
    expect(ran.err + ran.out).toContain('1 item with rejected rows')
  })
})

describe('a promotion on stock in lots', () => {
  let line: CommandLine
  beforeAll(async () => {
    line = await commandLine()
    await line.feed('items', 'sku,name,supplier,unit_price,unit_cost,currency\nMILK,Milk,DAIRY,2,1,EUR', ...monday)
    await line.feed('lead-times', 'supplier,lead_time_days\nDAIRY,3', ...monday)
    await line.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,MILK,EAST,1000,100', ...monday)
    await line.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nP-1,MILK,EAST,Milk week,2026-06-10,2026-06-14,100',
      ...monday,
    )
  })
  afterAll(() => line[Symbol.asyncDispose]())

  const judged = async (): Promise<Judged> => {
    const { out } = await line.run('assess', '--promotion', 'P-1', '--format', 'ndjson', ...monday)
    return JSON.parse(out) as Judged
  }

  it('counts each lot only until its own day, the first to expire sold first', async () => {
    // 10 a day are sold: of the 140 that expire on the 5th 40 are, and 50 of the others before the promotion.
    await line.feed(
      'inventory',
      stock('MILK,EAST,140,,,,2026-06-05,2026-06-01', 'MILK,EAST,120,,,,2026-06-20,2026-06-01'),
      ...monday,
    )
    const short = await judged()
    expect(short.verdict).toBe('at-risk')
    expect(short.expected.opening_units).toBe(260)
    const why = await line.run('explain', 'P-1', 'MILK', 'EAST', ...monday)
    expect(why.out).toContain('past their shelf life')
    // All of it would be enough if it were as good as the second lot.
    await line.feed('inventory', stock('MILK,EAST,260,,,,2026-06-20,2026-06-01'), ...monday)
    expect((await judged()).verdict).toBe('ready')
    // And none of it would be left if it were as bad as the first one.
    await line.feed('inventory', stock('MILK,EAST,260,,,,2026-06-05,2026-06-01'), ...monday)
    expect((await judged()).expected_shortage_units).toBeGreaterThan((short.expected_shortage_units ?? 0) + 60)
  })
  it('is ready once the advised order is placed, with the lots of one count and of a later one', async () => {
    await line.feed(
      'inventory',
      stock('MILK,EAST,140,,,,2026-06-05,2026-06-01', 'MILK,EAST,120,,,,2026-06-20,2026-06-01'),
      ...monday,
    )
    const { window } = await judged()
    const arrives = Temporal.PlainDate.from(window.order_by_date as string).add({ days: 3 })
    await line.feed(
      'inbound',
      `order_id,sku,location,quantity,due_date,promotion_id\nPO-1,MILK,EAST,${window.order_units},${arrives},P-1`,
      ...monday,
    )
    expect((await judged()).verdict).toBe('ready')
  })
})

describe('lots rolled forward to today', () => {
  it('lose what was sold, the first to expire first, and what has expired by then', () => {
    const day = dayOf('2026-05-29')
    const sold = [10, 10, 15].map((units, i) => ({
      ...{ day: day + i, days: 1, units, stockout: 0, isHoliday: false, price: null, basePrice: null, promotion: null },
    }))
    const lots = [
      { units: 50, expiresOn: day + 2 },
      { units: 120, expiresOn: day + 22 },
    ]
    const stock = { onHand: 170, allocated: 0, unusable: 0, safetyStock: null, asOf: day, minute: 0, lots }
    expect(openingUnits(stock, day + 3, sold, [], () => 0)).toBe(120 - 15)
  })
})
