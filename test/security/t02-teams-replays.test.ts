import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import type { JsonObject } from '../_helpers/slack/block-kit-shape.ts'
import { inDays, plentyOfLemonade, shortCola } from '../_helpers/slack/stocked-store.ts'
import { dialogOf, formOf, messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeEach(async () => {
  office = await openTeamsOffice()
})
afterEach(() => office[Symbol.asyncDispose]())

/** Delivers the same five times at once, and once more when all that followed is done; gives what was answered. */
const replay = async (activity: JsonObject) => {
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => office.deliver(activity)))
  await office.settled()
  const later = await office.deliver(activity)
  await office.settled()
  return [...answers, later]
}
const counts = () =>
  office.rows<Readonly<Record<string, number>>>(
    `select ${['promotion_line', 'audit', 'acknowledgement', 'subscription', 'outbox', 'inbox']
      .map((table) => `(select count(*) from ${table}) as ${table}`)
      .join(', ')}`,
  )[0]
const posted = () => office.teams.posted(office.launches).map(messageWords)
const withCard = async () => {
  await office.says(office.ana, office.launches, shortCola('Summer BOGO'))
  const card = await office.message(office.launches, 'NOT READY')
  await office.settled()
  return card
}
const fields = { name: 'Filled', sku: 'SKU-110', at: 'EAST', from: inDays(30), to: inDays(33), units: '50' }

describe('the same delivery, five times at once and once more later,', () => {
  it('of words registers once, answers once and posts one card', async () => {
    const answers = await replay(office.teams.says(office.ana, office.launches, plentyOfLemonade('Once')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(counts()).toMatchObject({ promotion_line: 1, audit: 1, outbox: 2, inbox: 0 })
    expect(posted().filter((words) => registration(undefined, 'P-1').test(words))).toHaveLength(1)
    expect(posted().filter((words) => words.includes('READY · Once'))).toHaveLength(1)
    expect(troubles(office)).toEqual(noTroubles)
  })

  it('of words that only ask is answered once', async () => {
    await replay(office.teams.says(office.ana, office.launches, 'promo list'))
    expect(posted()).toHaveLength(1)
  })

  it('of words that say nothing is answered once', async () => {
    await replay(office.teams.says(office.ana, office.launches, ''))
    expect(posted()).toHaveLength(1)
  })

  it('of words that ask for a form posts one form', async () => {
    await replay(office.teams.says(office.ana, office.launches, 'promo add'))
    expect(posted()).toHaveLength(1)
  })

  it('of a pressed button acts once and answers each the same', async () => {
    const card = await withCard()
    const before = posted().length
    const answers = await replay(office.teams.presses(office.ben, card, 'Acknowledge'))
    expect(new Set(answers.map((one) => pressWords(one).slice(0, 13)))).toEqual(new Set(['R-1 is yours.']))
    expect(counts()).toMatchObject({ acknowledgement: 1, audit: 2 })
    expect(posted().filter((words) => words.includes('Ben acknowledged'))).toHaveLength(1)
    expect(posted()).toHaveLength(before + 1)
    expect(office.now(card).history).toHaveLength(1)
    expect(troubles(office)).toEqual(noTroubles)
  })

  it('of a button that an old client submits as a message acts once', async () => {
    const card = await withCard()
    await replay(office.teams.presses(office.ben, card, 'Acknowledge', { fallback: true }))
    expect(counts()).toMatchObject({ acknowledgement: 1, audit: 2 })
    expect(posted().filter((words) => words.includes('Ben acknowledged'))).toHaveLength(1)
  })

  it('of a button that is none of ours is answered once', async () => {
    const card = await withCard()
    const before = posted().length
    const activity = office.teams.presses(office.ben, card, 'Acknowledge', { fallback: true })
    await replay({ ...activity, value: { nothing: 'of ours' } })
    expect(posted()).toHaveLength(before + 1)
  })

  it('of a form in a dialog registers once and answers each the same', async () => {
    const card = await withCard()
    const before = posted().length
    const data = { form: { v: 1, id: 'add', subject: '', rev: 0 }, ...fields }
    const answers = await replay(office.teams.submits(office.ben, card, data))
    expect(new Set(answers.map((answer) => dialogOf(answer).words)).size).toBe(1)
    expect(dialogOf(answers[0] as never).words).toMatch(registration('Filled', 'P-2'))
    expect(counts()).toMatchObject({ promotion_line: 2, audit: 2 })
    expect(posted()).toHaveLength(before + 1)
    expect(troubles(office)).toEqual(noTroubles)
  })

  it('of a form in a message registers once and answers each the same', async () => {
    await office.says(office.ana, office.launches, 'promo add')
    const form = await office.message(office.launches, 'New promotion')
    const answers = await replay(office.teams.presses(office.ben, form, 'Save', { inputs: fields }))
    const shown = answers.map(({ body }) => formOf((body as { readonly value: unknown }).value).words)
    expect(new Set(shown).size).toBe(1)
    expect(shown[0]).toMatch(registration('Filled', 'P-1'))
    expect(counts()).toMatchObject({ promotion_line: 1, audit: 1 })
  })

  it('of a form in a message of an old client registers once, and answers once', async () => {
    await office.says(office.ana, office.launches, 'promo add')
    const form = await office.message(office.launches, 'New promotion')
    await replay(office.teams.presses(office.ben, form, 'Save', { inputs: fields, fallback: true }))
    expect(counts()).toMatchObject({ promotion_line: 1, audit: 1 })
    expect(posted().filter((words) => registration('Filled', 'P-1').test(words))).toHaveLength(1)
  })

  it('of a form that cannot be read is answered once where an old client submits it', async () => {
    await office.says(office.ana, office.launches, 'promo add')
    const form = await office.message(office.launches, 'New promotion')
    const before = posted().length
    await replay(office.teams.presses(office.ben, form, 'Save', { inputs: { name: 'Half' }, fallback: true }))
    expect(posted()).toHaveLength(before + 1)
  })

  it('of an installation welcomes once', async () => {
    const [first, second] = office.teams.installs(office.launches, office.ana)
    await replay(first as JsonObject)
    await replay(second as JsonObject)
    expect(office.teams.posted(office.teams.team.id)).toHaveLength(1)
  })
})

describe('the same id in another conversation', () => {
  it('is another delivery', async () => {
    const other = office.teams.addChannel({ name: 'Other' })
    const activity = office.teams.says(office.ana, office.launches, 'promo list')
    await office.deliver(activity)
    const { conversation, channelData } = office.teams.says(office.ana, other, 'promo list')
    await office.deliver({ ...activity, conversation, channelData })
    await office.settled()
    expect(office.teams.posted(office.launches)).toHaveLength(1)
    expect(office.teams.posted(other)).toHaveLength(1)
  })
})
