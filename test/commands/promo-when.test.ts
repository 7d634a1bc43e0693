import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeAll(async () => {
  cola = await colaStage(70)
})
afterAll(() => cola[Symbol.asyncDispose]())

describe('before a date is chosen', () => {
  it('the earliest safe start, the order it takes, the volume now and the notice are told', async () => {
    const said = await cola.say('promo when SKU-100 at:EAST units:700')
    expect(said.split('\n')[0]).toBe('Cola 1.5 l (SKU-100) @ EAST, 7 days at 700 units in total: safe from Mon 10 Aug')
    expect(said).toMatch(/Earliest safe start +Mon 10 Aug, with \d+ units ordered at ACME today/)
    expect(said).toMatch(/Largest safe volume now +3\d\d units over 7 days from tomorrow, 70 of them normal sales/)
    expect(said).toMatch(/Notice +tell supply 70 days ahead/)
  })

  it('what stock covers can start tomorrow', async () => {
    const said = await cola.say('promo when sku-100 at:east uplift:+60% days:5')
    expect(said).toMatch(/5 days at \+60 %: safe from Tue 2 Jun/)
    expect(said).toMatch(/Earliest safe start +Tue 2 Jun, nothing to order/)
    expect(said).toMatch(/Notice for \+60 % +tell supply \d+ days ahead/)
  })

  it('is told for every place that sells the item', async () => {
    const said = await cola.say('promo when SKU-110 uplift:+60%')
    expect(said).toContain('Lemonade (SKU-110) in 2 places, 7 days at +60 %: safe from Tue 2 Jun')
    expect(said).toMatch(/EAST +Tue 2 Jun +0 +[\d,]+ +no notice needed/)
    expect(said).toMatch(/WEST +Tue 2 Jun/)
  })

  it('agrees with what the same promotion is judged as then', async () => {
    const ahead = await cola.say('promo what-if sku:SKU-100 at:EAST dates:"10-16 Aug" units:700')
    expect(ahead.split('\n')[0]).not.toContain('Not ready')
    const before = await cola.say('promo what-if sku:SKU-100 at:EAST dates:"9-15 Aug" units:700')
    expect(before.split('\n')[0]).toContain('Not ready')
  })

  it('without any history of promotions tells the volume, and what is missing', async () => {
    const said = await cola.say('promo when SKU-100 at:EAST')
    expect(said).toContain('not known yet')
    expect(said).toMatch(/Largest safe volume now +3\d\d units/)
    expect(said).toContain('Add an uplift or units')
  })

  it('where nobody counted the stock says so', async () => {
    const said = await cola.say('promo when SKU-100 at:WEST units:70')
    expect(said).toMatch(/Largest safe volume now +unknown/)
    expect(said).toContain('Missing: the stock here')
  })

  it.each([
    ['no item', 'promo when', /Which item\?/],
    ['an unknown item', 'promo when SKU-10', /no item SKU-10\. Did you mean SKU-100/],
    ['an unknown place', 'promo when SKU-100 at:EAT', /no location EAT\. Did you mean EAST/],
    ['two figures', 'promo when SKU-100 units:5 uplift:+5%', /Use only one of/],
    ['days that are none', 'promo when SKU-100 days:0', /not a number of days/],
    ['days without end', 'promo when SKU-100 days:9000', /not a number of days/],
    ['two items', 'promo when SKU-100 SKU-110', /One item at a time/],
    ['an unknown key', 'promo when SKU-100 unit:5', /Did you mean units: \?/],
  ])('%s is refused with what to do', async (_, line, sentence) => {
    expect(await cola.say(line)).toMatch(sentence)
  })

  it('nothing is written', async () => {
    const before = cola.everything()
    await cola.say('promo when SKU-100 at:EAST units:700', { key: 'k1' })
    await cola.say('promo when SKU-10', { key: 'k2' })
    expect(cola.everything()).toBe(before)
  })
})
