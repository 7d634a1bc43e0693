import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
let help: string
beforeAll(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  help = await cola.say('help more')
})
afterAll(() => cola[Symbol.asyncDispose]())

const promised = [
  'promo add',
  'promo list',
  'promo show',
  'promo check',
  'promo why',
  'promo what-if',
  'promo edit',
  'promo cancel',
  'promo clone',
  'promo history',
  'stock',
  'shelfready risks',
  'shelfready ack',
  'shelfready snooze',
  'shelfready digest now',
  'shelfready digest at',
  'shelfready pause',
  'shelfready resume',
  'shelfready subscribe',
  'shelfready settings',
  'shelfready whoami',
]

describe('the catalogue', () => {
  it.each(promised)('has %s in the help, with what it does and an example', async (name) => {
    expect(help).toContain(`· ${name.replace(/ (pause|resume)$/, ' digest $1')}: `)
    const full = await cola.say(`help ${name}`)
    expect(full).toMatch(/Examples?|For example/)
    expect(full).toContain(`· /${name}`)
    expect(full).toMatch(/Who may: /)
  })

  it.each(promised)('knows %s with and without a slash, in capital letters and with blanks around', async (name) => {
    const unknown = /I do not know/
    for (const said of [`/${name}`, name.toUpperCase(), `  ${name.replace(' ', '   ')}  `, `\t${name}`])
      expect(await cola.say(said.includes('digest now') ? `help ${said}` : said)).not.toMatch(unknown)
  })

  it('has one real example each that is understood as it stands', async () => {
    const examples = commands.map(({ examples: [first] }) => first)
    expect(examples.length).toBeGreaterThanOrEqual(promised.length - 1)
    await using fresh = await colaStage()
    await fresh.say('promo add Example sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await fresh.say('shelfready risks')
    for (const example of examples.filter((one) => !one.startsWith('/promo cancel')))
      expect([example, await fresh.say(example)]).toEqual([
        example,
        expect.not.stringMatching(/I do not know "|is not something I know|There is no (item|location)/),
      ])
  })

  it('shows every argument of promo add with what it means', async () => {
    const full = await cola.say('help promo add')
    for (const key of [
      'sku',
      'at',
      'dates',
      'from',
      'to',
      'uplift',
      'units',
      'extra',
      'discount',
      'price',
      'type',
      'owner',
    ])
      expect(full).toMatch(new RegExp(`^${key}:\\S+.* {2,}\\S`, 'm'))
    expect(full).toMatch(/table|CSV/)
  })

  it.each([
    ['promo ad', 'promo add'],
    ['pormo add', 'promo add'],
    ['promo lst', 'promo list'],
    ['promo histroy P-1', 'promo history'],
    ['stok SKU-100', 'stock'],
    ['shelfready snoze R-1', 'shelfready snooze'],
    ['shelfready subscibe', 'shelfready subscribe'],
    ['promo whatif sku:SKU-110 dates:"1-2 Aug"', null],
    ['hepl', 'help'],
  ])('answers "%s" with what was probably meant', async (said, meant) => {
    const answer = await cola.say(said)
    if (meant === null) expect(answer).toContain('What if')
    else expect(answer).toContain(`Did you mean ${meant}`)
  })

  it.each([
    ['promo add X skus:SKU-100 dates:"6-12 Jul"', 'sku:'],
    ['promo add X sku:SKU-100 date:"6-12 Jul"', 'dates:'],
    ['promo add X sku:SKU-100 dates:"6-12 Jul" unts:5', 'units:'],
    ['promo edit P-1 ownr:@ana', 'owner:'],
    ['shelfready snooze R-1 untill:monday', 'until:'],
    ['shelfready settings local:de', 'locale:'],
  ])('answers the key in %s with the one that was probably meant: %s', async (line, key) => {
    expect(await cola.say(line)).toContain(`Did you mean ${key}`)
  })
})

describe('the words of a command', () => {
  it.each(['"6-12 Jul"', "'6-12 Jul'", '“6-12 Jul”', '„6-12 Jul“', '«6-12 Jul»', '‘6-12 Jul’'])(
    'are held together by %s',
    async (window) => {
      expect(await cola.say(`promo what-if sku:SKU-110 dates:${window} units:5`)).toContain('Mon 6 to Sun 12 Jul')
    },
  )

  it.each([
    'promo add "Summer sku:SKU-110 dates:6.7. units:5',
    'promo add Summer sku:SKU-110 dates:"6-12 Jul units:5',
    "promo add 'Summer sku:SKU-110 dates:6.7. units:5",
    'promo add “Summer sku:SKU-110 dates:6.7. units:5',
    'promo add Summer sku:SKU-110 dates:6.7. units:5 reason:"',
    '"',
    "promo list '",
  ])('%s is never closed: that is said with where it was opened, and nothing is done', async (line) => {
    const before = cola.everything()
    const said = await cola.say(line)
    expect(said).toContain('never closed')
    expect(said).toMatch(/Nothing was done/)
    expect(cola.everything()).toBe(before)
  })

  it('keep an apostrophe inside a word and quotes of another kind inside quotes', async () => {
    for (const [typed, name] of [
      ["Ana's", "Ana's"],
      ['"Ana\'s week"', "Ana's week"],
      [`'5" screens'`, '5" screens'],
      ['“«Deluxe» 6"”', '«Deluxe» 6"'],
      ['"a:b c:d"', 'a:b c:d'],
    ] as const) {
      await cola.say(`promo edit P-1 name:${typed}`)
      expect(cola.rows('select name from promotion_line order by batch_id desc limit 1')).toEqual([{ name }])
    }
  })

  it.each([
    ['10,000 letters', 'x'.repeat(10_000)],
    ['10,000 letters in a name', `promo add "${'x'.repeat(10_000)}" sku:SKU-110 dates:"6-12 Jul"`],
    ['10,000 quotes', '"'.repeat(10_000)],
    ['10,000 blanks and a word', `${' '.repeat(10_000)}x`],
    ['10,000 colons', `promo add X ${':'.repeat(10_000)}`],
    ['10,000 keys', `promo add X ${'a:b '.repeat(2_500)}`],
    ['10,000 emoji', '😀'.repeat(5_000)],
    ['a table of one endless row', `promo add X dates:"6-12 Jul"\nsku,at\n${'"'.repeat(10_000)}`],
  ])('%s are answered with a short sentence, and nothing is done', async (_, line) => {
    const before = cola.everything()
    const said = await cola.say(line)
    expect(said.length).toBeLessThan(600)
    expect(said).toMatch(/characters|never closed|rows|columns|I do not know/)
    expect(cola.everything()).toBe(before)
  })

  it.each([
    ['NUL', 'promo add "a\u0000b" sku:SKU-110 dates:"6-12 Jul"'],
    ['an escape', 'promo add "a\u001b[31mred" sku:SKU-110 dates:"6-12 Jul"'],
    ['a bell', 'promo add "a\u0007" sku:SKU-110 dates:"6-12 Jul"'],
    ['a C1 control', 'promo add "a\u009b31m" sku:SKU-110 dates:"6-12 Jul"'],
    ['the first half of a character', 'promo add "a\ud83d" sku:SKU-110 dates:"6-12 Jul"'],
    ['the second half of a character', 'promo cancel P-1 why:other reason:"\udc00"'],
    ['a control in a key', 'promo add X s\u0001ku:SKU-110 dates:"6-12 Jul"'],
    ['a control in a table', 'promo add X dates:"6-12 Jul"\nsku,at,units\nSKU-100\u0000,EAST,5'],
  ])('with %s are refused with a sentence that does not repeat it, and nothing is done', async (_, line) => {
    const before = cola.everything()
    const said = await cola.say(line)
    expect(said).toContain('Nothing was done')
    expect(said.isWellFormed()).toBe(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    expect(cola.everything()).toBe(before)
  })

  it('of any kind get an answer that no terminal obeys', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...promised,
        'P-1',
        'R-1',
        'SKU-100',
        'all',
        'sku:',
        'dates:"6-12 Jul"',
        'units:',
        'at:EAST',
        '"',
        "'",
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    await using fresh = await colaStage()
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
        const said = await fresh.say(words.join(' '))
        expect(said.trim()).not.toBe('')
        expect(said.isWellFormed()).toBe(true)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
        expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
        expect(said).not.toMatch(/undefined|NaN|\[object|null\b|Infinity/)
      }),
      { numRuns: 300 },
    )
  })
})
