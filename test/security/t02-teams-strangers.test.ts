import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { rolledUp } from '../_helpers/rolled-up.ts'
import type { JsonObject } from '../_helpers/slack/block-kit-shape.ts'
import { notDone, patience } from '../_helpers/slack/office.ts'
import { inDays, plentyOfLemonade, shortCola } from '../_helpers/slack/stocked-store.ts'
import type { Conversation, Message, Person } from '../_helpers/teams/fake-teams.ts'
import { refusals, tenantId } from '../_helpers/teams/fake-teams.ts'
import { dialogOf, messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

const elsewhere = '99999999-2222-4333-8444-555555555555'

let office: TeamsOffice
let closed: Conversation
let card: Message
beforeAll(async () => {
  office = await openTeamsOffice({ isHurried: true })
  const { teams, ana, ben, ada } = office
  closed = teams.addChannel({ name: 'Closed', members: [ana, ben, ada] })
  await office.says(ana, closed, shortCola('Summer BOGO'))
  card = await office.message(closed, 'NOT READY')
  await office.settled()
})
afterAll(() => office[Symbol.asyncDispose]())

/** All that is kept of what people did; what is only said to somebody is not. */
const done = async () => {
  await office.settled()
  return office.everything('outbox', 'request_receipt', 'channel', 'counter', ...rolledUp)
}
let number = 0
const strangers: readonly (readonly [string, () => Person])[] = [
  ['a guest', () => office.teams.addPerson({ name: `Guest ${++number}`, guest: true })],
  ['somebody of another tenant', () => office.teams.addPerson({ name: `Other ${++number}`, tenantId: elsewhere })],
  ['somebody who is not in the roster', () => ({ ...office.ana, id: '29:nobody', name: 'Nobody' })],
]

/** Lets everybody in but whom the roster does not know; the activity claims to come from our own tenant. */
const ours = (activity: JsonObject): JsonObject => ({
  ...activity,
  conversation: { ...(activity.conversation as JsonObject), tenantId: office.teams.tenantId },
  channelData: { ...(activity.channelData as JsonObject), tenant: { id: office.teams.tenantId } },
})
const open = async (person: Person): Promise<Conversation> => {
  const isKnown = office.teams.people.has(person.id)
  const place = isKnown ? office.teams.addChannel({ members: [office.ana, person] }) : closed
  await office.says(office.ana, place, 'shelfready whoami')
  return place
}

describe('somebody who does not belong to the company', () => {
  it.each(strangers)('writes words and hears no more than that nothing was done: %s', async (_, make) => {
    const person = make()
    const place = await open(person)
    const before = await done()
    for (const words of [plentyOfLemonade('Mine'), 'promo list', 'shelfready ack P-1', 'shelfready subscribe']) {
      const since = office.teams.posted(place).length
      const answer = await office.deliver(ours(office.teams.says(person, place, words)))
      expect(answer.status).toBe(200)
      await office.settled()
      const said = office.teams.posted(place).slice(since).map(messageWords)
      expect(said).toHaveLength(1)
      expect(said[0]).toMatch(notDone)
      expect(said[0]).not.toContain('Summer BOGO')
    }
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('asks for a form and is given none: %s', async (_, make) => {
    const person = make()
    const place = await open(person)
    const before = await done()
    for (const words of ['promo add', 'promo edit P-1']) {
      const since = office.teams.posted(place).length
      await office.deliver(ours(office.teams.says(person, place, words)))
      await office.settled()
      const said = office.teams.posted(place).slice(since)
      expect(said).toHaveLength(1)
      expect(messageWords(said[0] as Message)).toMatch(notDone)
      expect(JSON.stringify(said[0]?.activity)).not.toMatch(/Summer BOGO|SKU-100/)
    }
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('presses a button and hears that nothing was done: %s', async (_, make) => {
    const before = await done()
    const answer = await office.deliver(ours(office.teams.presses(make(), card, 'Acknowledge')))
    expect(answer.milliseconds).toBeLessThan(patience)
    expect(pressWords(answer)).toMatch(notDone)
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('presses a button in an old client, and nothing is done: %s', async (_, make) => {
    const before = await done()
    const since = office.teams.posted(closed).length
    await office.deliver(ours(office.teams.presses(make(), card, 'Acknowledge', { fallback: true })))
    await office.settled()
    expect(office.teams.posted(closed).slice(since).map(messageWords)).toEqual([expect.stringMatching(notDone)])
    expect(await done()).toEqual(before)
  })

  it.each(
    strangers.flatMap(([what, make]) => ['Why', 'Details', 'Change...'].map((title) => [what, title, make] as const)),
  )('opens a dialog and sees nothing of the plan in it: %s, %s', async (_, title, make) => {
    const before = await done()
    const dialog = dialogOf(await office.deliver(ours(office.teams.presses(make(), card, title))))
    expect(dialog.words).toMatch(notDone)
    expect(JSON.stringify(dialog.card)).not.toMatch(/Summer BOGO|SKU-100|EAST/)
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('opens a form from a message and learns nothing from it: %s', async (_, make) => {
    const person = make()
    const message = office.teams.writes(office.ana, closed, 'Is SKU-100 in EAST the one of "Winter sale"?')
    const before = await done()
    const activity = ours(office.teams.composes(person, closed, { command: 'announce-from-message', message }))
    const dialog = dialogOf(await office.deliver(activity))
    expect(dialog.words).toMatch(notDone)
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('submits a form, and nothing is registered: %s', async (_, make) => {
    const before = await done()
    const data = {
      form: { v: 1, id: 'add', subject: '', rev: 0 },
      ...{ name: 'Mine', sku: 'SKU-110', at: 'EAST', from: inDays(30), to: inDays(33), units: '50' },
    }
    const dialog = dialogOf(await office.deliver(ours(office.teams.submits(make(), card, data))))
    expect(dialog.words).toMatch(notDone)
    const edit = { form: { v: 1, id: 'edit', subject: 'P-1', rev: 6 }, name: 'Mine now' }
    const edited = dialogOf(await office.deliver(ours(office.teams.submits(make(), card, edit))))
    expect(edited.words).toMatch(notDone)
    expect(JSON.stringify(edited.card)).not.toMatch(/Summer BOGO|SKU-100/)
    expect(await done()).toEqual(before)
  })
})

describe('where somebody writes who does not belong to the company', () => {
  it.each(strangers)('nothing is told to them alone, and they hear why in the channel: %s', async (_, make) => {
    const person = make()
    const { teams, ana, rows } = office
    const place = teams.addChannel({ members: [ana, person] })
    const own = teams.personalChat(person)
    for (const words of ['promo list', 'shelfready whoami', plentyOfLemonade('Mine')])
      for (const where of [place, own])
        expect(await office.deliver(ours(teams.says(person, where, words)))).toMatchObject({ status: 200 })
    await office.settled()
    expect(rows("select id from conversation where id like '@%'")).toEqual([])
    expect(teams.posted(own)).toEqual([])
    expect(teams.posted(place).map(messageWords).join()).toContain('Only people from this company')
    expect(rows('select id from conversation where id = ?', place.id)).toHaveLength(1)
  })
})

describe('a channel that people of another tenant read', () => {
  const joint = () => {
    const { teams, ana, ben, ada } = office
    const other = teams.addPerson({ name: `Partner ${++number}`, tenantId: elsewhere })
    return teams.addChannel({ name: `Joint ${number}`, members: [ana, ben, ada, other] })
  }
  const hears = async (person: Person, place: Conversation, words: string) => {
    const since = office.teams.posted(place).length
    await office.says(person, place, words)
    await office.settled()
    return office.teams.posted(place).slice(since).map(messageWords).join('\n')
  }
  const outbox = (place: Conversation) =>
    office.rows('select kind, state, reason from outbox where channel = ? and person is null', place.id)
  const subscriptions = (place: Conversation) =>
    office.rows('select state from subscription where channel = ?', place.id)
  const shared = { state: 'parked', reason: expect.stringMatching(/shared with another organisation/) }

  it('is not shown the card of what is registered there, and whoever registers it is answered all the same', async () => {
    const place = joint()
    const said = await hears(office.ana, place, plentyOfLemonade('Joint plan'))
    expect(said).toMatch(registration('Joint plan'))
    expect(office.saying(place, 'READY · Joint plan')).toEqual([])
    expect(outbox(place)).toMatchObject([{ kind: 'promotion', ...shared }])
    expect(await hears(office.ben, place, 'promo list')).toContain('Joint plan')
  })

  it.each(['shelfready subscribe', 'shelfready digest at 08:00 daily UTC', 'shelfready settings at:08:00'])(
    'is not subscribed by somebody who is no administrator: %s',
    async (words) => {
      const place = joint()
      const said = await hears(office.ana, place, words)
      expect(said).toMatch(/is shared with another organisation.*An administrator can subscribe it/)
      expect(said).toMatch(notDone)
      expect(subscriptions(place)).toEqual([])
      await hears(office.ben, office.teams.addChannel(), plentyOfLemonade(`Elsewhere ${words}`))
      expect(outbox(place)).toEqual([])
    },
  )

  it('gets everything once an administrator subscribes it, and what waited for that', async () => {
    const place = joint()
    await hears(office.ana, place, plentyOfLemonade('Joint before'))
    const said = await hears(office.ada, place, 'shelfready subscribe')
    expect(said).toContain('gets every promotion')
    expect(said).toContain('READY · Joint before')
    expect(subscriptions(place)).toEqual([{ state: 'active' }])
    await hears(office.ben, office.teams.addChannel(), plentyOfLemonade('Joint after'))
    expect(office.saying(place, 'READY · Joint after')).toHaveLength(1)
  })

  it('gets no digest, no card and no change of one from when they came', async () => {
    await using apart = await openTeamsOffice()
    const { teams, ana, ben, ada } = apart
    const place = teams.addChannel({ name: 'Soon joint', members: [ana, ben, ada] })
    await apart.says(ana, place, 'shelfready digest at 08:00 daily UTC')
    await apart.says(ana, place, shortCola('Ours alone'))
    await apart.message(place, 'NOT READY · Ours alone')
    await apart.settled()
    await apart.deliver(teams.joins(teams.addPerson({ name: 'Partner', tenantId: elsewhere }), place))
    await apart.restart()
    const before = teams.messages(place)
    await apart.says(ben, apart.launches, plentyOfLemonade('Not for them'))
    await apart.says(ben, apart.launches, 'shelfready ack P-1')
    await apart.pass({ hours: 24 })
    await apart.settled()
    expect(teams.messages(place)).toEqual(before)
    const parked = `select distinct kind, state, reason from outbox where channel = ? and state = 'parked' order by kind`
    expect(apart.rows(parked, place.id)).toEqual([
      { kind: 'digest', ...shared },
      { kind: 'promotion', ...shared },
    ])
  })

  it('is none of those whose people all are let in', async () => {
    await using apart = await openTeamsOffice({ env: { TEAMS_TENANT_ID: `${tenantId},${elsewhere}` } })
    const { teams, ana } = apart
    const other = teams.addPerson({ name: 'Sister company', tenantId: elsewhere })
    const place = teams.addChannel({ name: 'Group', members: [ana, other] })
    await apart.says(other, place, plentyOfLemonade('Among ourselves'))
    await apart.message(place, 'READY · Among ourselves')
  })
})

describe('somebody about whom Teams says nothing', () => {
  const faults = [
    ['fails', { kind: 'status', status: 500, commits: false }],
    ['asks us to wait', { kind: 'rate-limited', retryAfter: 30 }],
    ['is silent', { kind: 'silence', commits: false }],
    ['breaks off', { kind: 'half-body', commits: false }],
    ['does not know us', { kind: 'answer', answer: refusals.unauthorized, commits: false }],
  ] as const

  it.each(faults)('hears in time that nothing was done when Teams %s, and is served afterwards', async (_, fault) => {
    const person = office.teams.addPerson({ name: `Unknown ${++number}` })
    const place = office.teams.addChannel({ members: [office.ana, person] })
    const before = await done()
    office.teams.script({ method: 'member', fault })
    const answer = await office.deliver(office.teams.presses(person, card, 'Acknowledge'))
    expect(answer.milliseconds).toBeLessThan(patience)
    expect(pressWords(answer)).toMatch(notDone)
    expect(await done()).toEqual(before)
    await office.says(person, place, 'promo list')
    await office.message(place, 'Summer BOGO')
  })

  it('is a colleague as soon as they are in the roster, though they asked before', async () => {
    const { teams, ana, deliver } = office
    const late = teams.addPerson({ name: 'Late Comer' })
    const place = teams.addChannel({ name: 'Late', members: [ana] })
    await deliver(teams.says(late, place, 'promo list'))
    await office.settled()
    await deliver(teams.joins(late, place))
    await deliver(teams.says(late, teams.conversations.get(place.id) as Conversation, 'promo list'))
    await office.message(place, 'Summer BOGO')
  })
})

describe('somebody whom nobody can reach', () => {
  it('writes to the bot alone, learns nothing, and leaves nothing that waits for ever', async () => {
    await using apart = await openTeamsOffice()
    const { teams, ana } = apart
    await apart.says(ana, apart.launches, shortCola('Summer BOGO'))
    await apart.settled()
    const guest = teams.addPerson({ name: 'Guest alone', guest: true })
    const chat = teams.personalChat(guest)
    await apart.deliver(ours(teams.says(guest, chat, 'promo list')))
    await apart.deliver(ours({ ...teams.says(guest, chat, 'promo list'), from: { id: '29:nobody' } }))
    await apart.settled(3000)
    expect(teams.posted(chat).map(messageWords).join('\n')).not.toContain('Summer BOGO')
  })
})
