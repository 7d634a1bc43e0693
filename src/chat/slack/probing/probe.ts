import {
  type AskedChannel,
  aheadOf,
  type ChannelFacts,
  type CredentialAnswer,
  type Probe,
} from '../../../common/platform-facts.ts'
import { isSlackPlace } from '../send.ts'
import type { Called, Calls } from '../web-api.ts'
import { missingScopes } from './scopes.ts'

/** How the bot is connected: the token that opens sockets, or the secret of requests over HTTP. */
type Connected = { readonly appToken: string | null; readonly signingSecret: string | null }

const secretOfSlack = /^[0-9a-f]{32}$/

/** Opens the probe of a workspace. */
export const slackProbe = (calls: Calls, { appToken, signingSecret }: Connected): Probe => ({
  platform: 'slack',
  reaches: isSlackPlace,
  ask: async (asked) => {
    const [us, opened, channels] = await Promise.all([
      introduced(calls),
      appToken === null ? null : calls.ask('apps.connections.open', appToken),
      Promise.all(asked.map((one) => channelFacts(calls, one))),
    ])
    return {
      platform: 'slack',
      ...us,
      socket: opened === null ? null : credentialAnswer(opened.called),
      isSecretOdd: appToken === null && signingSecret !== null && !secretOfSlack.test(signingSecret),
      channels,
    }
  },
})

const introduced = async (calls: Calls) => {
  const before = Date.now()
  const { called, headers } = await calls.ask('auth.test')
  const scopes = headers?.get('x-oauth-scopes') ?? null
  const data = called.kind === 'done' ? called.data : {}
  const text = (field: string) => (typeof data[field] === 'string' ? data[field] : '')
  return {
    token: credentialAnswer(called),
    team: called.kind === 'done' ? { id: text('team_id'), name: text('team') || text('team_id') } : null,
    missing:
      scopes === null || called.kind !== 'done' ? null : missingScopes(scopes.split(',').map((one) => one.trim())),
    aheadSeconds: aheadOf(headers?.get('date') ?? null, before, Date.now()),
  }
}

const credentialAnswer = (called: Called): CredentialAnswer => {
  if (called.kind === 'done') return { kind: 'accepted' }
  if (called.kind === 'error') return { kind: 'refused', word: called.word }
  return { kind: 'silent', reason: called.kind === 'limited' ? 'rate limited' : called.reason }
}

const channelFacts = async ({ call }: Calls, { id, name }: AskedChannel): Promise<ChannelFacts> => {
  const called = await call('conversations.info', { channel: id })
  const as = (standing: ChannelFacts['standing'], reason: string | null = null) => ({ id, name, standing, reason })
  if (called.kind === 'error') return called.word === 'channel_not_found' ? as('not in') : as('unknown', called.word)
  if (called.kind !== 'done') return as('unknown', called.kind === 'limited' ? 'rate limited' : called.reason)
  const channel = (called.data.channel ?? {}) as Readonly<Record<string, unknown>>
  if (channel.is_archived === true) return as('archived')
  if (channel.is_im !== true && channel.is_member === false) return as('not in')
  return as(channel.is_ext_shared === true || channel.is_pending_ext_shared === true ? 'shared' : 'in')
}
