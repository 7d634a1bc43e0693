import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registeredId, registration } from '../../_helpers/registered.ts'
import { blockText } from '../../_helpers/slack/block-kit.ts'
import { eventually, type Office, openOffice, shown, valueBehind } from '../../_helpers/slack/office.ts'
import { inDays, plentyOfLemonade, shortCola } from '../../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

/** All that anybody saw, and all that was sent for anybody to see. */
const everything = () => {
  const { fake } = office
  return JSON.stringify([
    [...fake.channels.keys()].map((id) => fake.messages(id)),
    fake.ephemerals,
    [...fake.views.values()],
    fake.calls.map(({ args }) => args),
    fake.responses.map(({ body }) => body),
  ])
}
const where = ({ id, name }: { readonly id: string; readonly name: string }) => ({ channel_id: id, channel_name: name })
const begins = (channel: string, words: string) =>
  office.fake.messages(channel).filter(({ text }) => text.startsWith(words))
let second = 0
const nextTs = () => `17642${String(++second).padStart(5, '0')}.000100`

describe('the answer to a command', () => {
  it.each([
    shortCola('CommandContext'),
    '/promo list',
    '/promo show P-1',
    '/promo check P-1',
    '/promo why P-1',
    '/promo history P-1',
    `/promo what-if sku:SKU-110 from:${inDays(40)} to:${inDays(44)} uplift:+60%`,
    '/promo add x',
    '/promo',
    '/promo nonsense',
    '/stock SKU-100',
    '/stock',
    '/stock <!channel>',
    '/shelfready risks',
    '/shelfready settings',
    '/shelfready whoami',
    '/shelfready help',
    '/shelfready',
    '/shelfready home',
    '/shelfready ack P-1',
  ])('%s is seen by who asked alone', async (words) => {
    await office.settled()
    const before = office.fake.messages(office.launches.id).length
    const answer = await office.types(words)
    expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
    expect(shown(answer).trim()).not.toBe('')
    expect(answer.text).not.toMatch(/<@|<!/)
    if (/add "|ack/.test(words)) return
    await office.settled()
    expect(office.fake.messages(office.launches.id).length).toBe(before)
  })

  it('reaches a person where the bot is not, and says how to invite it', async () => {
    const elsewhere = office.fake.addChannel({ members: [office.ana.id] })
    const answer = await office.types('/promo list', where(elsewhere))
    expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
    expect(shown(answer)).toContain('/invite')
  })
})

describe('a registration', () => {
  it('posts one card where it was made and one in every subscribed channel, no more', async () => {
    const { fake, ana, ben } = office
    const [one, other, third] = [1, 2, 3].map(() => fake.addChannel({ members: [fake.bot.userId, ana.id, ben.id] }))
    if (!one || !other || !third) throw new Error('no channels')
    for (const channel of [one, other]) await office.types('/shelfready subscribe', where(channel))
    const answer = await office.types(plentyOfLemonade('Everywhere'), where(one))
    expect(answer).toMatchObject({ json: { response_type: 'ephemeral' } })
    for (const { id } of [one, other]) await eventually(() => expect(begins(id, 'Everywhere')).toHaveLength(1))
    await office.settled()
    const counts = [one, other, third, office.launches].map(({ id }) => begins(id, 'Everywhere').length)
    expect(counts).toEqual([1, 1, 0, 0])
  })

  it('typed a second time, or by someone else, is answered with the first one and posts nothing', async () => {
    await office.types(plentyOfLemonade('Twice'))
    for (const user_id of [office.ana.id, office.ben.id]) {
      const again = await office.types(plentyOfLemonade('twice'), { user_id })
      expect(shown(again)).toMatch(/already registered as P-\d+ by Ana/)
    }
    await office.settled()
    expect(begins(office.launches.id, 'Twice')).toHaveLength(1)
  })

  it('in a channel where the bot is not is kept, and its person hears where the card did not arrive', async () => {
    const elsewhere = office.fake.addChannel({ members: [office.ana.id] })
    const answer = await office.types(plentyOfLemonade('Uninvited'), where(elsewhere))
    expect(shown(answer)).toMatch(registration('Uninvited'))
    expect(shown(answer)).toContain('/invite')
    await office.settled()
    elsewhere.members.add(office.fake.bot.userId)
    const event = {
      type: 'member_joined_channel',
      user: office.fake.bot.userId,
      channel: elsewhere.id,
      channel_type: 'C',
    }
    await office.hears({ event })
    await eventually(() => expect(begins(elsewhere.id, 'Uninvited')).toHaveLength(1))
  })

  it('whose name calls everybody, a person and a heading calls and draws nothing anywhere', async () => {
    const { fake, ben, launches } = office
    const name = `<!channel> *x* <@${ben.id}>`
    const day = inDays(50)
    const answer = await office.types(
      `/promo add "${name}" sku:SKU-100 at:EAST from:${day} to:${day} units:900 owner:<@${ben.id}|ben> type:<!here>`,
    )
    expect(answer.json).toMatchObject({ response_type: 'ephemeral' })
    const id = registeredId(shown(answer))
    expect(id).toBeDefined()
    await eventually(() => expect(JSON.stringify(fake.messages(launches.id))).toContain(`${id} `))
    await office.settled()
    const card = fake.messages(launches.id).find(({ text }) => text.includes(`(${id})`))
    await office.presses({
      user_id: ben.id,
      value: valueBehind(card?.blocks ?? [], 'Acknowledge'),
      message_ts: card?.ts ?? '',
    })
    for (const words of [
      '/promo list',
      `/promo show ${id}`,
      `/promo why ${id}`,
      `/promo history ${id}`,
      '/shelfready risks',
    ])
      expect((await office.types(words)).text).not.toMatch(/<!|<@/)
    const mention = { type: 'app_mention', user: office.ana.id, channel: launches.id, ts: nextTs() }
    await office.hears({ event: { ...mention, text: `<@${fake.bot.userId}> promo show ${id}` } })
    await office.hears({ event: { ...mention, ts: nextTs(), text: `<@${fake.bot.userId}> promo show <!everyone>` } })
    await office.hears({ event: { type: 'app_home_opened', user: ben.id, channel: 'D1', tab: 'home' } })
    await eventually(() => expect(fake.views.has(ben.id)).toBe(true))
    await office.settled()
    expect(fake.problems).toEqual([])
    expect(everything()).not.toMatch(/<!(channel|here|everyone)|<@/)
  })
})

describe('a mention', () => {
  it.each([
    ['in a channel', undefined],
    ['in a thread', '1764093600.000900'],
  ])('%s is answered there, to who asked alone', async (_, thread_ts) => {
    const { fake, ana, launches } = office
    const before = fake.messages(launches.id).length
    const since = fake.ephemerals.length
    const thread = thread_ts === undefined ? {} : { thread_ts }
    const text = `<@${fake.bot.userId}>  promo list`
    await office.hears({
      event: { type: 'app_mention', user: ana.id, channel: launches.id, ts: nextTs(), text, ...thread },
    })
    await eventually(() => expect(fake.ephemerals.length).toBe(since + 1))
    expect(fake.ephemerals[since]).toMatchObject({ user: ana.id, channel: launches.id, ...thread })
    expect(fake.ephemerals[since]?.thread_ts).toBe(thread_ts)
    await office.settled()
    expect(fake.messages(launches.id).length).toBe(before)
  })

  it.each(['', ' hello', ' promo nonsense', '\u00a0help', ', what about tea?'])(
    'that says no more than "%s" is answered with what can be asked',
    async (words) => {
      const { fake, ana } = office
      const channel = fake.addChannel({ members: [fake.bot.userId, ana.id] })
      const since = fake.ephemerals.length
      const text = `<@${fake.bot.userId}>${words}`
      await office.hears({ event: { type: 'app_mention', user: ana.id, channel: channel.id, ts: nextTs(), text } })
      await eventually(() => expect(fake.ephemerals.length).toBe(since + 1))
      expect(blockText(fake.ephemerals[since]?.blocks)).toMatch(/help|promo/)
    },
  )

  it('that asks about an item of several promotions is asked which of them, with a button for each', async () => {
    const { fake, ana, launches } = office
    const since = fake.ephemerals.length
    const text = `<@${fake.bot.userId}>, what about the cola?`
    await office.hears({ event: { type: 'app_mention', user: ana.id, channel: launches.id, ts: nextTs(), text } })
    await eventually(() => expect(fake.ephemerals.length).toBe(since + 1))
    const { blocks } = fake.ephemerals[since] ?? { blocks: [] }
    expect(blockText(blocks)).toContain('"the cola" can mean 2 things. Which one?')
    expect(valueBehind(blocks, 'CommandContext (P-1)')).toContain('P-1')
  })
})

describe('a mention that is set off from what is asked', () => {
  it.each([':', ',', ' :', '\u00a0,', ';'])('by "%s" is answered as without', async (mark) => {
    const { fake, ana, launches } = office
    const since = fake.ephemerals.length
    const text = `<@${fake.bot.userId}>${mark} promo list`
    await office.hears({ event: { type: 'app_mention', user: ana.id, channel: launches.id, ts: nextTs(), text } })
    await eventually(() => expect(fake.ephemerals.length).toBe(since + 1))
    expect(blockText(fake.ephemerals[since]?.blocks)).toContain('Everywhere')
  })
})

describe('a direct message', () => {
  it('is answered in the direct conversation, where nobody else is', async () => {
    const { fake, ben } = office
    const { id: channel } = office.direct(ben)
    const before = fake.messages(channel).length
    await office.hears({
      event: { type: 'message', channel_type: 'im', user: ben.id, channel, ts: nextTs(), text: 'promo list' },
    })
    await eventually(() => expect(fake.messages(channel).length).toBe(before + 1))
    expect(blockText(fake.messages(channel).at(-1)?.blocks)).toContain('Everywhere')
  })

  it.each<[string, object]>([
    ['of the bot itself', { user: 'U0BOT0000', bot_id: 'B0BOT0000', app_id: 'A0SHELF00' }],
    ['of another app', { bot_id: 'B0OTHER00', subtype: 'bot_message', user: undefined }],
    ['that was edited', { subtype: 'message_changed', message: { text: 'promo list', user: 'U0000BEN1', ts: '1.2' } }],
    ['that was taken back', { subtype: 'message_deleted', deleted_ts: '1764093600.000100' }],
    ['with a file', { subtype: 'file_share', files: [{ id: 'F1' }], text: '' }],
  ])('%s is not answered, or once', async (what, more) => {
    const { fake, ben } = office
    const { id: channel } = office.direct(ben)
    const before = fake.messages(channel).length
    const event = {
      type: 'message',
      channel_type: 'im',
      user: ben.id,
      channel,
      ts: nextTs(),
      text: 'promo list',
      ...more,
    }
    expect((await office.hears({ event })).status).toBe(200)
    await office.settled()
    await new Promise((done) => setTimeout(done, 300))
    expect(fake.messages(channel).length - before).toBeLessThanOrEqual(what === 'with a file' ? 1 : 0)
  })
})

describe('an answer to somebody who is not in the channel', () => {
  it('goes to the direct conversation with them', async () => {
    const { fake } = office
    const cleo = fake.addUser({ name: 'cleo' })
    const text = `<@${fake.bot.userId}> promo list`
    await office.hears({
      event: { type: 'app_mention', user: cleo.id, channel: office.launches.id, ts: nextTs(), text },
    })
    const { id } = office.direct(cleo)
    await eventually(() => expect(fake.messages(id)).toHaveLength(1))
    expect(blockText(fake.messages(id)[0]?.blocks)).toContain('Everywhere')
  })
})

describe('in all of this', () => {
  it('nobody was mentioned, and Slack would have drawn every block', () => {
    expect(office.fake.problems).toEqual([])
    expect(everything()).not.toMatch(/<@|<!/)
  })
})
