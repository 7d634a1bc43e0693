import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../_helpers/command-line.ts'
import { type FakeTeam, type FakeTeams, openFakeTeams } from '../_helpers/slack/fake-teams.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { eventCallback, signedRequest, slashCommand } from '../_helpers/slack/signed-request.ts'
import { type StockedStore, stockedStore } from '../_helpers/slack/stocked-store.ts'
import { environment, main } from '../store/processes.ts'

const key = 'k'.repeat(40)

/** Starts the service for several workspaces, and waits until it is ready. */
const startService = async (teams: FakeTeams, file: string, keys = key) => {
  const child = spawn(process.execPath, [main, 'serve', '--db', `sqlite:${file}`], {
    env: {
      ...environment,
      SLACK_CLIENT_ID: teams.client.id,
      SLACK_CLIENT_SECRET: teams.client.secret,
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: teams.apiUrl,
      SHELFREADY_SECRET_KEY: keys,
      SHELFREADY_URL: 'https://shelf.example.com',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (log += text))
  const ended = new Promise((done) => child.on('close', done))
  for (let i = 0; i < 3_000 && !log.includes('"msg":"ready"'); i++) await setTimeout(20)
  const url = `http://127.0.0.1:${/http port (\d+)/.exec(log)?.[1]}`
  const command = (team: FakeTeam, words: string) => {
    const [first = '', ...text] = words.split(' ')
    const body = slashCommand({ team_id: team.id, command: first, text: text.join(' ') })
    return signedRequest({ url: `${url}/slack/events`, secret, body })
  }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, command, log: () => log, stop, [Symbol.asyncDispose]: stop }
}

type Service = Awaited<ReturnType<typeof startService>>

/** What a browser that opened the page of installation has: the cookie, and what Slack is to bring back. */
const begin = async ({ url }: Pick<Service, 'url'>) => {
  const page = await fetch(`${url}/slack/install`)
  const html = await page.text()
  const cookie = page.headers.get('set-cookie') ?? ''
  const link = /href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  return { page, html, cookie: cookie.split(';')[0] as string, whole: cookie, link: new URL(link) }
}

const bringBack = async ({ url }: Pick<Service, 'url'>, query: Record<string, string>, cookie: string) => {
  const answer = await fetch(`${url}/slack/oauth_redirect?${new URLSearchParams(query)}`, { headers: { cookie } })
  return { status: answer.status, html: await answer.text() }
}

const install = async (service: Service, teams: FakeTeams, team: FakeTeam) => {
  const { cookie, link } = await begin(service)
  return bringBack(service, { code: teams.allow(team), state: link.searchParams.get('state') ?? '' }, cookie)
}

let teams: FakeTeams
let store: StockedStore
let service: Service
let [acme, beta, stranger] = [] as unknown as [FakeTeam, FakeTeam, FakeTeam]

beforeAll(async () => {
  teams = await openFakeTeams('T0ACME111', 'T0BETA222', 'T0STRANGE')
  ;[acme, beta, stranger] = teams.teams as [FakeTeam, FakeTeam, FakeTeam]
  for (const { slack } of teams.teams) {
    slack.addUser({ name: 'ana', real_name: 'Ana Lim' })
    slack.addChannel({ name: 'launches', members: new Set([slack.bot.userId, 'U00000001']) })
  }
  store = await stockedStore()
  service = await startService(teams, store.file)
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
  await teams[Symbol.asyncDispose]()
})

describe('installing the app', () => {
  it('begins on a page that nobody can frame, with a cookie that scripts cannot read', async () => {
    const { page, whole, link } = await begin(service)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(whole).toMatch(/HttpOnly/)
    expect(whole).toMatch(/Secure/)
    expect(link.href).toContain(`${new URL('../oauth/v2/authorize', teams.apiUrl)}`)
    expect(link.searchParams.get('redirect_uri')).toBe('https://shelf.example.com/slack/oauth_redirect')
    expect(link.searchParams.get('client_id')).toBe(teams.client.id)
  })

  it('is refused in another browser, twice, without what it began with, and where Slack says no', async () => {
    const { cookie, link } = await begin(service)
    const state = link.searchParams.get('state') ?? ''
    const other = (await begin(service)).cookie
    for (const [query, with_] of [
      [{ code: teams.allow(stranger), state }, other],
      [{ code: teams.allow(stranger), state }, ''],
      [{ code: teams.allow(stranger) }, cookie],
      [{ code: teams.allow(stranger), state: 'made-up' }, 'slack-app-oauth-state=made-up'],
      [{ code: 'wrong', state }, cookie],
      [{ code: teams.allow(stranger), state }, cookie],
      [{ error: 'access_denied', state }, cookie],
    ] as readonly [Record<string, string>, string][])
      expect((await bringBack(service, query, with_)).html).toContain('Nothing was installed')
    expect(await store.rows('select * from installation')).toEqual([])
  })

  it('serves each workspace with its own data from then on, and no other', async () => {
    expect((await service.command(acme, '/promo list')).text).toContain('not installed in this workspace')
    expect(await install(service, teams, acme)).toMatchObject({
      status: 200,
      html: expect.stringContaining('Company T0ACME111'),
    })
    expect(await install(service, teams, beta)).toMatchObject({ status: 200 })
    expect((await service.command(acme, '/shelfready whoami')).text).toContain('dministrator')
    const doctor = (await service.command(acme, '/shelfready doctor')).text
    expect(doctor).toContain('Doctor')
    expect(doctor).not.toMatch(/ GB|store\.db|SHELFREADY_/)
    await service.command(acme, '/intel add "Canary of acme" from:2030-01-01 to:2030-01-02 items:SKU-1 expect:+20%')
    expect((await service.command(stranger, '/promo list')).text).toContain('not installed in this workspace')
    expect((await service.command(beta, '/promo list')).status).toBe(200)
  })

  it('keeps no token as it is, and none in the log', async () => {
    const rows = await store.rows<{ token: string; workspace_id: number; installed_by: string }>(
      'select token, workspace_id, installed_by from installation order by workspace_id',
    )
    expect(rows.map((row) => [row.workspace_id, row.installed_by])).toEqual([
      [2, 'U00000001'],
      [3, 'U00000001'],
    ])
    expect(JSON.stringify(rows)).not.toContain('xoxb')
    expect(service.log()).not.toMatch(/xoxb-T0|oauth-client-secret|code-T0/)
  })

  it('goes on with another key, once the tokens are sealed with it', async () => {
    const other = 'n'.repeat(40)
    const env = {
      ...{ SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: '2', SLACK_SIGNING_SECRET: secret },
      SHELFREADY_URL: 'https://shelf.example.com',
    }
    const reseal = (keys: string) =>
      runCommand(['company', 'reseal', '--db', `sqlite:${store.file}`], {
        cwd: tmpdir(),
        env: { ...env, SHELFREADY_SECRET_KEY: keys },
      })
    const doctor = (keys: string) =>
      runCommand(['doctor', '--db', `sqlite:${store.file}`], {
        cwd: tmpdir(),
        env: { ...env, SHELFREADY_SECRET_KEY: keys },
      })
    expect((await doctor(key)).out).toContain('2 workspaces installed the app')
    expect((await doctor(other)).out).toContain('opens the token of T0ACME111, T0BETA222')
    expect(await reseal(other)).toMatchObject({ status: 1, err: expect.stringContaining('T0ACME111, T0BETA222') })
    expect(await reseal(`${other},${key}`)).toMatchObject({
      status: 0,
      out: '2 tokens are sealed with the first key now.\n',
    })
    expect(await reseal(other)).toMatchObject({ status: 0, out: '0 tokens are sealed with the first key now.\n' })
    await service.stop()
    service = await startService(teams, store.file, other)
    expect((await service.command(beta, '/shelfready whoami')).text).toContain('dministrator')
  })

  it('ends when the app is removed, keeps the data, and goes on where it is installed again', async () => {
    const removed = (team: FakeTeam) =>
      signedRequest({
        url: `${service.url}/slack/events`,
        secret,
        body: eventCallback({ team_id: team.id, event: { type: 'app_uninstalled' } }),
      })
    // Slack says so late: the app is there.
    await removed(acme)
    expect((await service.command(acme, '/promo list')).text).not.toContain('not installed')
    teams.remove(acme)
    await removed(acme)
    await expect
      .poll(async () => (await service.command(acme, '/promo list')).text, { timeout: 20_000 })
      .toContain('not installed in this workspace')
    expect(
      await store.rows(`select token, ended_at is not null as ended from installation where external_id = 'T0ACME111'`),
    ).toEqual([{ token: null, ended: 1 }])
    expect((await service.command(beta, '/promo list')).text).not.toContain('not installed')
    await install(service, teams, acme)
    expect((await service.command(acme, '/shelfready whoami')).text).toContain('dministrator')
    expect(await store.rows('select count(*) as n from workspace')).toEqual([{ n: 3 }])
  })
})
