import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import type { FakeUser } from '../_helpers/slack/fake-slack.ts'
import { eventually, valueBehind } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { blockAction, signedRequest } from '../_helpers/slack/signed-request.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import { cardsOf } from '../_helpers/teams/presses.ts'
import { messageWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
let chloe: FakeUser
beforeEach(async () => {
  both = await openTwoPlatforms()
  const { slack, channel, types, says, office, registered } = both
  chloe = slack.fake.addUser({ id: 'U000CHLO1', name: 'chloe', display_name: 'Chloe' })
  channel.members.add(chloe.id)
  await types('/shelfready hours 0-24 days:daily', chloe)
  await says('shelfready hours 0-24 days:daily', office.ben)
  await says('shelfready planners me for:company', office.ben)
  await says(`shelfready executive ${chloe.id}`, office.ada)
  await registered()
})
afterEach(() => both[Symbol.asyncDispose]())

let passed = 0
/** Lets days go by on which stock is counted, and nobody does anything. */
const pass = async (days: number) => {
  passed += days
  const left = 400 - passed * 10
  await both.office.feed(
    'inventory',
    `sku,location,on_hand,as_of\nSKU-100,EAST,${left},${inDays(passed)}\nSKU-110,EAST,9000,${inDays(passed)}\n`,
  )
  await both.office.pass({ hours: days * 24 })
  await both.office.settled()
}
beforeEach(async () => {
  passed = 0
  await pass(1)
  await pass(6)
})

const steps = () =>
  both.office.rows<{ readonly rung: string }>('select rung from escalation_step').map(({ rung }) => rung)
const mentioned = (card: unknown) =>
  (
    (card as { readonly msteams?: { readonly entities?: readonly { readonly mentioned: { readonly id: string } }[] } })
      .msteams?.entities ?? []
  ).map((entity) => entity.mentioned.id)
const called = (blocks: readonly unknown[]) =>
  [...JSON.stringify(blocks).matchAll(/"user_id":"(\w+)"/g)].map(([, id]) => id)
const inboxOf = (user: FakeUser) =>
  eventually(() => {
    const { fake } = both.slack
    const direct = fake.channels.values().find((one) => one.is_im && one.user === user.id)
    const message = direct === undefined ? undefined : fake.messages(direct.id).at(-1)
    if (direct === undefined || message === undefined) throw new Error('nothing was sent')
    return { direct, message }
  })

describe('a risk that nobody takes', () => {
  it('is asked of the planner in Teams by a mention of them alone, and answered there', async () => {
    const { office, slackCard } = both
    const chat = office.teams.personalChat(office.ben)
    const message = await office.message(chat, /risks? needs? you, EUR/)
    expect(messageWords(message)).toContain('you are a planner here')
    expect(mentioned(cardsOf(message)[0])).toEqual([office.ben.aadObjectId])
    await eventually(() => expect(blockText(slackCard().blocks)).toContain('Ben was asked'))
    await office.presses(office.ben, message, 'Acknowledge')
    await office.settled()
    expect(messageWords(office.now(message))).toMatch(/· Ben · R-1/)
    await eventually(() => expect(blockText(slackCard().blocks)).toContain('· Ben · R-1'))
    expect(steps()).toEqual(['planners'])
  })

  it('reaches the executive in Slack by a mention of them alone, and is answered there', async () => {
    const { office, slack } = both
    await pass(6)
    const { direct, message } = await inboxOf(chloe)
    expect(blockText(message.blocks)).toContain('you are accountable, and nobody before you')
    expect(blockText(message.blocks)).toMatch(/Ben (was asked|and Chloe were asked)/)
    expect(called(message.blocks)).toEqual([chloe.id])
    const response_url = slack.fake.responseUrl({ user: chloe.id, channel: direct.id, ts: message.ts })
    const body = blockAction({
      user_id: chloe.id,
      channel_id: direct.id,
      message_ts: message.ts,
      value: valueBehind(message.blocks, 'Acknowledge'),
      response_url,
    })
    await signedRequest({ url: `${office.url}/slack/events`, secret, body })
    await office.settled()
    const chat = office.teams.personalChat(office.ben)
    await eventually(async () => {
      expect(blockText((await inboxOf(chloe)).message.blocks)).toMatch(/· Chloe · <[^|]+\|R-1>/)
      const [first] = office.saying(chat, /risks? needs? you, EUR/)
      expect(first === undefined ? '' : messageWords(office.now(first))).toContain('· Chloe · R-1')
    })
  })
})
