import { expect, it } from 'vitest'
import { commandLine } from '../_helpers/command-line.ts'

it('a file that was known earlier does not undo what was known later, in whatever order they are imported', async () => {
  await using line = await commandLine()
  await line.feed('items', 'sku,name,supplier\nA,Alpha,S\n', '--as-of', '2026-01-01')
  await line.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,10,2026-02-15\n')
  await line.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Test,2026-03-20,2026-03-22,500\n',
    '--as-of',
    '2026-01-01',
  )
  await line.feed('lead-times', 'supplier,lead_time_days\nS,90\n', '--as-of', '2026-02-10')
  await line.feed('lead-times', 'supplier,lead_time_days\nS,5\n', '--as-of', '2026-01-01')
  const verdict = async (day: string) =>
    JSON.parse((await line.run('assess', '--promotion', 'P-1', '--as-of', day, '--format', 'ndjson')).out).verdict
  expect(await verdict('2026-02-15')).toBe('not-ready')
  await line.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,10,2026-02-05\n')
  expect(await verdict('2026-02-05')).toBe('at-risk')
})

it('stock and sales that were imported later do not count for a day before, whatever their dates', async () => {
  await using line = await commandLine()
  const monday = ['--as-of', '2026-02-02']
  await line.feed('items', 'sku,name,supplier\nA,Alpha,S\n', ...monday)
  await line.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,100,2026-02-02\n', ...monday)
  await line.feed('sales', 'date,sku,location,units\n2026-02-01,A,EAST,10\n', ...monday)
  await line.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Test,2026-02-06,2026-02-08,50\n',
    ...monday,
  )
  const opening = async (day: string) =>
    JSON.parse((await line.run('assess', '--promotion', 'P-1', '--as-of', day, '--format', 'ndjson')).out).expected
      .opening_units
  const before = await opening('2026-02-03')
  await line.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,7,2026-02-03\n', '--as-of', '2026-02-04')
  await line.feed('sales', 'date,sku,location,units\n2026-02-02,A,EAST,60\n', '--as-of', '2026-02-04')
  expect(await opening('2026-02-03')).toBe(before)
  expect(await opening('2026-02-04')).toBeLessThan(8)
  // The same count, said to have been known on its own morning, counts from then on.
  await line.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,7,2026-02-03\n', '--as-of', '2026-02-03')
  expect(await opening('2026-02-03')).toBe(7)
})
