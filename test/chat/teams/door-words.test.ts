import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { inDays, plentyOfLemonade } from '../../_helpers/slack/stocked-store.ts'
import type { Conversation, Message, Person } from '../../_helpers/teams/fake-teams.ts'
import { messageWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let group: Conversation
beforeAll(async () => {
  office = await openTeamsOffice()
  group = office.teams.addGroupChat({ name: 'Planning' })
  await office.says(office.ana, office.launches, plentyOfLemonade('Everywhere'))
  await office.message(office.launches, 'READY · Everywhere')
  await office.settled()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

/** Says something as Ana, unless told otherwise, and gives what the bot says there and to anybody alone since. */
const heard = async (
  where: Conversation,
  words: string,
  { person = office.ana, ...how }: Parameters<TeamsOffice['says']>[3] & { readonly person?: Person } = {},
) => {
  const { teams } = office
  const [before, alone] = [teams.posted(where).length, teams.targeted.length]
  const answer = await office.says(person, where, words, how)
  expect(answer).toMatchObject({ status: 200, body: null })
  await office.settled()
  return { said: teams.posted(where).slice(before), alone: teams.targeted.slice(alone) }
}
const only = (messages: readonly Message[]): Message => {
  expect(messages).toHaveLength(1)
  return messages[0] as Message
}
/** Says something in a new thread of a channel of its own, and gives the thread and the one answer. */
const inThread = async (words: string) => {
  const where = office.teams.addChannel({ name: `Words ${words.slice(0, 10)}` })
  const { said } = await heard(where, words)
  const asked = office.teams.messages(where)[0] as Message
  return { answer: only(said.filter(({ root }) => root === asked.id)), asked }
}

describe('words', () => {
  it('in a conversation of two are answered there, and nobody else sees it', async () => {
    const { said, alone } = await heard(office.teams.personalChat(office.ana), 'promo list')
    expect(messageWords(only(said))).toContain('Everywhere')
    expect(alone).toEqual([])
  })

  it('in a group chat are answered there, without the mention that they began with', async () => {
    const { said, alone } = await heard(group, 'promo list')
    expect(messageWords(only(said))).toContain('Everywhere')
    expect(only(said).root).toBeNull()
    expect(alone).toEqual([])
  })

  it('in a channel are answered in the thread that they began', async () => {
    const { answer, asked } = await inThread('promo list')
    expect(messageWords(answer)).toContain('Everywhere')
    expect(answer.root).toBe(asked.id)
    expect(answer.id).not.toBe(asked.id)
  })

  it('in a thread of a channel are answered in that thread', async () => {
    const first = office.teams.writes(office.ben, office.launches, 'What do we promise?')
    const { said } = await heard(office.launches, 'promo list', { thread: first })
    expect(only(said).root).toBe(first.id)
  })

  it.each(['', '   ', '\u00a0', 'hello there', 'help'])(
    'that say no more than "%s" are answered with what can be asked',
    async (words) => {
      const { answer } = await inThread(words)
      expect(messageWords(answer)).toMatch(/promo|help/)
    },
  )

  it('may carry the mention anywhere, and more than once', async () => {
    const { teams, ana, launches } = office
    const activity = teams.says(ana, launches, 'list <at>Shelfready</at>')
    const text = 'promo <at>Shelfready</at> list <at>Shelfready</at>'
    await office.deliver({ ...activity, text })
    await office.settled()
    const answer = teams.posted(launches).at(-1) as Message
    expect(messageWords(answer)).toContain('Everywhere')
  })

  it.each([':', ',', '&nbsp;:', ' ,', ';'])('may be set off from the mention by "%s"', async (mark) => {
    const { teams, ana, launches } = office
    await office.deliver({ ...teams.says(ana, launches, ''), text: `<at>Shelfready</at>${mark} promo list` })
    await office.settled()
    expect(messageWords(teams.posted(launches).at(-1) as Message)).toContain('Everywhere')
  })

  it('may be written with blanks that do not break, as clients write them', async () => {
    const { answer } = await inThread('\u00a0promo\u00a0list')
    expect(messageWords(answer)).toContain('Everywhere')
  })

  it('of an activity that is none of them are answered by nothing', async () => {
    const { teams, ana, launches } = office
    const before = teams.posted(launches).length
    for (const type of ['messageReaction', 'messageUpdate', 'messageDelete', 'typing', 'endOfConversation', 'event'])
      expect(await office.deliver({ ...teams.says(ana, launches, 'promo list'), type })).toMatchObject({ status: 200 })
    await office.settled()
    expect(teams.posted(launches)).toHaveLength(before)
  })

  it('of an invoke that nobody offered are answered with 501', async () => {
    const { teams, ana, launches } = office
    const base = teams.says(ana, launches, '')
    for (const name of ['signin/verifyState', 'composeExtension/query', '__proto__'])
      expect((await office.deliver({ ...base, type: 'invoke', name, value: {} })).status).toBe(501)
  })

  it('of a consent to a file that nobody offered are answered by nothing', async () => {
    const { teams, ana, launches } = office
    const before = teams.posted(launches).length
    const uploadInfo = { uploadUrl: 'https://example.com/up', contentUrl: 'https://example.com/up' }
    for (const value of [
      {},
      { action: 'accept', uploadInfo },
      { action: 'decline', context: { v: 1, line: 'promo list' } },
    ]) {
      const activity = { ...teams.says(ana, launches, ''), type: 'invoke', name: 'fileConsent/invoke', value }
      expect(await office.deliver(activity)).toMatchObject({ status: 200, body: null })
    }
    await office.settled()
    expect(teams.posted(launches)).toHaveLength(before)
  })
})

describe('other people who are mentioned', () => {
  const register = async (name: string, owner: string) => {
    const { teams, ana } = office
    const where = teams.addChannel({ name })
    const line = `promo add ${name} sku:SKU-110 at:EAST from:${inDays(40)} to:${inDays(41)} units:5 owner:<at>${owner}</at>`
    const person = teams.addPerson({ name: owner })
    const activity = teams.says(ana, where, line)
    const mention = { type: 'mention', mentioned: { id: person.id, name: owner }, text: `<at>${owner}</at>` }
    await office.deliver({ ...activity, entities: [...(activity.entities as object[]), mention] })
    await office.settled()
    return office.rows<{ owner: string }>('select owner from promotion_line where name = ?', name)[0]?.owner
  }

  it.each(['Ben', 'Chloe Dupont', "Sinéad O'Hara", '李雷', 'Anna-Lena von Müller', 'Max & Co', 'Shelfready Team'])(
    'go by their names: %s',
    async (name) => {
      expect(await register(`Owned ${name}`.replaceAll(/[^A-Za-z]/g, ''), name)).toBe(name)
    },
  )

  it.each(['Ana "Big" Lim', 'Lim, Ana', 'a:b'])('do not break the words around them: %s', async (name) => {
    expect(await register(`Odd${name.replaceAll(/[^A-Za-z]/g, '')}`, name)).toBeTruthy()
  })
})

describe('what looks like a mention and is none', () => {
  /** Registers a promotion by words in which these are said to be mentions, and gives its name and its owner. */
  const registered = async (
    name: string,
    owner: string,
    entities: (bot: { readonly id: string }) => readonly object[],
  ) => {
    const { teams, ana } = office
    const where = teams.addChannel()
    const line = `promo add "${name}" sku:SKU-110 at:EAST from:${inDays(44)} to:${inDays(45)} units:5 owner:${owner} another:yes`
    const activity = teams.says(ana, where, line)
    await office.deliver({ ...activity, entities: [...(activity.entities as object[]), ...entities(teams.bot)] })
    await office.settled()
    expect(teams.posted(where).map(messageWords).join('\n')).toMatch(registration())
    return office.rows('select name, owner from promotion_line order by batch_id desc limit 1')[0]
  }
  const mention = (mentioned: object, text: string) => ({ type: 'mention', mentioned, text })

  it('is kept where the words name the bot without calling it', async () => {
    const told = registered('Shelfready shows Shelfready', 'Ben', (bot) => [mention(bot, 'Shelfready')])
    expect(await told).toEqual({ name: 'Shelfready shows Shelfready', owner: 'Ben' })
  })

  it.each(['a', 'sku', ':', '"', '<at>', '</at>', ' '])('rewrites no other words: %s', async (text) => {
    const told = registered('A banana at a sale', 'Ben', (bot) => [
      mention({ id: '29:other', name: 'Somebody Else' }, text),
      mention(bot, text),
    ])
    expect(await told).toEqual({ name: 'A banana at a sale', owner: 'Ben' })
  })

  it.each([
    ['a name of several words', '<at>Chloe Dupont</at>', 'Chloe Dupont'],
    ['one with a number, as some clients write it', '<at id="1">Chloe Dupont</at>', 'Chloe Dupont'],
  ])('goes by what it says: %s', async (_, owner, name) => {
    expect(await registered('Owned by nobody', owner, () => [])).toEqual({ name: 'Owned by nobody', owner: name })
  })
})

describe.each([
  ['shelfready whoami', /^You are Greta Klein/],
  ['shelfready home', /^(Mo|Di|Mi|Do|Fr|Sa|So)\., \d+\. [A-Z].* · Greta Klein/],
])('%s, which is about the one who asks,', (words, about) => {
  const german = () => office.teams.addPerson({ name: 'Greta Klein', locale: 'de-DE' })
  const inConfidence = async (person: Person) => {
    const { said } = await heard(office.teams.personalChat(person), words, { person })
    return messageWords(only(said)).replace('in a direct message.', '')
  }

  it.each<[string, () => Conversation, string]>([
    ['a channel', () => office.launches, 'in Launches.'],
    ['a group chat', () => group, 'in Planning.'],
  ])('is seen by them alone where it is asked in %s, written as they read it', async (_, where, place) => {
    const person = german()
    const { said, alone } = await heard(where(), words, { person })
    expect(said).toEqual([])
    expect(only(alone)).toMatchObject({ to: person.id, conversationId: where().id })
    const own = messageWords(only(alone)).replace(place, '')
    expect(own).toMatch(about)
    const alike = (said: string) => said.replaceAll(/@Shelfready |\bshelfready (?=[a-z])/g, '')
    expect(alike(own)).toBe(alike(await inConfidence(person)))
  })

  it('is told directly where Teams cannot show it to them alone', async () => {
    const { teams } = office
    const person = german()
    const where = teams.addChannel()
    teams.script({
      method: 'send',
      when: ({ body }) => (body.recipient as { isTargeted?: boolean } | undefined)?.isTargeted === true,
      fault: { kind: 'status', status: 400, commits: false },
      times: 2,
    })
    const { said, alone } = await heard(where, words, { person })
    expect([...said, ...alone]).toEqual([])
    expect(teams.posted(teams.personalChat(person)).map(messageWords)).toEqual([expect.stringMatching(about)])
  })
})

describe('a slash command, which the bot alone receives,', () => {
  it.each<[string, () => Conversation]>([
    ['a channel', () => office.launches],
    ['a group chat', () => group],
  ])('is answered to the one who wrote it alone, in %s', async (_, where) => {
    const { said, alone } = await heard(where(), 'promo list', { targeted: true })
    expect(said).toEqual([])
    expect(only(alone)).toMatchObject({ to: office.ana.id, conversationId: where().id })
    expect(messageWords(only(alone))).toContain('Everywhere')
  })

  it('is answered directly where Teams cannot show it to one person alone', async () => {
    const { teams, ana } = office
    const where = teams.addChannel({ name: 'Untargeted' })
    teams.script({
      method: 'send',
      when: ({ body }) => (body.recipient as { isTargeted?: boolean } | undefined)?.isTargeted === true,
      fault: { kind: 'status', status: 400, commits: false },
      times: 3,
    })
    const chat = teams.personalChat(ana)
    const before = teams.posted(chat).length
    const { said, alone } = await heard(where, 'promo list', { targeted: true })
    expect([...said, ...alone]).toEqual([])
    expect(teams.posted(chat).slice(before).map(messageWords)).toEqual([expect.stringContaining('Everywhere')])
  })

  it('registers all the same, and the channel reads its card', async () => {
    const { said, alone } = await heard(office.launches, plentyOfLemonade('By slash'), { targeted: true })
    expect(messageWords(only(alone))).toMatch(registration('By slash'))
    expect(messageWords(only(said))).toContain('READY · By slash')
  })

  it('for a form is given one that nobody else sees', async () => {
    const { said, alone } = await heard(office.launches, 'promo add', { targeted: true })
    expect(said).toEqual([])
    expect(messageWords(only(alone))).toContain('New promotion')
  })
})

describe('what people write, in Teams own letters,', () => {
  it.each([
    ['&amp;', 'Fish &amp; Chips', 'Fish & Chips'],
    ['&lt;', 'A &lt;b&gt;', 'A <b>'],
    ['an emoji', 'Sommer ☀️', 'Sommer ☀️'],
    ['a mark of markdown', '*Bold* _and_ [more](http://x)', '*Bold* _and_ [more](http://x)'],
    ['an escaped escape', '&amp;lt;', '&lt;'],
  ])('is kept as it was meant: %s', async (_, said, name) => {
    const { answer } = await inThread(
      `promo add "${said}" sku:SKU-110 at:EAST from:${inDays(60)} to:${inDays(61)} units:5`,
    )
    expect(messageWords(answer)).toMatch(registration())
    expect(office.rows('select name from promotion_line where name = ?', name)).toHaveLength(1)
  })
})
