import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../src/operator/reports/audit.ts'
import { requirements } from '../../src/operator/reports/requirements.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { type Stage, stage } from '../commands/stage.ts'

/** What a spreadsheet calculates: a cell, or a line of one, that begins so behind blanks and marks nobody sees. */
const calculated = /^(?:[\t\r]|[\p{Zs}\p{Cf}\t\v\f]*[=+\-@|＝＋－＠])/u
const signedNumber = /^[+-]\d*\.?\d+%?$/

/** Takes the documented quotes from each line and each part behind a semicolon or tab, the last ones first: what is left is the text itself. */
const withoutQuotes = (text: string): string => {
  const less = text.replaceAll(/(^|[;\t])'(?=[\t\r]|[\p{Zs}\p{Cf}\t\v\f]*[=+\-@|＝＋－＠])/gmu, '$1')
  return less === text ? text : withoutQuotes(less)
}

const expectSafe = (cell: string) => {
  if (signedNumber.test(cell)) return
  for (const part of cell.split(/[\n\r\u2028\u2029;\t]/)) expect(part, JSON.stringify(cell)).not.toMatch(calculated)
}

const hostile = [
  ' \t=',
  '=1+1',
  '＝1',
  '＋1',
  '－1+1',
  '＠SUM(A1)',
  'a\n=1',
  'a\r\n＝1',
  '\t=1',
  " =cmd|' /C calc'!A0",
  '\u200b=1',
  '"=1',
  'x;=1',
  'x\t=HYPERLINK("http://x.example")',
  '@x',
  '|calc',
  '-2+3',
  '-5',
  '+60%',
  'P-1',
  "'=1",
]

const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({
    unit: fc.constantFrom('=', '＝', '+', '-', '@', "'", '"', ',', ';', '\t', '\n', '\r', ' ', 'a', '1', 'é'),
    maxLength: 8,
  }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)

let shop: Stage
beforeAll(async () => {
  shop = await stage('2026-06-01')
})
afterAll(() => shop[Symbol.asyncDispose]())

const auditCsv = async () => {
  let written = ''
  for await (const piece of audit(shop.app, { from: null, to: null, promotion: null, format: 'csv' })) written += piece
  return written
}

describe('a file of what was done', () => {
  it('reads back as it was, but for the quote before what a spreadsheet would calculate', async () => {
    let known = 0
    await fc.assert(
      fc.asyncProperty(text, text, text, text, text, async (actor, place, action, entity, said) => {
        const detail = { name: said, before: { [said]: actor }, after: { [said]: place }, reason: said }
        await apply(shop.app.workspace, [{ kind: 'audit', actor, place, action, entity, detail }], null, shop.app.now())
        const [last, ...earlier] = (
          parse(await auditCsv(), { columns: true, bom: true }) as Record<string, string>[]
        ).toReversed()
        expect(earlier).toHaveLength(known++)
        const { who = '', name = '', place: where = '', action: what = '', about = '' } = last ?? {}
        const plain = (cell: string, original: string) => {
          expectSafe(cell)
          expect(withoutQuotes(cell)).toBe(withoutQuotes(original))
          if (!calculated.test(original) && !/[\n\r\u2028\u2029;\t]/.test(original)) expect(cell).toBe(original)
        }
        for (const [cell, original] of [
          [who, actor],
          [name, said],
          [where, place],
          [what, action],
          [about, entity],
        ] as const)
          plain(cell, original)
        expect(JSON.parse(withoutQuotes(last?.before ?? ''))).toEqual(
          JSON.parse(withoutQuotes(JSON.stringify({ [said]: actor }))),
        )
        for (const cell of Object.values(last ?? {})) expectSafe(cell)
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    ['a\n=1', "a\n'=1"],
    ['＝1', "'＝1"],
    ['=1', "'=1"],
    ['-5', '-5'],
    ['x;=1', "x;'=1"],
  ])('writes %j as %j', async (said, written) => {
    await apply(
      shop.app.workspace,
      [{ kind: 'audit', actor: said, place: '', action: 'say', entity: 'x', detail: {} }],
      null,
      shop.app.now(),
    )
    expect((parse(await auditCsv(), { columns: true, bom: true }) as Record<string, string>[]).at(-1)?.who).toBe(
      written,
    )
  })

  it('is safe whoever does something, under whatever name and in whatever place', async () => {
    for (const name of hostile)
      await shop.app.handle({
        key: null,
        person: { id: `test:${name}`, name },
        place: name,
        words: 'shelfready subscribe',
      })
    const rows = parse(await auditCsv(), { columns: true, bom: true }) as Record<string, string>[]
    expect(rows.length).toBeGreaterThanOrEqual(hostile.length)
    for (const row of rows) for (const cell of Object.values(row)) expectSafe(cell)
  })
})

describe('a file of what has to be ordered', () => {
  it('is safe whatever items, suppliers, places and promotions are called', async () => {
    await using fresh = await stage('2026-06-01')
    const names = hostile.filter((one) => !/[\n\r\t\u200b]/.test(one)).map((one) => one.trim())
    const cell = (said: string) => `"${said.replaceAll('"', '""')}"`
    await fresh.feed(
      'items',
      `sku,name,supplier,unit_cost\n${names.map((one) => `${cell(one)},${cell(one)},${cell(one)},2\n`).join('')}`,
    )
    await fresh.feed('lead-times', `supplier,lead_time_days\n${names.map((one) => `${cell(one)},5\n`).join('')}`)
    await fresh.feed(
      'inventory',
      `sku,location,on_hand,as_of\n${names.map((one) => `${cell(one)},${cell(one)},1,2026-06-01\n`).join('')}`,
    )
    await fresh.feed(
      'promotions',
      `promotion_id,sku,location,name,start,end,units\n${names.map((one) => `${cell(one)},${cell(one)},${cell(one)},${cell(one)},2026-07-01,2026-07-05,300\n`).join('')}`,
    )
    const { out } = await requirements(fresh.app, {
      supplier: null,
      asOf: fresh.app.today(),
      moment: { now: fresh.app.now(), timeZone: fresh.app.timeZone },
      format: 'csv',
      render: String,
    })
    const rows = parse(out, { columns: true, bom: true }) as Record<string, string>[]
    expect(rows.map(({ sku }) => withoutQuotes(sku ?? '')).toSorted()).toEqual(names.map(withoutQuotes).toSorted())
    for (const row of rows) for (const value of Object.values(row)) expectSafe(value)
  })
})
