import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { type FakeSlack, openFakeSlack } from '../../_helpers/slack/fake-slack.ts'
import { eventually, shown, valueBehind } from '../../_helpers/slack/office.ts'
import { type RunningBot, secret, startBot } from '../../_helpers/slack/running-bot.ts'
import {
  blockAction,
  blockActionPayload,
  eventCallback,
  eventPayload,
  signedRequest,
  slashCommandPayload,
} from '../../_helpers/slack/signed-request.ts'
import { inDays, plentyOfLemonade, type StockedStore, stockedStore } from '../../_helpers/slack/stocked-store.ts'

const ana = 'U0000ANA1'

let store: StockedStore
let fake: FakeSlack
beforeAll(async () => {
  store = await stockedStore()
  fake = await openFakeSlack()
  fake.addUser({ id: ana, name: 'ana' })
})
afterAll(async () => {
  await fake[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

/** Where Ana says something: always a channel of its own, so that no card waits for another one. */
const somewhere = () => ({ user_id: ana, channel_id: fake.addChannel({ members: [fake.bot.userId, ana] }).id })

let count = 0
const mention = (name: string) => ({
  ...{
    type: 'app_mention',
    user: ana,
    channel: somewhere().channel_id,
    ts: `17643${String(++count).padStart(5, '0')}.000100`,
  },
  text: `<@${fake.bot.userId}> ${plentyOfLemonade(name).slice(1)}`,
})
const kept = async () =>
  (await store.rows<{ name: string }>('select name from promotion_line')).map(({ name }) => name).toSorted()
const acknowledged = async () => (await store.rows('select 1 from acknowledgement')).length

/** Registers what no order saves, waits for its card, and gives what its button says. */
const cardToPress = async (bot: RunningBot, name: string) => {
  const told = somewhere()
  const day = inDays(20 + 2 * ++count)
  const line = `/promo add "${name}" sku:SKU-100 at:EAST from:${day} to:${day} units:700`
  if (bot.url !== '') await bot.command(line, told)
  else
    await fake.envelope({
      type: 'slash_commands',
      payload: slashCommandPayload({ ...told, text: line.slice('/promo '.length) }),
    })
  const card = await eventually(() => {
    const found = fake.messages(told.channel_id).find(({ text }) => text.startsWith(name))
    if (!found) throw new Error('no card yet')
    return found
  })
  return { ...told, value: valueBehind(card.blocks, 'Acknowledge'), message_ts: card.ts }
}

describe('what was answered is kept though the bot is killed the moment the answer arrives', () => {
  it('to commands', async () => {
    const promised: string[] = []
    for (let round = 1; round <= 6; round++) {
      await using bot = await startBot(fake, store.file)
      await bot.command('/promo list', somewhere())
      const names = [1, 2, 3, 4].map((turn) => `Command ${round}-${turn}`)
      let killed: Promise<unknown> = Promise.resolve()
      await Promise.all(
        names.map(async (name) => {
          const answer = await bot.command(plentyOfLemonade(name), somewhere()).catch(() => null)
          if (answer?.status !== 200) return
          killed = bot.kill('SIGKILL')
          expect(shown(answer)).toMatch(registration(name))
          promised.push(name)
        }),
      )
      await killed
    }
    expect(promised.length).toBeGreaterThanOrEqual(6)
    const names = await kept()
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(promised))
  })

  it('to mentions and presses', async () => {
    const before = await acknowledged()
    for (let round = 1; round <= 3; round++) {
      const name = `Mention ${round}`
      {
        await using bot = await startBot(fake, store.file)
        const body = eventCallback({ event: mention(name) })
        expect((await signedRequest({ url: bot.url, secret, body })).status).toBe(200)
        await bot.kill('SIGKILL')
      }
      await using bot = await startBot(fake, store.file)
      const press = await cardToPress(bot, `Press ${round}`)
      expect((await signedRequest({ url: bot.url, secret, body: blockAction(press) })).status).toBe(200)
      await bot.kill('SIGKILL')
      expect(await kept()).toContain(name)
      expect(await acknowledged()).toBe(before + round)
    }
  })

  it('through a socket', async () => {
    const before = await acknowledged()
    const start = async () => {
      const bot = await startBot(fake, store.file, { mode: 'socket' })
      await eventually(() => expect(fake.sockets()).toBe(1))
      return bot
    }
    for (let round = 1; round <= 2; round++) {
      const [typed, mentioned] = [`Socket command ${round}`, `Socket mention ${round}`]
      {
        await using bot = await start()
        const payload = slashCommandPayload({ ...somewhere(), text: plentyOfLemonade(typed).slice('/promo '.length) })
        expect(JSON.stringify(await fake.envelope({ type: 'slash_commands', payload }))).toMatch(registration())
        await bot.kill('SIGKILL')
      }
      {
        await using bot = await start()
        await fake.envelope({ type: 'events_api', payload: eventPayload({ event: mention(mentioned) }) })
        await bot.kill('SIGKILL')
      }
      await using bot = await start()
      const press = await cardToPress(bot, `Socket press ${round}`)
      await fake.envelope({ type: 'interactive', payload: blockActionPayload(press) })
      await bot.kill('SIGKILL')
      expect(await kept()).toEqual(expect.arrayContaining([typed, mentioned]))
      expect(await acknowledged()).toBe(before + round)
    }
  })

  it('through a socket that is closed while the answer is under way, which still arrives', async () => {
    await using bot = await startBot(fake, store.file, { mode: 'socket', isHurried: true })
    await eventually(() => expect(fake.sockets()).toBe(1))
    await fake.envelope({ type: 'slash_commands', payload: slashCommandPayload({ ...somewhere(), text: 'list' }) })
    const asked = () => fake.calls.filter(({ method }) => method === 'conversations.info').length
    const before = asked()
    fake.script({ method: 'conversations.info', fault: { kind: 'silence', commits: false } })
    const payload = slashCommandPayload({ ...somewhere(), text: plentyOfLemonade('Last word').slice('/promo '.length) })
    const answer = fake.envelope({ type: 'slash_commands', payload })
    await eventually(() => expect(asked()).toBeGreaterThan(before))
    const ended = bot.kill('SIGTERM')
    expect(JSON.stringify(await answer)).toMatch(registration())
    expect(await ended).toBe(0)
    expect(await kept()).toContain('Last word')
  })

  it('and the next one tells everybody their answer, and shows each promotion once', async () => {
    await using _bot = await startBot(fake, store.file)
    const names = await kept()
    await eventually(() => {
      const said = fake.ephemerals.map(({ text }) => text)
      for (const name of names.filter((one) => one.includes('ention')))
        expect(said.filter((text) => registration(name).test(text))).not.toEqual([])
      const shown = [...fake.channels.keys()].flatMap((id) => fake.messages(id).map(({ text }) => text))
      const cards = shown.filter((text) => / \(P-\d+\): /.test(text)).map((text) => text.split(' (P-')[0])
      expect(cards.toSorted()).toEqual(names)
    })
  })
})
