import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { patience } from '../../_helpers/slack/office.ts'
import { inDays, plentyOfLemonade } from '../../_helpers/slack/stocked-store.ts'
import { actionsOf, type Conversation, type Message, type Person } from '../../_helpers/teams/fake-teams.ts'
import { messageWords, pressWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeAll(async () => {
  office = await openTeamsOffice()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

let days = 10
/** Registers, in a conversation of its own, a promotion that no order saves, and gives its card. */
const newCard = async (name: string, where: Conversation = office.teams.addChannel({ name })): Promise<Message> => {
  days += 2
  const line = `promo add "${name}" sku:SKU-100 at:EAST from:${inDays(days)} to:${inDays(days)} units:700`
  await office.says(office.ana, where, line)
  const card = await office.message(where, `READY · ${name}`)
  await office.settled()
  return card
}
const idOf = (card: Message) => /P-\d+/.exec(messageWords(card))?.[0] ?? ''
const acknowledged = (card: Message) =>
  office.rows<{ readonly person_name: string }>(
    `select person_name from acknowledgement a join risk r on r.id = a.risk_id where r.identity like '%"${idOf(card)}"%'`,
  )
const titles = (message: Message) => actionsOf(message).map(({ title }) => title)
const stories = (card: Message) =>
  office.teams.posted(card.conversationId).filter(({ root, id }) => root === card.id && id !== card.id)

describe('a registration', () => {
  it('posts one card where it was made and one in every subscribed conversation, and answers in the thread', async () => {
    const { ana, says, teams } = office
    const [one, other, third] = ['One', 'Other', 'Third'].map((name) => teams.addChannel({ name })) as Conversation[]
    const group = teams.addGroupChat({ name: 'Planning' })
    for (const where of [one, other, group]) await says(ana, where as Conversation, 'shelfready subscribe')
    await office.settled()
    await says(ana, one as Conversation, plentyOfLemonade('Everywhere'))
    await office.settled()
    const cards = [one, other, group, third].map(
      (where) => office.saying(where as Conversation, 'READY · Everywhere').length,
    )
    expect(cards).toEqual([1, 1, 1, 0])
    const asked = teams.messages(one as Conversation).at(-3)
    expect(office.saying(one as Conversation, registration()).map(({ root }) => root)).toEqual([asked?.id])
    expect(office.saying(one as Conversation, 'READY · Everywhere').every(({ root, id }) => root === id)).toBe(true)
    for (const where of [one, other, group]) await says(ana, where as Conversation, 'shelfready unsubscribe')
    await office.settled()
  })

  it('typed a second time, or by someone else, is answered with the first one and posts nothing', async () => {
    const where = office.teams.addChannel({ name: 'Twice' })
    for (const person of [office.ana, office.ana, office.ben]) {
      await office.says(person, where, plentyOfLemonade('Twice'))
      await office.settled()
    }
    expect(office.saying(where, 'READY · Twice')).toHaveLength(1)
    expect(office.saying(where, /already registered as P-\d+ by Ana Lim/)).toHaveLength(2)
  })
})

describe.each([
  ['a channel', () => office.teams.addChannel()],
  ['a group chat', () => office.teams.addGroupChat()],
  ['a conversation of two', () => office.teams.personalChat(office.ana)],
])('Acknowledge on a card in %s', (kind, place) => {
  const who = () => (kind === 'a conversation of two' ? office.ana : office.ben)

  it('counts, changes the card in its place and is told below it', async () => {
    const card = await newCard(`Pressed in ${kind}`, place())
    const before = office.teams.posted(card.conversationId).length
    const answer = await office.presses(who(), card, 'Acknowledge')
    expect(pressWords(answer)).toMatch(/^R-\d+ is yours\. Next: decide/)
    expect(answer.milliseconds).toBeLessThan(patience)
    await office.settled()
    expect(acknowledged(card)).toEqual([{ person_name: who().name }])
    const now = office.now(card)
    expect(now.history).toHaveLength(1)
    expect(messageWords(now)).toMatch(new RegExp(`at risk · ${who().name} · R-\\d+$`, 'm'))
    expect(titles(now)).not.toContain('Acknowledge')
    expect(titles(now)).toContain('Why')
    const said = office.teams.posted(card.conversationId).slice(before)
    expect(said.map(messageWords)).toEqual([expect.stringContaining(`${who().name} acknowledged`)])
    if (kind === 'a channel') expect(stories(card)).toHaveLength(1)
  })

  it('counts from an old client as well, which submits it as a message', async () => {
    const card = await newCard(`Old in ${kind}`, place())
    const answer = await office.presses(who(), card, 'Acknowledge', { fallback: true })
    expect(answer).toMatchObject({ status: 200, body: null })
    await office.settled()
    expect(acknowledged(card)).toEqual([{ person_name: who().name }])
    expect(office.now(card).history).toHaveLength(1)
  })
})

describe('Acknowledge', () => {
  it('that comes after someone else is answered to its presser alone, with the name of who was first', async () => {
    const card = await newCard('Too late')
    await office.presses(office.ben, card, 'Acknowledge')
    await office.settled()
    const before = office.teams.posted(card.conversationId).length
    const said = pressWords(await office.presses(office.ana, card, 'Acknowledge'))
    expect(said).toMatch(/^Nothing changed: someone was faster\. Already acknowledged by Ben/)
    await office.settled()
    expect(office.teams.posted(card.conversationId)).toHaveLength(before)
    expect(acknowledged(card)).toEqual([{ person_name: 'Ben' }])
    expect(office.now(card).history).toHaveLength(1)
  })

  it('counts for one of fifty who press at the same moment, and every other one hears that they were not it', async () => {
    const people = Array.from({ length: 50 }, (_, i) => office.teams.addPerson({ name: `Person number ${i}` }))
    const card = await newCard('Fifty')
    const answers = await Promise.all(people.map((person) => office.presses(person, card, 'Acknowledge')))
    await office.settled()
    const rows = acknowledged(card)
    expect(rows).toHaveLength(1)
    const won = answers.flatMap((answer, i) =>
      /^R-\d+ is yours\./.test(pressWords(answer)) ? [people[i] as Person] : [],
    )
    expect(won.map(({ name }) => name)).toEqual(rows.map(({ person_name }) => person_name))
    for (const { status } of answers) expect(status).toBe(200)
    const lost = answers.map(pressWords).filter((words) => !/^R-\d+ is yours\./.test(words))
    expect(lost).toHaveLength(49)
    for (const words of lost)
      expect(words).toMatch(/^Nothing changed: someone was faster\. Already acknowledged by Person number \d+/)
    expect(stories(card)).toHaveLength(1)
  })

  it('of a risk whose card is not there any more still counts', async () => {
    const card = await newCard('Deleted')
    office.teams.deleteMessage(card)
    expect(pressWords(await office.presses(office.ben, card, 'Acknowledge'))).toMatch(/^R-\d+ is yours\./)
    await office.settled()
    expect(acknowledged(card)).toEqual([{ person_name: 'Ben' }])
  })
})

describe('Snooze until the next working morning', () => {
  it('shows on the card in its place', async () => {
    const card = await newCard('Later')
    expect(pressWords(await office.presses(office.ben, card, 'Snooze until the next'))).not.toMatch(/nothing/i)
    await office.settled()
    expect(office.now(card).history).toHaveLength(1)
    expect(messageWords(office.now(card))).toMatch(/snoozed by Ben until/)
  })
})

describe.each(['Why', 'Details'])('%s', (title) => {
  it('opens a dialog of the one who pressed, and nobody else sees anything', async () => {
    const card = await newCard(`Looked ${title}`)
    const before = office.teams.posted(card.conversationId).length
    const dialog = await office.opens(office.ben, card, title)
    expect(dialog.words).toContain(`Looked ${title}`)
    await office.settled()
    expect(office.teams.posted(card.conversationId)).toHaveLength(before)
    expect(office.teams.targeted).toEqual([])
    expect(office.now(card).history).toEqual([])
  })

  it('opens a dialog that Teams draws', async () => {
    const card = await newCard(`Drawn ${title}`)
    expect((await office.opens(office.ben, card, title)).problems).toEqual([])
  })
})
