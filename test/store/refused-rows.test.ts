import { afterAll, beforeAll, expect, it } from 'vitest'
import { isoOf } from '../../src/domain/day.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { factsOf, openFile } from './open-store.ts'

let line: CommandLine
beforeAll(async () => {
  line = await commandLine()
})
afterAll(() => line[Symbol.asyncDispose]())

const skipping = async (kind: string, csv: string, day: string, ...words: string[]) =>
  (await line.feed(kind, csv, '--as-of', day, '--skip-bad-rows', `${line.folder}/rejects.csv`, ...words)).out
const stock = (rows: string) => `sku,location,on_hand,as_of\n${rows}`
const orders = (rows: string) => `order_id,sku,location,quantity,due_date,status\n${rows}`

/** What is marked of an item in EAST, as `stock since 2026-06-02: reason`. */
const marked = async (sku: string, asOf: string) => {
  await using store = await openFile(line.database.slice('sqlite:'.length))
  const { refused = [] } = await factsOf(store.workspace, asOf, { sku, location: 'EAST' })
  return refused.map(({ what, orderId, on, reason }) => `${orderId ?? what} since ${isoOf(on)}: ${reason}`)
}

it('stock whose row is refused is marked from that day on, until a row of it is taken', async () => {
  await line.feed('inventory', stock('A,EAST,5,2026-06-01\nB,EAST,5,2026-06-01'), '--as-of', '2026-06-01')
  const said = await skipping(
    'inventory',
    stock('A,EAST,1O,2026-06-02\nB,EAST,4,2026-06-02\n,EAST,4,2026-06-02'),
    '2026-06-02',
  )
  expect(said).toContain(
    '1 item with rejected rows: the earlier figures still count, but are marked until a row is accepted.',
  )
  await skipping('inventory', stock('A,EAST,2O,2026-06-03\nB,EAST,4,2026-06-03'), '2026-06-03')
  expect(await marked('A', '2026-06-01')).toEqual([])
  expect(await marked('A', '2026-06-02')).toEqual(['stock since 2026-06-02: on_hand is not a number'])
  expect(await marked('A', '2026-06-04')).toEqual(['stock since 2026-06-03: on_hand is not a number'])
  expect(await marked('B', '2026-06-04')).toEqual([])
  await line.feed('inventory', stock('A,EAST,5,2026-06-05'), '--as-of', '2026-06-05')
  expect(await marked('A', '2026-06-04')).toHaveLength(1)
  expect(await marked('A', '2026-06-05')).toEqual([])
})

it('stock with a row that is taken in the same file is not marked', async () => {
  await skipping('inventory', stock('C,EAST,1O,2026-06-02\nC,EAST,4,2026-06-02'), '2026-06-02')
  expect(await marked('C', '2026-06-02')).toEqual([])
})

it('a snapshot of the place ends the marks of its stock, also where it does not name it', async () => {
  await skipping('inventory', stock('D,EAST,1O,2026-06-02\nE,EAST,4,2026-06-02'), '2026-06-02')
  expect(await marked('D', '2026-06-02')).toHaveLength(1)
  await line.feed('inventory', stock('E,EAST,4,2026-06-03'), '--as-of', '2026-06-03', '--snapshot')
  expect(await marked('D', '2026-06-03')).toEqual([])
})

it('an order is marked by its number, also where another delivery of it is taken, until a later file has it', async () => {
  await line.feed(
    'inbound',
    orders('PO-1,F,EAST,5,2026-06-10,open\nPO-2,F,EAST,5,2026-06-10,open'),
    '--as-of',
    '2026-06-01',
  )
  const rows = 'PO-1,F,EAST,5,2026-06-10,lost at sea\nPO-1,F,EAST,5,2026-06-20,open\nPO-2,F,EAST,6,2026-06-10,open'
  expect(await skipping('inbound', orders(rows), '2026-06-02')).toContain('1 order with rejected rows')
  expect(await marked('F', '2026-06-02')).toEqual([
    expect.stringContaining('PO-1 since 2026-06-02: status is not one of'),
  ])
  await line.feed('inbound', orders('PO-1,F,EAST,5,2026-06-20,open'), '--as-of', '2026-06-03')
  expect(await marked('F', '2026-06-03')).toEqual([])
})

it('nothing is marked by a file that is refused as a whole', async () => {
  const file = await line.write('bad.csv', stock('G,EAST,1O,2026-06-02\n'))
  expect(await line.run('import', 'inventory', file, '--as-of', '2026-06-02')).toMatchObject({ status: 1 })
  expect(await marked('G', '2026-06-02')).toEqual([])
})
