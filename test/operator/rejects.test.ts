import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commandLine } from '../_helpers/command-line.ts'

const bad = 'sku,location,on_hand,as_of\nA,EAST,1O,2026-06-01\nB,EAST,10,2026-06-01\n'

it('rejected rows never go over the file they come from, or over the store', async () => {
  await using line = await commandLine()
  await line.feed('items', 'sku,name\nA,Alpha\n')
  const file = await line.write('stock.csv', bad)
  for (const target of [file, join(line.folder, 'store.db'), join(line.folder, 'store.db-wal')]) {
    const ran = await line.run('import', 'inventory', file, '--skip-bad-rows', target)
    if (!existsSync(target)) continue
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringContaining('Nothing was imported') })
  }
  expect(readFileSync(file, 'utf8')).toBe(bad)
  expect((await line.run('import', 'items', await line.write('i.csv', 'sku,name\nA,Alpha\n'))).out).toContain(
    '1 unchanged',
  )
})

it('rejected rows replace an older file only when the rest is imported', async () => {
  await using line = await commandLine()
  const rejects = await line.write('rejects.csv', 'of last week\n')
  const broken = await line.write('broken.csv', 'sku,where\nA,EAST\n')
  expect((await line.run('import', 'inventory', broken, '--skip-bad-rows', rejects)).status).toBe(1)
  expect(readFileSync(rejects, 'utf8')).toBe('of last week\n')
  const ran = await line.run('import', 'inventory', await line.write('stock.csv', bad), '--skip-bad-rows', rejects)
  expect(ran).toMatchObject({
    status: 0,
    out: expect.stringContaining('1 inserted, 0 changed, 0 unchanged, 1 rejected'),
  })
  expect(readFileSync(rejects, 'utf8')).toContain('A,EAST,1O,2026-06-01')
  expect(existsSync(`${rejects}.part`)).toBe(false)
})
