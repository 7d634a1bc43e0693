import { errorMessage } from '../../common/error-message.ts'
import { callForeign } from '../http-call.ts'
import { conversationAllowance, tenantAllowance } from './limits.ts'
import { splitThread } from './place.ts'
import { openTurns } from './rate-limits.ts'

/** The outcome of a call to Teams. */
export type Called =
  | { readonly kind: 'done'; readonly data: Readonly<Record<string, unknown>> }
  /** Teams refused the call, with its own error code. */
  | { readonly kind: 'error'; readonly status: number; readonly word: string }
  | { readonly kind: 'limited'; readonly retryAfter: number | null }
  /** The call never reached the platform: nothing was done. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Nobody knows whether the call was carried out. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** A call of the Bot Connector: where the conversation lives, and what is asked there. */
type Call = {
  readonly serviceUrl: string
  readonly tenantId: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Parts of the path, not yet encoded. */
  readonly path: readonly string[]
  readonly query?: string
  readonly body?: unknown
}

/** Every call that goes to Teams goes through here. */
export type Calls = (call: Call) => Promise<Called>

/** The time-out of a call, its answer included, in milliseconds. */
const timeoutMilliseconds = 6_000

/** Status codes after which nobody knows whether the call was carried out. */
const unsure = new Set([408])

/** Opens the client that makes every call to Teams: with our own time-outs, without retries (the outbox retries), to allowed addresses only, within the rate limits of a tenant. */
export const openCalls = ({
  token,
  isService,
}: {
  /** Gives the bearer token; null where none is needed. */
  readonly token: () => Promise<string | null>
  readonly isService: (url: string) => boolean
}): Calls => {
  const inTurn = openTurns()
  return async (asked) => {
    const { serviceUrl, tenantId, method, path, query, body } = asked
    if (!isService(serviceUrl)) return { kind: 'error', status: 0, word: 'ServiceUrlNotAllowed' }
    let proof: string | null
    try {
      proof = await token()
    } catch (error) {
      return { kind: 'unreachable', reason: `no token: ${errorMessage(error)}` }
    }
    const conversation = writesInto(asked)
    const wait = await inTurn([
      { key: tenantId, allowances: tenantAllowance },
      ...(conversation === null ? [] : [{ key: conversation, allowances: conversationAllowance }]),
    ])
    if (wait > 0) return { kind: 'limited', retryAfter: Math.ceil(wait / 1_000) }
    const base = serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`
    const url = new URL(`v3/${path.map(encodeURIComponent).join('/')}${query === undefined ? '' : `?${query}`}`, base)
    const answer = await callForeign(
      url,
      {
        method,
        headers: {
          accept: 'application/json',
          ...(proof === null ? {} : { authorization: `Bearer ${proof}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      timeoutMilliseconds,
      // Only a playground or a stand-in, which the configuration names, is reached without TLS.
      url.protocol === 'http:',
    )
    if (answer.kind !== 'answered') return answer
    const { status, text } = answer
    if (status >= 200 && status < 300) return { kind: 'done', data: objectOf(text) }
    if (status === 429) return { kind: 'limited', retryAfter: answer.retryAfter }
    // With these two status codes Teams did not accept the message.
    if (status === 503 || status === 412) return { kind: 'unreachable', reason: `HTTP ${status}` }
    if (status >= 500 || unsure.has(status)) return { kind: 'unknown', reason: `HTTP ${status}` }
    return { kind: 'error', status, word: wordOf(text) ?? `http_${status}` }
  }
}

/** Gives the conversation that a call writes into, without its thread; null where it writes into none. */
const writesInto = ({ method, path: [first, id] }: Call): string | null =>
  method !== 'GET' && first === 'conversations' && id !== undefined ? splitThread(id).conversationId : null

const objectOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Gives the error code of a refusal: the more specific of the two that Teams sends. */
const wordOf = (text: string): string | null => {
  const { subCode, error, message } = objectOf(text) as {
    readonly subCode?: unknown
    readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly innerHttpError?: unknown }
    readonly message?: unknown
  }
  const said = [subCode, /MessageWritesBlocked/.exec(text)?.[0], error?.code, message]
  return (said.find((word) => typeof word === 'string' && word !== '') as string | undefined)?.slice(0, 100) ?? null
}
