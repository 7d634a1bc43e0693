import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadIntelligence } from '../../src/store/promotions/intelligence.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:70')
})
afterEach(() => cola[Symbol.asyncDispose]())

const heard = 'intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20%'
const kept = () => cola.rows('select what, noted_by from intelligence order by id')
const stories = () => cola.posted().filter((card) => card.includes('Market intelligence: '))

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
    expect(said).toContain('Ana has already added that note. Nothing was saved twice. See it: /intel list')
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
    const until = 'intel add "A post goes round" sku:SKU-100 dates:"6-12 Jul" until:"2 Jun"'
    await cola.say(until)
    expect(await cola.say(until, { name: 'Ben' })).toContain('Ana has already added that note')
    cola.at('2026-06-03')
    await cola.say(until.replace('2 Jun', '4 Jun'), { name: 'Ben' })
    expect(kept().map(({ noted_by }) => noted_by)).toEqual(['Ana', 'Ben'])
  })
})
