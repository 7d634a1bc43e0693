import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTurns } from '../../../src/chat/teams/rate-limits.ts'
import { inDays, plentyOfLemonade } from '../../_helpers/slack/stocked-store.ts'
import { openTeamsOffice, type TeamsOffice } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeEach(async () => {
  office = await openTeamsOffice()
})
afterEach(async () => {
  await office[Symbol.asyncDispose]()
  expect(office.teams.problems).toEqual([])
})

const ofConversations = () => office.teams.tooFast(7, 30).filter(({ what }) => what === 'conversation')
const ofTenant = () => office.teams.tooFast(7, 30).filter(({ what }) => what === 'tenant')

describe('Teams takes 7 messages a second in a conversation and 30 calls a second of a tenant, and', () => {
  it('cards of many promotions come no faster', async () => {
    for (let i = 0; i < 12; i++) await office.says(office.ana, office.launches, plentyOfLemonade(`Promo ${i}`))
    await office.settled()
    expect(office.saying(office.launches, /READY · Promo/)).toHaveLength(12)
    expect(office.teams.tooFast(7, 30)).toEqual([])
  })

  it('answers to many who ask in one channel at once come no faster', async () => {
    const people = Array.from({ length: 20 }, () => office.teams.addPerson())
    await Promise.all(people.map((person) => office.says(person, office.launches, 'promo list')))
    await office.settled(30_000)
    expect(office.teams.posted(office.launches)).toHaveLength(20)
    expect(ofConversations()).toEqual([])
    expect(ofTenant()).toEqual([])
  })

  it('answers to one who asks much at once come no faster', async () => {
    const chat = office.teams.personalChat(office.ana)
    await Promise.all(Array.from({ length: 15 }, () => office.says(office.ana, chat, 'promo list')))
    await office.settled(30_000)
    expect(office.teams.posted(chat)).toHaveLength(15)
    expect(ofConversations()).toEqual([])
  })

  it('what is told in many channels at once burdens the tenant no more', async () => {
    const places = Array.from({ length: 30 }, (_, i) => office.teams.addChannel({ name: `Place ${i}` }))
    for (const place of places) await office.says(office.ana, place, 'shelfready subscribe')
    await office.settled(30_000)
    const day = inDays(30)
    await office.says(
      office.ana,
      office.launches,
      `promo add "All" sku:SKU-100 at:EAST from:${day} to:${day} units:900`,
    )
    await office.settled(30_000)
    for (const place of places) expect(office.saying(place, 'READY · All')).toHaveLength(1)
    const card = await office.message(office.launches, 'READY · All')
    const people = Array.from({ length: 20 }, () => office.teams.addPerson())
    await Promise.all(people.map((person) => office.presses(person, card, 'Acknowledge')))
    await office.settled(60_000)
    expect(office.teams.tooFast(7, 30)).toEqual([])
  })
})

describe('turns', () => {
  it('are given at any moment of a clock, none further apart than the allowance asks for', async () => {
    for (const start of [0.1, 8191.97, 16383.98, 32767.99, 1e6 + 1 / 3]) {
      let moment = start
      const turns = openTurns(() => moment)
      for (let i = 0; i < 40; i++) {
        expect(await turns([{ key: 'tenant', allowances: [{ calls: 1, milliseconds: 1 }] }])).toBe(0)
        moment += 0.3
      }
    }
  })
})
