import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'

let shop: CommandLine
beforeAll(async () => {
  shop = await commandLine()
  await shop.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\n' +
      '=SKU-1,"Cola, ""1.5 l""",2,4,EUR,ACME,200,50\nSKU-2,"x;=1+1",1,2,EUR,＝SNACK,,\nSKU-3,Tea,1,2,EUR,LEAF,,\n',
  )
  await shop.feed('lead-times', 'supplier,lead_time_days\nACME,10\n＝SNACK,10\nLEAF,90\n')
  const skus = ['=SKU-1', 'SKU-2', 'SKU-3']
  await shop.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${skus.map((sku) => `${sku},+EAST,100,2026-06-01`).join('\n')}\n`,
  )
  await shop.feed(
    'demand-plan',
    `date,sku,location,units,days\n${skus.map((sku) => `2026-06-01,${sku},+EAST,200,100`).join('\n')}\n`,
  )
  await shop.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units\n${skus.map((sku, i) => `P-${i},${sku},+EAST,=Promo ${i},2026-07-0${i + 6},2026-07-12,300`).join('\n')}\n`,
    '--as-of',
    '2026-06-01',
  )
})
afterAll(() => shop[Symbol.asyncDispose]())

const ask = (...words: string[]) => shop.run('requirements', '--as-of', '2026-06-01', ...words)

describe('the operator command for what has to be ordered', () => {
  it('says in text, JSON and CSV the quantities and days that assess says', async () => {
    const [text, json, csv, lines] = await Promise.all([
      ask(),
      ask('--format', 'json'),
      ask('--format', 'csv'),
      shop.run('assess', '--all', '--as-of', '2026-06-01', '--format', 'ndjson'),
    ])
    const assessed = lines.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ verdict }) => verdict === 'at-risk')
      .map(({ sku, window }) => [sku, window.order_units, window.order_by_date])
      .toSorted()
    expect(assessed.map(([sku]) => sku)).toEqual(['=SKU-1', 'SKU-2'])
    const told = JSON.parse(json.out)
    const inJson = told.orders.map((one: { sku: string; orders: { quantity: number; order_by: string }[] }) => [
      one.sku,
      one.orders[0]?.quantity,
      one.orders[0]?.order_by,
    ])
    expect(inJson.toSorted()).toEqual(assessed)
    expect(told.too_late.map((one: { sku: string }) => one.sku)).toEqual(['SKU-3'])
    const rows = parse(csv.out, { columns: true, bom: true }) as Record<string, string>[]
    const inCsv = rows
      .filter(({ standing }) => standing === 'order')
      .map(({ sku, quantity, order_by }) => [sku?.replace(/^'/, ''), Number(quantity), order_by])
    expect(inCsv.toSorted()).toEqual(assessed)
    for (const [sku, units] of assessed) expect(text.out).toContain(`${units} x ${sku} `)
    expect([text, json, csv].map(({ status, err }) => [status, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ])
  })

  it('writes CSV that no spreadsheet calculates, with its mark of UTF-8', async () => {
    const { out } = await ask('--format', 'csv')
    expect(out.startsWith('\ufeffstanding,')).toBe(true)
    const rows = parse(out, { columns: true, bom: true }) as Record<string, string>[]
    expect(rows.find(({ sku }) => sku === "'=SKU-1")).toMatchObject({ name: 'Cola, "1.5 l"' })
    expect(rows.find(({ sku }) => sku === 'SKU-2')).toMatchObject({ supplier: "'＝SNACK", name: "x;'=1+1" })
    for (const row of rows)
      for (const cell of Object.values(row))
        expect(cell).not.toMatch(/^[ \t]*(?:[=@|＝＋－＠]|[+-](?!\d+(\.\d+)?%?$))/m)
  })

  it('keeps to one supplier, and gives a file without rows where nothing is to be ordered', async () => {
    const one = JSON.parse((await ask('--supplier', 'acme', '--json')).out)
    expect(one.orders.map(({ supplier }: { supplier: string }) => supplier)).toEqual(['ACME'])
    expect(one.too_late).toEqual([])
    const none = await ask('--supplier', 'ACMEE', '--format', 'csv')
    expect([none.status, none.out.split('\r\n').length, none.err]).toEqual([
      0,
      2,
      'There is nothing to order from ACMEE. Did you mean ACME?\n',
    ])
  })

  it.each([
    [['--format', 'xml'], /--format is one of text, json, csv/],
    [['--as-of', 'soon'], /--as-of/],
    [['ACME'], /takes no further words/],
    [['--ledger'], /takes no --ledger/],
  ])('with %j is refused with status 2 and nothing on standard output', async (words, sentence) => {
    const ran = await shop.run('requirements', ...words)
    expect([ran.status, ran.out]).toEqual([2, ''])
    expect(ran.err).toMatch(sentence)
  })
})
