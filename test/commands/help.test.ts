import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { everyday } from '../../src/commands/help/everyday.ts'
import { matters } from '../../src/commands/help/matters.ts'
import type { Work } from '../../src/domain/people/work.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { type Stage, stage } from './stage.ts'

const sample = async (settings: Readonly<Record<string, string>> = {}): Promise<Stage> => {
  const company = await stage('2026-11-30', false, settings)
  await fillSample(company.app, '#launches')
  await company.say('risks')
  return company
}

let company: Stage
beforeAll(async () => {
  company = await sample()
})
afterAll(() => company[Symbol.asyncDispose]())

const examplesOf = ({ blocks }: Card): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'items' ? block.items.flatMap(({ detail }) => detail) : []))

const labels = ({ actions = [] }: Card) => actions.map(({ label }) => label)

/** The command that an example is of. */
const nameOf = (example: string) =>
  commands
    .map(({ name }) => name)
    .filter((name) => `${example.replace(/^\//, '')} `.startsWith(`${name} `))
    .sort((a, b) => b.length - a.length)[0]

const works = Object.keys(everyday).filter((work): work is Work => work !== 'anybody')

describe('help at first sight', () => {
  it('asks once what somebody does, with seven commands below, and remembers the answer', async () => {
    const first = await company.ask('help', { name: 'Cara' })
    expect(first.title).toBe('What do you do here?')
    expect(labels(first)).toEqual([
      ...['Marketing', 'Supply planning', 'Demand planning', 'Management', 'Administration', 'More'],
    ])
    expect(examplesOf(first)).toHaveLength(7)
    const chosen = await company.app.handle({
      key: null,
      person: { id: 'test:Cara', name: 'Cara' },
      place: '#launches',
      words: { does: 'show', id: 'help-supply', revision: 0 },
    })
    expect(chosen.title).toBe('Supply planning: what you can ask')
    expect(await company.ask('help', { name: 'Cara' })).toEqual(chosen)
    expect((await company.ask('help', { name: 'Dora' })).title).toBe('What do you do here?')
    expect((await company.ask('help as marketer', { name: 'Cara' })).title).toBe('Marketing: what you can ask')
    expect((await company.ask('help', { name: 'Cara' })).title).toBe('Marketing: what you can ask')
  })

  it.each(works)('shows seven commands for %s, each with an example that works as it stands', async (work) => {
    await using own = await sample({ SHELFREADY_ADMINS: 'test:Ana' })
    await own.say('whoami', { name: 'Ben' })
    await own.say('whoami', { name: 'Chloe' })
    const card = await own.ask(`help as ${work}`)
    const examples = examplesOf(card)
    expect(examples.map(nameOf)).toEqual(everyday[work])
    expect(examples).toHaveLength(7)
    for (const example of examples) {
      const answer = await own.ask(example)
      expect([example, answer.title, answer.refusal]).toEqual([example, answer.title, undefined])
    }
  })

  it.each([
    ['planner', 'Supply planning'],
    ['a supply planner', 'Supply planning'],
    ['demand planner', 'Demand planning'],
    ['marketer', 'Marketing'],
    ['COO', 'Management'],
    ['admin', 'Administration'],
  ])('is changed by "help as %s"', async (said, title) => {
    expect((await company.ask(`help as ${said}`, { name: 'Eve' })).title).toBe(`${title}: what you can ask`)
  })

  it('asks again where the work is none it knows, and changes nothing', async () => {
    const before = company.everything()
    expect(await company.say('help as astronaut', { name: 'Cara' })).toContain('I do not know the work "astronaut"')
    expect(company.everything()).toBe(before)
  })

  it('goes by the executive and by the roles that were given', async () => {
    await using own = await sample({ SHELFREADY_ADMINS: 'test:Ana' })
    for (const name of ['Ben', 'Chloe', 'Dora']) await own.say('whoami', { name })
    await own.say('executive @Chloe')
    await own.say('role @Ben planner')
    await own.say('role @Dora marketer')
    await own.say('roles on')
    const title = async (name: string) => (await own.ask('help', { name })).title.split(':')[0]
    expect(await title('Chloe')).toBe('Management')
    expect(await title('Ben')).toBe('Supply planning')
    expect(await title('Dora')).toBe('Marketing')
    expect(await title('Ana')).toBe('Administration')
  })

  it('has at most half the words it had', async () => {
    const words = (await company.say('help', { name: 'Cara' })).split(/\s+/).length
    expect(words).toBeLessThan(160)
  })
})

describe('the rest', () => {
  it('is grouped by matter, each command in one place and on one line', async () => {
    const named = Object.values(matters).flat()
    expect(named.toSorted()).toEqual(
      commands
        .map(({ name }) => name)
        .filter((name) => name !== 'help')
        .toSorted(),
    )
    const card = await company.ask('help more', { name: 'Ana' })
    const lines = card.blocks.flatMap((block) => (block.kind === 'items' ? block.items : []))
    expect(lines.every(({ detail, text }) => detail.length === 0 && text.length <= 110)).toBe(true)
  })

  it('leaves out what somebody may not do', async () => {
    const said = await company.say('help more', { name: 'Frida' })
    expect(said).toContain('promo add')
    expect(said).not.toContain('roles on')
  })
})

describe('help for a word', () => {
  it.each([
    ['order', 'shelfready ordered'],
    ['delay', 'promo edit'],
    ['delay', 'shelfready snooze'],
    ['holiday', 'shelfready away'],
    ['excel', 'shelfready requirements'],
    ['excel', 'promo add'],
    ['forecast', 'promo override'],
    ['lead time', 'shelfready correct'],
    ['competitor', 'intel add'],
    ['language', 'shelfready settings'],
    ['risk', 'shelfready risks'],
  ])('%s finds %s', async (word, name) => {
    const card = await company.ask(`help ${word}`)
    expect(examplesOf(card).map(nameOf)).toContain(name)
    expect(examplesOf(card).length).toBeLessThanOrEqual(7)
  })

  it.each([
    ['how do I add a promotion', 'promo add'],
    ['how can I record an order?', 'shelfready ordered'],
    ['how do I snooze a risk', 'shelfready snooze'],
    ['how do I change the time of the digest', 'shelfready digest at'],
  ])('"%s" finds %s', async (said, name) => {
    const card = await company.ask(said)
    expect(examplesOf(card).map(nameOf)).toContain(name)
  })

  it('shows one command in full by its name', async () => {
    const card = await company.ask('help promo add')
    expect(card.title).toMatch(/^promo add NAME/)
    expect((await company.ask('help orders')).title).toMatch(/^shelfready requirements/)
    expect((await company.ask('help add')).title).toBe('Help for "add"')
  })

  it('says where it finds nothing, with what may be meant', async () => {
    expect(await company.say('help xyzzy')).toContain('I found no help for "xyzzy". /shelfready help more')
    expect(await company.say('help promo ad')).toMatch(/promo add/)
  })
})
