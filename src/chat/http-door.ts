import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { boundedMap } from '../common/bounded-map.ts'
import { tell } from '../common/happenings.ts'
import { limitBodies, limitConnections } from './http-limits.ts'

/** A request whose body has been read. */
export type ReadRequest = IncomingMessage & { rawBody: Buffer }

/** What answers the requests to one path. */
export type Route = {
  /** No request is larger, in bytes. */
  readonly bodyBytes: number
  /** Refuses by its headers alone what cannot be genuine, with a status; null lets the body be read. */
  readonly refuse: (request: IncomingMessage) => number | null
  readonly handle: (request: ReadRequest, response: ServerResponse) => void
}

export type HttpDoor = AsyncDisposable & { readonly port: number }

/** The refused requests of one address that are answered in a minute; more get "too many requests". */
const mostRefusals = 20
const refusalMilliseconds = 60_000
const mostAddresses = 10_000

/** What answers every request below a path by itself, whatever its method, and limits it itself. */
export type Branch = {
  readonly path: string
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** The header of a request, and the body of one of a platform, must arrive in this time, in milliseconds; a branch sets its own for bodies. */
const headerMilliseconds = 5_000
const bodyMilliseconds = 5_000
/** Late headers are looked for so often. */
const checkMilliseconds = 1_000
/** Connections that wait for a request or for the rest of one; those that are answered do not count. */
const mostWaiting = { inAll: 1_000, ofAddress: 500 }
/** Bytes of bodies that have not come whole. */
const mostBuffered = { inAll: 16_000_000, ofAddress: 8_000_000 }
const longestMilliseconds = 30 * 60_000

/** Who has been answered before asking to the end is listened to for so many milliseconds more. */
const lingerMilliseconds = 1_000

/** What is still answered at the end may take so many milliseconds. */
const closingMilliseconds = 4_000

/**
 * Opens the HTTP server that platforms call, on one host if one is named: POST to known paths. What somebody holds who never asks
 * anything whole is bounded in time, number and bytes; a genuine request is served meanwhile.
 */
export const openHttpDoor = async (
  { port, host }: { readonly port: number; readonly host?: string | undefined },
  routes: ReadonlyMap<string, Route>,
  branches: readonly Branch[] = [],
): Promise<HttpDoor> => {
  const refusals = countRefusals()
  const bodies = limitBodies(mostBuffered)
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request.url ?? '')
    const branch = branches.find((one) => path.startsWith(one.path))
    // What stands behind the path of a branch may be a secret.
    tellRefused(request, response, branch?.path ?? (routes.has(path) ? path : 'another'))
    if (branch !== undefined) {
      connections.answering(request, response)
      hangUpAfter(request, response)
      refusals.watch(request.socket.remoteAddress ?? '', response)
      return branch.handle(request, response)
    }
    const route = routes.get(request.url ?? '') ?? routes.get(path)
    if (route === undefined) return close(response, 404)
    if (request.method !== 'POST') return close(response, 405)
    const from = request.socket.remoteAddress ?? ''
    refusals.watch(from, response)
    const refused = route.refuse(request)
    if (refused !== null) return close(response, refused)
    const body = await readBody(request, route.bodyBytes, bodies)
    if (body === 'too large') return close(response, 413)
    if (body === 'broken off') return request.destroy()
    connections.answering(request, response)
    route.handle(Object.assign(request, { rawBody: body }), response)
  }
  const server = createServer(
    {
      headersTimeout: headerMilliseconds,
      connectionsCheckingInterval: checkMilliseconds,
      requestTimeout: branches.length === 0 ? bodyMilliseconds : longestMilliseconds,
      keepAliveTimeout: 65_000,
    },
    (...both) => {
      answer(...both).catch(() => close(both[1], 500))
    },
  )
  const connections = limitConnections(server, mostWaiting)
  server.maxRequestsPerSocket = 10_000
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()))
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      const end = setTimeout(() => server.closeAllConnections(), closingMilliseconds)
      await closed
      clearInterval(sweep)
      clearTimeout(end)
    },
  }
}

const tellRefused = (request: IncomingMessage, response: ServerResponse, path: string): void => {
  const from = request.socket.remoteAddress ?? ''
  response.once('finish', () => {
    const { statusCode: status } = response
    if (status >= 400) tell({ kind: 'turned away', path, status, from })
  })
}

const pathOf = (url: string): string => URL.parse(url, 'http://door')?.pathname ?? ''

/** Whoever was answered before the whole request had come may read the answer, and is then cut off. */
const hangUpAfter = (request: IncomingMessage, response: ServerResponse): void => {
  response.once('finish', () => {
    if (request.complete) return
    request.resume()
    const end = setTimeout(() => request.destroy(), lingerMilliseconds)
    request.once('close', () => clearTimeout(end))
  })
}

/** Answers without a body and closes the connection without reading the rest. */
const close = (response: ServerResponse, status: number) => {
  if (response.headersSent) return
  response.writeHead(status, { connection: 'close' })
  response.end()
}

const readBody = (
  request: IncomingMessage,
  most: number,
  bodies: ReturnType<typeof limitBodies>,
): Promise<Buffer | 'too large' | 'broken off'> => {
  if (Number(request.headers['content-length'] ?? 0) > most) return Promise.resolve('too large')
  return new Promise((read) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      bodies.came(request, chunk.length)
      if (bytes <= most) return void chunks.push(chunk)
      request.pause()
      read('too large')
    })
    request.on('end', () => {
      bodies.ended(request)
      read(Buffer.concat(chunks))
    })
    request.on('error', () => read('broken off'))
    const late = setTimeout(() => read('broken off'), bodyMilliseconds)
    request.on('close', () => {
      clearTimeout(late)
      bodies.ended(request)
      read('broken off')
    })
  })
}

/** Counts refused requests by address; a genuine one is always served. */
const countRefusals = () => {
  const counts = boundedMap<string, { since: number; refused: number }>(mostAddresses)
  const isTooMany = (from: string): boolean => {
    const now = performance.now()
    const known = counts.get(from)
    const count = known !== undefined && now - known.since < refusalMilliseconds ? known : { since: now, refused: 0 }
    count.refused++
    counts.set(from, count)
    return count.refused > mostRefusals
  }
  return {
    /** Turns a refusal into "too many requests" where an address has used up its share. */
    watch: (from: string, response: ServerResponse) => {
      const write = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse
      response.writeHead = ((status: number, ...rest: unknown[]) =>
        write(status === 401 && isTooMany(from) ? 429 : status, ...rest)) as typeof response.writeHead
    },
  }
}
