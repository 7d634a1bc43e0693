import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../_helpers/command-line.ts'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { type StockedStore, stockedStore } from '../_helpers/slack/stocked-store.ts'
import { temporaryFolder } from '../store/open-store.ts'

type Told = {
  readonly faults: number
  readonly findings: readonly { readonly check: string; readonly state: string; readonly found: string }[]
}

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

const canary = 'f0'.repeat(16)
const connected = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ SLACK_BOT_TOKEN: fake.token, SLACK_API_URL: fake.apiUrl, SHELFREADY_ADMINS: 'U0000ADA1' },
  ...(more.SLACK_APP_TOKEN === undefined ? { SLACK_SIGNING_SECRET: canary } : {}),
  ...more,
})
const doctor = async (env: Readonly<Record<string, string>> = connected(), ...words: readonly string[]) => {
  await using folder = await temporaryFolder()
  const all = ['doctor', '--db', `sqlite:${store.file}`, ...words]
  return await runCommand(all, { cwd: folder.path, env })
}
const toldBy = async (env?: Readonly<Record<string, string>>) => {
  const { status, out } = await doctor(env, '--json')
  const told = JSON.parse(out) as Told
  expect(status).toBe(told.faults > 0 ? 1 : 0)
  return told
}
const of = ({ findings }: Told, check: string) =>
  findings.filter((one) => one.check === check).map(({ state, found }) => `${state}: ${found}`)

describe('the doctor of the command line', () => {
  it('finds no fault where Slack takes the token with every scope, and says for which workspace it is', async () => {
    const told = await toldBy()
    expect(told.faults).toBe(0)
    expect(of(told, 'slack-token')).toEqual(['ok: The bot token is of the workspace Acme (T0ACME000).'])
    expect(of(told, 'slack-scopes')).toEqual(['ok: The token has every scope that the bot asks for.'])
    expect(of(told, 'slack-clock')).toEqual(["ok: This clock agrees with Slack's."])
    expect(of(told, 'slack-secret')).toEqual(['ok: Requests come over HTTP, and the signing secret looks right.'])
  })

  it('names each missing scope with what is lost by it, a warning where the rest goes on', async () => {
    fake.removeScope('files:read')
    fake.removeScope('files:write')
    expect(of(await toldBy(), 'slack-scopes')).toEqual([
      'warning: The scope files:read is missing: spreadsheets dropped in chat cannot be read.',
      'warning: The scope files:write is missing: lists come as text, not as files.',
    ])
    fake.removeScope('chat:write')
    expect(of(await toldBy(), 'slack-scopes')[0]).toBe('fault: The scope chat:write is missing: nothing is posted.')
  })

  it.each([
    [
      'a token that was revoked',
      () => fake.revokeToken(),
      {},
      'slack-token',
      /does not accept SLACK_BOT_TOKEN \(token_revoked\)/,
    ],
    [
      'an app token that is refused',
      () => fake.revokeAppToken(),
      { SLACK_APP_TOKEN: 'xapp-test-token' },
      'slack-socket',
      /does not accept SLACK_APP_TOKEN \(token_revoked\)/,
    ],
    [
      'a clock that is far off',
      () => fake.clockAhead(400),
      {},
      'slack-clock',
      /clock is (39\d|400) seconds behind Slack's: signed requests are refused/,
    ],
    [
      'a platform that breaks off',
      () => fake.script({ method: 'auth.test', fault: { kind: 'reset', commits: false } }),
      {},
      'slack-token',
      /Slack does not answer/,
    ],
    [
      'a wrong setting',
      () => {},
      { SHELFREADY_POLICY: '7', PORT: 'x' },
      'settings',
      /SHELFREADY_POLICY: give a number.*\n.*PORT/s,
    ],
  ] as const)('ends with 1 at %s', async (_, cause, env, check, words) => {
    cause()
    const told = await toldBy(connected(env))
    expect(of(told, check).join('\n')).toMatch(words)
    expect(of(told, check).join('\n')).toMatch(/^fault/)
  })

  it('finds a clock that is a minute ahead worth a warning, and a socket that opens fine', async () => {
    fake.clockAhead(-60)
    const told = await toldBy(connected({ SLACK_APP_TOKEN: 'xapp-test-token' }))
    expect(of(told, 'slack-clock')[0]).toMatch(/^warning: This clock is (59|60|61) seconds ahead of Slack's\.$/)
    expect(of(told, 'slack-socket')[0]).toMatch(/^ok/)
    expect(told.faults).toBe(0)
  })

  it('shows no secret, whatever is wrong', async () => {
    fake.revokeToken()
    const secrets = {
      ...{ SLACK_BOT_TOKEN: 'xoxb-CANARY-bot', SLACK_APP_TOKEN: 'xapp-CANARY-app' },
      ...{ SLACK_SIGNING_SECRET: 'CANARY'.repeat(6), TEAMS_APP_PASSWORD: 'CANARY-password-of-teams' },
      ...{ SHELFREADY_TOKEN: 'sr_CANARY', TEAMS_APP_ID: 'CANARY', SHELFREADY_POLICY: 'CANARY' },
    }
    for (const words of [[], ['--json']]) {
      const { status, out, err } = await doctor({ ...connected(), ...secrets }, ...words)
      expect(status).toBe(1)
      expect(out).toContain('TEAMS_APP_ID')
      expect(`${out}${err}`).not.toContain('CANARY')
    }
  })

  it('looks at the store of a service that runs, and is told of channels that the bot is not in', async () => {
    const launches = fake.addChannel({ id: 'C0LAUNCH1', name: 'launches' })
    const old = fake.addChannel({ id: 'C0OLD0001', name: 'old' })
    const ana = fake.addUser({ id: 'U0000ANA1', name: 'ana' })
    await using bot = await startBot(fake, store.file)
    for (const channel of [launches, old])
      await bot.command('/shelfready subscribe', {
        user_id: ana.id,
        channel_id: channel.id,
        channel_name: channel.name,
      })
    expect(of(await toldBy(), 'slack-channels')).toEqual(['ok: The bot is in 2 subscribed channels.'])
    launches.members.delete(fake.bot.userId)
    old.is_archived = true
    const told = await toldBy()
    expect(of(told, 'slack-channels')).toEqual([
      'fault: The bot is not in #launches, so its digest is not posted.',
      'fault: #old is archived, and nothing can be posted.',
    ])
    expect(of(told, 'service')[0]).toMatch(/^ok: The service works; it last looked for what is due/)
    expect(of(told, 'write')).toEqual(['ok: The store can be written to.'])
    await bot.kill()
    expect(of(await toldBy(), 'service')[0]).toMatch(/^warning: No service posts from this store/)
  })

  it('has nothing to be configured for, and writes nothing where there is no store', async () => {
    await using folder = await temporaryFolder()
    const { status, out } = await runCommand(['doctor'], { cwd: folder.path })
    expect(status).toBe(0)
    expect(out).toMatch(/^1 warning; \d checks are fine\./)
    expect(out).toContain('▲ warning: There is no store')
    expect(out).toContain('● All settings are right. No platform is connected')
    const named = await runCommand(['doctor', '--db', `sqlite:${join(folder.path, 'none.db')}`], { cwd: folder.path })
    expect(named.out).toContain('There is no store')
    const postgres = await runCommand(['doctor', '--db', 'postgres://u:CANARY@host/db'], { cwd: folder.path })
    expect(postgres.status).toBe(1)
    expect(postgres.out).not.toContain('CANARY')
  })
})
