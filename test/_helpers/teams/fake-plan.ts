import type { ServerResponse } from 'node:http'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { type Fault, misanswer, sendJson } from '../slack/fake-faults.ts'
import { refusals, type TeamsAnswer } from './fake-refusals.ts'

/** What can be asked of the stand-in. */
export type TeamsMethod =
  | 'create'
  | 'send'
  | 'reply'
  | 'edit'
  | 'delete'
  | 'member'
  | 'members'
  | 'team'
  | 'channels'
  | 'token'
  | 'openid'
  | 'keys'

/** The ways in which a call goes wrong: those of Slack, or an answer of Teams instead of the effect or after it. */
export type TeamsFault =
  | Exclude<Fault, { kind: 'not-ok' }>
  | { readonly kind: 'answer'; readonly answer: TeamsAnswer; readonly commits: boolean }

/** What is known of a call when its fault is chosen. */
export type TeamsAsked = {
  readonly method: TeamsMethod
  readonly conversationId: string | null
  readonly activityId: string | null
  readonly body: JsonObject
}

/** Which calls suffer a fault, and how often: once unless said; without a method every call of the connector. */
type TeamsRule = {
  readonly method?: TeamsMethod
  readonly when?: (asked: TeamsAsked) => boolean
  readonly times?: number
  readonly fault: TeamsFault
}

/** Makes a fault of which nobody learns for sure whether the call took effect. */
type TeamsLie = (commits: boolean) => TeamsFault

const answers =
  (answer: TeamsAnswer): TeamsLie =>
  (commits) => ({ kind: 'answer', answer, commits })

/** The faults that end well or unknown and take no longer than a second. */
const quickTeamsLies: readonly TeamsLie[] = [
  () => ({ kind: 'rate-limited', retryAfter: 1 }),
  answers(refusals.preconditionFailed),
  answers(refusals.badGateway),
  answers(refusals.gatewayTimeout),
  (commits) => ({ kind: 'status', status: 500, commits }),
  (commits) => ({ kind: 'status', status: 503, commits }),
  (commits) => ({ kind: 'reset', commits }),
  (commits) => ({ kind: 'half-body', commits }),
  (commits) => ({ kind: 'html', commits }),
]

/** What decides which call suffers which fault. */
export type TeamsPlan = {
  readonly script: (rule: TeamsRule) => void
  readonly lie: (random: () => number, share: number, lies?: readonly TeamsLie[]) => void
  readonly honest: () => void
  readonly faultOf: (asked: TeamsAsked) => TeamsFault | null
}

const login: readonly TeamsMethod[] = ['token', 'openid', 'keys']
const writing: readonly TeamsMethod[] = ['create', 'send', 'reply', 'edit', 'delete']

/** Opens a plan of faults without any. */
export const openPlan = (): TeamsPlan => {
  const rules: { readonly rule: TeamsRule; left: number }[] = []
  let lying: { readonly random: () => number; readonly share: number; readonly lies: readonly TeamsLie[] } | null = null

  const scripted = (asked: TeamsAsked): TeamsFault | null => {
    const found = rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method === undefined ? !login.includes(asked.method) : rule.method === asked.method) &&
        (rule.when?.(asked) ?? true),
    )
    if (!found) return null
    found.left -= 1
    return found.rule.fault
  }

  const lied = ({ method }: TeamsAsked): TeamsFault | null => {
    if (!lying || !writing.includes(method) || lying.random() >= lying.share) return null
    const { random, lies } = lying
    const made = lies[Math.min(Math.floor(random() * lies.length), lies.length - 1)]
    return made?.(random() < 0.5) ?? null
  }

  return {
    script: (rule) => void rules.push({ rule, left: rule.times ?? 1 }),
    lie: (random, share, lies = quickTeamsLies) => {
      lying = { random, share, lies }
    },
    honest: () => {
      lying = null
    },
    faultOf: (asked) => scripted(asked) ?? lied(asked),
  }
}

/** Tells whether the effect of a call happens under a fault. */
export const takesEffect = (fault: TeamsFault | null): boolean =>
  fault === null || ('commits' in fault && fault.commits)

/** Sends an answer of the connector. */
export const sendAnswer = (response: ServerResponse, { status, body }: TeamsAnswer, headers = {}): void => {
  if (body === null) response.writeHead(status, headers).end()
  else sendJson(response, body, status, headers)
}

/** Answers a call in the way of its fault, where the honest answer would be the given one. */
export const missend = (response: ServerResponse, fault: TeamsFault, honest: TeamsAnswer): void => {
  if (fault.kind === 'answer') sendAnswer(response, fault.answer)
  else if (fault.kind !== 'rate-limited') misanswer(response, fault, { ok: true, ...honest.body })
  else {
    const headers = fault.retryAfter === null ? {} : { 'retry-after': `${fault.retryAfter}` }
    sendAnswer(response, refusals.throttled, headers)
  }
}
