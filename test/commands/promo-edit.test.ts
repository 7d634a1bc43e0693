import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliver, quiet } from './listening.ts'
import { colaStage, type Stage } from './stage.ts'

const summer =
  'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99 discount:20% type:bogo owner:@Cleo'

let cola: Stage
const open = async () => {
  cola = await colaStage()
  await cola.say(summer)
}
const close = () => cola[Symbol.asyncDispose]()

const newest = () => cola.rows('select * from promotion_line order by batch_id desc limit 1')[0]
const audits = () => cola.rows(`select actor, action, entity, detail from audit where action = 'edit'`)

describe('a change that is refused', () => {
  beforeAll(open)
  afterAll(close)

  it.each([
    ['nothing', '', /Nothing was changed/],
    ['an unknown promotion', 'promo edit P-9 units:5', /There is no promotion P-9.*P-1/],
    ['units below zero', 'promo edit P-1 units:-5', /units: "-5"/],
    ['two ways to say how much', 'promo edit P-1 units:5 uplift:+5%', /Use only one of/],
    ['an unknown key', 'promo edit P-1 unit:5', /Did you mean units: \?/],
    ['a key given twice', 'promo edit P-1 units:5 units:6', /units: is given twice/],
    ['a window that is over', 'promo edit P-1 from:2026-05-01 to:2026-05-03', /ended Sun 3 May/],
    ['an end before the start', 'promo edit P-1 from:2026-07-12 to:2026-07-06', /before the start/],
    ['an unknown item', 'promo edit P-1 sku:SKU-10', /no item SKU-10.*Did you mean SKU-100/],
    ['an unknown place', 'promo edit P-1 at:EAT', /no location EAT.*Did you mean EAST/],
    ['a distribution centre', 'promo edit P-1 at:HUB', /distribution centre/],
    ['an empty name', 'promo edit P-1 name:""', /name/],
    ['a name of blanks', 'promo edit P-1 name:"  "', /Nothing was changed/],
    ['a name nobody can see', 'promo edit P-1 name:"\ufeff\u200b"', /Nothing was changed/],
    ['a total that two items would share', 'promo edit P-1 sku:SKU-100,SKU-110', /each|all together/],
    ['a status that cancels', 'promo edit P-1 status:cancelled', /Nothing was changed/],
    ['a hero that is maybe', 'promo edit P-1 hero:maybe', /yes|no\b/],
  ])('to %s writes nothing and says why', async (_, line, sentence) => {
    const before = cola.everything()
    const said = await cola.say(line === '' ? 'promo edit P-1' : line)
    expect(said).toMatch(sentence)
    expect(said).toMatch(/Nothing was (changed|saved)|There is no promotion/)
    expect(cola.everything()).toBe(before)
  })
})

describe('changing a promotion', () => {
  beforeEach(open)
  afterEach(close)

  it.each([
    ['units:400', { units: 400, uplift: null, extra: null }],
    ['uplift:+40%', { units: null, uplift: 1.4, extra: null }],
    ['extra:+300', { units: null, uplift: null, extra: 300 }],
    ['dates:"13-19 Jul"', { start_on: '2026-07-13', end_on: '2026-07-19' }],
    ['from:2026-07-13 to:2026-07-19', { start_on: '2026-07-13', end_on: '2026-07-19' }],
    ['name:"Winter – BOGO"', { name: 'Winter – BOGO' }],
    ['owner:@Dora', { owner: 'Dora' }],
    ['price:6.99', { price: 6.99 }],
    ['discount:25%', { discount: 0.25 }],
    ['type:multibuy', { type: 'multibuy' }],
    ['hero:yes', { hero: 1 }],
    ['priority:2', { priority: 2 }],
    ['status:tentative', { status: 'tentative' }],
  ])('with %s changes that and nothing else', async (words, change) => {
    const before = newest()
    expect(await cola.say(`promo edit P-1 ${words}`, { name: 'Ben' })).toContain('(P-1) is changed')
    expect(newest()).toEqual({ ...before, ...change, batch_id: newest()?.batch_id })
    expect(newest()?.batch_id).not.toBe(before?.batch_id)
  })

  it('keeps what was there before, and who changed what', async () => {
    await cola.say('promo edit P-1 units:400', { name: 'Ben' })
    expect(cola.rows('select units from promotion_line order by batch_id')).toEqual([{ units: 700 }, { units: 400 }])
    expect(audits()).toHaveLength(1)
    expect(audits()[0]).toMatchObject({ actor: 'test:Ben', entity: 'P-1' })
    expect(await cola.say('promo history P-1')).toMatch(/changed by Ben in #launches: units 700 → 400/)
  })

  it('says what it does to verdict, window and units', async () => {
    const said = await cola.say('promo edit P-1 units:120 dates:"5-11 Jul" name:Small')
    expect(said).toContain('▲ At risk → ● Ready')
    expect(said).toContain('Mon 6 to Sun 12 Jul → Sun 5 to Sat 11 Jul')
    expect(said).toMatch(/700 units.* → 120 units/)
    expect(said).toContain('Summer BOGO → Small')
  })

  it('judges it anew: the list and the card say the new verdict', async () => {
    cola.at('2026-06-01T08:05:00Z')
    await cola.say('promo edit P-1 units:100')
    expect(await cola.say('promo list')).toMatch(/● Ready\s+Summer BOGO/)
    expect(await cola.say('promo show P-1')).toContain('● READY')
    expect(cola.rows('select verdict from assessment order by assessed_at').at(-1)).toEqual({ verdict: 'ready' })
  })

  it('that turns the verdict is posted once in its channel and in each subscribed one, naming who did it', async () => {
    await cola.say('shelfready subscribe', { place: '#supply' })
    await cola.say('promo edit P-1 units:100', { name: 'Ben' })
    expect(cola.posted('#launches')).toHaveLength(2)
    expect(cola.posted('#launches')[1]).toMatch(/Summer BOGO \(P-1\) was changed by Ben/)
    expect(cola.posted('#launches')[1]).toContain('▲ At risk → ● Ready')
    expect(cola.posted('#supply')).toHaveLength(1)
  })

  it('can be said with the name instead of the id, in any letters', async () => {
    await cola.say('promo edit "summer bogo" units:300')
    expect(newest()).toMatchObject({ promotion_id: 'P-1', units: 300 })
  })

  it('to what it is already changes nothing', async () => {
    const before = cola.everything()
    for (const words of ['units:700', 'dates:"6-12 Jul"', 'name:"Summer BOGO"', 'owner:@Cleo', 'price:7.99'])
      expect(await cola.say(`promo edit P-1 ${words}`)).toContain('already looks like that. Nothing was changed')
    expect(cola.everything()).toBe(before)
  })

  it('that has begun is read from its own start on: no date of its own is one of next year', async () => {
    cola.at('2026-07-08T08:00:00Z')
    expect(await cola.say('promo edit P-1 dates:"6-19 Jul"')).toContain('Mon 6 to Sun 19 Jul')
    expect(newest()).toMatchObject({ start_on: '2026-07-06', end_on: '2026-07-19' })
    await cola.say('promo edit P-1 dates:"6 Jul - 2 Aug"')
    expect(newest()).toMatchObject({ start_on: '2026-07-06', end_on: '2026-08-02' })
    await cola.say('promo edit P-1 from:"6 Jul" to:"16 Jul"')
    expect(newest()).toMatchObject({ start_on: '2026-07-06', end_on: '2026-07-16' })
    await cola.say('promo edit P-1 dates:"3-9 Jan"')
    expect(newest()).toMatchObject({ start_on: '2027-01-03', end_on: '2027-01-09' })
    cola.at('2026-06-01T08:00:00Z')
  })

  it('never turns demand nobody knows into zero units', async () => {
    await cola.say('promo add Unsaid sku:SKU-110 at:EAST dates:"1-3 Aug"')
    expect(await cola.say('promo show P-2')).not.toMatch(/\b0 units expected/)
    expect(await cola.say('promo edit P-2 dates:"2-4 Aug"')).not.toMatch(/\b0 units/)
  })

  it('by two people at the same moment keeps both changes, or tells one of them', async () => {
    const said = await Promise.all([
      cola.say('promo edit P-1 units:300', { name: 'Ana' }),
      cola.say('promo edit P-1 price:5.55', { name: 'Ben' }),
    ])
    const done = said.filter((one) => one.includes('is changed'))
    expect(audits()).toHaveLength(done.length)
    if (done.length === 2) expect(newest()).toMatchObject({ units: 300, price: 5.55 })
    else expect(said.join('\n')).toContain('Nothing was done')
  })
})

describe('an edit that others hear of', () => {
  beforeEach(async () => {
    cola = await colaStage()
    await cola.say('promo add "Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:2000')
    await quiet(cola)
    deliver(cola)
  })
  afterEach(close)

  /** How the story of the last edit is told, and where the risks of the promotion stand. */
  const edited = async (words: string) => {
    await cola.say(`promo edit P-1 ${words}`)
    await quiet(cola, ['P-1'])
    deliver(cola)
    const [story] = cola.rows(
      "select form, card from outbox where kind = 'promotion' and form <> 'update' order by id desc limit 1",
    )
    const news = cola.rows('select id from outbox where cause is not null').length
    return {
      form: story?.form,
      card: String(story?.card),
      news,
      risks: cola.rows('select state, episode, ended_at from risk'),
    }
  }

  it('asks anew where the verdict is worse: in the channel, with an open risk', async () => {
    const { form, card, news, risks } = await edited('units:6000')
    expect(form).toBe('broadcast')
    expect(card).toContain('● Ready → ▲ At risk')
    expect(news).toBe(0)
    expect(risks).toEqual([{ state: 'open', episode: 1, ended_at: null }])
  })

  it('is a line in the thread where the verdict is better or the same, and nobody is asked again', async () => {
    await edited('units:6000')
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    const same = await edited('units:6100')
    expect(same).toMatchObject({ form: 'thread', news: 0, risks: [{ state: 'acknowledged', episode: 1 }] })
    expect(same.card).toContain('▲ At risk: Picnic (P-1) was changed by Ana')
    const better = await edited('units:500')
    expect(better).toMatchObject({ form: 'thread', news: 0 })
    expect(better.card).toContain('▲ At risk → ● Ready')
    expect(better.risks[0]?.ended_at).not.toBeNull()
  })

  it('opens a risk again that somebody has taken where the verdict or the money is materially worse', async () => {
    await edited('units:6000')
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    expect((await edited('units:15000')).risks).toMatchObject([{ state: 'open', episode: 2 }])
  })
})
