import {
  type AskedChannel,
  aheadOf,
  type ChannelFacts,
  type CredentialAnswer,
  type Probe,
} from '../../common/platform-facts.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { callHttp } from '../http-call.ts'
import type { Calls } from './connector-api.ts'
import { isTeamsPlace, type Reference } from './place.ts'

/** What the probe of Teams asks with. */
type Probing = {
  readonly call: Calls
  readonly token: () => Promise<string | null>
  readonly tenants: number
  /** Where the keys are published by which activities are signed; null in the playground. */
  readonly keysUrl: string | null
}

/** Where Microsoft publishes the keys by which it signs activities. */
export const microsoftKeysUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration'

const answerMilliseconds = 6_000

/** Words by which Entra ID says that it does not know the bot, or not this secret. */
const notAccepted = /AADSTS(?:7000215|7000222|700016|90002|900023)|invalid_client|unauthorized_client/

/** Reads from the error of the login host that it does not accept the credentials; null where it says something else. */
export const refusalOfLogin = (error: unknown): string | null =>
  notAccepted.exec(error instanceof Error ? error.message : String(error))?.[0] ?? null

/** Opens the probe of the tenants that are let in, or of a local playground. */
export const teamsProbe = ({ call, token, tenants, keysUrl }: Probing): Probe => ({
  platform: 'teams',
  reaches: isTeamsPlace,
  ask: async (asked) => {
    const [answered, keys] = await Promise.all([tokenAnswer(token), keysUrl === null ? null : keysAnswer(keysUrl)])
    const channels = answered.kind === 'accepted' ? await Promise.all(asked.map((one) => channelFacts(call, one))) : []
    return {
      platform: 'teams',
      isPlayground: keysUrl === null,
      token: answered,
      keys: keys?.answer ?? null,
      tenants,
      aheadSeconds: keys?.aheadSeconds ?? null,
      channels,
    }
  },
})

const tokenAnswer = async (token: Probing['token']): Promise<CredentialAnswer> => {
  try {
    const given = await withTimeout(
      token().then(() => true),
      answerMilliseconds,
    )
    return given === null ? { kind: 'silent', reason: 'no answer in time' } : { kind: 'accepted' }
  } catch (error) {
    const word = refusalOfLogin(error)
    return word === null ? { kind: 'silent', reason: 'it cannot be reached' } : { kind: 'refused', word }
  }
}

const keysAnswer = async (
  keysUrl: string,
): Promise<{ readonly answer: CredentialAnswer; readonly aheadSeconds: number | null }> => {
  const before = Date.now()
  const result = await callHttp(new URL(keysUrl), {}, answerMilliseconds)
  if (result.kind !== 'answered') return { answer: { kind: 'silent', reason: result.reason }, aheadSeconds: null }
  const aheadSeconds = aheadOf(result.headers.get('date'), before, Date.now())
  return result.status === 200
    ? { answer: { kind: 'accepted' }, aheadSeconds }
    : { answer: { kind: 'silent', reason: `HTTP ${result.status}` }, aheadSeconds }
}

const channelFacts = async (call: Calls, { id, name, reference }: AskedChannel): Promise<ChannelFacts> => {
  const as = (standing: ChannelFacts['standing'], reason: string | null = null) => ({ id, name, standing, reason })
  if (reference === null) return as('not in')
  const { serviceUrl, tenantId, conversationId } = reference as Reference
  const called = await call({
    ...{ serviceUrl, tenantId, method: 'GET', query: 'pageSize=50' },
    path: ['conversations', conversationId, 'pagedmembers'],
  })
  if (called.kind === 'done') return as('in')
  if (called.kind === 'error') return called.status === 401 ? as('unknown', called.word) : as('not in', called.word)
  return as('unknown', called.kind === 'limited' ? 'rate limited' : called.reason)
}
