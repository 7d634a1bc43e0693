import { lookup as lookupAddress } from 'node:dns'
import { type IncomingMessage, request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** A call to an address that somebody else named; it is refused where the guard does not allow it. */
export type GuardedRequest = {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Hosts that may be called, `*.` in front for all below; absent where any public one may. */
  readonly hosts?: readonly string[]
  /** Hosts, with their port where it is not the usual one, that the operator allows whatever their address, also without TLS. */
  readonly egress?: readonly string[]
  /** The answer may have so many bytes. */
  readonly mostBytes: number
  readonly milliseconds?: number
  /** A redirection is answered as it is, for whoever looks where it leads; it is an error without. */
  readonly givesRedirection?: boolean
  readonly signal?: AbortSignal
}

/** An answer; reading its body ends with an error where it is longer than allowed. */
export type GuardedResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: AsyncIterable<Uint8Array>
}

/** Thrown where an address must not be called; the message is a reason that goes on from the address. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

const usualMilliseconds = 10_000

/**
 * Calls an address: with TLS, only hosts that are allowed and only public addresses, which are looked at when the connection
 * is made, so that a name cannot change meanwhile. A redirection is never followed. Throws NotAllowed, or what the network says.
 */
export const guardedFetch = async (request: GuardedRequest): Promise<GuardedResponse> => {
  const { method = 'GET', headers, body, egress = [], mostBytes, milliseconds = usualMilliseconds } = request
  const timeout = AbortSignal.timeout(milliseconds)
  const url = allowedUrl(request)
  const isTrusted = isNamed(egress, url)
  const send = url.protocol === 'https:' ? requestSecurely : requestPlainly
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = send(
      url,
      {
        method,
        headers,
        signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
        ...(isTrusted ? {} : { lookup: publicLookup(url.hostname) }),
      },
      resolve,
    )
    sent.on('error', reject)
    sent.end(body)
  })
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400 && status !== 304 && request.givesRedirection !== true) {
    response.destroy()
    throw new NotAllowed('leads to another address, which is not followed')
  }
  return { status, headers: flat(response.headers), body: limited(response, mostBytes) }
}

/** Gives the address of a request. Throws NotAllowed where it must not be called, as far as that shows without looking its name up. */
export const allowedUrl = ({
  url: text,
  hosts,
  egress = [],
}: Pick<GuardedRequest, 'url' | 'hosts' | 'egress'>): URL => {
  const url = URL.parse(text)
  if (url === null) throw new NotAllowed('is no address')
  if (url.username !== '' || url.password !== '') throw new NotAllowed('has a name or password in it')
  if (isNamed(egress, url)) return url
  if (url.protocol !== 'https:') throw new NotAllowed('is not an https address')
  if (url.port !== '') throw new NotAllowed('has a port of its own')
  if (hosts !== undefined && !isNamed(hosts, url)) throw new NotAllowed('is of a host that is not allowed')
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw new NotAllowed('is not a public address')
  return url
}

const isNamed = (names: readonly string[], { host, hostname, protocol }: URL): boolean =>
  (protocol === 'https:' || protocol === 'http:') &&
  names.some((name) => (name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : name === host || name === hostname))

/** Looks a name up, and fails where any address of the one called is not public; another is that of the operator's proxy. */
const publicLookup =
  (called: string): LookupFunction =>
  (name, options, done) => {
    if (name !== called) return lookupAddress(name, options, done)
    lookupAddress(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '')
      const [first] = addresses
      if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address)))
        return done(new NotAllowed('is not a public address'), '')
      if (options.all) return done(null, addresses)
      return done(null, first.address, first.family)
    })
  }

const flat = (headers: IncomingMessage['headers']): GuardedResponse['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )

async function* limited(response: IncomingMessage, mostBytes: number): AsyncGenerator<Uint8Array> {
  let left = mostBytes
  for await (const piece of response) {
    left -= (piece as Buffer).length
    if (left < 0) throw new NotAllowed(`answers with more than ${mostBytes.toLocaleString('en')} bytes`)
    yield piece as Buffer
  }
}
