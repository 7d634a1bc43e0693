import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, runProcess } from '../_helpers/command-line.ts'

let shop: CommandLine
const chat = (input: string) =>
  runProcess([resolve(import.meta.dirname, '../../src/main.ts'), 'serve'], {
    cwd: shop.folder,
    input,
    env: { DATABASE_URL: shop.database },
  })
beforeAll(async () => {
  shop = await commandLine()
  await shop.feed('items', 'sku,name\nA,Alpha\n')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,5000,2026-06-01\n', '--snapshot')
  await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-11-01,A,EAST,2000,366\n')
  const ran = await chat(
    'as:Ana promo add "Far away" sku:A dates:"in 3 weeks" units:50\nas:Ben in:#supply promo edit P-1 units:60\nas:Ben promo add Other sku:A dates:"in 9 weeks" units:5\n',
  )
  if (ran.status !== 0) throw new Error(ran.err)
})
afterAll(() => shop[Symbol.asyncDispose]())

const rowsOf = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[]

describe('the operator command for what was done', () => {
  it('says who, where, what, before and after, in text, JSON and CSV alike', async () => {
    const [text, json, csv] = await Promise.all([
      shop.run('audit', '--promotion', 'P-1'),
      shop.run('audit', '--promotion', 'P-1', '--format', 'json'),
      shop.run('audit', '--promotion', 'P-1', '--format', 'csv'),
    ])
    expect([text, json, csv].map(({ status, err }) => [status, err])).toEqual(Array(3).fill([0, '']))
    expect(text.out.trim().split('\n')[1]).toMatch(/: edit P-1|edit P-1 · by Ben \(.*ben\) in #supply · units 50 → 60/)
    const told = JSON.parse(json.out)
    expect(told).toMatchObject([
      { action: 'register', about: 'P-1', name: 'Ana', place: '#launches', before: null, after: { units: 50 } },
      { action: 'edit', about: 'P-1', name: 'Ben', place: '#supply', before: { units: 50 }, after: { units: 60 } },
    ])
    const rows = rowsOf(csv.out)
    expect(rows.map(({ id, at, who, after }) => [Number(id), at, who, JSON.parse(after ?? '')])).toEqual(
      told.map(({ id, at, who, after }: Record<string, unknown>) => [id, at, who, after]),
    )
  })

  it('has imports too, and keeps to the days that are asked for', async () => {
    const all = rowsOf((await shop.run('audit', '--format', 'csv')).out)
    expect(all.map(({ action, about, who }) => [action, about, who]).slice(0, 3)).toEqual([
      ['import', 'items', 'items.csv'],
      ['import', 'inventory', 'inventory.csv'],
      ['import', 'demand-plan', 'demand-plan.csv'],
    ])
    const day = (all[0]?.at ?? '').slice(0, 10)
    expect(rowsOf((await shop.run('audit', '--from', day, '--to', day, '--format', 'csv')).out)).toEqual(all)
    const before = await shop.run('audit', '--to', '2020-01-01', '--format', 'csv')
    expect(before.out).toBe('\ufeffid,at,who,name,place,action,about,before,after,detail\r\n')
    expect((await shop.run('audit', '--to', '2020-01-01', '--json')).out).toBe('[]\n')
    expect((await shop.run('audit', '--to', '2020-01-01')).out).toBe('No entries match.\n')
  })

  it.each([
    [['--from', '2026-06-02', '--to', '2026-06-01'], /--from 2026-06-02 is after --to 2026-06-01/],
    [['--from', 'soon'], /--from "soon"/],
    [['--format', 'xml'], /--format is one of text, json, csv/],
    [['P-1'], /takes no further words/],
  ])('with %j is refused with status 2 and nothing on standard output', async (words, sentence) => {
    const ran = await shop.run('audit', ...words)
    expect([ran.status, ran.out]).toEqual([2, ''])
    expect(ran.err).toMatch(sentence)
  })
})
