import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBody } from './fake-http.ts'
import { type FakeSlack, openFakeSlack, token } from './fake-slack.ts'
import { team } from './fake-state.ts'

/** A workspace of Slack among several, which all have the same ids of people and channels. */
export type FakeTeam = { readonly id: string; readonly slack: FakeSlack; readonly token: string }

/** Several workspaces of Slack behind one address, and the page on which people allow an app. */
export type FakeTeams = AsyncDisposable & {
  readonly apiUrl: string
  readonly teams: readonly FakeTeam[]
  /** Gives the code that Slack hands to the browser of somebody who allowed the app in a workspace. */
  readonly allow: (team: FakeTeam) => string
  /** Makes the bot token of a workspace worthless, as removing the app does, and hands out another one next time. */
  readonly remove: (team: FakeTeam) => void
  readonly client: { readonly id: string; readonly secret: string }
}

const client = { id: '1.2', secret: 'oauth-client-secret' }

/** Opens workspaces by their ids. */
export const openFakeTeams = async (...ids: readonly string[]): Promise<FakeTeams> => {
  const open = new AsyncDisposableStack()
  const removals = new Map<string, number>()
  const codes = new Map<string, string>()
  const tokenOf = (id: string) => `xoxb-${id}-${removals.get(id) ?? 0}`
  const teams: readonly FakeTeam[] = await Promise.all(
    ids.map(async (id) => ({
      id,
      slack: open.use(await openFakeSlack()),
      get token() {
        return tokenOf(id)
      },
    })),
  )
  const access = (form: URLSearchParams, authorization: string): unknown => {
    const basic = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()
    const isClient = basic === `${client.id}:${client.secret}` || form.get('client_secret') === client.secret
    const id = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    if (!isClient) return { ok: false, error: 'bad_client_secret' }
    const found = teams.find((one) => one.id === id)
    if (found === undefined) return { ok: false, error: 'invalid_code' }
    return {
      ok: true,
      app_id: found.slack.bot.appId,
      authed_user: { id: 'U00000001' },
      scope:
        'app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,groups:read,im:history,im:write,users:read,users:read.email',
      token_type: 'bot',
      access_token: found.token,
      bot_user_id: found.slack.bot.userId,
      team: { id, name: `Company ${id}` },
      enterprise: null,
      is_enterprise_install: false,
    }
  }
  const server = createServer(async (request, response) => {
    const body = (await readBody(request)) ?? ''
    const answer = (value: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    const { authorization = '' } = request.headers
    if (request.url === '/api/oauth.v2.access') return answer(access(new URLSearchParams(body), authorization))
    const found = teams.find((one) => authorization === `Bearer ${one.token}`)
    if (found === undefined) return answer({ ok: false, error: 'token_revoked' })
    const asked = await fetch(`${found.slack.url}${request.url}`, {
      method: 'POST',
      headers: { ...(request.headers as Record<string, string>), authorization: `Bearer ${token}` },
      body: body.replaceAll(found.id, team.id),
    })
    response.writeHead(asked.status, { 'content-type': asked.headers.get('content-type') ?? 'application/json' })
    response.end((await asked.text()).replaceAll(team.id, found.id))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  open.defer(() => void server.close())
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    teams,
    client,
    allow: ({ id }) => {
      const code = `code-${id}-${codes.size}-${removals.get(id) ?? 0}`
      codes.set(code, id)
      return code
    },
    remove: ({ id }) => void removals.set(id, (removals.get(id) ?? 0) + 1),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
