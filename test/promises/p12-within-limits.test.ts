import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Office, openOffice } from '../_helpers/slack/office.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

const register = (i: number, channel = office.launches.id) =>
  office.types(`/promo add "Paced ${i}" sku:SKU-110 at:EAST from:${inDays(20 + i)} to:${inDays(21 + i)} units:5`, {
    channel_id: channel,
  })

const cards = (channel: string) => office.fake.messages(channel).map(({ text }) => /Paced \d+/.exec(text)?.[0])

describe('the limits of Slack', () => {
  it('are kept: one message a second in a channel, while other channels go on', async () => {
    const supply = office.fake.addChannel({ name: 'supply' })
    const names = Array.from({ length: 8 }, (_, i) => `Paced ${i}`)
    for (const i of names.keys()) await register(i)
    await register(10, supply.id)
    await eventually(() => expect(cards(supply.id)).toEqual(['Paced 10']))
    await eventually(() => expect(cards(office.launches.id)).toEqual(names))
    // At one a second they take eight; what was registered last in the other channel is there before they are through.
    const posts = office.fake.calls
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ args }) => args.channel)
    expect(posts.indexOf(supply.id)).toBeLessThan(posts.lastIndexOf(office.launches.id))
    expect(office.fake.tooFast()).toEqual([])
  })

  it.each<[string, number | null, number]>([
    ['as long as Slack says', 3, 3_000],
    ['half a minute where Slack does not say, and not at all by the library', null, 6_000],
  ])('are waited for %s', async (_, retryAfter, milliseconds) => {
    const channel = office.fake.addChannel({ name: `limited-${retryAfter}` })
    office.fake.script({
      method: 'chat.postMessage',
      when: (args) => args.channel === channel.id,
      fault: { kind: 'rate-limited', retryAfter },
    })
    const begun = performance.now()
    await register(retryAfter === null ? 30 : 20, channel.id)
    const tries = () =>
      office.fake.calls.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === channel.id)
    await eventually(() => expect(tries()).toHaveLength(1))
    if (retryAfter === null) {
      await new Promise((resume) => setTimeout(resume, milliseconds))
      expect(tries()).toHaveLength(1)
      return
    }
    await eventually(() => expect(cards(channel.id)).toHaveLength(1))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(milliseconds)
    expect(tries()).toHaveLength(2)
  })

  it('of form are kept by drawing less when Slack minds the blocks, down to plain text', async () => {
    const channel = office.fake.addChannel({ name: 'plain' })
    office.fake.script({
      method: 'chat.postMessage',
      times: 2,
      when: (args) => args.channel === channel.id && String(args.blocks).length > 5,
      fault: { kind: 'not-ok', error: 'invalid_blocks', commits: false },
    })
    await register(40, channel.id)
    await eventually(() => expect(office.fake.messages(channel.id)).toHaveLength(1))
    const [card] = office.fake.messages(channel.id)
    expect(card?.blocks ?? []).toEqual([])
    expect(card?.text).toContain('READY   Paced 40')
    expect(card?.text).toContain('/promo why')
  })
})
