import { claimWorkedOn } from '../common/claimed-work.ts'
import { guardedFetch, NotAllowed } from '../common/guarded-fetch.ts'

/** The outcome of an HTTP call: the whole answer, or why there is none. `unreachable` means that nothing was done. */
export type HttpResult =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** Seconds that we were asked to wait. */
      readonly retryAfter: number | null
      readonly type: string
      readonly headers: Headers
      readonly text: string
    }
  | { readonly kind: 'unreachable' | 'unknown'; readonly reason: string }

const mostBytes = 5_000_000

const neverLeft =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/

/** Calls an address that the configuration names and reads the whole answer within `milliseconds`; follows no redirect. Never throws. */
export const callHttp = (url: URL, init: RequestInit, milliseconds: number): Promise<HttpResult> =>
  answered(async () => {
    const signals = [AbortSignal.timeout(milliseconds), ...endedBy(init)]
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    return { status: response.status, headers: response.headers, body: response.body ?? [] }
  })

/**
 * Calls an address that came in a message, as callHttp does, with TLS and where it is public; `isOwn` are addresses of a
 * stand-in, which may be on this machine. Which hosts may be called is for the caller to look at.
 */
export const callForeign = async (
  url: URL,
  init: RequestInit,
  milliseconds: number,
  isOwn: boolean,
): Promise<HttpResult> => {
  if (isOwn) return callHttp(url, init, milliseconds)
  const { method, headers, body } = new Request(url, init)
  const bytes = body === null ? null : new Uint8Array(await new Response(body).arrayBuffer())
  return answered(async () => {
    const answer = await guardedFetch({
      url: url.href,
      method,
      headers: Object.fromEntries(headers),
      ...(bytes === null ? {} : { body: bytes }),
      signal: AbortSignal.any(endedBy(init)),
      mostBytes,
      milliseconds,
      givesRedirection: true,
    })
    const told = Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    return { ...answer, headers: new Headers(told as [string, string][]) }
  })
}

/** What ends a call besides its time: whoever made it, and the loss of the claim that it is made for. */
const endedBy = ({ signal }: RequestInit): AbortSignal[] => {
  const claim = claimWorkedOn()
  return [...(signal ? [signal] : []), ...(claim === null ? [] : [claim.signal])]
}

type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | readonly Uint8Array[]
}

const answered = async (ask: () => Promise<Answer>): Promise<HttpResult> => {
  if (claimWorkedOn()?.isHeld() === false)
    return { kind: 'unknown', reason: 'the message has passed to another process' }
  try {
    const { status, headers, body } = await ask()
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > mostBytes) throw new Error('an answer too long')
      chunks.push(chunk)
    }
    const wait = headers.get('retry-after') ?? ''
    return {
      kind: 'answered',
      status,
      retryAfter: /^\d+$/.test(wait) ? Number(wait) : null,
      type: headers.get('content-type') ?? '',
      headers,
      text: Buffer.concat(chunks).toString('utf8'),
    }
  } catch (error) {
    const reason = failureReason(error)
    return { kind: isRefused(error) || neverLeft.test(reason) ? 'unreachable' : 'unknown', reason }
  }
}

/** Tells whether the guard let nothing out; an answer too long is refused too, but that was asked for. */
const isRefused = (error: unknown): boolean => error instanceof NotAllowed && !error.message.startsWith('answers')

/** Gives the reason a request failed: the error code of its cause, or its message. */
export const failureReason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return error.cause instanceof Error ? failureReason(error.cause) : (code ?? error.message)
}
