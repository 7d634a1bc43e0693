import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, newestId, type Stage } from '../commands/stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const add = (name: string, table: string) => cola.say(`promo add ${name} dates:"6-12 Jul"\n${table}`)
const lines = () => cola.rows('select name, sku, location, units, price from promotion_line order by batch_id, sku')

const two = [
  { name: 'Pasted', sku: 'SKU-100', location: 'EAST', units: 100, price: null },
  { name: 'Pasted', sku: 'SKU-110', location: 'WEST', units: 50, price: null },
]

describe('a pasted table', () => {
  it.each([
    ['tabs', 'sku\tat\tunits\nSKU-100\tEAST\t100\nSKU-110\tWEST\t50'],
    ['semicolons', 'sku;at;units\nSKU-100;EAST;100\nSKU-110;WEST;50'],
    ['commas', 'sku,at,units\nSKU-100,EAST,100\nSKU-110,WEST,50'],
    ['commas and quotes', '"sku","at","units"\n"SKU-100","EAST","100"\n"SKU-110","WEST","50"'],
    ['bars', '| sku | at | units |\n|-----|:--:|------:|\n| SKU-100 | EAST | 100 |\n| SKU-110 | WEST | 50 |'],
    ['bars without an edge', 'sku | at | units\nSKU-100 | EAST | 100\nSKU-110 | WEST | 50'],
    ['other words for the columns', 'Item,Location,Units\nSKU-100,EAST,100\nSKU-110,WEST,50'],
    ['columns in another order', 'UNITS,AT,SKU\n100,EAST,SKU-100\n50,WEST,SKU-110'],
    ['lines that end as in Windows', 'sku;at;units\r\nSKU-100;EAST;100\r\nSKU-110;WEST;50\r\n'],
    ['empty rows between and behind', 'sku,at,units\n\nSKU-100,EAST,100\n\nSKU-110,WEST,50\n\n'],
    ['a code fence around it', '```\nsku,at,units\nSKU-100,EAST,100\nSKU-110,WEST,50\n```'],
    ['a fence that names its language', '```csv\nsku,at,units\nSKU-100,EAST,100\nSKU-110,WEST,50\n```'],
    ['small letters in codes', 'sku,at,units\nsku-100,east,100\nSku-110,West,50'],
  ])('with %s registers its rows under the name in the command', async (_, table) => {
    expect(await add('Pasted', table)).toContain('150 units expected')
    expect(lines()).toEqual(two)
  })

  it('takes decimals with a comma where semicolons part the cells, and with a dot where commas do', async () => {
    await add('Semicolons', 'sku;at;units;price\nSKU-100;EAST;12,5;7,99')
    await add('Commas', 'sku,at,units,price\nSKU-100,EAST,12.5,7.99')
    await add('Quoted', 'sku,at,units,price\nSKU-100,EAST,"12,5","7,99"')
    expect(lines().map(({ units, price }) => [units, price])).toEqual([
      [12.5, 7.99],
      [12.5, 7.99],
      [12.5, 7.99],
    ])
  })

  it('takes an uplift or extra units for each row, and leaves empty cells to the estimate', async () => {
    await add('Mixed', 'sku,at,uplift,extra\nSKU-100,EAST,+60%,\nSKU-110,EAST,,+30\nSKU-110,WEST,1.5x,')
    expect(cola.rows('select uplift, extra, units from promotion_line order by sku, location')).toEqual([
      { uplift: 1.6, extra: null, units: null },
      { uplift: null, extra: 30, units: null },
      { uplift: 1.5, extra: null, units: null },
    ])
  })

  it('of 200 rows is registered, and of 201 refused with the way to do it', async () => {
    const codes = Array.from({ length: 201 }, (_, i) => `MANY-${i}`)
    await cola.feed('items', `sku,name\n${codes.map((code) => `${code},Item ${code}`).join('\n')}\n`)
    const rows = codes.map((code) => `${code}\tEAST\t5`)
    expect(await add('Full', ['sku\tat\tunits', ...rows.slice(0, 200)].join('\n'))).toContain('? Unknown: Full (P-1)')
    const before = cola.everything()
    expect(await add('Over', ['sku\tat\tunits', ...rows].join('\n'))).toMatch(/more than 200 rows.*Import/)
    expect(cola.everything()).toBe(before)
  })

  it('replaces the lines of a promotion when it is pasted below edit', async () => {
    const id = newestId(await add('Pasted', 'sku,at,units\nSKU-100,EAST,100\nSKU-110,WEST,50'))
    expect(await cola.say(`promo edit ${id}\nsku,at,units\nSKU-100,EAST,120\nSKU-110,WEST,50`)).toMatch(
      /150 units.* → 170 units/,
    )
    expect(lines().map(({ units }) => units)).toEqual([100, 50, 120, 50])
    expect(await cola.say(`promo show ${id}`)).toContain('170 units expected')
  })

  it('is judged by what-if without a trace', async () => {
    const before = cola.everything()
    const said = await cola.say('promo what-if dates:"6-12 Jul"\nsku;at;units\nSKU-100;EAST;700\nSKU-110;WEST;50')
    expect(said).toContain('▲ At risk')
    expect(said).toContain('Cola 1.5 l sells out on Wed 8 Jul in EAST')
    expect(cola.everything()).toBe(before)
  })

  it.each([
    ['an unknown column', 'sku,at,colour,units\nSKU-100,EAST,red,100', /colour.*sku, at/],
    ['the same column twice', 'sku,sku,units\nSKU-100,SKU-110,3', /sku.*twice|twice.*sku/i],
    ['the same row twice', 'sku,at,units\nSKU-100,EAST,100\nSKU-100,EAST,50', /SKU-100 at EAST.*twice/],
    ['a number with a letter in row 2', 'sku,at,units\nSKU-100,EAST,100\nSKU-110,EAST,12O', /Row 2.*units: "12O"/],
    ['a number below zero in row 1', 'sku,at,units\nSKU-100,EAST,-5\nSKU-110,EAST,10', /Row 1.*units: "-5"/],
    ['a number with two readings', 'sku,at,units\nSKU-100,EAST,5\nSKU-110,EAST,1.200', /Row 2.*1\.200.*which/],
    ['two ways to say how much in row 2', 'sku,at,uplift,extra\nSKU-100,EAST,+6%,\nSKU-110,EAST,+6%,5', /Row 2/],
    ['a row without an item', 'sku,at,units\nSKU-100,EAST,5\n,EAST,10', /Row 2.*item is missing/],
    ['too many cells in row 1', 'sku,at,units\nSKU-100,EAST,100,7', /Row 1.*4 cells.*3 columns/],
    ['a quote that is never closed in row 2', 'sku,at,units\nSKU-100,EAST,5\nSKU-110,"EAST,100', /Row 2.*never closed/],
    ['a header alone', 'sku,at,units', /no rows/],
    ['a distribution centre', 'sku,at,units\nSKU-100,HUB,5', /HUB is a distribution centre/],
  ])('with %s is refused with the row or column named, and nothing is written', async (_, table, sentence) => {
    const before = cola.everything()
    const said = await add('Refused', table)
    expect(said).toMatch(sentence)
    expect(said).toMatch(/[Nn]othing was (registered|done)/)
    expect(cola.everything()).toBe(before)
  })

  it.each([
    ['an unknown item', 'sku,at,units\nSKU-100,EAST,5\nSKU-10,EAST,5', /There is no item SKU-10\b/],
    ['an unknown place', 'sku,at,units\nSKU-100,EAST,5\nSKU-110,EAT,5', /There is no location EAT\b/],
  ])('with %s in row 2 names it, the row and what was probably meant', async (_, table, sentence) => {
    const said = await add('Refused', table)
    expect(said).toMatch(sentence)
    expect(said).toContain('Did you mean')
    expect(said).toMatch(/Row 2/)
    expect(lines()).toEqual([])
  })

  it('says all that is wrong at once, and never asks for an item without a name', async () => {
    const said = await add('Wrong', 'sku,at,units\nSKU-999,EAST,5\nSKU-110,NOWHERE,x\n,EAST,5')
    expect(said).toContain('SKU-999')
    expect(said).toContain('NOWHERE')
    expect(said).toContain('"x" is not a number')
    expect(said).toMatch(/Row 3.*item is missing/)
    expect(said).not.toMatch(/no item \./)
  })

  it('counts its rows as a person does, whatever lines are drawn or left empty between them', async () => {
    const wrongNumber = '| SKU-110 | EAST | x |'
    const wrongQuote = '| SKU-110 | "EAST | 5 |'
    const drawn = (row: string) => `| sku | at | units |\n|---|---|---|\n| SKU-100 | EAST | 1 |\n${row}`
    const rowOf = (said: string) => /Row (\d+)/.exec(said)?.[1]
    expect(rowOf(await add('Drawn', drawn(wrongNumber)))).toBe(rowOf(await add('Drawn', drawn(wrongQuote))))
  })

  it('and words in the command that say the same are refused together', async () => {
    expect(await cola.say('promo add X dates:"6-12 Jul" sku:SKU-110\nsku,at,units\nSKU-100,EAST,1')).toMatch(/not both/)
    expect(await cola.say('promo add X dates:"6-12 Jul" units:5\nsku,at,units\nSKU-100,EAST,1')).toContain('table')
    expect(lines()).toEqual([])
  })

  it('below a command that takes none is refused', async () => {
    expect(await cola.say('promo list\nsku,at\nSKU-100,EAST')).toContain('promo list takes no table')
  })
})
