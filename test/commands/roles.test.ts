import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage(10, false, { SHELFREADY_ADMINS: 'test:Ada' })
})
afterEach(() => cola[Symbol.asyncDispose]())

const ada = { name: 'Ada' }
const ben = { name: 'Ben' }
const cleo = { name: 'Cleo' }
const known = async (...names: readonly string[]) => {
  for (const name of names) await cola.say('shelfready whoami', { name })
}
const audit = () =>
  cola
    .rows(`select actor, action, entity, detail from audit where action in ('role', 'roles') order by id`)
    .map((row) => ({ ...row, detail: JSON.parse(row.detail as string) as unknown }))

describe('giving a role', () => {
  it.each([
    ['by name', 'Ben'],
    ['by name in small letters', 'ben'],
    ['by a mention', '@ben'],
    ['by id', 'test:Ben'],
  ])('finds the person %s, and says what they may from now on', async (_, who) => {
    await known('Ada', 'Ben')
    const said = await cola.say(`shelfready role ${who} planner`, ada)
    expect(said).toContain('is now a planner.')
    expect(said).toMatch(/planner: sees everything, .*handles risks.*corrects figures/)
    expect(said).toContain('Accounts: test:Ben')
    expect(said).toContain('Roles are off')
  })

  it.each([
    ['planner,approver', 'a planner and an approver'],
    ['approver, planner', 'a planner and an approver'],
    ['Planner APPROVER', 'a planner and an approver'],
    ['viewer,viewer', 'a viewer'],
  ])('takes several: %s', async (roles, said) => {
    await known('Ben')
    expect(await cola.say(`shelfready role Ben ${roles}`, ada)).toContain(`is now ${said}.`)
  })

  it('finds a name that has blanks, with and without quotes', async () => {
    await known('Ana Lim')
    expect(await cola.say('shelfready role Ana Lim viewer', ada)).toContain('Ana Lim is now a viewer.')
    expect(await cola.say('shelfready role "Ana Lim" planner', ada)).toContain('is now a planner, was a viewer.')
  })

  it('takes the place of what was given before, and none takes it back', async () => {
    await known('Ben')
    await cola.say('shelfready role Ben planner,approver', ada)
    expect(await cola.say('shelfready role Ben viewer', ada)).toContain('now a viewer, was a planner and an approver.')
    expect(await cola.say('shelfready role Ben none', ada)).toContain('Ben now has no role, was a viewer.')
    expect(audit()).toMatchObject([
      { actor: 'test:Ada', action: 'role', entity: 'test:Ben', detail: { before: [], after: ['planner', 'approver'] } },
      { detail: { before: ['planner', 'approver'], after: ['viewer'] } },
      { detail: { name: 'Ada', of: 'Ben', before: ['viewer'], after: [] } },
    ])
  })

  it.each([
    ['shelfready role', /Which role\?.*viewer, marketer, planner, approver, admin/],
    ['shelfready role Ben', /Which role\?/],
    ['shelfready role planner', /Which person\?/],
    ['shelfready role Ben plannr', /Did you mean planner\?/],
    ['shelfready role Ben planner,none', /none removes every role/],
    ['shelfready role Nobody planner', /I do not know an account Nobody.*whoami/],
    ['shelfready role Be planner', /Did you mean Ben \(test:Ben\)\?/],
    ['shelfready role %% planner', /I do not know an account %%/],
    ['shelfready role Ben viewer', /Ben is a viewer already/],
    [`shelfready role "'; drop table given_role --" planner`, /I do not know an account/],
  ])('that cannot be read changes nothing: %s', async (words, said) => {
    await known('Ada', 'Ben')
    await cola.say('shelfready role Ben viewer', ada)
    const before = cola.everything()
    const answer = await cola.say(words, ada)
    expect(answer).toMatch(said)
    expect(answer).toContain('Nothing was changed')
    expect(cola.everything()).toBe(before)
  })

  it('asks which one where two have the same name', async () => {
    await known('Ben')
    await cola.app.handle({ key: null, person: { id: 'other:ben', name: 'Ben' }, place: '#x', words: 'whoami' })
    const said = await cola.say('shelfready role Ben planner', ada)
    expect(said).toMatch(/2 accounts called Ben: Ben \((test:Ben|other:ben)\), Ben \(/)
    expect(said).toContain('Nothing was changed')
  })

  it('is for administrators', async () => {
    await known('Ada', 'Ben')
    const before = cola.everything()
    for (const words of ['role Ben admin', 'roles on', 'roles off'])
      expect(await cola.say(`shelfready ${words}`, ben)).toMatch(/is for administrators\. Nothing was done; ask Ada\./)
    expect(cola.everything()).toBe(before)
  })
})

describe('switching roles on', () => {
  it('says who may do what from then on, and who has no role yet', async () => {
    await known('Ada', 'Ben', 'Cleo', 'Dan')
    await cola.say('shelfready role Ben planner', ada)
    const before = await cola.say('shelfready roles', ada)
    expect(before).toMatch(/^Roles are off/)
    expect(before).toContain('If roles were on: 2 people who have used me have no role and could then only use help')
    const said = await cola.say('shelfready roles on', ada)
    expect(said).toContain('Roles are on')
    expect(said).toMatch(/Ben: planner\n.*assigned by Ada, Mon 1 Jun 08:00/)
    expect(said).toMatch(/Ada: administrator\n.*SHELFREADY_ADMINS/)
    expect(said).toContain('2 people who have used me have no role and can only use help and whoami: Cleo and Dan.')
    expect(await cola.say('shelfready roles', ben)).toContain('Roles are on since Mon 1 Jun 08:00, by Ada.')
    expect(audit().at(-1)).toMatchObject({ action: 'roles', detail: { name: 'Ada', before: 'off', after: 'on' } })
  })

  it('twice, or off twice, changes nothing the second time', async () => {
    expect(await cola.say('shelfready roles off', ada)).toContain('Roles are already off. Nothing was changed.')
    await cola.say('shelfready roles on', ada)
    const before = cola.everything()
    expect(await cola.say('shelfready roles on', ada)).toContain('Roles are already on. Nothing was changed.')
    expect(cola.everything()).toBe(before)
  })

  it('leaves somebody without a role help and whoami, says whom to ask, and knows them from then on', async () => {
    await known('Ada')
    await cola.say('shelfready roles on', ada)
    const refused = await cola.say('promo list', cleo)
    expect(refused).toContain('You have no role yet, so you can only use help and whoami. Nothing was done; ask Ada')
    expect(refused).toContain('/shelfready role test:Cleo viewer')
    expect(await cola.say('help', cleo)).toContain('What do you do here?')
    expect(await cola.say('shelfready whoami', cleo)).toMatch(/Role +none yet; you can only use help and whoami/)
    expect(await cola.say('shelfready role test:Cleo viewer', ada)).toContain('Cleo is now a viewer.')
    expect(await cola.say('promo list', cleo)).toContain('0 promotions')
  })

  it('counts at once for whoever has a role, and when it is taken back', async () => {
    await known('Ben')
    const add = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700'
    await cola.say('shelfready role Ben marketer', ada)
    await cola.say('shelfready roles on', ada)
    expect(await cola.say(add, ben)).toMatch(registration(undefined, 'P-1'))
    await cola.say('shelfready role Ben planner', ada)
    const said = await cola.say('promo edit P-1 units:600', ben)
    expect(said).toContain('promo edit is for marketers and administrators; you are a planner. Nothing was done;')
    expect(said).toContain('/shelfready role test:Ben planner,marketer')
    expect(await cola.say('shelfready ack P-1', ben)).toContain('R-1 is yours')
    await cola.say('shelfready roles off', ada)
    expect(await cola.say('promo edit P-1 units:600', ben)).toContain('600')
    expect(await cola.say('shelfready roles', ben)).toContain('Ben: planner')
  })

  it('lets an administrator who has the role administer, and only while roles are on', async () => {
    await known('Ben', 'Cleo')
    await cola.say('shelfready role Ben admin', ada)
    expect(await cola.say('shelfready role Cleo viewer', ben)).toContain('is for administrators')
    await cola.say('shelfready roles on', ada)
    expect(await cola.say('shelfready role Cleo viewer', ben)).toContain('Cleo is now a viewer.')
    expect(await cola.say('shelfready role Ada viewer', ben)).toContain('Ada is now a viewer.')
    expect(await cola.say('shelfready role Ben none', ada)).toContain('Ben now has no role')
    expect(await cola.say('shelfready roles off', ben)).toContain('You have no role yet')
  })

  it('shows many people a page at a time', async () => {
    await known(...Array.from({ length: 45 }, (_, index) => `P${String(index).padStart(2, '0')}`))
    const first = await cola.say('shelfready roles', ada)
    expect(first).toContain('45 people who have used me have no role')
    expect(first).toContain('... and 25 more: /shelfready roles page:2')
    expect(first).not.toContain('P20')
    expect(await cola.say('shelfready roles page:3', ada)).toMatch(/P40.*P44/)
    expect(await cola.say('shelfready roles onn', ada)).toContain('I did not understand "onn". Nothing was saved.')
  })
})

describe('what somebody may not do', () => {
  beforeEach(async () => {
    await known('Cleo')
    await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700')
    await cola.say('shelfready role Cleo viewer', ada)
    await cola.say('shelfready roles on', ada)
  })

  it('is not offered on a page of their own, which is drawn all the same', async () => {
    const page = await cola.ask('shelfready home', cleo)
    const labels = (page.actions ?? []).map(({ label }) => label)
    expect(labels).toContain('Check a date')
    expect(labels).not.toContain('New promotion')
    const text = JSON.stringify(page)
    expect(text).toContain('Summer BOGO')
    expect(text).not.toMatch(/Acknowledge|\/promo add/)
    for (const words of ['shelfready risks', 'promo show P-1']) {
      expect(JSON.stringify(await cola.ask(words, ada))).toContain('Acknowledge')
      expect(JSON.stringify(await cola.ask(words, cleo))).not.toContain('Acknowledge')
      expect(JSON.stringify(await cola.ask(words, cleo))).toContain('Summer BOGO')
    }
  })

  it('stays offered on the cards that everybody in the channel reads', () => {
    expect(cola.rows(`select card from outbox where kind = 'promotion'`)[0]?.card).toContain('Acknowledge')
  })

  it('is refused before it is read, and the form for it is not opened', async () => {
    for (const [form, subject] of [
      ['add', ''],
      ['edit', 'P-1'],
      ['resolve', 'R-1'],
    ] as const) {
      const ask = (words: Parameters<typeof cola.app.form>[0]['words']) => ({
        ...{ key: null, place: '#launches', words },
        person: { id: 'test:Cleo', name: 'Cleo' },
      })
      const before = cola.everything()
      const opened = await cola.app.form(ask({ does: 'fill', id: `${form}:${subject}`, revision: 0 }))
      expect(JSON.stringify(opened)).toMatch(/is for .*you are a viewer/)
      expect(JSON.stringify(opened)).not.toContain('Summer BOGO')
      const sent = await cola.app.handle(ask({ form, subject, revision: 0, values: { reason: 'x' } }))
      expect(sent.title).toMatch(/is for .*you are a viewer/)
      expect(cola.everything()).toBe(before)
    }
  })

  it('is refused where a form that says several things says that one', async () => {
    await cola.say('shelfready role Cleo marketer', ada)
    const send = (what: string) =>
      cola.app.handle({
        ...{ key: null, place: '#launches', person: { id: 'test:Cleo', name: 'Cleo' } },
        words: { form: 'handle', subject: 'R-1', revision: 1, values: { what, says: 'PO-91 is placed' } },
      })
    const before = cola.everything()
    for (const what of ['resolve', 'accept', 'take'])
      expect((await send(what)).title).toMatch(/is for .*administrators; you are a marketer/)
    expect(cola.everything()).toBe(before)
    expect(JSON.stringify(await send('comment'))).not.toMatch(/is for|Nothing was/)
  })

  it('of the settings are those of the channel: their own they change', async () => {
    expect(await cola.say('shelfready settings quiet:nothing', cleo)).toMatch(/Changing what #launches gets is for/)
    expect(await cola.say('shelfready settings locale:de', cleo)).toContain('Changed: number format.')
    const form = await cola.app.form({
      ...{ key: null, place: '#launches', words: { does: 'fill', id: 'settings', revision: 0 } },
      person: { id: 'test:Cleo', name: 'Cleo' },
    })
    expect('fields' in form && form.fields.map(({ name }) => name)).toEqual(['locale', 'my-zone'])
  })

  it('is said by help as things are now', async () => {
    expect(await cola.say('help promo override', cleo)).toContain('Who may: planners and administrators.')
    expect(await cola.say('help whoami', cleo)).toContain('Who may: everyone in the company.')
    await cola.say('shelfready roles off', ada)
    expect(await cola.say('help promo override', cleo)).toContain('Who may: everyone in the company.')
    expect(await cola.say('help shelfready role', cleo)).toContain('Who may: administrators.')
  })
})

describe('where no administrator is named', () => {
  it('nobody can switch roles on, and is told which setting names one', async () => {
    await using alone = await colaStage()
    expect(await alone.say('shelfready roles on')).toContain('listed in SHELFREADY_ADMINS')
  })
})
