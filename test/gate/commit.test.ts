import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from '../commands/stage.ts'

// Mon 1 June. The fair starts on Mon 15 June, no order arrives in time, and its budget is committed on Thu 4 June.
let shop: Stage
beforeEach(async () => {
  shop = await colaStage(40, false, { SHELFREADY_ADMINS: 'test:Carol' })
  await shop.say('promo add Fair sku:SKU-100 at:EAST dates:"15-21 Jun" units:850 owner:@ana')
  await shop.say('promo commit P-1 by:"4 Jun"')
})
afterEach(() => shop[Symbol.asyncDispose]())

const gate = () =>
  shop.rows<{ state: string; id: number }>(
    "select state, id from risk where identity like '[\"commit%' and ended_at is null",
  )
const digest = () => shop.say('shelfready digest')
const on = async (day: string) => {
  shop.at(day)
  return shop.tick()
}

describe('a promotion that is not ready on the day its budget is committed', () => {
  it('asks from two working days before, with what is still possible, and is due that day', async () => {
    await shop.tick()
    expect(gate()).toEqual([])
    await on('2026-06-03')
    expect(gate()).toHaveLength(1)
    expect(await shop.say('shelfready risks')).toMatch(/commit the budget\? Go, change or hold by Thu 4 Jun/)
    await on('2026-06-04')
    const morning = await digest()
    expect(morning).toMatch(
      /Today: Fair \(P-1\).*commit the budget\? Go, change or hold by today|Today: .*Fair \(P-1\).*commit the budget/,
    )
    expect(morning).toContain('Answer: /promo commit P-1 go, change or hold')
  })

  it('asks its owner in person, and climbs to the executive where nobody answers', async () => {
    expect(await shop.say('shelfready executive @Carol', { name: 'Carol' })).toContain('Carol')
    const asked: string[] = []
    for (let hour = 8; hour < 18; hour++)
      asked.push(...(await on(`2026-06-04T${String(hour).padStart(2, '0')}:00:00Z`)))
    const personal = asked.filter((one) => one.startsWith('@') && one.includes('commit the budget'))
    expect(personal.map((one) => one.slice(0, one.indexOf(': ')))).toEqual(['@test:Ana', '@test:Carol'])
  })

  it('is answered by go: a decision with its reason, asked no more', async () => {
    await on('2026-06-04')
    const said = await shop.say('promo commit P-1 go reason:"the leaflet is printed"')
    expect(said).toContain('Go: the budget is committed though it is not ready')
    await shop.tick()
    expect(gate()).toMatchObject([{ state: 'accepted' }])
    expect(await digest()).not.toContain('commit the budget?')
    expect(await shop.say('promo history P-1')).toContain('the leaflet is printed')
    expect(await shop.say('promo decisions')).not.toContain('surprise')
    expect(shop.rows('select state from decision')).toEqual([{ state: 'carried-out' }])
  })

  it('is held: it becomes tentative and nobody is asked', async () => {
    await on('2026-06-04')
    await shop.say('promo commit P-1 hold reason:"wait for ACME"')
    await shop.tick()
    expect(gate()).toEqual([])
    expect(shop.rows('select status from promotion_line order by batch_id desc limit 1')).toEqual([
      { status: 'tentative' },
    ])
  })

  it('is to be changed: someone is on it, and the question ends when it is ready', async () => {
    await on('2026-06-04')
    expect(await shop.say('promo commit P-1 change')).toContain('Next: /promo edit P-1')
    await shop.tick()
    expect(gate()).toMatchObject([{ state: 'mitigating' }])
    await shop.say('promo edit P-1 units:100')
    await shop.tick()
    expect(gate()).toEqual([])
  })

  it.each([
    ['of a promotion without such a day', 'promo commit P-2 go', 'has no day on which its budget is committed'],
    ['that is none of the three', 'promo commit P-1', 'What is it: go, change or hold?'],
    ['by a day after the start', 'promo commit P-1 by:"16 Jun"', 'until the start'],
  ])('refuses an answer %s', async (_, words, why) => {
    await shop.say('promo add Other sku:SKU-110 at:EAST dates:"15-21 Jun" units:90')
    expect(await shop.say(words)).toContain(why)
  })
})
