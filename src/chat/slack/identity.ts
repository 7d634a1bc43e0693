import type { Calls } from './web-api.ts'

/** Who we are in a workspace. What Slack does not tell is empty. */
export type Identity = {
  readonly teamId: string
  readonly botId: string
  readonly botUserId: string
  /** The address of the workspace. */
  readonly url: string
}

/** Who we are, or why that cannot be known: now, or with this token at all. */
export type IdentityResult = Identity | { readonly problem: 'not now' | 'not accepted'; readonly reason: string }

const notAccepted = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']

/** Error codes about the token: messages set aside for them are sent once another token is configured. */
export const tokenTroubles: readonly string[] = [...notAccepted, 'missing_scope']

/** Slack answered without saying who we are; it is asked again. */
const nobody: Identity = { teamId: '', botId: '', botUserId: '', url: '' }

/** Asks Slack once who we are; a failed attempt is made again by the next one who wants to know. */
export const openIdentity = ({ call }: Pick<Calls, 'call'>) => {
  let known: Identity | null = null
  let asking: Promise<IdentityResult> | null = null
  const ask = async (): Promise<IdentityResult> => {
    const called = await call('auth.test', {})
    if (called.kind === 'error' && notAccepted.includes(called.word))
      return { problem: 'not accepted', reason: called.word }
    if (called.kind !== 'done' && called.kind !== 'error')
      return { problem: 'not now', reason: called.kind === 'limited' ? 'rate limited' : called.reason }
    if (called.kind === 'error') return nobody
    const text = (field: string) => (typeof called.data[field] === 'string' ? (called.data[field] as string) : '')
    known = { teamId: text('team_id'), botId: text('bot_id'), botUserId: text('user_id'), url: text('url') }
    return known
  }
  /** Tells who we are, asking where that is not known yet. */
  const introduce = (): Promise<IdentityResult> => {
    if (known !== null) return Promise.resolve(known)
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }
  return {
    introduce,
    identity: async (): Promise<Identity | null> => {
      const introduced = await introduce()
      return 'problem' in introduced ? null : introduced
    },
  }
}
