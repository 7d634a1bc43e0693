import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registeredId, registration } from '../_helpers/registered.ts'
import { type Office, office, stockShelves } from './stand-in-channel.ts'

const blanks = fc.constantFrom(' ', '  ', '\t', '\u00a0', ' \u2003 ')
const word = (letters: string) =>
  fc
    .array(fc.boolean(), { minLength: letters.length, maxLength: letters.length })
    .map((capitals) =>
      [...letters].map((letter, i) => (capitals[i] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
    )

/** One promotion's line as different people type it. */
const spelling = (name: readonly string[]) =>
  fc
    .record({
      words: fc.tuple(...name.map(word)),
      between: blanks,
      around: fc.constantFrom('', ' ', '  '),
      fullWidth: fc.boolean(),
      terms: fc.shuffledSubarray(['sku:SKU-110', 'dates:"6-12 Jul"', 'units:20'], { minLength: 3 }),
      verb: fc.constantFrom('promo add', '/promo add', 'promo register', 'Promo New'),
    })
    .map(({ words, between, around, fullWidth, terms, verb }) => {
      const said = words.join(between)
      const wide = fullWidth
        ? said.replaceAll(/[A-Za-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0))
        : said
      return `${verb} "${around}${wide}${around}" ${terms.join(' ')}`
    })

const attempt = (name: readonly string[]) =>
  fc.record({
    line: spelling(name),
    person: fc.constantFrom('Ana', 'Ben'),
    /** How late it comes, in turns of the event loop. */
    turns: fc.integer({ min: 0, max: 6 }),
  })

const afterTurns = async (turns: number) => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('a second try', () => {
  let shop: Office
  beforeAll(async () => {
    shop = await office('2026-06-01T08:00:00Z')
    await stockShelves(shop)
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  const counts = () =>
    shop.rows<{ promotions: number; cards: number; notes: number }>(`select
      (select count(distinct promotion_id) from promotion_line) as promotions,
      (select count(*) from outbox where kind = 'promotion') as cards,
      (select count(*) from audit where action = 'register') as notes`)[0] as {
      promotions: number
      cards: number
      notes: number
    }

  it('leaves one promotion, one card and one note, however two people spell it and whenever they come', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(attempt(['summer', 'bogo']), { minLength: 2, maxLength: 10 }), async (attempts) => {
        const code = [...String(run++)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
        const before = counts()
        const said = await Promise.all(
          attempts.map(async ({ line, person, turns }) => {
            await afterTurns(turns)
            return shop.say(line.replace(/" ?(?=sku|dates|units)/, ` ${code}" `), { name: person })
          }),
        )
        expect(counts()).toEqual({
          promotions: before.promotions + 1,
          cards: before.cards + 1,
          notes: before.notes + 1,
        })
        const registered = said.filter((answer) => registration().test(answer))
        expect(registered).toHaveLength(1)
        const id = registeredId(registered[0] as string)
        const others = said.filter((answer) => answer.includes(`is already registered as ${id} by `))
        expect(others).toHaveLength(attempts.length - 1)
        for (const answer of others) expect(answer).toContain(`promo edit ${id}`)
      }),
      { numRuns: 40 },
    )
  })

  it('is told who was first and how long ago, also after a while and from another channel', async () => {
    await shop.say('promo add "Late again" sku:SKU-110 dates:"1-2 Aug" units:5', { name: 'Ana' })
    shop.pass({ seconds: 20 })
    const said = await shop.say('promo add "late  AGAIN" sku:SKU-110 dates:"1-5 Aug" units:9', {
      name: 'Ben',
      place: '#east',
    })
    expect(said).toMatch(/Late again from Sat 1 Aug is already registered as P-\d+ by Ana, 20 seconds ago\./)
  })

  it('registers another one when it says so, and when its start, item or name is another', async () => {
    const before = counts().promotions
    for (const line of [
      'promo add "Twin" sku:SKU-110 dates:"6-7 Sep" units:5',
      'promo add "Twin" sku:SKU-110 dates:"6-7 Sep" units:5 another:yes',
      'promo add "Twin" sku:SKU-110 dates:"7-8 Sep" units:5',
      'promo add "Twin" sku:SKU-100 dates:"6-7 Sep" units:5',
      'promo add "Twins" sku:SKU-110 dates:"6-7 Sep" units:5',
    ])
      expect(await shop.say(line)).toMatch(registration())
    expect(counts().promotions).toBe(before + 5)
  })

  it('registers again what was cancelled in between', async () => {
    const line = 'promo add "Off and on" sku:SKU-110 dates:"6-7 Oct" units:5'
    const id = registeredId(await shop.say(line))
    expect(await shop.say(`promo cancel ${id} why:other`)).toContain('cancelled')
    expect(await shop.say(line)).toMatch(registration())
  })
})
