import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api'
import { type ClientFit, ownClient } from '../client-fit.ts'
import { callForeign, failureReason, type HttpResult } from '../http-call.ts'

/** The outcome of a call to Slack. */
export type Called =
  | { readonly kind: 'done'; readonly data: Readonly<Record<string, unknown>> }
  /** Slack refused the call, with its own error code. */
  | { readonly kind: 'error'; readonly word: string }
  | { readonly kind: 'limited'; readonly retryAfter: number | null }
  /** The call never reached the platform: nothing was done. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Nobody knows whether the call was carried out. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** Every call that goes to Slack goes through here. */
export type Calls = {
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<Called>
  /** Posts to an address that Slack handed out for one answer. */
  readonly respond: (url: string, body: unknown) => Promise<Called>
  /** Stores the bytes of a file at an address that Slack handed out for it. */
  readonly upload: (url: string, bytes: Uint8Array) => Promise<Called>
  /** Calls a method without arguments, with the bot token or another one, and gives the headers of the answer too. */
  readonly ask: (method: string, as?: string) => Promise<Asked>
  /** How the libraries are to call Slack. */
  readonly clientOptions: WebClientOptions
}

/** The outcome of a call with the headers of its answer; null where none came. */
type Asked = { readonly called: Called; readonly headers: Headers | null }

/** Where Slack hands out addresses: for answers, and for files. */
const handsOut: ReadonlySet<string> = new Set(['hooks.slack.com', 'files.slack.com'])

/** The time-out of a call, its answer included, in milliseconds. */
const timeoutMilliseconds = 6_000

/** The outcome of a failed call, carried as an error because libraries wrap it. */
class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly called: Exclude<Called, { kind: 'done' }>

  constructor(called: Exclude<Called, { kind: 'done' }>) {
    super('reason' in called ? called.reason : called.kind)
    this.called = called
  }
}

/** Opens the client that makes every call to Slack: with our own time-outs, without retries (the outbox retries), to the address of Slack only. */
export const openCalls = (token: string, apiUrl: string, fit: Pick<ClientFit, 'shown'> = ownClient): Calls => {
  const api = new URL(apiUrl)
  const isKnown = (url: URL) =>
    url.username === '' &&
    url.password === '' &&
    (url.origin === api.origin || (url.protocol === 'https:' && handsOut.has(url.hostname) && url.port === ''))

  const seam: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (!isKnown(url)) throw new CallFailure({ kind: 'error', word: 'address_not_allowed' })
    const answer = await callForeign(url, init ?? {}, timeoutMilliseconds, url.origin === api.origin)
    if (answer.kind !== 'answered') throw new CallFailure(answer)
    const failure = failureOf(answer)
    if (failure !== null) throw new CallFailure(failure)
    if (url.href.startsWith(api.href) && !isAnswer(answer.text))
      throw new CallFailure({ kind: 'unknown', reason: 'an answer that does not tell' })
    return new Response(answer.text, { status: answer.status, headers: headersFor(answer) })
  }

  const clientOptions: WebClientOptions = {
    slackApiUrl: apiUrl,
    fetch: seam,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // What waited in the client's own queue would no longer know for which message it is.
    maxRequestConcurrency: 1_000,
    logger: silentLogger,
  }
  const client = new WebClient(token, clientOptions)
  return {
    clientOptions,
    call: async (method, args) => {
      try {
        return { kind: 'done', data: { ...(await client.apiCall(method, fit.shown(args))) } }
      } catch (error) {
        return calledOf(error)
      }
    },
    ask: async (method, as = token) => {
      try {
        const answer = await seam(new URL(method, api), {
          method: 'POST',
          headers: { authorization: `Bearer ${as}`, 'content-type': 'application/x-www-form-urlencoded' },
        })
        const data = (await answer.json()) as { readonly ok: boolean; readonly error?: unknown }
        return { called: data.ok ? { kind: 'done', data } : refusedBy(data.error), headers: answer.headers }
      } catch (error) {
        return { called: calledOf(error), headers: null }
      }
    },
    respond: async (url, body) => {
      try {
        const init = {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(fit.shown(body)),
        }
        await seam(url, init)
        return { kind: 'done', data: {} }
      } catch (error) {
        return calledOf(error)
      }
    },
    upload: async (url, bytes) => {
      try {
        await seam(url, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: bytes })
        return { kind: 'done', data: {} }
      } catch (error) {
        return calledOf(error)
      }
    },
  }
}

/** Headers that Slack tells more by than by its answer. */
const headersFor = ({ type, headers }: Extract<HttpResult, { kind: 'answered' }>): Headers => {
  const kept = new Headers({ 'content-type': type })
  for (const name of ['date', 'x-oauth-scopes']) {
    const value = headers.get(name)
    if (value !== null) kept.set(name, value)
  }
  return kept
}

const failureOf = ({
  status,
  retryAfter,
}: Extract<HttpResult, { kind: 'answered' }>): Exclude<Called, { kind: 'done' }> | null => {
  if (status >= 200 && status < 300) return null
  if (status === 429) return { kind: 'limited', retryAfter }
  if (status >= 500) return { kind: 'unknown', reason: `HTTP ${status}` }
  return { kind: 'error', word: `http_${status}` }
}

const isAnswer = (text: string): boolean => {
  try {
    const answer = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && typeof answer.ok === 'boolean'
  } catch {
    return false
  }
}

/** Errors after which a part of the call may have been carried out. */
const unsure = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])

const calledOf = (error: unknown): Exclude<Called, { kind: 'done' }> => {
  for (let cause = error; cause instanceof Error; cause = 'original' in cause ? cause.original : cause.cause)
    if (cause instanceof CallFailure) return cause.called
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'unknown', reason: failureReason(error) }
  return refusedBy(error.data.error)
}

const refusedBy = (said: unknown): Exclude<Called, { kind: 'done' }> => {
  const word = String(said ?? '')
  if (word === 'ratelimited' || word === 'rate_limited') return { kind: 'limited', retryAfter: null }
  if (unsure.has(word) || !/^[a-z0-9_]+$/i.test(word))
    return { kind: 'unknown', reason: word || 'an answer that does not tell' }
  return { kind: 'error', word }
}

/** The outcome of a call says everything that the library would log. */
export const silentLogger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  setName: () => {},
  getLevel: () => 'error' as never,
}
