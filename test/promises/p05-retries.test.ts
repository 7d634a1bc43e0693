import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { registration } from '../_helpers/registered.ts'
import { type FakeMessage, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { eventually, notDone, type Office, openOffice, shown, valueBehind } from '../_helpers/slack/office.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { blockActionPayload, eventPayload, slashCommandPayload } from '../_helpers/slack/signed-request.ts'
import { inDays, plentyOfLemonade, shortCola, stockedStore } from '../_helpers/slack/stocked-store.ts'
import { openFile } from '../store/open-store.ts'
import { office } from './stand-in-channel.ts'

const five = [1, 2, 3, 4, 5]
const ways: readonly (readonly [how: string, isAtOnce: boolean])[] = [
  ['in turn', false],
  ['at the same moment', true],
]
const retried = (turn: number) => ({ 'x-slack-retry-num': `${turn}`, 'x-slack-retry-reason': 'http_timeout' })

let number = 0
/** What one delivery and its repetitions have in common. */
const once = () => ({ trigger_id: `trigger-${++number}`, response_url: 'http://127.0.0.1:9/response/none' })
let minute = 0
const nextTs = () => `17640${String(++minute).padStart(5, '0')}.000100`

/** What an answer says, wherever its ids lead: one that is given again may know by then where the card is. */
const wordsOf = (answer: Parameters<typeof shown>[0]): string => shown(answer).replace(/<https:[^|>]+\|([^>]+)>/g, '$1')

type Seen = Pick<Office, 'rows' | 'fake' | 'settled'>

const cardsOf = ({ fake }: Seen, channel: string, name: string): readonly FakeMessage[] =>
  fake.messages(channel).filter(({ text, thread_ts }) => text.startsWith(name) && thread_ts === undefined)

/** Expects one promotion of this name, registered once, with one card in the channel. */
const expectOnce = async (seen: Seen, channel: string, begins: string, name = begins): Promise<FakeMessage> => {
  await seen.settled()
  expect(seen.rows(`select promotion_id from promotion_line where name = '${name}'`)).toHaveLength(1)
  const audited = `select 1 from audit where action = 'register' and entity in
    (select promotion_id from promotion_line where name = '${name}')`
  expect(seen.rows(audited)).toHaveLength(1)
  const cards = cardsOf(seen, channel, begins)
  expect(cards).toHaveLength(1)
  return cards[0] as FakeMessage
}

/** Expects that one press was counted, told once in the thread, and drawn once into the card. */
const expectCounted = async (seen: Seen, channel: string, card: FakeMessage): Promise<void> => {
  await eventually(() => expect(seen.fake.messages(channel).find(({ ts }) => ts === card.ts)?.edits).toBe(1))
  await seen.settled()
  const [now, ...stories] = seen.fake.messages(channel).filter(({ ts, thread_ts }) => (thread_ts ?? ts) === card.ts)
  expect(now?.edits).toBe(1)
  expect(stories).toHaveLength(1)
  const id = /\((P-\d+)\)/.exec(card.text)?.[1]
  const counted = `select 1 from acknowledgement join risk on risk.id = risk_id where subject like '%"${id}"%'`
  expect(seen.rows(counted)).toHaveLength(1)
}

describe.concurrent('what Slack delivers again', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office[Symbol.asyncDispose]())

  /** A channel of its own for each promotion: what is posted in one does not wait for another. */
  const newChannel = () => {
    const { fake, ana, ben } = office
    return fake.addChannel({ members: [fake.bot.userId, ana.id, ben.id] }).id
  }
  const deliver = async (event: Parameters<Office['hears']>[0]['event'], isAtOnce: boolean) => {
    const one = (turn: number) =>
      office.hears({ event, event_id: `Ev-${event.ts}-${turn}` }, turn > 1 ? retried(turn - 1) : {})
    const answers = isAtOnce ? await Promise.all(five.map(one)) : []
    if (!isAtOnce) for (const turn of five) answers.push(await one(turn))
    expect(answers.map(({ status }) => status)).toEqual(five.map(() => 200))
  }

  it.each(ways)('as a command, five times %s, acts once and is answered alike', async (how, isAtOnce) => {
    const name = `Typed ${how}`
    const same = { ...once(), channel_id: newChannel() }
    const one = async () => wordsOf(await office.types(plentyOfLemonade(name), same))
    const said = isAtOnce ? await Promise.all(five.map(one)) : []
    if (!isAtOnce) for (const _ of five) said.push(await one())
    expect(said[0]).toMatch(registration(name))
    expect(new Set(said).size).toBe(1)
    await expectOnce(office, same.channel_id, name)
  })

  it('as a command with other words is refused, and nothing is done', async () => {
    const same = { ...once(), channel_id: newChannel() }
    const first = wordsOf(await office.types(plentyOfLemonade('Original'), same))
    for (const words of [plentyOfLemonade('Smuggled'), shortCola('Original'), '/shelfready subscribe']) {
      const other = await office.types(words, same)
      expect(other).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
      expect(shown(other)).toMatch(notDone)
    }
    await expectOnce(office, same.channel_id, 'Original')
    expect(office.rows(`select 1 from promotion_line where name = 'Smuggled'`)).toEqual([])
    expect(office.rows(`select 1 from subscription where channel = '${same.channel_id}'`)).toEqual([])
    expect(wordsOf(await office.types(plentyOfLemonade('Original'), same))).toBe(first)
  })

  // One after the other: each changes what the other one's card says of the shared stock.
  it('as a press, five times, in turn or at the same moment, counts once', async () => {
    for (const [how, isAtOnce] of ways) {
      const name = `Pressed ${how}`
      const channel_id = newChannel()
      const day = inDays(isAtOnce ? 60 : 80)
      await office.types(`/promo add "${name}" sku:SKU-100 at:EAST from:${day} to:${day} units:700`, { channel_id })
      const card = await expectOnce(office, channel_id, name)
      const same = {
        ...{ ...once(), action_ts: '1764093600.000001', user_id: office.ben.id, channel_id, message_ts: card.ts },
        value: valueBehind(card.blocks, 'Acknowledge'),
      }
      if (isAtOnce) await Promise.all(five.map(() => office.presses(same)))
      else for (const _ of five) await office.presses(same)
      await expectCounted(office, channel_id, card)
    }
  })

  it.each(ways)('as a mention, as five events %s, acts once and is answered once', async (how, isAtOnce) => {
    const { fake, ana } = office
    const name = `Mentioned ${how}`
    const channel = newChannel()
    const text = `<@${fake.bot.userId}> ${plentyOfLemonade(name).slice(1)}`
    await deliver({ type: 'app_mention', user: ana.id, channel, ts: nextTs(), text }, isAtOnce)
    const said = () => fake.ephemerals.filter((ephemeral) => registration(name).test(ephemeral.text))
    await eventually(() => expect(said().length).toBeGreaterThan(0))
    await expectOnce(office, channel, `${name} (`, name)
    expect(said()).toHaveLength(1)
  })

  it.each(ways)('as a direct message, as five events %s, acts once and is answered once', async (how, isAtOnce) => {
    const { fake, direct } = office
    const name = `Written ${how}`
    const user = fake.addUser()
    const { id: channel } = direct(user)
    const text = plentyOfLemonade(name).slice(1)
    await deliver({ type: 'message', user: user.id, channel, channel_type: 'im', ts: nextTs(), text }, isAtOnce)
    const said = () => fake.messages(channel).filter((message) => registration(name).test(message.text))
    await eventually(() => expect(said().length).toBeGreaterThan(0))
    await expectOnce(office, channel, `${name} (`, name)
    expect(said()).toHaveLength(1)
  })

  it('for the first time as a retry acts all the same', async () => {
    const channel = newChannel()
    const text = `<@${office.fake.bot.userId}> ${plentyOfLemonade('Late').slice(1)}`
    await office.hears({ event: { type: 'app_mention', user: office.ana.id, channel, ts: nextTs(), text } }, retried(2))
    await eventually(() => expect(cardsOf(office, channel, 'Late')).toHaveLength(1))
  })
})

describe('what Slack delivers again after a restart', () => {
  it('acts once and is answered alike, killed or stopped, in any mixture', async () => {
    await using store = await stockedStore()
    await using fake = await openFakeSlack()
    const ana = fake.addUser({ id: 'U0000ANA1', name: 'ana' })
    const channel = fake.addChannel({ id: 'C0LAUNCH1', members: [fake.bot.userId, ana.id] })
    const commands = ['One', 'Two'].map((name) => ({
      words: name === 'One' ? shortCola(name) : plentyOfLemonade(name),
      ...once(),
    }))
    const said = commands.map(() => new Set<string>())
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
      await using bot = await startBot(fake, store.file)
      const told = { channel_id: channel.id, user_id: ana.id }
      await Promise.all(
        [...commands.entries(), ...commands.entries()].map(async ([index, { words, ...same }]) =>
          said[index]?.add(wordsOf(await bot.command(words, { ...told, ...same }))),
        ),
      )
      await bot.kill(signal)
    }
    expect(said.map((texts) => texts.size)).toEqual([1, 1])
    await using _bot = await startBot(fake, store.file)
    await eventually(() => expect(fake.messages(channel.id).length).toBeGreaterThanOrEqual(2))
    expect(await store.rows('select name from promotion_line order by name')).toEqual([
      { name: 'One' },
      { name: 'Two' },
    ])
    const texts = fake.messages(channel.id).map(({ text }) => text.split(' ')[0])
    expect(texts.toSorted()).toEqual(['One', 'Two'])
  })
})

describe('what Slack delivers again through a socket', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice({ mode: 'socket' })
    await eventually(() => expect(office.fake.sockets()).toBeGreaterThan(0))
  })
  afterAll(() => office[Symbol.asyncDispose]())
  const command = (line: string) => {
    const [, ...words] = line.split(' ')
    const payload = slashCommandPayload({
      ...{ ...once(), text: words.join(' ') },
      ...{ channel_id: office.launches.id, user_id: office.ana.id },
    })
    return () => office.fake.envelope({ type: 'slash_commands', payload })
  }

  it('as a command, a press and a mention acts once', async () => {
    const { fake, ana, launches } = office
    const deliverOnce = command(shortCola('Through a socket'))
    const said = await Promise.all(five.map(deliverOnce))
    expect(JSON.stringify(said[0])).toMatch(registration('Through a socket', 'P-1'))
    expect(new Set(said.map((json) => wordsOf({ json, text: '' }))).size).toBe(1)
    const card = await expectOnce(office, launches.id, 'Through a socket')

    const press = blockActionPayload({
      ...{ ...once(), user_id: ana.id, channel_id: launches.id, message_ts: card.ts },
      value: valueBehind(card.blocks, 'Acknowledge'),
    })
    await Promise.all(five.map(() => fake.envelope({ type: 'interactive', payload: press })))
    await expectCounted(office, launches.id, card)

    const text = `<@${fake.bot.userId}> ${plentyOfLemonade('Mentioned').slice(1)}`
    const event = { type: 'app_mention', user: ana.id, channel: launches.id, ts: nextTs(), text }
    for (const turn of five) {
      const again = turn === 1 ? {} : { retry_attempt: turn - 1, retry_reason: 'timeout' }
      await fake.envelope({ type: 'events_api', payload: eventPayload({ event, event_id: `Ev-${turn}` }), ...again })
    }
    const answers = () => fake.ephemerals.filter((one) => registration('Mentioned').test(one.text))
    await eventually(() => expect(answers().length).toBeGreaterThan(0))
    await expectOnce(office, launches.id, 'Mentioned (', 'Mentioned')
    expect(answers()).toHaveLength(1)
  })

  it('after the socket was cut acts once', async () => {
    const { fake, launches } = office
    const deliverOnce = command(plentyOfLemonade('Cut off'))
    const told = async () => wordsOf({ json: await deliverOnce(), text: '' })
    const first = await told()
    expect(first).toMatch(registration('Cut off'))
    fake.dropSockets('cut')
    await eventually(() => expect(fake.sockets()).toBe(0))
    await eventually(() => expect(fake.sockets()).toBeGreaterThan(0))
    expect(await told()).toBe(first)
    await expectOnce(office, launches.id, 'Cut off')
  })
})

it('is counted once where two processes are told of it at the same time', async () => {
  await using one = await office('2026-06-01T08:00:00Z')
  await using other = await openFile(one.app.workspace.database.file)
  const card = { tone: 'plain', title: 'Done', plain: 'Done', blocks: [], footer: null } as const
  const post = { kind: 'post', about: 'notice', channel: '#a', entity: 'twice', notAfter: null, card } as const
  const receipt = { requestKey: 'delivered twice', argumentsHash: 'a', reply: { title: 'Done' } }
  const ends = await Promise.all(
    [one.app.workspace, other.workspace].map((workspace) => apply(workspace, [post], receipt, one.app.now())),
  )
  expect(ends.toSorted()).toEqual(['applied', 'stale'])
  expect(one.rows('select entity from outbox')).toEqual([{ entity: 'twice' }])
})
