import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { openStore } from '../../src/store/database/open-store.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { type RunningBot, startBot } from '../_helpers/slack/running-bot.ts'
import { temporaryFolder } from '../store/open-store.ts'

/** Only `npm run prove` runs it; `p03` has the quick looks. */
const isLong = process.env.KILLS !== undefined
const messages = Number(process.env.REPLICA_MESSAGES || 6_000)
const replicas = 3
const channelCount = Number(process.env.REPLICA_CHANNELS || 60)
const share = 0.1
const longestPause = 9_000
/** What a minute of the loop does at least: kills and pauses of one replica after the other. */
const disturbEvery = 4_000

const channels = Array.from({ length: channelCount }, (_, i) => `C0REPL${String(i).padStart(3, '0')}`)

let seed = 20_261_201
/** The same sequence of chances each time. */
const chance = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

const now = () => Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })

/** Starts replicas on a store, disturbs them until every message is settled, and tells what the channels show. */
const disturb = async (url: string): Promise<void> => {
  const slack: FakeSlack = await openFakeSlack()
  for (const id of channels) slack.addChannel({ id, name: id.toLowerCase() })
  const workspace = await openStore({ databaseUrl: url, createFolder: false, workspace: 'default' })
  await using _database = workspace.database
  const address = url.replace(/^sqlite:/, '')
  const start = () => startBot(slack, address)
  const bots: RunningBot[] = []
  try {
    for (let i = 0; i < replicas; i++) bots.push(await start())
    slack.lie(chance, share)
    await apply(
      workspace,
      Array.from({ length: messages }, (_, i) => ({
        ...{ kind: 'post', about: 'notice', entity: `${i}`, notAfter: null },
        channel: channels[i % channels.length] as string,
        card: { tone: 'plain', title: `Card ${i}.`, plain: `Card ${i}.`, blocks: [], footer: null },
      })),
      null,
      now(),
    )
    let [kills, pauses] = [0, 0]
    const unsettled = async () =>
      (
        await workspace.database.kysely
          .selectFrom('outbox')
          .select('id')
          .where('state', 'not in', ['sent', 'expired', 'parked'])
          .execute()
      ).length
    const began = performance.now()
    let last = await unsettled()
    while (last > 0) {
      const which = Math.floor(chance() * replicas)
      const bot = bots[which] as RunningBot
      if (last > messages / 10) {
        if (chance() < 0.5) {
          await bot.kill('SIGKILL')
          kills++
          bots[which] = await start()
        } else {
          process.kill(bot.pid, 'SIGSTOP')
          await pause(chance() * longestPause)
          process.kill(bot.pid, 'SIGCONT')
          pauses++
        }
      } else slack.honest()
      await pause(chance() * disturbEvery)
      last = await unsettled()
    }
    const seconds = Math.round((performance.now() - began) / 1_000)
    console.info(`${messages} messages, ${kills} kills, ${pauses} pauses, ${slack.calls.length} calls, ${seconds} s`)
    for (const [i, channel] of channels.entries()) {
      const wanted = Array.from({ length: messages }, (_, n) => n).filter((n) => n % channels.length === i)
      const seen = slack.messages(channel).map(({ text }) => Number(/Card (\d+)\./.exec(text)?.[1]))
      expect(seen).toEqual(wanted)
    }
    expect(slack.tooFast()).toEqual([])
  } finally {
    for (const bot of bots) {
      process.kill(bot.pid, 'SIGCONT')
      await bot.kill('SIGKILL')
    }
    await slack[Symbol.asyncDispose]()
  }
}

describe.skipIf(!isLong)(`${replicas} replicas that are killed and stopped, before a Slack that lies`, () => {
  let server: PostgresServer | null = null
  beforeAll(async () => {
    if (whyNoPostgres() === null) server = await startPostgres()
  }, 60_000)
  afterAll(() => server?.[Symbol.asyncDispose]())

  it('on a file post each message once and in order', { timeout: 7_200_000 }, async () => {
    await using folder = await temporaryFolder()
    await disturb(`sqlite:${folder.path}/store.db`)
  })

  it.skipIf(whyNoPostgres() !== null)('on PostgreSQL post each message once and in order', { timeout: 7_200_000 }, () =>
    disturb(server?.url ?? ''),
  )
})
