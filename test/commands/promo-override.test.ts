import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '../../src/app.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import { driverOf } from '../_helpers/engine.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
const open = async () => {
  cola = await colaStage(70)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
}
const close = () => cola[Symbol.asyncDispose]()
const low = 'promo override P-1 uplift:1.4 reason:"similar promotions sold +40 %"'
const ben = { name: 'Ben', place: '#supply' }
const firstLine = (text: string) => text.split('\n')[0]

describe("a planner's uplift that is refused", () => {
  beforeAll(open)
  afterAll(close)

  it.each([
    ['no promotion', 'promo override', /Which promotion\?/],
    ['an unknown promotion', 'promo override P-9 uplift:1.4 reason:x', /There is no promotion P-9/],
    ['no uplift', 'promo override P-1 reason:x', /Which uplift\? Add/],
    ['no reason', 'promo override P-1 uplift:1.4', /Why\? Add/],
    ['an empty reason', 'promo override P-1 uplift:1.4 reason:" "', /Why\? Add/],
    ['a reason without end', `promo override P-1 uplift:1.4 reason:"${'x'.repeat(301)}"`, /301 characters/],
    ['an uplift that can be two', 'promo override P-1 uplift:60 reason:x', /can be \+60% or 60x; which one/],
    ['a percentage without a sign', 'promo override P-1 uplift:40% reason:x', /can be \+40% or 0\.4x; which one/],
    ['a word', 'promo override P-1 uplift:lots reason:x', /uplift: "lots"/],
    ['a date that is over', 'promo override P-1 uplift:1.4 until:2026-05-31 reason:x', /in the past/],
    ['a date that is none', 'promo override P-1 uplift:1.4 until:soonish reason:x', /not a date I can read/],
    ['a date that can be two', 'promo override P-1 uplift:1.4 until:6/7 reason:x', /6\/7/],
    ['units', 'promo override P-1 units:400 reason:x', /units: does not work here/],
    ['none of a promotion without one', 'promo override P-1 none', /has no planner's figure/],
    ['none with an uplift', 'promo override P-1 none uplift:1.4 reason:x', /leave uplift: out/],
    ['several things', 'promo override P-1 until:2020-01-01', /Please fix 3 things/],
  ])('for %s writes nothing and says why', async (_, line, sentence) => {
    const before = cola.everything()
    const said = await cola.say(line)
    expect(said).toMatch(sentence)
    if (!/Which|There is no/.test(said)) expect(said).toMatch(/[Nn]othing was (changed|saved)|Not saved yet/)
    expect(cola.everything()).toBe(before)
  })

  it('for a promotion that is cancelled or over writes nothing', async () => {
    await cola.say('promo add Gone sku:SKU-110 at:EAST dates:"2-3 Jun" uplift:+10%')
    await cola.say('promo cancel P-2 why:other')
    expect(await cola.say('promo override P-2 uplift:1.4 reason:x')).toContain('is cancelled. Nothing was changed')
    await cola.say('promo add Brief sku:SKU-110 at:EAST dates:"2-3 Jun" uplift:+10%')
    cola.at('2026-06-05')
    const before = cola.everything()
    expect(await cola.say('promo override P-3 uplift:1.4 reason:x')).toContain('is over. Nothing was changed')
    expect(cola.everything()).toBe(before)
  })
})

describe("a planner's uplift", () => {
  beforeEach(open)
  afterEach(close)

  it('judges the promotion, keeps what the marketer said, and is answered with both', async () => {
    const said = await cola.say(low, ben)
    expect(said).toContain(
      'Summer BOGO (P-1) is now judged with +40 % from Ben: "similar promotions sold +40 %"; Ana said 700 units.',
    )
    expect(said).toContain('✖ Not ready → ● Ready')
    expect(firstLine(await cola.say('promo check P-1'))).toContain('● READY')
    expect(cola.rows('select units, uplift from promotion_line')).toEqual([{ units: 700, uplift: null }])
  })

  it('stands on every answer about the promotion, with who said it and why', async () => {
    await cola.say(low, ben)
    for (const line of ['promo show P-1', 'promo check P-1', 'promo why P-1'])
      expect(await cola.say(line)).toContain(
        'Judged with +40 % from Ben: "similar promotions sold +40 %"; Ana said 700 units',
      )
    expect(await cola.say('promo history P-1')).toMatch(
      /uplift set to \+40 % by Ben in #supply: similar promotions sold \+40 %; ✖ Not ready → ● Ready/,
    )
  })

  it('is kept in the audit, and told where the promotion is known', async () => {
    await cola.say('promo override P-1 ultift:1.4 reason:x', ben)
    await cola.say(low, ben)
    const audit = cola.rows(`select actor, entity, detail from audit where action = 'override'`)
    expect(audit).toHaveLength(1)
    expect(audit[0]).toMatchObject({ actor: 'test:Ben', entity: 'P-1' })
    expect(JSON.parse(audit[0]?.detail as string)).toMatchObject({ uplift: 1.4, from: 'not-ready', to: 'ready' })
    expect(cola.posted('#launches').at(-1)).toContain("Summer BOGO (P-1) is now judged with Ben's uplift")
  })

  it('holds through its last day and not a day longer', async () => {
    await cola.say('promo override P-1 uplift:+40% until:"5 Jun" reason:"until Friday"', ben)
    cola.at('2026-06-05')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,360,2026-06-05\n')
    expect(await cola.say('promo check P-1')).toMatch(/● READY[\s\S]*until Fri 5 Jun/)
    cola.at('2026-06-06')
    const after = await cola.say('promo check P-1')
    expect(after).toContain('✖ NOT READY')
    expect(after).not.toContain('Judged with')
  })

  it('is replaced by a newer one, and an older one never comes back', async () => {
    await cola.say(low, ben)
    await cola.say('promo override P-1 uplift:+900% until:"3 Jun" reason:"a post goes round"', { name: 'Cleo' })
    expect(await cola.say('promo show P-1')).toMatch(/NOT READY[\s\S]*from Cleo/)
    cola.at('2026-06-04')
    expect(await cola.say('promo show P-1')).not.toContain('Judged with')
  })

  it('is taken back with none, by anybody, and that is history too', async () => {
    await cola.say(low, ben)
    const said = await cola.say('promo override "summer bogo" none reason:"Ana has the numbers"', { name: 'Cleo' })
    expect(said).toContain('is now judged with the original figure: Ana said 700 units')
    expect(said).toContain('● Ready → ✖ Not ready')
    expect(await cola.say('promo show P-1')).not.toContain('Judged with')
    expect(await cola.say('promo history P-1')).toMatch(/own uplift removed by Cleo in #launches: Ana has the numbers/)
  })

  it('said twice is kept once', async () => {
    await cola.say(low, ben)
    const before = cola.everything()
    expect(await cola.say(low, ben)).toContain('already uses +40 % from Ben. Nothing was changed')
    expect(cola.everything()).toBe(before)
  })

  it('stands beside a marketer who changes the figure meanwhile', async () => {
    await cola.say(low, ben)
    const said = await cola.say('promo edit P-1 units:650')
    expect(said).toContain('Ana said 650 units')
    expect(await cola.say('promo show P-1')).toMatch(/READY[\s\S]*Judged with \+40 %/)
  })

  it('counts for the others that want the same units', async () => {
    const later = 'promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" extra:30 price:7.99'
    const [before] = [await cola.say(later)]
    await cola.say(low, ben)
    expect(firstLine(before)).toContain('Not ready')
    expect(firstLine(await cola.say(later))).toContain('Ready')
  })

  it('is not known to a day before it was said', async () => {
    cola.at('2026-06-03')
    await cola.say(low, ben)
    cola.at('2026-06-02')
    expect(await cola.say('promo show P-1')).not.toContain('Judged with')
  })
})

describe('a company that is closed and opened again', () => {
  it("still judges by the planner's uplift", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
    const start = () =>
      openApp(readConfig({}), {
        databaseUrl: `sqlite:${join(folder, 'store.db')}`,
        createFolder: false,
        workspace: 'default',
        now: () => Temporal.Instant.from('2026-06-01T08:00:00Z'),
      })
    const say = async (words: string) => {
      await using app = await start()
      return renderText(
        await app.handle({ key: null, person: { id: 'test:Ana', name: 'Ana' }, place: '#launches', words }),
      )
    }
    await using source = await colaStage(70)
    await driverOf(source.app.workspace.database).backup(join(folder, 'store.db'))
    await say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await say('promo override P-1 uplift:1.4 reason:"similar promotions"')
    expect(await say('promo show P-1')).toMatch(/● READY[\s\S]*Judged with \+40 % from Ana/)
    await rm(folder, { recursive: true, force: true })
  })
})
