import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { type RunningBot, startBot } from '../_helpers/slack/running-bot.ts'
import { type StockedStore, shortCola, stockedStore } from '../_helpers/slack/stocked-store.ts'

let fake: FakeSlack
let store: StockedStore
beforeEach(async () => {
  fake = await openFakeSlack()
  store = await stockedStore()
})
afterEach(async () => {
  await fake[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const start = (env: Readonly<Record<string, string>> = {}) =>
  startBot(fake, store.file, { env: { OPS_PORT: '0', SHELFREADY_ADMINS: 'U0000ADA1', ...env } })

const opsPort = (bot: RunningBot) => Number(/"ops":"port (\d+)"/.exec(bot.log())?.[1])
const read = async (bot: RunningBot, path: string) => {
  const response = await fetch(`http://127.0.0.1:${opsPort(bot)}${path}`)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
const until = async (isSo: () => boolean | Promise<boolean>, what: string) => {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return
    await new Promise((again) => setTimeout(again, 50))
  }
  throw new Error(`never so: ${what}`)
}

/** What is told of one metric, by its labels. */
const samples = (text: string, name: string): ReadonlyMap<string, number> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, found, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      return found === name ? [[labels, Number(value)] as const] : []
    }),
  )

describe('the operations port', () => {
  it('tells that the service lives and is ready, and what it did, and nothing of the company', async () => {
    await using bot = await start()
    await bot.command('/promo help')
    await bot.command(shortCola('Summer Secret'))
    await bot.command('/promo cancel P-99')
    expect(await read(bot, '/livez')).toMatchObject({ status: 200, type: expect.stringMatching(/json/) })
    const ready = await read(bot, '/readyz')
    expect(ready.status).toBe(200)
    const { checks } = JSON.parse(ready.text) as { checks: readonly { check: string; ok: boolean; posts?: boolean }[] }
    expect(checks.map(({ check }) => check)).toEqual(['running', 'write', 'schema', 'tick', 'feeds', 'clock'])
    expect(checks.find(({ check }) => check === 'tick')?.posts).toBe(true)
    const { text } = await read(bot, '/metrics')
    expect(samples(text, 'command_seconds_count').get('name="promo cancel",outcome="refused"')).toBe(1)
    expect(samples(text, 'outbox_depth').has('state="pending"')).toBe(true)
    for (const name of ['occurrences_owed', 'audit_findings', 'sqlite_wal_bytes', 'inventory_age_seconds'])
      expect(samples(text, name).size, name).toBe(1)
    for (const name of ['outbox_oldest_seconds', 'judgement_age_seconds', 'last_tick_age_seconds', 'disk_free_bytes'])
      expect(samples(text, name).size, name).toBe(1)
    expect(samples(text, 'event_loop_delay_seconds').size).toBe(3)
    for (const page of [ready.text, text])
      for (const word of ['Summer', 'Secret', 'COLA', 'T0ACME000', 'default', store.file, fake.token])
        expect(page, word).not.toContain(word)
  })

  it('answers on this machine alone, to what only reads, and knows no other page', async () => {
    await using bot = await start()
    const at = `http://127.0.0.1:${opsPort(bot)}`
    expect((await fetch(`${at}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405)
    expect((await fetch(`${at}/v1/feeds`)).status).toBe(404)
    expect((await fetch(bot.url.replace('/slack/events', '/metrics'))).status).toBe(404)
    // Every address 127.x.x.x is this machine; the port is bound to one of them, so that another one is refused.
    await expect(fetch(`http://127.0.0.2:${opsPort(bot)}/livez`)).rejects.toThrow()
  })

  it('is not ready while the store cannot be written to, and lives all the same', async () => {
    await using bot = await start()
    const holder = new Sqlite(store.file)
    holder.exec('begin immediate')
    const held = await read(bot, '/readyz')
    expect(held.status).toBe(503)
    expect(held.text).toMatch(/"check": "write",\s+"ok": false/)
    expect((await read(bot, '/livez')).status).toBe(200)
    holder.close()
    expect((await read(bot, '/readyz')).status).toBe(200)
  })

  it('is not live for a while after the event loop stood still', async () => {
    await using bot = await start()
    process.kill(bot.pid, 'SIGSTOP')
    await new Promise((over) => setTimeout(over, 5_500))
    process.kill(bot.pid, 'SIGCONT')
    expect((await read(bot, '/livez')).status).toBe(503)
  })

  it('is said to be wrong where it cannot be opened, and nothing is started', async () => {
    await using first = await start()
    await expect(start({ OPS_PORT: `${opsPort(first)}` })).rejects.toThrow(/OPS_PORT 127\.0\.0\.1:\d+ cannot be opened/)
    await expect(start({ OPS_PORT: 'here' })).rejects.toThrow(/OPS_PORT: give a port such as 9464/)
  })
})

describe('the heartbeat', () => {
  it('is called while nothing is wrong, not while something is, and again when that is over', async () => {
    let beats = 0
    const server = createServer((_, response) => {
      beats++
      response.end('ok')
    })
    await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const env = {
      ...{ SHELFREADY_HEARTBEAT_URL: `http://${host}/ping?status=up`, SHELFREADY_EGRESS: host },
      ...{ OPS_PORT: '0', SHELFREADY_ADMINS: 'U0000ADA1', AUDIT_MILLISECONDS: '200' },
    }
    {
      await using bot = await startBot(fake, store.file, { env, at: Temporal.Now.instant().toString() })
      await until(() => beats > 1, 'a heartbeat')
      fake.removeScope('chat:write')
      await until(() => bot.log().includes('"msg":"alarm"'), 'an alarm')
      await new Promise((over) => setTimeout(over, 600))
      const before = beats
      await new Promise((over) => setTimeout(over, 1_000))
      expect(beats).toBe(before)
      const line = bot
        .log()
        .split('\n')
        .filter((one) => one.includes('"msg":"alarm"'))
      expect(line).toHaveLength(1)
      expect(line[0]).toContain('slack-scopes')
    }
    const atEnd = beats
    await new Promise((over) => setTimeout(over, 700))
    expect(beats).toBe(atEnd)
    server.close()
  })

  it('is refused at the start where its address is none to be called', async () => {
    const wrong = start({ SHELFREADY_HEARTBEAT_URL: 'http://169.254.169.254/latest' })
    await expect(wrong).rejects.toThrow(
      /SHELFREADY_HEARTBEAT_URL: is not an https address; give a public https address/,
    )
  })
})
