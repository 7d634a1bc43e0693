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

/** Calls an address and reads the whole answer within `milliseconds`; follows no redirect. Never throws. */
export const callHttp = async (url: URL, init: RequestInit, milliseconds: number): Promise<HttpResult> => {
  try {
    const signals = [AbortSignal.timeout(milliseconds), ...(init.signal ? [init.signal] : [])]
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    const { status, headers } = response
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
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
    return { kind: neverLeft.test(reason) ? 'unreachable' : 'unknown', reason }
  }
}

/** Gives the reason a request failed: the error code of its cause, or its message. */
export const failureReason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return error.cause instanceof Error ? failureReason(error.cause) : (code ?? error.message)
}
