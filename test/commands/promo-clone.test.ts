import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, newestId, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
  await cola.say(
    'promo add "Lemon days" dates:"6-12 Jul" type:bogo priority:3 hero:yes owner:@Cleo\nsku,at,units,price\nSKU-100,EAST,70,7.5\nSKU-110,WEST,35,0.8',
  )
})
afterEach(() => cola[Symbol.asyncDispose]())

const of = (id: string) => cola.rows('select * from promotion_line where promotion_id = ? order by sku', id)

describe('cloning a promotion', () => {
  it('registers the same lines, prices and units for other dates, under the same name', async () => {
    const said = await cola.say('promo clone P-1 dates:"3-9 Aug"', { name: 'Ben' })
    expect(said).toMatch(/^▲ At risk: Lemon days \(P-2\), Mon 3 to Sun 9 Aug\./)
    const copied = of('P-1').map((line) => ({
      ...line,
      promotion_id: 'P-2',
      start_on: '2026-08-03',
      end_on: '2026-08-09',
      owner: 'Ben',
      batch_id: of('P-2')[0]?.batch_id,
    }))
    expect(of('P-2')).toEqual(copied)
  })

  it('leaves the first one as it is', async () => {
    const before = of('P-1')
    await cola.say('promo clone P-1 dates:"3-9 Aug" name:Other type:loyalty')
    expect(of('P-1')).toEqual(before)
    expect(of('P-2')[0]).toMatchObject({ name: 'Other', type: 'loyalty' })
  })

  it('posts one card, as a registration does, and says in its story where it came from or who made it', async () => {
    await cola.say('promo clone P-1 dates:"3-9 Aug"', { name: 'Ben' })
    expect(cola.posted()).toHaveLength(2)
    expect(cola.posted()[1]).toContain('P-2 · Mon 3 to Sun 9 Aug · Ben')
    expect(await cola.say('promo history P-2')).toMatch(/by Ben in #launches/)
  })

  it('of a cancelled or an ended one works', async () => {
    await cola.say('promo cancel P-1 why:other')
    expect(newestId(await cola.say('promo clone P-1 dates:"3-9 Aug"'))).toBe('P-2')
    cola.at('2026-09-01')
    expect(newestId(await cola.say('promo clone P-2 dates:"3-9 Oct"'))).toBe('P-3')
    expect(of('P-3').map(({ status }) => status)).toEqual(['committed', 'committed'])
  })

  it('twice is answered with the first copy, unless it is another one', async () => {
    await cola.say('promo clone P-1 dates:"3-9 Aug"')
    const before = cola.everything()
    expect(await cola.say('promo clone P-1 dates:"3-9 Aug"', { name: 'Ben' })).toMatch(
      /already registered as P-2 by Ana.*Nothing was saved twice/,
    )
    expect(cola.everything()).toBe(before)
    expect(newestId(await cola.say('promo clone P-1 dates:"3-9 Aug" another:yes'))).toBe('P-3')
  })

  it.each([
    ['no dates', 'promo clone P-1', /dates:/],
    ['its own dates', 'promo clone P-1 dates:"6-12 Jul"', /already registered as P-1/],
    ['an unknown promotion', 'promo clone P-8 dates:"3-9 Aug"', /There is no promotion P-8/],
    ['days that are over', 'promo clone P-1 from:2026-05-01 to:2026-05-02', /ended Sat 2 May/],
    ['other items', 'promo clone P-1 dates:"3-9 Aug" sku:SKU-100', /sku: does not work here/],
    ['an empty name', 'promo clone P-1 dates:"3-9 Aug" name:" "', /name.*[Nn]othing was registered/],
  ])('with %s is refused and writes nothing', async (_, line, sentence) => {
    const before = cola.everything()
    expect(await cola.say(line)).toMatch(sentence)
    expect(cola.everything()).toBe(before)
  })
})
