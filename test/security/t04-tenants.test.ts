import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig, type TeamsConfig } from '../../src/config.ts'
import { serveChat } from '../../src/operator/serve/serve-chat.ts'
import { isTeamsService, teamsConnection } from '../../src/operator/serve/teams-connection.ts'
import { runCommand } from '../_helpers/command-line.ts'
import { type StockedStore, stockedStore } from '../_helpers/slack/stocked-store.ts'
import { type FakeTeams, openFakeTeams, type Person } from '../_helpers/teams/fake-teams.ts'
import { messageWords } from '../_helpers/teams/reading.ts'

const elsewhere = '99999999-2222-4333-8444-555555555555'

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

let teams: FakeTeams
let store: StockedStore
let url: string
const stop = new AbortController()
let served: Promise<void>
let [ana, zoe] = [] as unknown as [Person, Person]

beforeAll(async () => {
  teams = await openFakeTeams()
  ana = teams.addPerson({ name: 'Ana' })
  zoe = teams.addPerson({ name: 'Ana', tenantId: elsewhere })
  store = await stockedStore()
  await runCommand(['company', 'add', 'beta', '--timezone', 'Asia/Tokyo', '--db', `sqlite:${store.file}`], {
    cwd: '/tmp',
  })
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const config = readConfig({
    TEAMS_APP_ID: teams.appId,
    TEAMS_APP_PASSWORD: teams.appPassword,
    TEAMS_TENANT_ID: `${teams.tenantId},${elsewhere}=beta`,
    SHELFREADY_ADMINS: `${ana.aadObjectId},${zoe.aadObjectId}=beta`,
    LOG_LEVEL: 'silent',
    PORT: `${port}`,
  })
  const token = async () => {
    const answer = await fetch(teams.endpoints.tokenUrl, { method: 'POST', body: new URLSearchParams() })
    return ((await answer.json()) as { readonly access_token: string }).access_token
  }
  const connectTeams = (told: TeamsConfig) =>
    teamsConnection(told, {
      isService: (address) => address === teams.serviceUrl || isTeamsService(address),
      keysUrl: teams.endpoints.openIdMetadataUrl,
      token,
    })
  await new Promise<void>((ready, failed) => {
    served = serveChat(
      config,
      [connectTeams(config.teams as TeamsConfig)],
      {
        ...{
          databaseUrl: `sqlite:${store.file}`,
          workspace: 'default',
          now: () => Temporal.Now.instant(),
          connectTeams,
        },
        ready: async () => ready(),
      },
      stop.signal,
    )
    served.catch(failed)
  })
})
afterAll(async () => {
  stop.abort()
  await served
  await store[Symbol.asyncDispose]()
  await teams[Symbol.asyncDispose]()
})

/** Says something to the bot in private, and reads what it answers. */
const say = async (person: Person, words: string): Promise<string> => {
  const place = teams.personalChat(person)
  const before = teams.posted(place).length
  const { status } = await teams.deliver(url, teams.says(person, place, words))
  if (status !== 200) return `${status}`
  await expect.poll(() => teams.posted(place).length, { timeout: 10_000 }).toBeGreaterThan(before)
  return teams.posted(place).slice(before).map(messageWords).join('\n')
}

describe('people of two tenants', () => {
  it('ask each their own company', async () => {
    expect(await say(ana, 'stock SKU-100')).toContain('Cola')
    expect(await say(zoe, 'stock SKU-100')).toContain('There is no item SKU-100')
  })

  it('are administrators of their own company alone', async () => {
    expect(await say(ana, 'whoami')).toMatch(/administrator[\s\S]*default/)
    expect(await say(zoe, 'whoami')).toMatch(/administrator[\s\S]*beta/)
    expect((await runCommand(['company', 'list', '--db', `sqlite:${store.file}`], { cwd: '/tmp' })).out).toBe(
      `default · teams ${teams.tenantId}\nbeta · Asia/Tokyo · teams ${elsewhere}\n`,
    )
    expect(
      await store.rows('select workspace_id, platform, external_id from installation order by workspace_id'),
    ).toEqual([
      { workspace_id: 1, platform: 'teams', external_id: teams.tenantId },
      { workspace_id: 2, platform: 'teams', external_id: elsewhere },
    ])
  })

  it('send feeds and read by the token of their own company, at one address', async () => {
    const tokenOf = async (company: string) =>
      (
        await runCommand(
          [
            'token',
            'add',
            `erp-${company}`,
            '--feeds',
            'all',
            '--read',
            '--workspace',
            company,
            '--db',
            `sqlite:${store.file}`,
          ],
          { cwd: '/tmp' },
        )
      ).out.trim()
    const [first, second] = [await tokenOf('default'), await tokenOf('beta')]
    const ask = (path: string, token: string, more: RequestInit = {}) =>
      fetch(`${url}${path}`, { ...more, headers: { authorization: `Bearer ${token}`, ...more.headers } })
    const sent = await ask('/v1/feeds/items', second, {
      method: 'POST',
      body: 'sku,name\nSKU-100,Canary of beta\n',
      headers: { 'content-type': 'text/csv', 'idempotency-key': 'one' },
    })
    expect(sent.status).toBeLessThan(300)
    await expect.poll(() => say(zoe, 'stock SKU-100'), { timeout: 10_000 }).toContain('Canary of beta')
    expect(await say(ana, 'stock SKU-100')).not.toContain('Canary')
    const [read, other] = [await (await ask('/v1/feeds', second)).text(), await (await ask('/v1/feeds', first)).text()]
    expect(read).toContain('erp-beta')
    expect(other).not.toContain('erp-beta')
    expect((await ask('/v1/feeds', `sr_${'x'.repeat(43)}`)).status).toBe(401)
  })

  it('are let in from no third tenant', async () => {
    const stranger = teams.addPerson({ name: 'Eve', tenantId: '77777777-2222-4333-8444-555555555555' })
    expect(await say(stranger, 'promo list')).toBe('403')
  })
})
