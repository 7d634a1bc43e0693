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
  expect(out).toContain('on_hand below 0 read as 0, 1 row: a negative count lags behind.')
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
    'Importing it would change nothing. The same goes with --snapshot, because it names no location.',
  ],
  ['inbound', [], 'order_id,sku,location,quantity\n,,,\n', 'would count as a feed without the orders recorded in chat'],
  ['items', [], 'sku,name', 'Importing it would change nothing.'],
])('a file of %s without rows is refused with a question, unless it is meant', async (kind, words, csv, would) => {
  const file = await line.write('empty.csv', csv)
  const ran = await line.run('import', kind, file, ...words)
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.err).toContain('was not imported: it has a header but no rows. Nothing was changed.')
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
  expect(after.err).toMatch(
    /line 2 {2}as_of {2}"2026-06-02" {2}is after 2026-06-01, the day given with --as-of; correct/,
  )
  expect(await stock('UTC', '2026-06-01 23:00', '--as-of', '2026-06-01')).toMatchObject({ status: 0 })
  const now = Temporal.Now.instant()
  const dayIn = (zone: string, days: number) => now.toZonedDateTimeISO(zone).toPlainDate().add({ days }).toString()
  for (const [place, zone] of [
    ['UTC', 'UTC'],
    ['FIJI', 'Pacific/Fiji'],
  ] as const) {
    const future = await stock(place, dayIn(zone, 1))
    expect(future).toMatchObject({ status: 1, out: '' })
    expect(future.err).toContain(`is in the future: today is ${dayIn(zone, 0)} there; use the day`)
    expect(await stock(place, dayIn(zone, 0))).toMatchObject({ status: 0 })
  }
})

const stock = (...codes: readonly string[]) =>
  `sku,location,on_hand,as_of\n${codes.map((code) => `${code},EAST,1,2026-06-01\n`).join('')}`

it('a code that is nearly a known one is named, once, and many such codes hold the file', async () => {
  await using own = await commandLine()
  const first = await own.feed('inventory', stock('00123', 'SKU-1', 'SKU-2', '4711', 'A-3'))
  expect(first.out).not.toContain('did you mean')
  const damaged = ['123', 'sku-1', 'SKU-1\u200b', 'S\u00a0KU-2', '"""SKU-2"""', '4711.0', '1-Mar', 'B-9']
  const all = await own.run('import', 'inventory', await own.write('damaged.csv', stock(...damaged)))
  expect(all).toMatchObject({ status: 3, out: '' })
  expect(all.err).toContain('7 codes are new but nearly known ones.')
  expect(await own.run('feeds', 'refuse', '2')).toMatchObject({ status: 0 })
  const some = await own.feed('inventory', stock(...damaged.slice(0, 4)))
  const others = await own.feed('inventory', stock(...damaged.slice(4), 'SKU-1'))
  const out = `${some.out}${others.out}`
  const said = out.split('\n').filter((text) => text.startsWith('SKU "'))
  expect(said.toSorted()).toEqual(
    [
      'SKU "123" is new; did you mean "00123"?',
      'SKU "sku-1" is new; did you mean "SKU-1"?',
      'SKU "SKU-1\\u{200b}" is new; did you mean "SKU-1"?',
      'SKU "S\u00a0KU-2" is new; did you mean "SKU-2"?',
      'SKU ""SKU-2"" is new; did you mean "SKU-2"?',
      'SKU "4711.0" is new; did you mean "4711"?',
      'SKU "1-Mar" is new and looks like a code that a spreadsheet turned into a date.',
    ].toSorted(),
  )
  expect(out).toContain('If they have another code already, fix the file and import it again.')
  expect((await own.feed('inventory', stock(...damaged))).out).not.toContain('is new')
})

it('places, suppliers and calendars that are nearly known ones are named too', async () => {
  await using own = await commandLine()
  await own.feed('locations', 'location,name\nEAST,East')
  await own.feed('items', 'sku,name,supplier\nCOLA,Cola,ACME')
  const inventory = await own.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,East,1,2026-06-01')
  expect(inventory.out).toContain('Location "East" is new; did you mean "EAST"?')
  const terms = await own.feed('lead-times', 'supplier,lead_time_days\nAcme,5')
  expect(terms.out).toContain('Supplier "Acme" is new; did you mean "ACME"?')
  const holidays = await own.feed(
    'holidays',
    'calendar,date\nACME,2026-12-25\nacme,2026-12-26\nEAST,2026-12-25\n*,2026-12-25',
  )
  expect(holidays.out.split('\n').slice(1, 2)).toEqual(['Calendar "acme" is new; did you mean "ACME"?'])
})

it.each([
  ['4.00638E+12', 'looks like a code that a spreadsheet shortened to a number'],
  ['4,00638E+12', 'looks like a code that a spreadsheet shortened to a number'],
  ['1E+05', 'looks like a code that a spreadsheet shortened to a number'],
  ['#N/A', 'is a spreadsheet error, not a code'],
  ['#REF!', 'is a spreadsheet error, not a code'],
  ['#BEZUG!', 'is a spreadsheet error, not a code'],
  ['########', 'is a spreadsheet error, not a code'],
])('%s is no code', async (code, reason) => {
  const ran = await line.run('import', 'inventory', await line.write('damaged.csv', stock(`"${code}"`)))
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.err).toContain(`line 2  sku  "${code}"  ${reason}`)
})

it('an order row that stands twice counts once, and a promotion nobody knows is named', async () => {
  await stocked('TART')
  const order = 'PO-20,TART,EAST,10,2026-06-10,'
  const csv = `order_id,sku,location,quantity,due_date,promotion_id\n${order}P-TART\n${order}P-TART\nPO-21,TART,EAST,5,2026-06-10,P-99\n`
  const { out } = await line.feed('inbound', csv)
  expect(out.split('\n').slice(0, -1)).toEqual([
    expect.stringContaining('3 rows read: 2 inserted, 0 changed, 1 unchanged, 0 rejected.'),
    '1 row is in the file twice and counted once. Add a line number to count both.',
    'Some orders are for a promotion I do not know yet: P-99.',
  ])
})
