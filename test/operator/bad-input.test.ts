import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, runProcess } from '../_helpers/command-line.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')

describe('input that cannot be right', () => {
  let line: CommandLine
  const promotion = (row: string) => `promotion_id,sku,location,name,start,end,uplift,units\n${row}`

  beforeAll(async () => {
    line = await commandLine()
    await line.feed('items', 'sku,name,supplier\nCOLA,Cola,ACME')
    await line.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,400,2026-06-01')
    await line.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,COLA,EAST,1000,100')
    await line.feed('promotions', promotion('P-1,COLA,EAST,Picnic,2026-06-15,2026-06-21,,100'))
  })
  afterAll(() => line[Symbol.asyncDispose]())

  const opening = async () => {
    const ran = await line.run('assess', '--all', '--as-of', '2026-06-01', '--format', 'ndjson')
    return ran.out
      .trim()
      .split('\n')
      .map((text) => [JSON.parse(text).promotion_id, JSON.parse(text).expected.opening_units])
  }
  /** Imports a file that must be refused with a message that has all the words. */
  const refused = async (kind: string, csv: string, ...words: RegExp[]) => {
    const ran = await line.run('import', kind, await line.write('bad.csv', csv))
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(/not imported/)
    expect(ran.err).toMatch(/Nothing was changed/i)
    expect(ran.err).not.toMatch(/\bat .*\.ts:|Error:/)
    for (const word of words) expect(ran.err).toMatch(word)
  }

  it('in one row of a file leaves the others out as well, and names line, column, value and reason', async () => {
    await refused(
      'inventory',
      'sku,location,on_hand,as_of\nCOLA,EAST,77,2026-06-01\nCOLA,WEST,12O,2026-06-01\n,WEST,5,2026-06-01',
      /2 of 3 rows/,
      /line 3\s+on_hand\s+"12O"\s+is not a number/,
      /line 4\s+sku\s+""\s+is missing/,
      /--skip-bad-rows/,
    )
    expect(await opening()).toEqual([['P-1', 400]])
  })

  it('is units set aside below nothing, a day that no calendar has, a date or a number as other countries write it', () =>
    refused(
      'inventory',
      `sku,location,on_hand,allocated,as_of
COLA,EAST,5,-5,2026-06-01
COLA,EAST,5,,2026-02-30
COLA,EAST,5,,06/01/2026
COLA,EAST,"1.000,5",,2026-06-01`,
      /4 rows are wrong|4 of 4 rows/,
      /line 2\s+allocated\s+"-5"/,
      /line 3\s+as_of\s+"2026-02-30"/,
      /line 4\s+as_of\s+"06\/01\/2026"/,
      /line 5\s+on_hand\s+"1\.000,5"/,
    ))

  it('is a promotion that ends before it starts, an uplift that may mean two things, units below nothing or beyond reason', () =>
    refused(
      'promotions',
      promotion(`P-2,COLA,EAST,X,2026-06-21,2026-06-15,,9
P-3,COLA,EAST,X,2026-06-15,2026-06-21,60,
P-4,COLA,EAST,X,2026-06-15,2026-06-21,0.4,
P-5,COLA,EAST,X,2026-06-15,2026-06-21,,-9
P-6,COLA,EAST,X,2026-06-15,2026-06-21,,1e300`),
      /line 2\s+end/,
      // Two that are answered with a question.
      /line 3\s+uplift\s+"60".*\?/,
      /line 4\s+uplift\s+"0\.4".*\?/,
      /line 5\s+units\s+"-9"/,
      /line 6\s+units\s+"1e300"/,
    ))

  it.each([
    ['a missing column', 'inventory', 'sku,location,as_of\nCOLA,EAST,2026-06-01', /on_hand/],
    ['an empty file', 'inventory', '', /header|empty/],
    ['a quote that does not end', 'items', 'sku,name\nCOLA,"Cola\nTEA,Tea\n', /line/],
    ['two rows that contradict each other', 'items', 'sku,name\nTEA,Tea\nTEA,Coffee', /line 3/],
  ])('is %s', async (_, kind, csv, wanted) => refused(kind, csv, wanted))

  it('can be set aside: the rest is imported, the rejected rows are kept as they were', async () => {
    const csv = 'sku,location,on_hand,as_of\nTEA,EAST,5,2026-06-01\nTEA,WEST,x,2026-06-01\nTEA,SOUTH,7,2026-06-01'
    const rejects = join(line.folder, 'rejects.csv')
    const ran = await line.run('import', 'inventory', await line.write('some.csv', csv), '--skip-bad-rows', rejects)
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toMatch(/3 rows read: 2 inserted, 0 changed, 0 unchanged, 1 rejected/)
    expect(await readFile(rejects, 'utf8')).toMatch(/TEA,WEST,x,2026-06-01/)
    expect(ran.out).toMatch(/1 location is new and was created/)
  })

  it('is not a column that nobody knows, which is named and ignored', async () => {
    const file = await line.write('more.csv', 'sku,colour,name\nTEA,green,Tea')
    const ran = await line.run('import', 'items', file)
    expect(ran.status).toBe(0)
    expect(ran.out).toMatch(/colour/)
  })

  it('is not the same file twice, which changes nothing', async () => {
    const file = await line.write('same.csv', 'sku,name,supplier\nCOLA,Cola,ACME')
    expect((await line.run('import', 'items', file)).out).toMatch(/0 inserted, 0 changed, 1 unchanged/)
  })

  it.each([
    ['a file that is not there', ['import', 'items', 'nowhere.csv'], 1, /nowhere\.csv/],
    ['a feed that does not exist', ['import', 'stock', 'bad.csv'], 2, /stock.*inventory/s],
    ['a promotion that does not exist', ['assess', '--promotion', 'P-99'], 1, /P-99/],
    ['a promotion that is over', ['assess', '--promotion', 'P-1', '--as-of', '2026-07-01'], 1, /ended Sun 21 Jun/],
    ['neither a promotion nor all', ['assess'], 2, /--promotion.*--all/],
    ['a day that does not exist', ['assess', '--all', '--as-of', '2026-02-30'], 2, /2026-02-30/],
    ['an option that does not exist', ['assess', '--all', '--fast'], 2, /--fast/],
    ['an explanation of another item', ['explain', 'P-1', 'TEA', 'EAST', '--as-of', '2026-06-01'], 1, /TEA/],
  ])('is %s', async (_, words, status, wanted) => {
    const ran = await line.run(...words)
    expect(ran).toMatchObject({ status, out: '' })
    expect(ran.err).toMatch(wanted)
    expect(ran.err).not.toMatch(/^\s+at /m)
  })

  it('is a store in a folder that does not exist, which is not made up', async () => {
    const url = `sqlite:${join(line.folder, 'no', 'such', 'store.db')}`
    const ran = await runProcess([main, 'assess', '--all', '--db', url], { cwd: line.folder })
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(/no\/such/)
    await expect(stat(join(line.folder, 'no'))).rejects.toThrow()
  })

  it('is a setting that is no number, reported with all the others', async () => {
    await line.write('.env', 'SHELFREADY_POLICY=lots\nSHELFREADY_TIMEZONE=Mars/Base\n')
    const ran = await line.run('assess', '--all')
    await line.write('.env', '')
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(/SHELFREADY_POLICY/)
    expect(ran.err).toMatch(/SHELFREADY_TIMEZONE/)
  })

  it('has left the store as it was through all of this', async () => {
    expect(await opening()).toEqual([['P-1', 400]])
  })
})
