import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockText } from '../../_helpers/slack/block-kit.ts'
import type { FakeMessage } from '../../_helpers/slack/fake-slack.ts'
import { eventually, type Office, openOffice, valueBehind } from '../../_helpers/slack/office.ts'
import { inDays } from '../../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(async () => {
  expect(office.fake.problems).toEqual([])
  await office[Symbol.asyncDispose]()
})

/** A card, and the channel it is in. */
type Card = FakeMessage & { readonly channel: string }

let days = 10
/** Registers, in a channel of its own, a promotion that no order saves, and gives its card. */
const newCard = async (name: string): Promise<Card> => {
  const { ana, ben, fake } = office
  const { id: channel } = fake.addChannel({ members: [fake.bot.userId, ana.id, ben.id] })
  days += 2
  const line = `/promo add "${name}" sku:SKU-100 at:EAST from:${inDays(days)} to:${inDays(days)} units:700`
  await office.types(line, { channel_id: channel })
  const card = await eventually(() => {
    const [first] = fake.messages(channel)
    if (!first) throw new Error('no card yet')
    return { ...first, channel }
  })
  await office.settled()
  return card
}
const idOf = (card: Card) => /\((P-\d+)\)/.exec(card.text)?.[1] ?? ''
const nowOf = (card: Card) => office.fake.messages(card.channel).find(({ ts }) => ts === card.ts) as FakeMessage
const storiesOf = (card: Card) => office.fake.messages(card.channel).filter(({ thread_ts }) => thread_ts === card.ts)
const acknowledging = (card: Card) => ({
  value: valueBehind(card.blocks, 'Acknowledge'),
  channel_id: card.channel,
  message_ts: card.ts,
})
const acknowledged = (card: Card) =>
  office.rows<{ person_name: string }>(
    `select person_name from acknowledgement a join risk r on r.id = a.risk_id where r.identity like '%"${idOf(card)}"%'`,
  )
const heard = (user: string, since: number) => office.fake.ephemerals.slice(since).filter((one) => one.user === user)

describe('Acknowledge on a card', () => {
  it('counts, is drawn into the card and told in its thread, and calls nobody', async () => {
    const { ben, presses } = office
    const card = await newCard('Pressed')
    const answer = await presses({ user_id: ben.id, ...acknowledging(card) })
    expect(answer.status).toBe(200)
    await eventually(() => expect(storiesOf(card)).toHaveLength(1))
    await office.settled()
    expect(acknowledged(card)).toEqual([{ person_name: 'Ben' }])
    expect(nowOf(card).edits).toBe(1)
    expect(blockText(nowOf(card).blocks)).toContain('Ben')
    expect(blockText(nowOf(card).blocks)).not.toContain('Acknowledge')
    expect(storiesOf(card)[0]?.text).toContain('Ben acknowledged')
    expect(storiesOf(card)[0]?.broadcast).toBe(false)
    expect(JSON.stringify([nowOf(card), storiesOf(card)])).not.toMatch(/<@|<!/)
  })

  it('that comes after someone else is answered to its presser alone, with the name of who was first', async () => {
    const { ana, ben, presses, types } = office
    const card = await newCard('Too late')
    await types(`/shelfready ack ${idOf(card)}`, { user_id: ben.id })
    await office.settled()
    const [edits, since] = [nowOf(card).edits, office.fake.ephemerals.length]
    const answer = await presses(acknowledging(card))
    expect(answer.status).toBe(200)
    await eventually(() => expect(heard(ana.id, since)).toHaveLength(1))
    const [said] = heard(ana.id, since)
    expect(`${said?.text} ${blockText(said?.blocks)}`).toContain('Already acknowledged by Ben, just now.')
    expect(said?.channel).toBe(card.channel)
    await office.settled()
    expect(acknowledged(card)).toEqual([{ person_name: 'Ben' }])
    expect(storiesOf(card)).toHaveLength(1)
    expect(edits).toBe(1)
    expect(blockText(nowOf(card).blocks)).toContain('Ben')
  })

  it('is drawn anew where the change was lost on its way to the card', async () => {
    const { ana, ben, fake, presses, types } = office
    const card = await newCard('Lost edit')
    fake.script({ method: 'chat.update', fault: { kind: 'not-ok', error: 'restricted_action', commits: false } })
    await types(`/shelfready ack ${idOf(card)}`, { user_id: ben.id })
    await office.settled()
    const since = fake.ephemerals.length
    await presses(acknowledging(card))
    await eventually(() => expect(heard(ana.id, since)).toHaveLength(1))
    await eventually(() => expect(blockText(nowOf(card).blocks)).toContain('Ben'))
    expect(fake.messages(card.channel).filter(({ text }) => text.startsWith('Lost edit'))).toHaveLength(1)
  })
})

describe('a button in a message that one person sees', () => {
  /** Asks for the risks by a mention, and gives the private list. */
  const privateList = async () => {
    const { ana, fake, hears, launches } = office
    const since = fake.ephemerals.length
    const text = `<@${fake.bot.userId}> shelfready risks`
    const ts = `17641${String(since).padStart(5, '0')}.000100`
    await hears({ event: { type: 'app_mention', user: ana.id, channel: launches.id, ts, text } })
    return eventually(() => {
      const [list] = heard(ana.id, since)
      if (!list) throw new Error('no list yet')
      return list
    })
  }
  const acknowledge = (list: { readonly ts: string }, value: string) =>
    office.presses({ value, message_ts: list.ts, is_ephemeral: true })

  it('counts, and answers in its place or beside it', async () => {
    const { fake } = office
    const card = await newCard('From the list')
    const list = await privateList()
    const since = fake.ephemerals.length
    await acknowledge(list, `1.acknowledge.0.${idOf(card)}`)
    await eventually(() => expect(acknowledged(card)).toEqual([{ person_name: 'Ana' }]))
    await eventually(() => expect(blockText(nowOf(card).blocks)).toContain('· Ana · R-'))
    await eventually(() => {
      const said = [...fake.ephemerals.filter(({ ts }) => ts === list.ts), ...fake.ephemerals.slice(since)]
      expect(said.map(({ text }) => text).join('\n')).toMatch(/R-\d+ is yours/)
    })
  })

  it('counts, and its answer arrives, though the URL for it has expired', async () => {
    const { ana, fake } = office
    const card = await newCard('Expired')
    const list = await privateList()
    const since = fake.ephemerals.length
    const direct = () => fake.messages(office.direct(ana).id).length
    const before = direct()
    const response_url = fake.responseUrl({ user: ana.id, channel: office.launches.id, ts: list.ts })
    fake.expireResponseUrls()
    const answer = await office.presses({
      ...{ value: `1.acknowledge.0.${idOf(card)}`, message_ts: list.ts, is_ephemeral: true, response_url },
    })
    expect(answer.status).toBe(200)
    await eventually(() => expect(acknowledged(card)).toEqual([{ person_name: 'Ana' }]))
    await eventually(() => expect(heard(ana.id, since).length + direct() - before).toBe(1))
  })

  it('that is none of ours is answered though the URL for it has expired', async () => {
    const { ana, fake } = office
    const list = await privateList()
    const since = fake.ephemerals.length
    const response_url = fake.responseUrl({ user: ana.id, channel: office.launches.id, ts: list.ts })
    fake.expireResponseUrls()
    await office.presses({ value: 'none', message_ts: list.ts, is_ephemeral: true, response_url })
    await eventually(() => expect(heard(ana.id, since)).toHaveLength(1))
  })
})
