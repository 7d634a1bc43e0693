import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isObject, listOf } from '../../_helpers/slack/block-kit-shape.ts'
import { blockText } from '../../_helpers/slack/block-kit-text.ts'
import type { FakeMessage } from '../../_helpers/slack/fake-slack.ts'
import { messageShortcut } from '../../_helpers/slack/modal-request.ts'
import { eventually, type Office, openOffice, valueBehind } from '../../_helpers/slack/office.ts'
import { secret } from '../../_helpers/slack/running-bot.ts'
import { signedRequest } from '../../_helpers/slack/signed-request.ts'
import { inDays, shortCola } from '../../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.types(shortCola('Summer'))
  await office.settled()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(office.fake.problems).toEqual([])
})

const stock = (cola: number) =>
  `Material;Werk;Bestand;Datum\nSKU-100;EAST;${cola};${inDays(0)}\nSKU-110;EAST;9000;${inDays(0)}\n`
const words = (message: FakeMessage) => `${message.text}\n${blockText(message.blocks)}`
const own = () => office.fake.messages(office.direct(office.ana).id)
const saying = (text: string | RegExp): Promise<FakeMessage> =>
  eventually(() => {
    const found = own().findLast((message) =>
      typeof text === 'string' ? words(message).includes(text) : text.test(words(message)),
    )
    if (found === undefined) throw new Error(`nothing says ${text} in ${own().map(words).join('\n---\n')}`)
    return found
  }, 20_000)

/** Sends a message with a file to the bot, as Slack tells of it. */
const drops = (name: string, content: string, told: Readonly<Record<string, unknown>> = {}) => {
  const { id } = office.fake.uploads(name, content)
  const event = {
    ...{ type: 'message', subtype: 'file_share', channel_type: 'im', channel: office.direct(office.ana).id },
    ...{
      user: office.ana.id,
      text: '',
      ts: `${Math.floor(Date.now() / 1000)}.000${id.slice(-3)}`,
      files: [{ id, name }],
      ...told,
    },
  }
  return office.hears({ event: event as typeof event & { readonly type: string } })
}
const presses = async (message: FakeMessage, label: string) => {
  const channel = office.direct(office.ana).id
  await office.presses({ value: valueBehind(message.blocks, label), channel_id: channel, message_ts: message.ts })
}
const onHand = () =>
  office.rows<{ on_hand: number }>(
    `select on_hand from inventory where sku = 'SKU-100' order by batch_id desc limit 1`,
  )[0]?.on_hand

describe('a spreadsheet in the direct messages', () => {
  it('is shown as it is read, and its one message tells what it brought', async () => {
    await drops('mb52.csv', stock(9_999))
    const asked = await saying('Looks like stock: 2 rows of mb52.csv')
    expect(words(asked)).toContain('Bestand = on hand')
    expect(listOf(asked.blocks).some((block) => isObject(block) && `${block.type}`.includes('table'))).toBe(true)
    const before = own().length
    await presses(asked, 'Import')
    const done = await saying('Stock imported: 2 rows of mb52.csv')
    expect(done.ts).toBe(asked.ts)
    expect(words(done)).toContain('Summer (P-1): ready, was not ready')
    expect(onHand()).toBe(9_999)
    await office.settled()
    expect(own().length).toBe(before)
  })

  it('comes in once, however often Slack tells of it', async () => {
    const { id } = office.fake.uploads('again.csv', stock(8_888))
    const told = { ts: '1764300001.000100', files: [{ id, name: 'again.csv' }] }
    await Promise.all([drops('x', '', told), drops('x', '', told)])
    await saying('Stock imported: 2 rows of again.csv')
    await drops('x', '', told)
    await office.settled()
    expect(office.rows(`select id from batch where source = 'again.csv'`)).toHaveLength(1)
    expect(own().filter((message) => words(message).includes('again.csv'))).toHaveLength(1)
  })

  it('that is larger than chat takes is told where to go, and none of it is fetched', async () => {
    await drops('big.csv', 'x'.repeat(5_000_001))
    await saying(/big\.csv is larger than 5 MB.*watched folder/)
    await drops('photo.png', 'x')
    await saying('I cannot read photo.png')
    expect(office.rows(`select id from dropped_file where name in ('big.csv', 'photo.png')`)).toEqual([])
  })

  it('is not read without the scope, which is named, while words still are', async () => {
    office.fake.removeScope('files:read')
    await drops('mb52.csv', stock(1))
    await saying('adds the scope files:read')
    await office.hears({
      event: {
        type: 'message',
        channel_type: 'im',
        channel: office.direct(office.ana).id,
        user: office.ana.id,
        text: 'promo list',
        ts: '1764300002.000100',
      },
    })
    await saying('Summer')
    office.fake.addScope('files:read')
    expect(onHand()).toBe(8_888)
  })
})

describe('a spreadsheet in a channel', () => {
  it('is read where the bot is mentioned with it, and asked about in the direct messages', async () => {
    const { id } = office.fake.uploads('chan.csv', stock(7_777))
    const event = {
      ...{ type: 'app_mention', user: office.ana.id, channel: office.launches.id, ts: '1764300003.000100' },
      ...{ text: `<@${office.fake.bot.userId}> stock of today`, files: [{ id, name: 'chan.csv' }] },
    }
    await office.hears({ event })
    await saying('Stock imported: 2 rows of chan.csv')
    await eventually(() => expect(office.fake.ephemerals.at(-1)?.text).toContain('I have chan.csv'))
  })

  it('is read by the shortcut of its message, and never where nobody asked', async () => {
    const { id } = office.fake.uploads('short.csv', stock(6_666))
    const told = {
      type: 'message',
      subtype: 'file_share',
      channel_type: 'channel',
      channel: office.launches.id,
      user: office.ana.id,
      text: '',
      ts: '1764300004.000100',
    }
    await office.hears({ event: { ...told, files: [{ id, name: 'short.csv' }] } })
    await office.settled()
    expect(office.fake.calls.some(({ method, args }) => method === 'files.info' && args.file === id)).toBe(false)
    const body = messageShortcut({
      callback_id: 'import_from_message',
      user: { id: office.ana.id, name: 'ana' },
      channel: { id: office.launches.id, name: 'launches' },
      text: '',
      files: [{ id, name: 'short.csv' }],
    })
    expect((await signedRequest({ url: office.bot.url, secret, body })).status).toBe(200)
    await saying('Stock imported: 2 rows of short.csv')
  })
})
