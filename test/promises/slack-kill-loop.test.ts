import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { type RunningBot, startBot } from '../_helpers/slack/running-bot.ts'
import { inDays, type StockedStore, stockedStore } from '../_helpers/slack/stocked-store.ts'

/** Without a number it is a quick look; `npm run prove` sends two hundred. */
const messages = process.env.KILLS ? 200 : 12
const perLife = 4
const share = 0.35

let store: StockedStore
let slack: FakeSlack
let seed = 20_261_125

/** The same sequence of chances each time: a failure comes again. */
const chance = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

beforeAll(async () => {
  store = await stockedStore()
  slack = await openFakeSlack()
  slack.addUser({ id: 'U0ANA0000', name: 'ana', real_name: 'Ana' })
  for (const id of ['C0KILL001', 'C0KILL002', 'C0KILL003']) slack.addChannel({ id, name: id.toLowerCase() })
})
afterAll(async () => {
  await slack[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const channels = ['C0KILL001', 'C0KILL002', 'C0KILL003'] as const
const cardsIn = (channel: string) => slack.messages(channel).filter((message) => message.thread_ts === undefined)

describe(`${messages} cards for a Slack that lies, from a bot that is killed over and over`, () => {
  it(
    'arrive once each, in the order of their channel',
    async () => {
      const confirmed: { readonly name: string; readonly channel: string }[] = []
      let bot: RunningBot | null = null
      let kills = 0
      slack.lie(chance, share)
      for (let i = 0; i < messages; i++) {
        bot ??= await startBot(slack, store.file)
        const channel = channels[i % channels.length] as string
        const name = `Promotion ${String(i).padStart(3, '0')}`
        const line = `/promo add "${name}" sku:SKU-110 at:EAST from:${inDays(30 + i)} to:${inDays(31 + i)} units:5`
        const { status, text } = await bot.command(line, { channel_id: channel, user_id: 'U0ANA0000' })
        if (status === 200 && registration().test(text)) confirmed.push({ name, channel })
        if (i % perLife !== perLife - 1) continue
        await new Promise((resume) => setTimeout(resume, chance() * 2_500))
        await bot.kill('SIGKILL')
        kills++
        bot = null
      }
      slack.honest()
      await using last = await startBot(slack, store.file)
      await eventually(
        async () => {
          const left = await store.rows(`select id from outbox where state not in ('sent', 'expired', 'parked')`)
          expect(left).toEqual([])
        },
        60_000 + messages * 1_000,
      )
      expect(last.pid).toBeGreaterThan(0)
      expect(confirmed).toHaveLength(messages)
      for (const channel of channels) {
        const wanted = confirmed.filter((one) => one.channel === channel).map(({ name }) => name)
        const seen = cardsIn(channel).map((message) => /Promotion \d+/.exec(message.text)?.[0])
        expect(seen).toEqual(wanted)
      }
      expect(slack.problems).toEqual([])
      expect(slack.tooFast()).toEqual([])
      if (process.env.KILLS)
        console.info(`${messages} cards, ${kills} kills, ${slack.calls.length} calls, none lost, none doubled`)
    },
    120_000 + messages * 6_000,
  )
})
