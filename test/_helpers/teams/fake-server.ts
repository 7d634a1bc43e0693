import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isObject, type JsonObject } from '../slack/block-kit-shape.ts'
import { readBody } from '../slack/fake-http.ts'
import { type ConnectorCall, perform, tenantOf } from './fake-connector.ts'
import { missend, sendAnswer, type TeamsAsked, type TeamsFault, type TeamsPlan, takesEffect } from './fake-plan.ts'
import { badSyntax, refusals, type TeamsAnswer } from './fake-refusals.ts'
import { readJson, routeOf } from './fake-routes.ts'
import { issuer, keySet } from './fake-tokens.ts'
import type { World } from './fake-world.ts'

/** One call of the stand-in: what was asked, when by `performance.now()`, and what came of it. */
export type TeamsCall = TeamsAsked & {
  readonly at: number
  readonly outcome: {
    /** The status of the honest answer, whether or not a fault hid it; null where nothing was done. */
    readonly status: number | null
    /** The code of the refusal that the honest answer is, if it is one. */
    readonly code: string | null
    readonly fault: TeamsFault['kind'] | null
    /** Whether the call took its effect. */
    readonly committed: boolean
  }
}

/** What the server works with. */
export type Station = {
  readonly world: World
  readonly plan: TeamsPlan
  readonly calls: TeamsCall[]
  readonly base: () => string
}

const codeOf = ({ body }: TeamsAnswer): string | null =>
  isObject(body) && isObject(body.error) ? `${body.error.code}` : null

const answer = (station: Station, response: ServerResponse, asked: TeamsAsked, act: () => TeamsAnswer): void => {
  const at = performance.now()
  const fault = station.plan.faultOf(asked)
  const honest = takesEffect(fault) ? act() : null
  const { method, conversationId, activityId, body } = asked
  station.calls.push({
    ...{ method, conversationId, activityId, body, at },
    outcome: {
      status: honest?.status ?? null,
      code: honest && codeOf(honest),
      fault: fault?.kind ?? null,
      committed: honest !== null && honest.status < 300,
    },
  })
  if (fault) missend(response, fault, honest ?? { status: 200, body: { id: '0' } })
  else if (honest) sendAnswer(response, honest)
}

const newToken = ({ world }: Station): TeamsAnswer => {
  if (world.loginRefused !== null)
    return {
      status: 401,
      body: { error: 'invalid_client', error_description: `${world.loginRefused}: Invalid secret.` },
    }
  const token = `teams-access-${randomUUID()}`
  world.tokens.add(token)
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token } }
}

const metadata = (station: Station): TeamsAnswer => ({
  status: 200,
  body: {
    issuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${station.base()}/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  },
})

const loginOf = (station: Station, verb: string, path: string) => {
  if (verb === 'GET' && path === '/openid') return { method: 'openid', act: () => metadata(station) } as const
  if (verb === 'GET' && path === '/keys')
    return { method: 'keys', act: (): TeamsAnswer => ({ status: 200, body: keySet() }) } as const
  return verb === 'POST' && (path === '/token' || path.endsWith('/oauth2/v2.0/token'))
    ? ({ method: 'token', act: () => newToken(station) } as const)
    : null
}

const isKnown = ({ world }: Station, request: IncomingMessage): boolean =>
  world.tokens.has(/^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')

const answerConnector = (station: Station, request: IncomingMessage, response: ServerResponse, call: ConnectorCall) => {
  const known = isKnown(station, request)
  if (known) station.world.asked.push({ id: tenantOf(station.world, call), at: performance.now() })
  answer(station, response, call, () => (known ? perform(station.world, call) : refusals.unauthorized))
}

const serve = async (station: Station, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  response.on('error', () => response.destroy())
  const text = await readBody(request)
  if (text === null) return void response.destroy()
  const verb = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', station.base())
  if (verb === 'PUT' && url.pathname.startsWith(drivePath)) {
    const isWhole =
      request.headers['content-range'] === `bytes 0-${Buffer.byteLength(text) - 1}/${Buffer.byteLength(text)}`
    if (isWhole) station.world.drive.set(url.pathname.slice(drivePath.length), text)
    return sendAnswer(response, { status: isWhole ? 201 : 416, body: {} })
  }
  if (verb === 'GET' && url.pathname.startsWith(drivePath)) {
    const stored = station.world.drive.get(url.pathname.slice(drivePath.length))
    if (stored === undefined) return void response.writeHead(404).end()
    return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(stored)
  }
  const login = loginOf(station, verb, url.pathname)
  if (login) {
    const form: JsonObject = login.method === 'token' ? Object.fromEntries(new URLSearchParams(text)) : {}
    const asked = { method: login.method, conversationId: null, activityId: null, body: form }
    return answer(station, response, asked, login.act)
  }
  const body = readJson(text)
  const call = routeOf(verb, url, body ?? {})
  if (call && body) return answerConnector(station, request, response, call)
  station.world.problems.push(`${body ? 'nothing is served at' : 'no JSON object was sent to'} ${verb} ${url.pathname}`)
  sendAnswer(response, body ? { status: 404, body: null } : badSyntax('Invalid JSON.'))
}

/** Where the files of people are stored. */
export const drivePath = '/drive/'

const listen = (server: Server, port: number): Promise<AddressInfo> =>
  new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      done(server.address() as AddressInfo)
    })
  })

/** A server that listens, and how it ends. */
export type Listening = { readonly url: string; readonly close: () => Promise<void> }

/** Serves a world on this machine. */
export const openServer = async ({ world, plan, calls }: Omit<Station, 'base'>, port: number): Promise<Listening> => {
  let url = ''
  const station: Station = { world, plan, calls, base: () => url }
  const server = createServer((request, response) => {
    serve(station, request, response).catch((error) => {
      world.problems.push(`the stand-in failed: ${error}`)
      response.destroy()
    })
  })
  server.on('clientError', (_, socket) => socket.destroy())
  url = `http://127.0.0.1:${(await listen(server, port)).port}`
  return {
    url,
    close: async () => {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}
