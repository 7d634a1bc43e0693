import { afterEach, beforeEach, expect, it } from 'vitest'
import { colaStage, type Stage } from '../commands/stage.ts'

let shop: Stage
beforeEach(async () => {
  shop = await colaStage()
  await shop.say('promo add Fair sku:SKU-110 at:EAST dates:"15-21 Jun" units:100 owner:@ana')
})
afterEach(() => shop[Symbol.asyncDispose]())

it('lists what must be ready besides stock, when it is due and late, and never judges it', async () => {
  const verdict = async () => (await shop.say('promo check P-1')).split('\n')[0]
  const before = await verdict()
  expect(await shop.say('promo item add P-1 "Display kit" owner:@ben due:"3 Jun"')).toContain(
    'Display kit: ben, due Wed 3 Jun',
  )
  await shop.say('promo item add P-1 "Web page" due:"12 Jun"')
  await shop.tick()
  expect(await shop.say('shelfready digest')).not.toContain('Display kit')
  shop.at('2026-06-03')
  await shop.tick()
  expect(await shop.say('shelfready digest')).toMatch(
    /Due apart from stock\n.*Fair \(P-1\): Display kit: ben, due today/,
  )
  expect(await shop.say('promo show P-1')).toContain('Also: Display kit: ben, due today')
  shop.at('2026-06-04')
  expect(await shop.say('shelfready digest')).toContain('Display kit: ben, late since Wed 3 Jun')
  expect(await verdict()).toBe(before)
  expect(await shop.say('promo item done P-1 1', { name: 'Ben' })).toContain('done by Ben')
  expect(await shop.say('shelfready digest')).not.toContain('Display kit')
  expect(await shop.say('promo items P-1')).toContain('1 of 2 readiness items done')
  await shop.say('promo item remove P-1 "web page"')
  expect(await shop.say('promo items P-1')).toContain('1 of 1 readiness items done')
})

it.each([
  ['without a day', 'promo item add P-1 "Display kit"', 'By when?'],
  ['without a name', 'promo item add P-1 due:"5 Jun"', 'What must be ready?'],
  ['that is not there', 'promo item done P-1 7', 'Which one?'],
])('refuses an item %s', async (_, words, why) => {
  expect(await shop.say(words)).toContain(why)
  expect(shop.count('readiness_item')).toBe(0)
})
