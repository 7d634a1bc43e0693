import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const friday = ['--as-of', '2026-06-05']

describe('a past day', () => {
  let line: CommandLine
  const said = async (...words: string[]) => {
    const ran = await line.run(...words)
    expect(ran).toMatchObject({ status: 0, err: '' })
    return ran.out
  }
  const linesOf = (day: string) => said('assess', '--all', '--format', 'ndjson', '--ledger', '--as-of', day)
  const answers = async (day: string) => {
    const [ndjson, explained] = await Promise.all([
      linesOf(day),
      said('explain', 'P-1', 'COLA', 'EAST', '--as-of', day),
    ])
    return { ndjson, explained }
  }
  const judged = (out: string) =>
    Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as Judged)
        .map((object) => [object.promotion_id, object]),
    )
  let monday: Awaited<ReturnType<typeof answers>>
  let mondayAgain: typeof monday
  let afterwards: typeof monday

  beforeAll(async () => {
    line = await commandLine()
    const known = ['--as-of', '2026-05-20']
    await line.feed(
      'items',
      'sku,name,supplier,unit_price,unit_cost,currency\nCOLA,Cola,ACME,8,5,EUR\nTEA,Tea,ACME,3,2,EUR',
      ...known,
    )
    await line.feed('locations', 'location,dock_to_stock_days\nEAST,0', ...known)
    await line.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,400,2026-06-01\nTEA,EAST,90,2026-06-01')
    await line.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-1,COLA,EAST,500,2026-06-08', ...known)
    await line.feed('lead-times', 'supplier,lead_time_days\nACME,20', ...known)
    await line.feed(
      'demand-plan',
      'date,sku,location,units,days\n2026-05-01,COLA,EAST,1000,100\n2026-05-01,TEA,EAST,300,100',
      ...known,
    )
    await line.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nP-1,COLA,EAST,Picnic,2026-06-15,2026-06-21,350',
      ...known,
    )
    monday = await answers('2026-06-01')
    mondayAgain = await answers('2026-06-01')

    // By Friday everything has changed.
    await line.feed('items', 'sku,name,supplier,unit_price,unit_cost,currency\nCOLA,Cola,ORCHARD,6,5,EUR', ...friday)
    await line.feed('locations', 'location,dock_to_stock_days\nEAST,3', ...friday)
    await line.feed('inventory', 'sku,location,on_hand,safety_stock,as_of\nCOLA,EAST,300,25,2026-06-05')
    await line.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-1,COLA,EAST,450,2026-06-18', ...friday)
    await line.feed('lead-times', 'supplier,lead_time_days\nACME,9\nORCHARD,4', ...friday)
    await line.feed('sales', 'date,sku,location,units\n2026-06-01,COLA,EAST,25\n2026-06-04,COLA,EAST,30')
    await line.feed('demand-plan', 'date,sku,location,units,days\n2026-06-05,COLA,EAST,2000,100', ...friday)
    await line.feed(
      'promotions',
      `promotion_id,sku,location,name,start,end,units
P-1,COLA,EAST,Picnic,2026-06-15,2026-06-21,900
P-2,COLA,EAST,Tea party,2026-06-29,2026-07-05,400`,
      ...friday,
    )
    // A count of Wednesday that comes in late, and a plan that concerns nobody here.
    await line.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,5,2026-06-03')
    await line.feed('demand-plan', 'date,sku,location,units\n2026-06-06,MILK,WEST,10', ...friday)
    afterwards = await answers('2026-06-01')
  })
  afterAll(() => line[Symbol.asyncDispose]())

  it('is judged the same twice, byte for byte', () => {
    expect(mondayAgain).toEqual(monday)
  })

  it('knows what had been said by then', () => {
    expect(Object.keys(judged(monday.ndjson))).toEqual(['P-1'])
    // Seven days of ten go before 500 come on the 8th; then there is always more.
    expect(judged(monday.ndjson)['P-1']).toMatchObject({
      verdict: 'ready',
      as_of: '2026-06-01',
      demand_units: { mean: 350 },
      expected: { opening_units: 400, min_balance: 330, earliest_receipt_date: '2026-06-21' },
    })
  })

  it('is judged the same when later days have changed everything, fingerprint and all', () => {
    expect(afterwards).toEqual(monday)
  })

  it('is not the later day, which knows it all', async () => {
    const after = judged(await linesOf('2026-06-05'))
    expect(Object.keys(after)).toEqual(['P-1', 'P-2'])
    expect(after['P-1']).toMatchObject({
      baseline_units: 140,
      demand_units: { mean: 900 },
      // Four days with ORCHARD end on Tue 9 June; three more from dock to stock.
      expected: { opening_units: 300, earliest_order_date: '2026-06-05', earliest_receipt_date: '2026-06-12' },
    })
    expect(after['P-1']?.inputs_hash).not.toBe(judged(monday.ndjson)['P-1']?.inputs_hash)
    expect(after['P-1']?.ledger.filter((day) => day.receipts > 0)).toMatchObject([
      { date: '2026-06-21', receipts: 450 },
    ])
  })

  it('between the two knows what had a date of its own by then: sales of Monday, the count of Wednesday', async () => {
    const [tuesday, thursday] = (await Promise.all(['2026-06-02', '2026-06-04'].map(linesOf))).map(judged)
    expect(tuesday?.['P-1']?.expected.opening_units).toBe(375)
    // Five on Wednesday morning, of which ten are wanted on Wednesday.
    expect(thursday?.['P-1']?.expected.opening_units).toBe(0)
  })

  it('before anything was said has nothing to judge', async () => {
    const ran = await line.run('assess', '--all', '--as-of', '2026-05-19', '--format', 'ndjson')
    expect(ran).toMatchObject({ status: 0, out: '', err: '' })
    const one = await line.run('assess', '--promotion', 'P-1', '--as-of', '2026-05-19')
    expect(one).toMatchObject({ status: 1, out: '' })
    expect(one.err).toMatch(/P-1.*2026-05-19/)
  })

  it('has the same fingerprint with and without the ledger, and another one than the next day', async () => {
    const fingerprint = async (...words: string[]) => {
      const ran = await line.run('assess', '--promotion', 'P-1', '--format', 'ndjson', ...words)
      return (JSON.parse(ran.out) as Judged).inputs_hash
    }
    const [plain, withLedger, nextDay] = await Promise.all([
      fingerprint('--as-of', '2026-06-01'),
      fingerprint('--as-of', '2026-06-01', '--ledger'),
      fingerprint('--as-of', '2026-06-02'),
    ])
    expect(withLedger).toBe(plain)
    expect(nextDay).not.toBe(plain)
  })

  it('of a promotion that is over or cancelled by now is no longer judged today', async () => {
    await line.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units,status\nP-2,COLA,EAST,Tea party,2026-06-29,2026-07-05,400,cancelled',
      '--as-of',
      '2026-06-10',
    )
    const ids = async (day: string) => {
      const ran = await line.run('assess', '--all', '--as-of', day, '--format', 'ndjson')
      return ran.out === '' ? [] : Object.keys(judged(ran.out))
    }
    expect(await Promise.all(['2026-06-09', '2026-06-10', '2026-06-21', '2026-06-22'].map(ids))).toEqual([
      ['P-1', 'P-2'],
      ['P-1'],
      ['P-1'],
      [],
    ])
  })

  it('does not know a kind of feed that began later', async () => {
    await line.feed('holidays', 'calendar,date\nEAST,2026-06-08', ...friday)
    expect(await answers('2026-06-01')).toEqual(monday)
  })
})
