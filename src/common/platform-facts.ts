/** What a platform says to a credential: it takes it, refuses it with a word of its own, or does not answer. */
export type CredentialAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly word: string }
  | { readonly kind: 'silent'; readonly reason: string }

/** How the bot stands in a channel; `unknown` where the platform does not tell, with its reason. */
export type ChannelFacts = {
  readonly id: string
  readonly name: string
  readonly standing: 'in' | 'not in' | 'archived' | 'shared' | 'unknown'
  readonly reason: string | null
}

/** A scope that the token lacks, and what does not work without it. */
export type MissingScope = { readonly scope: string; readonly loses: string; readonly isNeeded: boolean }

/** What a Slack workspace tells of the bot. */
export type SlackFacts = {
  readonly platform: 'slack'
  readonly token: CredentialAnswer
  readonly team: { readonly id: string; readonly name: string } | null
  /** Null where Slack does not tell the scopes. */
  readonly missing: readonly MissingScope[] | null
  /** What Slack says to the token by which sockets are opened; null over HTTP. */
  readonly socket: CredentialAnswer | null
  /** The signing secret does not look like one of Slack's. */
  readonly isSecretOdd: boolean
  /** Seconds by which our clock is ahead of the platform's; null where it does not tell. */
  readonly aheadSeconds: number | null
  readonly channels: readonly ChannelFacts[]
}

/** What Microsoft tells of the bot. */
export type TeamsFacts = {
  readonly platform: 'teams'
  readonly isPlayground: boolean
  /** What the login host says to the application id and its password. */
  readonly token: CredentialAnswer
  /** Whether the keys can be fetched by which activities are signed; null in the playground. */
  readonly keys: CredentialAnswer | null
  readonly tenants: number
  readonly aheadSeconds: number | null
  readonly channels: readonly ChannelFacts[]
}

/** A channel to look at, and where its conversation lives as far as that is kept. */
export type AskedChannel = { readonly id: string; readonly name: string; readonly reference: unknown }

/** Asks one platform how things stand; changes nothing there, never throws. */
export type Probe = {
  readonly platform: 'slack' | 'teams'
  readonly reaches: (channel: string) => boolean
  readonly ask: (channels: readonly AskedChannel[]) => Promise<SlackFacts | TeamsFacts>
}

/** Tells by how many seconds our clock is ahead of the moment in a `Date` header, between the moments before and after the call in milliseconds; null without a header. */
export const aheadOf = (date: string | null, before: number, after: number): number | null => {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return null
  // The header has whole seconds, and was written at some moment of the call.
  if (before > theirs + 1_000) return Math.round((before - theirs - 1_000) / 1_000)
  return after < theirs ? -Math.round((theirs - after) / 1_000) : 0
}
