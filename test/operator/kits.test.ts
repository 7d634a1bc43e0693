import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kitsAvailable } from '../../src/domain/kits/kit.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { openCompany } from '../_helpers/company.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const monday = ['--as-of', '2026-06-01']
const items = `sku,name,supplier,unit_cost,unit_price,currency,min_order_qty,order_multiple
KIT,Picnic set,,,20,EUR,,
BOX,Party box,,,30,EUR,,
COLA,Cola 1.5 l,ACME,1,2,EUR,50,12
CUP,Paper cup,CUPS,0.1,0.5,EUR,,`

type KitJudged = Judged & {
  readonly sku: string
  readonly kits?: readonly { readonly sku: string; readonly quantity: number; readonly kits: number | null }[]
  readonly kit?: { readonly scarcest: string }
}

/** A shop with a picnic set of two colas and four cups: ten colas and one set are sold a day. */
const shop = async (): Promise<CommandLine> => {
  const line = await commandLine()
  await line.feed('items', items, ...monday)
  await line.feed('lead-times', 'supplier,lead_time_days\nACME,10\nCUPS,5', ...monday)
  await line.feed('kits', 'kit_sku,component_sku,quantity\nKIT,COLA,2\nKIT,CUP,4\nBOX,COLA,6', ...monday)
  await line.feed(
    'demand-plan',
    'date,sku,location,units,days\n2026-06-01,COLA,EAST,1000,100\n2026-06-01,KIT,EAST,100,100',
    ...monday,
  )
  return line
}
const stocked = (line: CommandLine, cola: number, cups: number, assembled: number) =>
  line.feed(
    'inventory',
    `sku,location,on_hand,as_of\nCOLA,EAST,${cola},2026-06-01\nCUP,EAST,${cups},2026-06-01\nKIT,EAST,${assembled},2026-06-01`,
    ...monday,
  )
const promoted = (line: CommandLine, ...rows: readonly string[]) =>
  line.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units,uplift,priority,status\n${rows.join('\n')}`,
    ...monday,
  )
const picnic = 'P-1,KIT,EAST,Picnic week,2026-07-06,2026-07-12,400,,,'

const assess = async (line: CommandLine, id: string): Promise<readonly KitJudged[]> => {
  const { out } = await line.run('assess', '--promotion', id, '--format', 'ndjson', ...monday)
  return out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as KitJudged)
}
const of = (judged: readonly KitJudged[], sku: string): KitJudged => judged.find((one) => one.sku === sku) as KitJudged

/** Orders for a promotion what every line of it asks for, usable on the day that its order-by date leads to. */
const orderAll = async (line: CommandLine, id: string) => {
  const rows = (await assess(line, id)).flatMap(({ sku, window }) => {
    if (window.order_units === null || window.order_by_date === null) return []
    const arrives = Temporal.PlainDate.from(window.order_by_date).add({ days: sku === 'COLA' ? 10 : 5 })
    return [`PO-${sku},${sku},EAST,${window.order_units},${arrives},${id}`]
  })
  await line.feed('inbound', `order_id,sku,location,quantity,due_date,promotion_id\n${rows.join('\n')}`, ...monday)
  return rows
}

describe('how many kits can be made', () => {
  it('follows from the scarcest component, what is reserved first (OCA stock-logistics-availability#73)', () => {
    const parts = [
      { quantity: 2, free: 8 - 14 },
      { quantity: 2, free: 4258 - 168 },
    ]
    expect(kitsAvailable(parts)).toBe(-3)
  })
})

describe('a promotion of a kit', () => {
  let line: CommandLine
  beforeAll(async () => {
    line = await shop()
    await promoted(line, picnic)
  })
  afterAll(() => line[Symbol.asyncDispose]())

  it('is as ready as its scarcest component, says which one, and asks for an order of that', async () => {
    await stocked(line, 600, 5_000, 10)
    const judged = await assess(line, 'P-1')
    expect(of(judged, 'KIT')).toMatchObject({ verdict: 'at-risk', kit: { scarcest: 'COLA' } })
    expect(of(judged, 'CUP').verdict).toBe('ready')
    const cola = of(judged, 'COLA')
    expect(cola.kits).toEqual([{ sku: 'KIT', quantity: 2, kits: 400 }])
    // 35 days of ten colas and, once ten sets that are made are sold, of two for a set; then 70 and 800.
    expect(cola.expected.min_balance).toBe(600 - 350 - 2 * 25 - 70 - 800)
    expect((cola.window.order_units as number) % 12).toBe(0)
    const { out } = await line.run('assess', '--all', ...monday)
    expect(out).toContain('Cola 1.5 l @ EAST: 670 of 870 units short from Tue 7 Jul; 2 in each of 400 kits')
  })
  it('is ready once what is advised for its components was ordered, and no sooner', async () => {
    await stocked(line, 600, 900, 10)
    expect((await orderAll(line, 'P-1')).length).toBe(2)
    for (const { verdict } of await assess(line, 'P-1')) expect(verdict).toBe('ready')
    await line.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,status\nPO-CUP,CUP,EAST,1,2026-07-01,cancelled',
      ...monday,
    )
    const without = await assess(line, 'P-1')
    expect(of(without, 'KIT')).toMatchObject({ verdict: 'at-risk', kit: { scarcest: 'CUP' } })
  })
  it('takes kits that are made already before it takes their components', async () => {
    await stocked(line, 600, 5_000, 435)
    expect((await assess(line, 'P-1')).map(({ verdict }) => verdict)).toEqual(['ready', 'ready', 'ready'])
  })
  it('can be explained by the code of the kit', async () => {
    await stocked(line, 600, 5_000, 10)
    const { out } = await line.run('explain', 'P-1', 'KIT', 'EAST', ...monday)
    expect(out).toContain('A component: 2 in each of 400 kits (Picnic set).')
  })
})

describe('promotions that share a component', () => {
  it('take of it by precedence: the one that comes later bears the shortage, and both order what they lack', async () => {
    await using line = await shop()
    await stocked(line, 2_000, 9_000, 0)
    await promoted(
      line,
      'P-1,KIT,EAST,Picnic week,2026-07-06,2026-07-12,400,,2,',
      'P-2,COLA,EAST,Cola week,2026-07-06,2026-07-12,700,,1,',
      'P-3,BOX,EAST,Party week,2026-07-06,2026-07-12,100,,3,',
    )
    const verdict = async (id: string) => (await assess(line, id))[0]?.verdict
    // 2,000 less 420 until then; the colas take 700, the sets 786 and the boxes 600.
    expect(await verdict('P-2')).toBe('ready')
    expect(await verdict('P-3')).toBe('at-risk')
    const box = of(await assess(line, 'P-3'), 'COLA')
    expect(box.expected_shortage_units).toBeGreaterThan(500)
    await line.feed(
      'inbound',
      `order_id,sku,location,quantity,due_date\nPO-1,COLA,EAST,${box.window.order_units},2026-07-01`,
      ...monday,
    )
    for (const id of ['P-1', 'P-2', 'P-3']) expect(await verdict(id)).toBe('ready')
  })
  it('are one line of a promotion that has two kits and the item itself', async () => {
    await using line = await shop()
    await stocked(line, 2_000, 9_000, 0)
    await promoted(
      line,
      picnic,
      'P-1,BOX,EAST,Picnic week,2026-07-06,2026-07-12,100,,,',
      'P-1,COLA,EAST,Picnic week,2026-07-06,2026-07-12,,2,,',
    )
    const judged = await assess(line, 'P-1')
    expect(judged.map(({ sku }) => sku).sort()).toEqual(['BOX', 'COLA', 'CUP', 'KIT'])
    const cola = of(judged, 'COLA')
    expect(cola.kits?.map(({ sku }) => sku).sort()).toEqual(['BOX', 'KIT'])
    // 70 sold anyway and 14 in sets, 70 more for the uplift, 786 for sets, 600 for boxes.
    expect(cola.demand_units?.mean).toBeCloseTo(70 + 14 + 70 + 786 + 600, 6)
  })
})

describe('a kit whose demand nobody states', () => {
  it('is unknown, not zero', async () => {
    await using line = await shop()
    await stocked(line, 2_000, 9_000, 0)
    await promoted(line, 'P-3,BOX,EAST,Party week,2026-07-06,2026-07-12,,1.5,,')
    expect((await assess(line, 'P-3')).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown'])
  })
})

describe('what people read of a kit', () => {
  it('is how many can be made, and which component limits it', async () => {
    await using company = await openCompany('2026-06-01')
    await company.feed('items', items)
    await company.feed('kits', 'kit_sku,component_sku,quantity\nKIT,COLA,2\nKIT,CUP,4')
    await company.feed(
      'inventory',
      'sku,location,on_hand,allocated,as_of\nCOLA,EAST,28,1,2026-06-01\nCUP,EAST,90,,2026-06-01\nKIT,EAST,3,,2026-06-01',
    )
    const text = await company.say('/stock KIT at EAST')
    expect(text).toMatch(/Can be made\s+13 kits now; Cola 1.5 l is the scarcest: 27 free, 2 in each/)
    expect(text).toMatch(/On hand\s+3 units/)
  })
  it('are options that change the promotion of the kit: no cap in units of a component', async () => {
    await using company = await openCompany('2026-06-01')
    await company.feed('items', items)
    await company.feed('lead-times', 'supplier,lead_time_days\nACME,60\nCUPS,5')
    await company.feed('kits', 'kit_sku,component_sku,quantity\nKIT,COLA,2\nKIT,CUP,4')
    await company.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,100,2026-06-01\nCUP,EAST,9000,2026-06-01')
    await company.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,KIT,EAST,100,100')
    const answer = await company.say('/promo add "Picnic week" sku:KIT at:EAST from:2026-07-06 to:2026-07-12 units:400')
    expect(answer).toContain('Not ready')
    const card = await company.say('/promo show P-1')
    expect(card).toContain('Cola 1.5 l @ EAST')
    expect(card).toContain('2 in each of 400 kits')
    expect(card).not.toContain('cap at')
    const options = await company.say('/promo options P-1')
    expect(options).toContain('it is sold in kits')
    expect(options).toContain('Cola 1.5 l @ EAST: 2 in each of 400 kits')
    expect(options).not.toContain('you planned')
  })
})

describe('the feed of kits', () => {
  const kits = (...rows: readonly string[]) => `kit_sku,component_sku,quantity\n${rows.join('\n')}`

  it('refuses a kit of kits, in one file and after another, and a kit of itself', async () => {
    await using company = await openCompany('2026-06-01')
    expect(await company.tryFeed('kits', kits('A,B,1', 'B,C,1'))).toContain('makes a kit of kits')
    expect(await company.tryFeed('kits', kits('A,A,1'))).toContain('is the kit itself')
    await company.feed('kits', kits('A,B,1'))
    expect(await company.tryFeed('kits', kits('Z,A,1'))).toContain('makes a kit of kits')
    await company.feed('kits', kits('A,B,0'))
    expect(await company.tryFeed('kits', kits('B,C,1'))).toBe('imported')
  })
  it('tells of a component that nobody described, and creates it', async () => {
    await using line = await commandLine()
    const { out } = await line.feed('kits', kits('KIT,NEW,1'), ...monday)
    expect(out).toContain('2 items are new and were created with their codes as names')
  })
  it('has promotions of kits judged again when the stock of a component comes', async () => {
    await using line = await shop()
    await stocked(line, 600, 5_000, 0)
    await promoted(line, picnic)
    const before = await assess(line, 'P-1')
    await line.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,9000,2026-06-01', ...monday)
    expect([of(before, 'KIT').verdict, of(await assess(line, 'P-1'), 'KIT').verdict]).toEqual(['at-risk', 'ready'])
  })
})
