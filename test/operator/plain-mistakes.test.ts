import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'

let line: CommandLine
beforeAll(async () => {
  line = await commandLine()
})
afterAll(() => line[Symbol.asyncDispose]())

const stocked = async (sku: string) => {
  const known = ['--as-of', '2026-06-01']
  await line.feed('demand-plan', `date,sku,location,units,days\n2026-06-01,${sku},EAST,100,100`, ...known)
  await line.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units\nP-${sku},${sku},EAST,Sale,2026-06-15,2026-06-21,50`,
    ...known,
  )
}
const judged = async (sku: string) => {
  const ran = await line.run(
    'assess',
    '--promotion',
    `P-${sku}`,
    '--as-of',
    '2026-06-01',
    '--format',
    'ndjson',
    '--ledger',
  )
  const { expected, ledger } = JSON.parse(ran.out) as {
    expected: { opening_units: number }
    ledger: { date: string; receipts: number }[]
  }
  return { opening: expected.opening_units, receipts: ledger.filter(({ receipts }) => receipts > 0) }
}

it('stock below zero is none, and the report says so', async () => {
  await stocked('COLA')
  const { out } = await line.feed(
    'inventory',
    'sku,location,on_hand,as_of\nCOLA,EAST,-5,2026-06-01\nTEA,EAST,3,2026-06-01',
  )
  expect(out).toContain('2 inserted')
  expect(out).toContain('on_hand below 0 read as 0, 1 row: a count below zero is one that lags behind.')
  expect((await judged('COLA')).opening).toBe(0)
})

it('the words of order systems count as what they mean, and the report says how each was read', async () => {
  await stocked('MILK')
  await line.feed('inventory', 'sku,location,on_hand,as_of\nMILK,EAST,10,2026-06-01')
  const row = (order: string, status: string, day: number) => `${order},MILK,EAST,10,2026-06-${day},${status}\n`
  const { out } = await line.feed(
    'inbound',
    `order_id,sku,location,quantity,due_date,status\n${row('PO-1', 'Open', 10)}${row('PO-2', 'OPEN', 11)}${row(
      'PO-3',
      'in-transit',
      12,
    )}${row('PO-4', 'Draft', 13)}${row('PO-5', 'closed', 14)}${row('PO-6', 'Canceled', 15)}${row('PO-7', 'confirmed', 16)}`,
    '--as-of',
    '2026-06-01',
  )
  expect(out.split('\n').slice(1, -1)).toEqual([
    'status "open" read as confirmed, 2 rows.',
    'status "in transit" read as confirmed, 1 row.',
    'status "draft" read as planned, 1 row.',
    'status "closed" read as received, 1 row.',
    'status "canceled" read as cancelled, 1 row.',
  ])
  expect((await judged('MILK')).receipts).toEqual(
    [10, 11, 12, 16].map((day) => expect.objectContaining({ date: `2026-06-${day}`, receipts: 10 })),
  )
})

it('a word that nobody knows is refused with the words there are', async () => {
  const file = await line.write('po.csv', 'order_id,sku,location,quantity,status\nPO-1,A,EAST,10,on hold\n')
  const ran = await line.run('import', 'inbound', file)
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.err).toMatch(
    /line 2 {2}status {2}"on hold" {2}is not one of confirmed, planned, delayed, received, cancelled/,
  )
})

it.each([
  [
    'inventory',
    ['--snapshot'],
    'sku,location,on_hand,as_of\n',
    'Importing it would change nothing. With --snapshot too: it names no place.',
  ],
  [
    'inbound',
    [],
    'order_id,sku,location,quantity\n,,,\n',
    'would count as a feed without the orders that were told of in chat',
  ],
  ['items', [], 'sku,name', 'Importing it would change nothing.'],
])('a file of %s without rows is refused with a question, unless it is meant', async (kind, words, csv, would) => {
  const file = await line.write('empty.csv', csv)
  const ran = await line.run('import', kind, file, ...words)
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.err).toContain('was not imported: it has a header and no rows, nothing has changed.')
  expect(ran.err).toContain(would)
  expect(ran.err).toContain('Is it meant to be empty? If so, add --accept-empty; if not, export it again.')
  expect(await line.run('import', kind, file, ...words, '--accept-empty')).toMatchObject({
    status: 0,
    out: expect.stringContaining('0 rows read'),
  })
})

it('stock of a day after the one it is known on, or of tomorrow where it is, is refused', async () => {
  await line.feed('locations', 'location,timezone\nFIJI,Pacific/Fiji\nUTC,UTC')
  const stock = async (location: string, day: string, ...words: string[]) => {
    const file = await line.write('stock.csv', `sku,location,on_hand,as_of\nCOLA,${location},5,${day}\n`)
    return line.run('import', 'inventory', file, ...words)
  }
  const after = await stock('UTC', '2026-06-02', '--as-of', '2026-06-01')
  expect(after).toMatchObject({ status: 1, out: '' })
  expect(after.err).toMatch(/line 2 {2}as_of {2}"2026-06-02" {2}is after 2026-06-01, the day given with --as-of; mend/)
  expect(await stock('UTC', '2026-06-01 23:00', '--as-of', '2026-06-01')).toMatchObject({ status: 0 })
  const now = Temporal.Now.instant()
  const dayIn = (zone: string, days: number) => now.toZonedDateTimeISO(zone).toPlainDate().add({ days }).toString()
  for (const [place, zone] of [
    ['UTC', 'UTC'],
    ['FIJI', 'Pacific/Fiji'],
  ] as const) {
    const future = await stock(place, dayIn(zone, 1))
    expect(future).toMatchObject({ status: 1, out: '' })
    expect(future.err).toContain(`is in the future: there it is ${dayIn(zone, 0)} today; write the day`)
    expect(await stock(place, dayIn(zone, 0))).toMatchObject({ status: 0 })
  }
})
