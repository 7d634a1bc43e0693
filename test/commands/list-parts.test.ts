import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeAll(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 owner:@Ana')
  await cola.say('promo add Lemonade sku:SKU-110 dates:"20-22 Jun" uplift:+10% owner:@Ben')
})
afterAll(() => cola[Symbol.asyncDispose]())

const named = (said: string) => [...said.matchAll(/\((P-\d+)\)/g)].map(([, id]) => id)

describe('a part of the promotions', () => {
  it.each([
    ['', ['P-2', 'P-1']],
    ['at:WEST', ['P-2']],
    ['severity:ready', ['P-2']],
    ['severity:at-risk,not-ready', ['P-1']],
    ['owner:ana', ['P-1']],
    ['mine', ['P-1']],
    ['item:lemonade', ['P-2']],
    ['at:EAST not owner:ben', ['P-1']],
    ['starts:"20 Jun"', ['P-2']],
    ['starts:"1-30 Jul"', ['P-1']],
    ['starts:"next week"', []],
    ['dates:"22 Jun - 6 Jul"', ['P-2', 'P-1']],
    ['dates:"21 Jun" at:EAST', ['P-2']],
  ])('promo list %s', async (words, ids) => {
    const said = await cola.say(`promo list ${words}`)
    expect(named(said)).toEqual(ids)
    if (ids.length === 0) expect(said).toContain('No promotions found.')
  })

  it('is each reader’s own where it is theirs', async () => {
    expect(named(await cola.say('promo list mine', { name: 'Ana' }))).toEqual(['P-1'])
    expect(named(await cola.say('promo list mine', { name: 'Ben' }))).toEqual(['P-2'])
  })

  it.each([
    ['at:EAS', /There is no location EAS\. Did you mean EAST/],
    ['severity:bad', /is not a verdict/],
    ['starts:soon', /starts: "soon" cannot be read/],
    ['nonsense', /I cannot filter by/],
  ])('promo list %s is asked about', async (words, asked) => {
    expect(await cola.say(`promo list ${words}`)).toMatch(asked)
  })

  it('says the line that shows the rest of the same part', async () => {
    await using many = await colaStage()
    for (let day = 1; day <= 17; day++)
      await many.say(`promo add "Lemonade ${day}" sku:SKU-110 at:EAST dates:"${day} Jul" uplift:+1%`)
    expect(await many.say('promo list item:lemonade')).toContain('... and 2 more: /promo list item:lemonade page:2')
    expect(named(await many.say('promo list item:lemonade page:2'))).toHaveLength(2)
  })
})

describe('a part of the risks', () => {
  it.each([
    ['risks', 1],
    ['risks at:EAST', 1],
    ['risks at:WEST', 0],
    ['risks owner:ana', 1],
    ['risks owner:ben', 0],
    ['risks severity:at-risk', 1],
    ['risks mine', 0],
  ])('%s are %i', async (line, count) => {
    expect((await cola.ask(line)).title).toMatch(new RegExp(`^${count} risks?\\b`))
  })
})
