import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, type Args, missingScope, no, yes } from './fake-call.ts'
import { chatMethods } from './fake-chat.ts'
import { commits, type Fault, type Faults, misanswer, openFaults, sendJson } from './fake-faults.ts'
import { downloadPath, fileMethods, giveFile, storeUpload, uploadFile, uploadPath } from './fake-files.ts'
import { readArgs, readBody, readToken } from './fake-http.ts'
import { lookupMethods } from './fake-lookups.ts'
import type { FakeModal } from './fake-modals.ts'
import { type FakeResponse, openResponses, type ResponseOf, type Responses } from './fake-responses.ts'
import { type Envelope, openSockets, type Sockets } from './fake-sockets.ts'
import {
  addChannel,
  addUser,
  appToken,
  bot,
  type FakeChannel,
  type FakeEphemeral,
  type FakeFile,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  messagesOf,
  openWorld,
  putMessage,
  team,
  token,
  type World,
  type Written,
} from './fake-state.ts'

export { type Fault, slowLies } from './fake-faults.ts'

export type { FakeChannel, FakeMessage, FakeUser, FakeView } from './fake-state.ts'
export { appToken, token } from './fake-state.ts'

/** One API call: what was asked, when by `performance.now()`, and what came of it. */
type FakeCall = {
  readonly method: string
  readonly args: Args
  readonly at: number
  readonly outcome: {
    /** What the method answered, `ok` or an error word, whether or not a fault hid it; null where it was not asked. */
    readonly answer: string | null
    readonly fault: Fault['kind'] | null
    /** Whether the call took its effect. */
    readonly committed: boolean
  }
}

/** Two messages that came into one channel sooner after one another than Slack allows. */
type TooFast = { readonly channel: string; readonly ts: readonly [string, string]; readonly apart: number }

/** What may be told when opening a stand-in. */
export type FakeSlackOptions = {
  readonly port?: number
  /** The clock that numbers messages, in milliseconds of the epoch. */
  readonly now?: () => number
  /** Whether raw control sequences are meant, and no problem. */
  readonly allowControl?: boolean
}

/** A stand-in for Slack that remembers what people see. */
export type FakeSlack = AsyncDisposable &
  Pick<Faults, 'script' | 'lie' | 'honest'> & {
    readonly url: string
    readonly apiUrl: string
    readonly team: typeof team
    readonly bot: typeof bot
    readonly token: string
    readonly appToken: string
    readonly users: Map<string, FakeUser>
    readonly channels: Map<string, FakeChannel>
    readonly addUser: (told?: Partial<FakeUser>) => FakeUser
    readonly addChannel: (told?: Parameters<typeof addChannel>[1]) => FakeChannel
    /** Lets a person, or another app, write into a channel. */
    readonly say: (channel: string, written: Written) => FakeMessage
    /** Lets a person upload a file, to send with a message. */
    readonly uploads: (name: string, content: string | Uint8Array) => FakeFile
    readonly messages: (channel: string) => readonly FakeMessage[]
    readonly ephemerals: readonly FakeEphemeral[]
    readonly views: ReadonlyMap<string, FakeView>
    /** Modals by id, the newest last. */
    readonly modals: ReadonlyMap<string, FakeModal>
    readonly responses: readonly FakeResponse[]
    readonly calls: readonly FakeCall[]
    /** Every problem of every block that was sent, whether or not Slack would refuse it. */
    readonly problems: readonly string[]
    readonly revokeToken: (word?: 'token_revoked' | 'account_inactive' | 'invalid_auth') => void
    readonly restoreToken: () => void
    /** Refuses the token that opens sockets. */
    readonly revokeAppToken: () => void
    /** Sets its clock so many seconds ahead. */
    readonly clockAhead: (seconds: number) => void
    readonly removeScope: (scope: string) => void
    readonly addScope: (scope: string) => void
    readonly tooFast: (apart?: number) => readonly TooFast[]
    /** Pushes an envelope through one socket; the payload of its acknowledgement, or null for an empty one. */
    readonly envelope: (envelope: Envelope) => Promise<unknown>
    readonly sockets: () => number
    /** Cuts every socket, or asks the app to reconnect as Slack does when it moves a connection. */
    readonly dropSockets: (how?: 'cut' | 'disconnect') => void
    readonly responseUrl: (of?: ResponseOf) => string
    readonly expireResponseUrls: () => void
  }

const methods = { ...chatMethods, ...lookupMethods }

const wrongToken = (world: World, method: string, given: string | null): Answer | null => {
  const wanted = method === 'apps.connections.open' ? appToken : token
  if (given === null) return no('not_authed')
  if (given !== wanted) return no(given === token || given === appToken ? 'not_allowed_token_type' : 'invalid_auth')
  if (given === appToken && world.appRevoked) return no(world.appRevoked)
  return given === token && world.revoked ? no(world.revoked) : null
}

type Station = {
  readonly world: World
  readonly faults: Faults
  readonly sockets: Sockets
  readonly responses: Responses
  readonly calls: FakeCall[]
  readonly responded: FakeResponse[]
  readonly base: () => string
}

const perform = ({ world, sockets, base }: Station, method: string, args: Args, given: string | null): Answer => {
  const opens = method === 'apps.connections.open'
  const all = { ...methods, ...fileMethods(base) }
  const act = Object.hasOwn(all, method) ? all[method] : undefined
  if (!act && !opens) return no('unknown_method', { req_method: method })
  const wrong = wrongToken(world, method, given) ?? missingScope(world, method, args)
  if (wrong) return wrong
  return act ? act(world, args) : yes({ url: `${base().replace('http', 'ws')}${sockets.ticket()}` })
}

const answerCall = (
  station: Station,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  body: string,
): void => {
  const read = readArgs(request.headers['content-type'] ?? '', body)
  const given: Args = typeof read === 'string' ? {} : read
  const { token: _secret, ...args } = given
  const at = performance.now()
  const fault = station.faults.faultOf(method, args)
  const act = () => (typeof read === 'string' ? no(read) : perform(station, method, args, readToken(request, given)))
  const answer = commits(fault) ? act() : null
  station.calls.push({
    method,
    args,
    at,
    outcome: {
      answer: answer && (answer.ok ? 'ok' : (answer.error ?? null)),
      fault: fault?.kind ?? null,
      committed: answer?.ok ?? false,
    },
  })
  if (fault) misanswer(response, fault, answer ?? yes({ channel: 'C00000000', ts: '0000000000.000000' }))
  else if (answer)
    sendJson(response, answer, 200, {
      date: new Date(Date.now() + station.world.offSeconds * 1_000).toUTCString(),
      'x-oauth-scopes': [...station.world.scopes].join(','),
    })
}

const answerResponse = (station: Station, request: IncomingMessage, response: ServerResponse, body: string): void => {
  const path = request.url ?? ''
  const read = readArgs(request.headers['content-type'] ?? '', body)
  const args = typeof read === 'string' ? {} : read
  const fault = station.faults.faultOf('response_url', args)
  const answer = commits(fault)
    ? typeof read === 'string'
      ? no('invalid_payload')
      : station.responses.respond(path, args)
    : null
  station.responded.push({
    url: `${station.base()}${path}`,
    body: args,
    error: answer ? (answer.error ?? null) : (fault?.kind ?? null),
    at: performance.now(),
  })
  if (fault) misanswer(response, fault, answer ?? yes())
  else if (answer) sendJson(response, answer, answer.ok ? 200 : answer.error?.endsWith('_url') ? 404 : 400)
}

const serve = async (station: Station, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  response.on('error', () => response.destroy())
  const path = (request.url ?? '').split('?')[0] ?? ''
  if (request.method === 'GET' && path.startsWith(downloadPath)) {
    const { type, body } = giveFile(station.world, path, readToken(request, {}))
    response.writeHead(200, { 'content-type': type }).end(body)
    return
  }
  if (request.method !== 'POST' || !/^\/(api|response|upload)\//.test(path)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    return
  }
  const body = await readBody(request)
  if (body === null) response.destroy()
  else if (path.startsWith(uploadPath))
    response.writeHead(storeUpload(station.world, path, body) ? 200 : 400, { 'content-type': 'text/plain' }).end('OK')
  else if (path.startsWith('/api/')) answerCall(station, request, response, path.slice('/api/'.length), body)
  else answerResponse(station, request, response, body)
}

const listen = (server: Server, port: number): Promise<AddressInfo> =>
  new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      done(server.address() as AddressInfo)
    })
  })

const tooFast = (world: World, least: number): readonly TooFast[] =>
  [...Map.groupBy(world.accepted, ({ channel }) => channel)].flatMap(([channel, accepted]) =>
    accepted.slice(1).flatMap(({ ts, at }, index) => {
      const before = accepted[index]
      return before && at - before.at < least ? [{ channel, ts: [before.ts, ts] as const, apart: at - before.at }] : []
    }),
  )

/** Opens a stand-in for Slack on this machine. */
export const openFakeSlack = async (options: FakeSlackOptions = {}): Promise<FakeSlack> => {
  const world = openWorld({ now: options.now ?? Date.now, allowControl: options.allowControl ?? false })
  let url = ''
  const station: Station = {
    world,
    faults: openFaults(),
    sockets: openSockets(),
    responses: openResponses(world),
    calls: [],
    responded: [],
    base: () => url,
  }
  const { faults, sockets, responses } = station
  const server = createServer((request, response) => {
    serve(station, request, response).catch((error) => {
      world.problems.push(`the stand-in failed: ${error}`)
      response.destroy()
    })
  })
  server.on('upgrade', sockets.upgrade)
  server.on('clientError', (_, socket) => socket.destroy())
  url = `http://127.0.0.1:${(await listen(server, options.port ?? 0)).port}`
  return {
    url,
    apiUrl: `${url}/api/`,
    team,
    bot,
    token,
    appToken,
    users: world.users,
    channels: world.channels,
    addUser: (told) => addUser(world, told),
    addChannel: (told) => addChannel(world, told),
    say: (channel, written) => putMessage(world, channel, written),
    uploads: (name, content) => uploadFile(world, name, content),
    messages: (channel) => messagesOf(world, channel).map((message) => ({ ...message })),
    ephemerals: world.ephemerals,
    views: world.views,
    modals: world.modals,
    responses: station.responded,
    calls: station.calls,
    problems: world.problems,
    script: faults.script,
    lie: faults.lie,
    honest: faults.honest,
    revokeToken: (word = 'token_revoked') => {
      world.revoked = word
    },
    restoreToken: () => {
      world.revoked = null
    },
    revokeAppToken: () => {
      world.appRevoked = 'token_revoked'
    },
    clockAhead: (seconds) => {
      world.offSeconds = seconds
    },
    removeScope: (scope) => void world.scopes.delete(scope),
    addScope: (scope) => void world.scopes.add(scope),
    tooFast: (apart = 950) => tooFast(world, apart),
    envelope: sockets.envelope,
    sockets: sockets.count,
    dropSockets: (how = 'cut') => sockets.drop(how),
    responseUrl: (of = {}) => `${url}${responses.mint(of)}`,
    expireResponseUrls: responses.expire,
    [Symbol.asyncDispose]: async () => {
      sockets.close()
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}
