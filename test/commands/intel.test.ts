import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { assessTogether } from '../../src/services/assessment/assess-promotions.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { loadIntelligence } from '../../src/store/promotions/intelligence.ts'
import { loadPromotions } from '../../src/store/promotions/promotions.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:70')
})
afterEach(() => cola[Symbol.asyncDispose]())

const heard = 'intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20%'
const kept = () => cola.rows('select what, noted_by from intelligence order by id')
const stories = () => cola.posted().filter((card) => card.includes('Market intelligence'))

describe('what somebody has heard', () => {
  it('is not known to a moment before it was told', async () => {
    await cola.say(heard)
    const known = async (by: string) =>
      (await loadIntelligence(cola.app.workspace, { heard: by }, '2026-06-01')).map(({ what }) => what)
    expect(await known('2026-06-01T07:59:59.000Z')).toEqual([])
    expect(await known('2026-06-01T08:00:00.000Z')).toEqual(['Competitor runs cola at -30 %'])
  })

  it('is kept, and told where the promotion is that it is about', async () => {
    await cola.say(heard)
    expect(kept()).toEqual([{ what: 'Competitor runs cola at -30 %', noted_by: 'Ana' }])
    expect(stories()).toHaveLength(1)
  })

  it.each(['Ana', 'Ben'])('told once more by %s is answered with who told it, and kept and told once', async (name) => {
    await cola.say(heard)
    const [notes, told, audits] = [kept(), stories(), cola.rows('select * from audit')]
    const said = await cola.say(heard, { name })
    expect(said).toContain('Ana has already added that note (N-1). Nothing was saved twice. See it: /intel list')
    expect(kept()).toEqual(notes)
    expect(stories()).toEqual(told)
    expect(cola.rows('select * from audit')).toEqual(audits)
  })

  it.each([
    ['in other words', heard.replace('Competitor', 'A competitor')],
    ['of another item', heard.replace('SKU-100', 'SKU-110')],
    ['of one place', `${heard} at:EAST`],
    ['of other days', heard.replace('6-12', '6-13')],
    ['with another effect', heard.replace('-20%', '-25%')],
  ])('is something else %s', async (_, words) => {
    await cola.say(heard)
    await cola.say(words, { name: 'Ben' })
    expect(kept()).toHaveLength(2)
  })

  it('can be told again once it holds no more', async () => {
    const until = 'intel add "A post goes round" sku:SKU-100 dates:"1-12 Jun" until:"2 Jun"'
    await cola.say(until)
    expect(await cola.say(until, { name: 'Ben' })).toContain('Ana has already added that note')
    cola.at('2026-06-03')
    await cola.say(until.replace('2 Jun', '4 Jun'), { name: 'Ben' })
    expect(kept().map(({ noted_by }) => noted_by)).toEqual(['Ana', 'Ben'])
  })
})

const short = 'promo add "Cola fest" sku:SKU-100 at:EAST dates:"15-21 Jun" units:140 price:7.99'
const rival =
  'intel add "Competitor closed" kind:competitor sku:SKU-100 dates:"15-21 Jun" effect:+100% source:"field sales"'
const demandOf = async (day: string | null = null) => {
  const { app } = cola
  const visibility = await loadVisibility(app.workspace, '2026-06-01', day)
  const context = { workspace: app.workspace, visibility, asOf: dayOf('2026-06-01'), moment: null }
  const [found] = await loadPromotions(app.workspace, visibility, ['P-2'])
  const [assessed] = await assessTogether({ ...context, policy: usualPolicy }, found === undefined ? [] : [found])
  return assessed?.lines[0]
}
const usualPolicy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 100 }

describe('a note that holds', () => {
  beforeEach(async () => {
    await cola.say(short)
  })

  it('moves and widens the demand of its days at once, and the answer says which verdict changes', async () => {
    const before = await demandOf()
    const said = await cola.say(rival, { name: 'Ben' })
    expect(said).toContain('Saved as N-1')
    expect(said).toContain('It counts as +60 %: 60 % of +100 %')
    expect(said).toMatch(/Cola fest \(P-2\): ● Ready → ▲ At risk/)
    const after = await demandOf()
    expect(after?.demand?.mean).toBeCloseTo(1.6 * (before?.demand?.mean ?? 0), 6)
    expect(after?.expected.minBalance).toBeCloseTo((before?.expected.minBalance ?? 0) - 84, 6)
    const width = (line: typeof after) => (line?.demand?.p90 ?? 0) - (line?.demand?.p10 ?? 0)
    expect(width(after)).toBeGreaterThan(1.6 * width(before))
    expect(after?.inputsHash()).not.toBe(before?.inputsHash())
  })

  it('stands on the card, in why and in the sum, with numbers that add up', async () => {
    await cola.say(rival, { name: 'Ben' })
    expect(await cola.say('promo show P-2')).toContain("Ben's note: Competitor closed, +100 % (counted as +60 %)")
    const why = await cola.say('promo why P-2')
    expect(why).toContain(
      "Ben's note (N-1): Competitor closed, +100 %, medium confidence, counted as +60 %: 84 units more in its days.",
    )
    expect(why).toContain('- 140 this promotion - 84 from notes = -24')
  })

  it('is in the digest as long as it holds', async () => {
    await cola.say(rival, { name: 'Ben' })
    expect(await cola.say('digest')).toContain('counted as +60 %')
    cola.at('2026-06-22')
    expect(await cola.say('digest')).not.toContain('Competitor closed')
  })

  it('is not known to a moment before it was said', async () => {
    const before = await demandOf()
    cola.at('2026-06-01T09:00:00Z')
    await cola.say(rival, { name: 'Ben' })
    expect((await demandOf('2026-06-01T08:30:00.000Z'))?.inputsHash()).toBe(before?.inputsHash())
  })

  it('asks for an order that is enough', async () => {
    await cola.say(rival, { name: 'Ben' })
    const risks = await cola.say('risks')
    const [, units] = /order (\d+) units/.exec(risks) ?? []
    expect(units).toBeDefined()
    const id = /R-\d+/.exec(risks)?.[0]
    const said = await cola.say(`ordered ${id} PO-900 due:2026-06-15 units:${units}`, { name: 'Ben' })
    expect(said).toMatch(/Cola fest \(P-2\): ▲ At risk → ● Ready/)
  })

  it('can be corrected, ended and undone, and each is judged at once', async () => {
    await cola.say(rival, { name: 'Ben' })
    expect(await cola.say('intel edit N-1 effect:+2%', { name: 'Ben' })).toMatch(
      /Cola fest \(P-2\): ▲ At risk → ● Ready/,
    )
    expect(await cola.say('intel undo', { name: 'Ben' })).toContain('Undone, just now: the correction of N-1')
    expect(await cola.say('promo show P-2')).toContain('AT RISK')
    expect(await cola.say('intel end N-1 reason:"it opened again"')).toMatch(/Cola fest \(P-2\): ▲ At risk → ● Ready/)
    expect(await cola.say('intel end N-1')).toContain('Ana ended N-1')
    expect(await cola.say('undo')).toContain('Undone, just now: ending N-1')
    expect(await cola.say('promo show P-2')).toContain('AT RISK')
    expect(await cola.say('intel undo', { name: 'Ben' })).toContain('has changed since then')
  })

  it('beside one that says the opposite is set against it, and one of the same story counts once', async () => {
    await cola.say(rival, { name: 'Ben' })
    const opposite = await cola.say('intel add "A new rival" kind:other sku:SKU-100 dates:"15-21 Jun" effect:-50%')
    expect(opposite).toContain("It contradicts Ben's N-1 (+100 %)")
    expect((await demandOf())?.demand?.mean).toBeCloseTo(140 * (1 + 0.6 - 0.24), 6)
    const same = await cola.say('intel add "Rival is shut" kind:competitor sku:SKU-100 dates:"15-21 Jun" effect:+50%')
    expect(same).toContain("It tells the same story as Ben's N-1 (+100 %)")
    expect((await demandOf())?.demand?.mean).toBeCloseTo(140 * (1 + 0.6 - 0.24), 6)
    expect(await cola.say('promo why P-2')).toContain('not counted: N-1 says the same')
  })

  it('of a category is about its items alone', async () => {
    await cola.feed('items', 'sku,name,category\nSKU-110,Lemonade,Drinks\n')
    const before = await demandOf()
    await cola.say('intel add "Heat" kind:season category:drinks dates:"15-21 Jun" direction:up size:large')
    expect((await demandOf())?.demand).toEqual(before?.demand)
    expect(await cola.say('intel list')).toContain('all Drinks')
  })

  it.each([
    ['effect:-100%', 'would leave no demand at all'],
    ['effect:+1000%', 'is more than +300%'],
    ['direction:up', 'How much?'],
    ['size:large', 'Up or down?'],
    ['direction:up size:-20%', 'contradict each other'],
    ['effect:+10% size:small', 'Use either effect: or direction: and size:'],
    ['effect:+10% until:"2 Jun"', 'so the note would never count'],
    ['effect:+10% kind:gossip', 'is not one of competitor'],
  ])('with %s is refused: %s', async (words, answer) => {
    const said = await cola.say(`intel add "x" sku:SKU-100 dates:"15-21 Jun" ${words}`)
    expect(said).toContain(answer)
    expect(kept()).toEqual([])
  })

  it.each([
    ['sku:all', 'A note about everything'],
    ['category:*', 'A note about everything'],
    ['category:Sweets', 'There is no category or group Sweets'],
    ['sku:SKU-999', 'There is no item SKU-999'],
    ['sku:SKU-100 at:NOWHERE', 'There is no location NOWHERE'],
    ['', 'Which items?'],
  ])('about %s is refused', async (words, answer) => {
    expect(await cola.say(`intel add "x" dates:"15-21 Jun" effect:+10% ${words}`)).toContain(answer)
    expect(kept()).toEqual([])
  })

  it('of days that are over is refused', async () => {
    expect(await cola.say('intel add "x" sku:SKU-100 from:2026-05-01 to:2026-05-07 effect:+10%')).toContain(
      'a note is about days to come',
    )
  })
})

describe('a note about a kit', () => {
  it('moves what its components sell in it, and stands on their card', async () => {
    await cola.feed('items', 'sku,name,unit_cost,unit_price,currency\nKIT-1,Picnic set,5,12,EUR\n')
    await cola.feed('kits', 'kit_sku,component_sku,quantity\nKIT-1,SKU-100,2\n')
    await cola.say('promo add "Picnic" sku:KIT-1 at:EAST dates:"15-21 Jun" units:100 price:9')
    expect(await cola.say('promo why P-2 SKU-100 EAST')).toContain('2 in each of 100 kits')
    const said = await cola.say('intel add "Heat" kind:season sku:KIT-1 dates:"15-21 Jun" effect:+50%', { name: 'Ben' })
    expect(said).toContain('Picnic (P-2)')
    const why = await cola.say('promo why P-2 SKU-100 EAST')
    expect(why).toContain('2 in each of 130 kits')
    expect(why).toContain("Ben's note (N-1): Heat, +50 %, medium confidence, counted as +30 %.")
  })
})
