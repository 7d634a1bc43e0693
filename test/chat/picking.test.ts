import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockProblems } from '../_helpers/slack/block-kit.ts'
import type { FakeModal } from '../_helpers/slack/fake-modals.ts'
import { blockSuggestion, viewSubmission } from '../_helpers/slack/modal-request.ts'
import { eventually, type Office, openOffice } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { signedRequest } from '../_helpers/slack/signed-request.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import type { Message } from '../_helpers/teams/fake-teams.ts'
import { dialogOf } from '../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

const many = 10_000

/** Ten thousand items with names, a few of which are written in other ways, or not at all. */
const items = [
  'sku,name',
  ...Array.from({ length: many }, (_, i) => `ITEM-${String(i).padStart(5, '0')},Thing number ${i}`),
  'BIO-1,Crème fraîche légère',
  'BIO-2,Smørrebrød & Käse',
  'TEA-1,شاي أخضر 500 مل',
  'TEA-2,תה ירוק',
  'NONAME-1,NONAME-1',
  'COLA-ZERO,Cola Zero 1 l',
  'XCOLA,Old cola',
].join('\n')

/** Platforms wait three seconds; alone on a machine an answer takes some ten milliseconds. */
const wellWithin = 2_500

type Found = readonly { readonly value: string; readonly title: string }[]

let slack: Office
let modal: FakeModal
let teams: TeamsOffice
let welcome: Message

beforeAll(async () => {
  slack = await openOffice()
  await slack.feed('items', items)
  await slack.types('/promo add')
  modal = await eventually(() => {
    const found = [...slack.fake.modals.values()].at(-1)
    expect(found?.history).toHaveLength(1)
    return found as FakeModal
  })
  teams = await openTeamsOffice()
  await teams.feed('items', items)
  await teams.installs(teams.ana, teams.ana)
  welcome = await teams.message(teams.teams.personalChat(teams.ana), 'whether')
})
afterAll(async () => {
  await slack[Symbol.asyncDispose]()
  await teams[Symbol.asyncDispose]()
})

type SlackOptions = {
  readonly options: readonly { readonly text: { readonly text: string }; readonly value: string }[]
}

const onSlack = async (typed: string, user = slack.ana, field = 'sku'): Promise<Found> => {
  const body = blockSuggestion(modal, field, typed, user)
  const answered = await signedRequest({ url: slack.bot.url, secret, body })
  expect(answered.status).toBe(200)
  expect(answered.milliseconds).toBeLessThan(wellWithin)
  const { options } = answered.json as SlackOptions
  return options.map(({ text, value }) => ({ value, title: text.text }))
}

const onTeams = async (
  typed: string,
  queryOptions: object = { skip: 0, top: 15 },
  dataset = 'items',
): Promise<Found> => {
  const place = teams.teams.submits(teams.ana, welcome, {})
  const value = { queryText: typed, queryOptions, dataset }
  const answered = await teams.deliver({ ...place, name: 'application/search', value })
  expect(answered.status).toBe(200)
  expect(answered.milliseconds).toBeLessThan(wellWithin)
  const body = answered.body as { readonly type: string; readonly value: { readonly results: Found } }
  expect(body.type).toBe('application/vnd.microsoft.search.searchResponse')
  return body.value.results
}

const doors = [
  ['Slack', (typed: string) => onSlack(typed)],
  ['Teams', (typed: string) => onTeams(typed)],
] as const

describe.each(doors)('somebody who types into the items of a form with ten thousand, on %s,', (_, search) => {
  const codes = async (typed: string) => (await search(typed)).map(({ value }) => value)

  it('finds codes before names, beginnings before what is inside, and near spelling last', async () => {
    expect((await codes('item-0123')).slice(0, 3)).toEqual(['ITEM-01230', 'ITEM-01231', 'ITEM-01232'])
    expect((await codes('cola')).slice(0, 3)).toEqual(['COLA-ZERO', 'SKU-100', 'XCOLA'])
    expect((await codes('thing number 4321'))[0]).toBe('ITEM-04321')
    expect(await codes('number 4321')).toContain('ITEM-04321')
    expect(await codes('lemomade')).toContain('SKU-110')
  })

  it('finds accents and capitals however they are typed', async () => {
    for (const typed of ['creme', 'CRÈME', 'fraiche', 'Crème fraîche', 'legere'])
      expect(await codes(typed)).toContain('BIO-1')
    for (const typed of ['smorrebrod', 'kase', 'KÄSE']) expect(await codes(typed)).toContain('BIO-2')
  })

  it('finds names from right to left, and keeps the code in its place', async () => {
    const [tea] = await search('شاي')
    expect(tea).toEqual({ value: 'TEA-1', title: 'TEA-1 · \u2068شاي أخضر 500 مل\u2069' })
    expect(await codes('أخضر')).toContain('TEA-1')
    expect(await codes('ירוק')).toContain('TEA-2')
  })

  it('sees an item without a name by its code alone', async () => {
    expect(await search('noname')).toEqual([{ value: 'NONAME-1', title: 'NONAME-1' }])
  })

  it('picks a pasted list of codes at once', async () => {
    expect((await codes('ITEM-00001, item-00002;SKU-100'))[0]).toBe('ITEM-00001, ITEM-00002, SKU-100')
    expect(await codes('ITEM-00001, NOPE')).not.toContain('ITEM-00001, NOPE')
  })

  it('gets an answer to anything', async () => {
    expect(await codes('zzzzqqqq')).toEqual([])
    expect((await codes('')).length).toBeGreaterThan(0)
    for (const typed of ['%', "'; drop table item; --", '\u202e', '🥤', 'x'.repeat(900), '<!channel>'])
      expect(Array.isArray(await codes(typed))).toBe(true)
  })
})

describe('on Slack', () => {
  it('the items are searched, the few places are a list, and the owner is picked from the people of the workspace', () => {
    const blocks = modal.view.blocks as readonly {
      readonly block_id?: string
      readonly element?: { readonly type: string }
    }[]
    const typeOf = (name: string) => blocks.find(({ block_id }) => block_id === name)?.element?.type
    expect([typeOf('sku'), typeOf('at'), typeOf('owner')]).toEqual([
      'multi_external_select',
      'multi_static_select',
      'users_select',
    ])
    expect(blockProblems([...(modal.view.blocks as object[])] as never, 'home')).toEqual([])
  })

  it('who may not see anything finds nothing', async () => {
    const guest = slack.fake.addUser({ name: 'guest', is_restricted: true })
    expect(await onSlack('item', guest)).toEqual([])
  })

  it('what was picked is registered, with the name of its owner', async () => {
    const days = { from: inDays(30), to: inDays(33) }
    const values = { name: 'Picked', sku: 'SKU-100, SKU-110', at: 'EAST', ...days, uplift: '+20%', owner: slack.ben.id }
    const body = viewSubmission(modal, values, slack.ana)
    const sent = await signedRequest({ url: slack.bot.url, secret, body })
    expect(sent.text).toBe('')
    await slack.settled()
    const rows = slack.rows(`select sku, owner from promotion_line where name = 'Picked' order by sku`)
    expect(rows).toEqual([
      { sku: 'SKU-100', owner: 'Ben' },
      { sku: 'SKU-110', owner: 'Ben' },
    ])
  })
})

describe('on Teams', () => {
  it('the items are searched, and what was picked is registered', async () => {
    const form = await teams.opens(teams.ana, welcome, 'New promotion')
    expect(form.problems).toEqual([])
    expect(JSON.stringify(form.card)).toContain('"choices.data":{"type":"Data.Query","dataset":"items"}')
    const typed = {
      name: 'Picked',
      sku: 'SKU-100,SKU-110',
      at: 'EAST',
      from: inDays(30),
      to: inDays(33),
      uplift: '+20%',
    }
    const done = dialogOf(await teams.submits(teams.ana, welcome, form.filled(typed)))
    expect(done.words).toContain('Picked')
    const rows = teams.rows(`select sku from promotion_line where name = 'Picked' order by sku`)
    expect(rows).toEqual([{ sku: 'SKU-100' }, { sku: 'SKU-110' }])
  })

  it('a word that is no code comes back as a list of what it may mean', async () => {
    const form = await teams.opens(teams.ana, welcome, 'New promotion')
    const typed = { name: 'By word', sku: 'cola', from: inDays(30), to: inDays(33) }
    const again = dialogOf(await teams.submits(teams.ana, welcome, form.filled(typed)))
    expect(again.problems).toEqual([])
    expect(JSON.stringify(again.card)).toContain('COLA-ZERO · Cola Zero 1 l')
  })

  it('fifteen are shown at a time, and more are given where they are asked for', async () => {
    const first = await onTeams('thing')
    expect(first).toHaveLength(15)
    const next = await onTeams('thing', { skip: 15, top: 15 })
    expect(next).toHaveLength(15)
    expect(next[0]?.value).toBe('ITEM-00015')
  })

  it('what is no search of ours finds nothing', async () => {
    expect(await onTeams('x', {}, 'passwords')).toEqual([])
    expect(await onTeams('item', { skip: -1, top: 'many' })).toEqual([])
  })
})
