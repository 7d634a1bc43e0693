import { describe, expect, it } from 'vitest'
import { loadPresent } from '../../src/services/present/present.ts'
import { openCompany, sellCola } from '../_helpers/company.ts'

const openAgreed = async () => {
  const company = await openCompany('2026-06-01')
  await sellCola(company, { hub: 0 })
  await company.say('whoami', { name: 'Ben' })
  await company.say('promo add "Summer BOGO" sku:SKU-100 dates:"6-12 Jul 2026" uplift:+60%')
  return company
}

describe('an agreed figure', () => {
  it('is what the promotion is judged with, to the unit, whoever said what before', async () => {
    await using company = await openAgreed()
    const said = await company.say('promo agree-figure P-1 units:300 with:Ben')
    expect(said).toContain('is now judged with 300 units, agreed by Ana and Ben; Ana said +60 %')
    const { app } = company
    const { entries } = await loadPresent({ ...app, now: app.now(), today: app.today() })
    const total = entries[0]?.readiness.lines.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0)
    expect(total).toBeCloseTo(300, 6)
    expect(await company.say('promo history P-1')).toContain('300 units')
  })

  it('gives way to no override, and is taken back by name', async () => {
    await using company = await openAgreed()
    await company.say('promo agree-figure P-1 units:300 with:Ben')
    expect(await company.say('promo override P-1 uplift:1.4 reason:"less"')).toContain('has an agreed figure')
    expect(await company.say('promo agree-figure P-1 none')).toContain('the original figure')
    expect(await company.say('promo agree-figure P-1 none')).toContain('has no agreed figure')
    expect(await company.say('promo override P-1 uplift:1.4 reason:"less"')).toContain('+40 % from Ana')
  })

  it.each([
    ['P-1 with:Ben', 'Which figure?'],
    ['P-1 units:300', 'Who agreed with you?'],
    ['P-1 units:0 with:Ben', 'must be more than 0'],
    ['P-1 units:300 with:me', 'is agreed by two people'],
    ['P-1 units:300 with:Nobody', 'I do not know anyone called Nobody'],
  ])('is refused as %s', async (words, why) => {
    await using company = await openAgreed()
    expect(await company.say(`promo agree-figure ${words}`)).toContain(why)
    expect(company.count('uplift_override')).toBe(0)
  })
})
