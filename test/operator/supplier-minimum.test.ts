import { describe, expect, it } from 'vitest'
import { dayOf, everyDay } from '../../src/domain/day.ts'
import { missingOfMinimum } from '../../src/domain/ordering/supplier-minimum.ts'
import type { LeadTime } from '../../src/domain/supply/lead-time.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { openCompany } from '../_helpers/company.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const monday = ['--as-of', '2026-06-01']
const items = 'sku,name,supplier,unit_cost,unit_price,currency\nTEA,Tea,ACME,10,20,EUR'
const plan = 'date,sku,location,units,days\n2026-06-01,TEA,EAST,1000,100'
const promotion = 'promotion_id,sku,location,name,start,end,units\nP-1,TEA,EAST,Tea week,2026-07-06,2026-07-12,100'
const stock = (more: string, value: string) => `sku,location,on_hand,as_of${more}\nTEA,EAST,430,2026-06-01${value}`

const assess = async (line: CommandLine): Promise<Judged> =>
  JSON.parse((await line.run('assess', '--promotion', 'P-1', '--format', 'ndjson', ...monday)).out) as Judged

/** A shop that lacks tea for its promotion; `terms` are further columns of the lead times, with their values. */
const shop = async (terms: string, values: string): Promise<CommandLine> => {
  const line = await commandLine()
  await line.feed('items', items, ...monday)
  await line.feed('lead-times', `supplier,lead_time_days${terms}\nACME,10${values}`, ...monday)
  await line.feed('demand-plan', plan, ...monday)
  await line.feed('inventory', stock('', ''), ...monday)
  await line.feed('promotions', promotion, ...monday)
  return line
}

describe("a supplier's minimum", () => {
  const lead: LeadTime = {
    ...{ supplier: 'ACME', lead: 10, calendar: 'calendar', sd: 0, reviewDays: null, orderDays: everyDay },
    ...{ cutoff: null, maxPerWeek: null, holidays: new Set([dayOf('2026-12-25')]) },
  }
  it.each([
    [{ minOrderValue: 500 }, 44, 60],
    [{ minOrderValue: 500 }, 50, null],
    [{ fillUnits: 400 }, 84, 316],
    [{ fillUnits: 400 }, 800, null],
    [{ fillUnits: 400 }, 801, 399],
    [{}, 1, null],
    [{ minOrderValue: 500 }, 0, null],
  ])('of %j: %d units lack %s', (terms, units, missing) => {
    const item = { unitCost: 10, currency: 'EUR' }
    expect(missingOfMinimum({ ...lead, ...terms }, item, units)?.missing ?? null).toBe(missing)
  })
  it('by value says nothing where nobody knows what the item costs', () => {
    expect(missingOfMinimum({ ...lead, minOrderValue: 500 }, { unitCost: null, currency: 'EUR' }, 1)).toBeNull()
  })
  it('is said with the order on every output, and changes neither its quantity nor its day', async () => {
    await using plain = await shop('', '')
    await using line = await shop(',min_order_value', ',5000')
    const [before, after] = [await assess(plain), await assess(line)]
    expect(after.window).toEqual(before.window)
    const missing = 5_000 - 10 * (after.window.order_units as number)
    const said = `ACME takes orders from EUR 5,000: add EUR ${new Intl.NumberFormat('en').format(missing)} of other items`
    expect(after.reasons.map(({ text }) => text)).toContain(`${said}.`)
    const arrives = Temporal.PlainDate.from(after.window.order_by_date as string).add({ days: 10 })
    await line.feed(
      'inbound',
      `order_id,sku,location,quantity,due_date\nPO-1,TEA,EAST,${after.window.order_units},${arrives}`,
      ...monday,
    )
    expect((await assess(line)).verdict).toBe('ready')
  })
  it('is on the row of a risk and in the requirements', async () => {
    await using company = await openCompany('2026-06-01')
    await company.feed('items', items)
    await company.feed('lead-times', 'supplier,lead_time_days,order_fill_units\nACME,10,2000')
    await company.feed('demand-plan', plan)
    await company.feed('inventory', stock('', ''))
    await company.feed('promotions', promotion)
    const text = (await company.say('/shelfready risks')) + (await company.say('/shelfready requirements ACME'))
    expect(text.match(/ACME fills loads of 2,000: add [\d,]+ units of other items/g)?.length).toBe(2)
  })
})

describe('what must stay on the shelf', () => {
  const short = async (more: string, value: string, place = '') => {
    const line = await shop('', '')
    if (place !== '') await line.feed('locations', `location,presentation_min\nEAST,${place}`, ...monday)
    await line.feed('inventory', stock(more, value), ...monday)
    const { expected } = await assess(line)
    await line[Symbol.asyncDispose]()
    return [expected.first_short_date, expected.order_units]
  }
  it('protects like a safety stock: the larger of both counts, whether the item or the location has it', async () => {
    const protectedBy60 = await short(',safety_stock', ',60')
    expect(await short('', '')).not.toEqual(protectedBy60)
    expect(await short(',presentation_min', ',60')).toEqual(protectedBy60)
    expect(await short(',safety_stock,presentation_min', ',60,20')).toEqual(protectedBy60)
    expect(await short(',safety_stock,presentation_min', ',20,60')).toEqual(protectedBy60)
    expect(await short(',safety_stock', ',20', '60')).toEqual(protectedBy60)
  })
})
