import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import type { Judged } from '../_helpers/shop-book.ts'

const monday = ['--as-of', '2026-06-01']
const tuesday = '2026-06-02'

let line: CommandLine
beforeAll(async () => {
  line = await commandLine()
  const skus = ['TIGHT', 'PLENTY', 'RESTS', 'SPARE', 'NEW']
  await line.feed(
    'items',
    `sku,name,supplier,unit_price,currency\n${skus.map((sku) => `${sku},${sku},ACME,8,EUR\n`).join('')}`,
    ...monday,
  )
  await line.feed('lead-times', 'supplier,lead_time_days\nACME,30', ...monday)
  await line.feed(
    'demand-plan',
    `date,sku,location,units,days\n${skus.map((sku) => `2026-06-01,${sku},EAST,1000,100\n`).join('')}`,
    ...monday,
  )
  await line.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units\n${skus.map((sku) => `P-${sku},${sku},EAST,${sku},2026-06-03,2026-06-05,100\n`).join('')}`,
    ...monday,
  )
  // 20 units are sold before the promotion and 100 in it.
  await line.feed(
    'inventory',
    stock(
      'TIGHT,EAST,142,2026-06-01\nPLENTY,EAST,900,2026-06-01\nRESTS,EAST,60,2026-06-01\nSPARE,EAST,900,2026-06-01\nNEW,EAST,900,2026-06-01',
    ),
    ...monday,
  )
  await line.feed(
    'inbound',
    orders('PO-1,RESTS,EAST,200,2026-06-03,open\nPO-2,SPARE,EAST,200,2026-06-03,open'),
    ...monday,
  )
  await skipping(
    'inventory',
    stock(
      'TIGHT,EAST,1O2,2026-06-02\nPLENTY,EAST,89O,2026-06-02\nRESTS,EAST,50,2026-06-02\nSPARE,EAST,890,2026-06-02\nNEW,EAST,890,2026-06-02',
    ),
  )
  await skipping(
    'inbound',
    orders(
      'PO-1,RESTS,EAST,200,2026-06-03,lost at sea\nPO-2,SPARE,EAST,200,2026-06-03,lost at sea\nPO-3,NEW,EAST,200,2026-06-03,lost at sea\nPO-4,SPARE,WEST,1,2026-06-03,open',
    ),
  )
})
afterAll(() => line[Symbol.asyncDispose]())

const stock = (rows: string) => `sku,location,on_hand,as_of\n${rows}`
const orders = (rows: string) => `order_id,sku,location,quantity,due_date,status\n${rows}`
const skipping = (kind: string, csv: string) =>
  line.feed(kind, csv, '--as-of', tuesday, '--skip-bad-rows', `${line.folder}/${kind}-rejects.csv`)

const judged = async (sku: string, day = tuesday) => {
  const { out } = await line.run('assess', '--promotion', `P-${sku}`, '--as-of', day, '--format', 'ndjson')
  const { verdict, reasons } = JSON.parse(out) as Judged
  return { verdict, refused: reasons.filter(({ code }) => code === 'ROW_REFUSED').map(({ text }) => text) }
}
const card = async (sku: string) => (await line.run('assess', '--promotion', `P-${sku}`, '--as-of', tuesday)).out

describe('a row of today that was refused', () => {
  it('leaves the stock before it, and the line unknown where what was sold since decides', async () => {
    const said = "Today's row for TIGHT @ EAST was refused (on_hand is not a number): I use the stock of Mon 1 Jun."
    expect(await judged('TIGHT', '2026-06-01')).toEqual({ verdict: 'ready', refused: [] })
    expect(await judged('TIGHT')).toEqual({ verdict: 'unknown', refused: [said] })
    const text = (await card('TIGHT')).replaceAll(/\s+/g, ' ')
    expect(text).toContain(said)
    expect(text).toContain('somewhere between ready and not ready')
    const { out } = await line.run('explain', 'P-TIGHT', 'TIGHT', 'EAST', '--as-of', tuesday)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(said)
  })

  it('is said, and leaves the verdict, where there is plenty', async () => {
    const said = "Today's row for PLENTY @ EAST was refused (on_hand is not a number): I use the stock of Mon 1 Jun."
    expect(await judged('PLENTY')).toEqual({ verdict: 'ready', refused: [said] })
    expect((await card('PLENTY')).replaceAll(/\s+/g, ' ')).toContain(said)
  })

  it('leaves an order as it was told before, and the line unknown where it rests on it', async () => {
    const { verdict, refused } = await judged('RESTS')
    expect(verdict).toBe('unknown')
    expect(refused).toEqual([
      expect.stringMatching(
        /^Today's row of PO-1 for RESTS @ EAST was refused \(status is not one of .*\): its earlier version still counts; without it, it is not ready\.$/,
      ),
    ])
    expect((await card('RESTS')).replaceAll(/\s+/g, ' ')).toContain('without it, it is not ready')
  })

  it('of an order that nothing rests on is said alone', async () => {
    const { verdict, refused } = await judged('SPARE')
    expect(verdict).toBe('ready')
    expect(refused).toEqual([expect.stringMatching(/\): its earlier version still counts\.$/)])
  })

  it('of an order that nobody has told of before brings nothing', async () => {
    const { verdict, refused } = await judged('NEW')
    expect(verdict).toBe('ready')
    expect(refused).toEqual([expect.stringMatching(/^Today's row of PO-3 .*: it does not count\.$/)])
  })

  it('is over once a row is taken', async () => {
    const day = '2026-06-03'
    await line.feed('inventory', stock('TIGHT,EAST,122,2026-06-03'), '--as-of', day)
    expect(await judged('TIGHT', day)).toEqual({ verdict: 'ready', refused: [] })
    expect((await judged('PLENTY', day)).refused).toEqual([
      'The row of Tue 2 Jun for PLENTY @ EAST was refused (on_hand is not a number): I use the stock of Mon 1 Jun.',
    ])
  })
})
