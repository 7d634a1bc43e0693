import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { eventually } from '../../_helpers/slack/office.ts'
import { plentyOfLemonade, shortCola } from '../../_helpers/slack/stocked-store.ts'
import { type Message, refusals, type TeamsFault } from '../../_helpers/teams/fake-teams.ts'
import { messageWords, pressWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let card: Message
beforeEach(async () => {
  office = await openTeamsOffice()
  await office.says(office.ana, office.launches, shortCola('Summer BOGO'))
  card = await office.message(office.launches, 'READY · Summer BOGO')
  await office.settled()
})
afterEach(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

const answers = (answer: (typeof refusals)[keyof typeof refusals]): TeamsFault => ({
  kind: 'answer',
  answer,
  commits: false,
})
const calls = (method: string) => office.teams.calls.filter((call) => call.method === method)
const cards = () => office.saying(office.launches, 'READY · Summer BOGO')
const takes = () => office.presses(office.ben, card, 'Acknowledge')
const givesBack = () => office.says(office.ana, office.launches, 'shelfready snooze R-1')

/** Waits until a message has to wait, and lets that time pass. */
const passes = async () => {
  const waiting = () =>
    office.rows(
      `select id from outbox where state in ('unknown', 'pending') and not_before is not null and failures is not null`,
    )
  await eventually(() => expect(waiting().length).toBeGreaterThan(0))
  await office.pass({ minutes: 1 })
}

describe('a change of a card', () => {
  it('that is not there any more is given up, and posts nothing in its place', async () => {
    office.teams.deleteMessage(card)
    expect(pressWords(await takes())).toMatch(/^R-\d+ is yours\./)
    await office.settled()
    expect(cards()).toEqual([])
    expect(office.rows('select * from live_message')).toEqual([])
    expect(office.rows(`select state from outbox where state = 'parked'`)).toEqual([])
  })

  it('that Teams refuses once, for no reason that it can name, is made all the same', async () => {
    office.teams.script({ method: 'edit', fault: answers(refusals.serviceError) })
    await takes()
    await office.settled()
    expect(cards()).toHaveLength(1)
    expect(messageWords(office.now(card))).toContain('Ben')
  })

  it.each([
    ['for no reason that it can name', refusals.serviceError, 2],
    ['because we would not be in the conversation', refusals.notInRoster, 1],
  ])('that Teams refuses %s is posted anew, and edited there from then on', async (_, refusal, times) => {
    office.teams.script({ method: 'edit', times, fault: answers(refusal) })
    await takes()
    await office.settled()
    expect(cards()).toHaveLength(2)
    const fresh = cards().at(-1) as Message
    expect(messageWords(fresh)).toContain('Ben')
    await givesBack()
    await office.settled()
    expect(cards()).toHaveLength(2)
    expect(messageWords(office.now(fresh))).toMatch(/put aside|snoozed/i)
    expect(office.now(fresh).history).toHaveLength(1)
    expect(office.now(card).history).toHaveLength(0)
  })

  it('that Teams never takes is posted anew once, not with every further change', async () => {
    office.teams.script({
      method: 'edit',
      times: 100,
      when: ({ activityId }) => activityId === card.id,
      fault: answers(refusals.serviceError),
    })
    await takes()
    await office.settled()
    await givesBack()
    await office.settled()
    await office.says(office.ben, office.launches, 'shelfready ack R-1')
    await office.settled()
    expect(cards()).toHaveLength(2)
    expect(messageWords(office.now(cards().at(-1) as Message))).toContain('· Ben · R-1')
  })

  it.each<[string, TeamsFault]>([
    ['of a bad gateway', answers(refusals.badGateway)],
    ['of a failed precondition', answers(refusals.preconditionFailed)],
    ['a broken line', { kind: 'reset', commits: true }],
  ])('of which nobody knows whether it was made, because %s, is made again', async (_, fault) => {
    office.teams.script({ method: 'edit', fault })
    await takes()
    await passes()
    await office.settled()
    expect(cards()).toHaveLength(1)
    expect(messageWords(office.now(card))).toContain('Ben')
  })
})

describe('a message', () => {
  it('that Teams asks to wait for waits as long as it says', async () => {
    office.teams.script({ method: 'send', fault: { kind: 'rate-limited', retryAfter: 3 } })
    await office.says(office.ana, office.launches, plentyOfLemonade('Patient'))
    await eventually(() => expect(office.saying(office.launches, 'READY · Patient')).toHaveLength(1))
    await office.settled()
    const limited = calls('send').find(({ outcome }) => outcome.fault === 'rate-limited')
    // Sent again it leads to the card, which has come meanwhile: the words are the same.
    const wordsOf = (body: unknown) => messageWords({ activity: body as Message['activity'] })
    const same = ({ body }: { readonly body: unknown }) => wordsOf(body) === wordsOf(limited?.body)
    expect(wordsOf(limited?.body)).toMatch(registration('Patient', 'P-2'))
    const again = calls('send').filter((call) => same(call) && call.outcome.fault === null)
    expect(again).toHaveLength(1)
    expect((again[0]?.at ?? 0) - (limited?.at ?? 0)).toBeGreaterThanOrEqual(3000)
  })

  it('whose conversation has to wait keeps no other one waiting', async () => {
    const { ana, launches, says, teams } = office
    const other = teams.addChannel({ name: 'Other' })
    teams.script({
      method: 'send',
      when: ({ conversationId }) => conversationId === launches.id,
      fault: { kind: 'rate-limited', retryAfter: 5 },
    })
    await says(ana, launches, plentyOfLemonade('Slow'))
    await says(ana, other, plentyOfLemonade('Fast'))
    await eventually(() => expect(office.saying(other, 'READY · Fast')).toHaveLength(1))
    expect(office.saying(launches, 'READY · Slow')).toEqual([])
    await eventually(() => expect(office.saying(launches, 'READY · Slow')).toHaveLength(1))
    await office.settled()
  })

  it.each([true, false])(
    'of which nobody knows whether it arrived, which it did: %s, is sent once more and says that it may be a repeat',
    async (commits) => {
      office.teams.script({ method: 'send', fault: { kind: 'status', status: 502, commits } })
      await office.says(office.ana, office.launches, plentyOfLemonade('Unsure'))
      await passes()
      await eventually(() => expect(office.saying(office.launches, /possible repeat/)).toHaveLength(1))
      await office.settled()
      const all = office.saying(office.launches, 'Unsure').filter(({ root, id }) => root === id)
      const told = office.saying(office.launches, registration('Unsure')).concat(all)
      expect(told).toHaveLength(commits ? 3 : 2)
    },
  )

  it('whose form Teams minds is sent as text', async () => {
    office.teams.script({
      method: 'send',
      times: 2,
      when: ({ body }) => JSON.stringify(body).includes('READY · Plain'),
      fault: { kind: 'status', status: 400, commits: false },
    })
    await office.says(office.ana, office.launches, plentyOfLemonade('Plain'))
    await office.settled()
    const said = office.saying(office.launches, 'Plain')
    expect(said.some(({ activity }) => typeof activity.text === 'string')).toBe(true)
    expect(office.rows(`select state from outbox where state = 'parked'`)).toEqual([])
  })

  it('is sent once the token is taken again, after the old one has expired', async () => {
    office.teams.expireTokens()
    await office.says(office.ben, office.launches, plentyOfLemonade('New token'))
    await office.message(office.launches, 'READY · New token')
  })

  it('that Teams could not take three times over arrives when Teams is back', async () => {
    office.teams.script({
      method: 'send',
      times: 3,
      when: ({ body }) => JSON.stringify(body).includes('READY · Thrice'),
      fault: { kind: 'status', status: 503, commits: false },
    })
    await office.says(office.ana, office.launches, plentyOfLemonade('Thrice'))
    for (let outage = 0; outage < 3; outage++) await passes()
    await eventually(() => expect(office.saying(office.launches, 'READY · Thrice')).toHaveLength(1))
  })
})
