import type { ServerResponse } from 'node:http'
import type { Answer, Args } from './fake-call.ts'

/** The ways in which a call goes wrong; `commits` tells whether its effect happens all the same. */
export type Fault =
  | { readonly kind: 'rate-limited'; readonly retryAfter: number | null }
  | { readonly kind: 'status'; readonly status: number; readonly commits: boolean }
  | { readonly kind: 'reset'; readonly commits: boolean }
  | { readonly kind: 'silence'; readonly commits: boolean }
  | { readonly kind: 'half-body'; readonly commits: boolean }
  | { readonly kind: 'html'; readonly commits: boolean }
  | { readonly kind: 'not-ok'; readonly error: string; readonly commits: boolean }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'drip'; readonly commits: boolean }

/** Which calls suffer a fault, and how often: once unless said; `response_url` is a method that must be named. */
type Rule = {
  readonly method?: string
  readonly when?: (args: Args) => boolean
  readonly times?: number
  readonly fault: Fault
}

/** Makes a fault of which nobody learns for sure whether the call took effect. */
export type Lie = (commits: boolean) => Fault

/** The faults that end well or unknown and take no longer than a second. */
const quickLies: readonly Lie[] = [
  () => ({ kind: 'rate-limited', retryAfter: 1 }),
  (commits) => ({ kind: 'status', status: 500, commits }),
  (commits) => ({ kind: 'status', status: 503, commits }),
  (commits) => ({ kind: 'reset', commits }),
  (commits) => ({ kind: 'half-body', commits }),
  (commits) => ({ kind: 'html', commits }),
  (commits) => ({ kind: 'not-ok', error: 'internal_error', commits }),
  (commits) => ({ kind: 'not-ok', error: 'fatal_error', commits }),
]

/** The faults that last until the client gives up. */
export const slowLies: readonly Lie[] = [
  (commits) => ({ kind: 'silence', commits }),
  (commits) => ({ kind: 'drip', commits }),
]

/** What decides which call suffers which fault. */
export type Faults = {
  readonly script: (rule: Rule) => void
  readonly lie: (random: () => number, share: number, lies?: readonly Lie[]) => void
  readonly honest: () => void
  readonly faultOf: (method: string, args: Args) => Fault | null
}

/** Opens a plan of faults without any. */
export const openFaults = (): Faults => {
  const rules: { readonly rule: Rule; left: number }[] = []
  let lying: { readonly random: () => number; readonly share: number; readonly lies: readonly Lie[] } | null = null

  const scripted = (method: string, args: Args): Fault | null => {
    const found = rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method === undefined ? method !== 'response_url' : rule.method === method) &&
        (rule.when?.(args) ?? true),
    )
    if (!found) return null
    found.left -= 1
    return found.rule.fault
  }

  const lied = (method: string): Fault | null => {
    if (!lying || !method.startsWith('chat.') || lying.random() >= lying.share) return null
    const { random, lies } = lying
    const made = lies[Math.min(Math.floor(random() * lies.length), lies.length - 1)]
    return made?.(random() < 0.5) ?? null
  }

  return {
    script: (rule) => void rules.push({ rule, left: rule.times ?? 1 }),
    lie: (random, share, lies = quickLies) => {
      lying = { random, share, lies }
    },
    honest: () => {
      lying = null
    },
    faultOf: (method, args) => scripted(method, args) ?? lied(method),
  }
}

/** Tells whether the effect of a call happens under a fault. */
export const commits = (fault: Fault | null): boolean => fault === null || ('commits' in fault && fault.commits)

/** Sends an answer of the Web API. */
export const sendJson = (
  response: ServerResponse,
  answer: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const body = Buffer.from(JSON.stringify(answer))
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...headers,
  })
  response.end(body)
}

const begin = (response: ServerResponse, answer: Answer): Buffer => {
  const body = Buffer.from(JSON.stringify(answer))
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
  return body
}

const drip = (response: ServerResponse, body: Buffer): void => {
  response.flushHeaders()
  let sent = 0
  const timer = setInterval(() => {
    response.write(body.subarray(sent, ++sent))
    if (sent < body.length) return
    clearInterval(timer)
    response.end()
  }, 1000)
  response.on('close', () => clearInterval(timer))
}

const page = '<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Be right back</h1></body></html>'

/** Answers a call in the way of its fault, where the honest answer would be the given one. */
export const misanswer = (response: ServerResponse, fault: Fault, honest: Answer): void => {
  switch (fault.kind) {
    case 'rate-limited': {
      const headers = fault.retryAfter === null ? {} : { 'retry-after': `${fault.retryAfter}` }
      sendJson(response, { ok: false, error: 'ratelimited' }, 429, headers)
      return
    }
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/plain' }).end('upstream connect error')
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'silence':
      return
    case 'half-body': {
      const body = begin(response, honest)
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
      return
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return
    case 'not-ok':
      sendJson(response, { ok: false, error: fault.error })
      return
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end()
      return
    case 'drip':
      drip(response, begin(response, honest))
      return
  }
}
