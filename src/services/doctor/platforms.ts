import { countWords, listWords } from '../../cards/language/words.ts'
import type { ChannelFacts, CredentialAnswer, SlackFacts, TeamsFacts } from '../../common/platform-facts.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { refusedSkewSeconds, toldSkewSeconds } from '../../domain/doctor/thresholds.ts'

const slackNetwork = 'Let this machine reach slack.com over https, through a proxy if there is one.'
const teamsNetwork = 'Let this machine reach Microsoft over https, through a proxy if there is one.'

/** Judges what a platform tells of the bot. */
export const platformFindings = (facts: SlackFacts | TeamsFacts): readonly Finding[] =>
  facts.platform === 'slack' ? slackFindings(facts) : teamsFindings(facts)

const slackFindings = (facts: SlackFacts): readonly Finding[] => [
  slackTokenFinding(facts),
  ...(facts.token.kind === 'accepted' ? scopesFindings(facts) : []),
  doorFinding(facts),
  ...clockFindings('slack-clock', 'Slack', facts.aheadSeconds),
  ...(facts.token.kind === 'accepted' ? channelsFindings('slack-channels', facts.channels, inviteInSlack) : []),
]

const inviteInSlack = 'Type /invite @Shelfready in it, or end its subscription there.'

const slackTokenFinding = ({ token, team }: SlackFacts): Finding => {
  switch (token.kind) {
    case 'accepted':
      return fine('slack-token', `The bot token is of the workspace ${team?.name} (${team?.id}).`)
    case 'refused':
      return fault(
        'slack-token',
        `Slack does not accept SLACK_BOT_TOKEN (${token.word}).`,
        'Copy the Bot User OAuth Token again from OAuth & Permissions, and restart.',
      )
    case 'silent':
      return fault('slack-token', `Slack does not answer (${token.reason}).`, slackNetwork)
  }
}

const again = 'Add the scopes under OAuth & Permissions, or paste manifest.json again; then install the app again.'

const scopesFindings = ({ missing }: SlackFacts): readonly Finding[] => {
  if (missing === null)
    return [
      warning('slack-scopes', 'Slack does not tell which scopes the token has.', 'Compare them with manifest.json.'),
    ]
  return missing.length === 0
    ? [fine('slack-scopes', 'The token has every scope that the bot asks for.')]
    : missing.map(({ scope, loses, isNeeded }) =>
        (isNeeded ? fault : warning)('slack-scopes', `The scope ${scope} is missing: ${loses}.`, again),
      )
}

const doorFinding = ({ socket, isSecretOdd }: SlackFacts): Finding => {
  if (socket === null)
    return isSecretOdd
      ? warning(
          'slack-secret',
          'SLACK_SIGNING_SECRET does not look like one: those of Slack are 32 hexadecimal digits.',
          'Copy the Signing Secret again from Basic Information. With a wrong one every request is refused.',
        )
      : fine('slack-secret', 'Requests come over HTTP, and the signing secret looks right.')
  switch (socket.kind) {
    case 'accepted':
      return fine('slack-socket', 'Slack lets the bot open sockets (Socket Mode).')
    case 'refused':
      return fault(
        'slack-socket',
        `Slack does not accept SLACK_APP_TOKEN (${socket.word}), so no request comes in.`,
        'Make an app-level token with connections:write under Basic Information, and turn on Socket Mode.',
      )
    case 'silent':
      return fault('slack-socket', `Slack opens no socket (${socket.reason}).`, slackNetwork)
  }
}

const teamsFindings = ({
  isPlayground,
  token,
  keys,
  tenants,
  aheadSeconds,
  channels,
}: TeamsFacts): readonly Finding[] =>
  isPlayground
    ? [fine('teams-token', 'Teams is a playground on this machine, which needs no credentials.')]
    : [
        teamsTokenFinding(token, tenants),
        ...(keys === null ? [] : [keysFinding(keys)]),
        ...clockFindings('teams-clock', 'Microsoft', aheadSeconds),
        ...(token.kind === 'accepted' ? channelsFindings('teams-channels', channels, addInTeams) : []),
      ]

const addInTeams = 'Add the app to its team again, or end its subscription.'

const teamsTokenFinding = (token: CredentialAnswer, tenants: number): Finding => {
  switch (token.kind) {
    case 'accepted':
      return fine('teams-token', `Microsoft accepts the bot; ${countWords(tenants, 'tenant')} may ask.`)
    case 'refused':
      return fault(
        'teams-token',
        `Microsoft does not accept TEAMS_APP_ID with TEAMS_APP_PASSWORD in the first tenant (${token.word}).`,
        'Copy the application id and a client secret that has not expired from the Azure portal.',
      )
    case 'silent':
      return fault('teams-token', `The login host of Microsoft gives no token (${token.reason}).`, teamsNetwork)
  }
}

const keysFinding = (keys: CredentialAnswer): Finding =>
  keys.kind === 'accepted'
    ? fine('teams-keys', 'The keys can be fetched by which Teams signs what it sends.')
    : fault(
        'teams-keys',
        `The keys by which Teams signs cannot be fetched (${keys.kind === 'silent' ? keys.reason : keys.word}).`,
        `Without them every request of Teams is refused. ${teamsNetwork}`,
      )

const clockFindings = (check: string, whose: string, aheadSeconds: number | null): readonly Finding[] => {
  if (aheadSeconds === null) return []
  const off = Math.abs(aheadSeconds)
  const words = `This clock is ${countWords(off, 'second')} ${aheadSeconds > 0 ? 'ahead of' : 'behind'} ${whose}'s`
  const mend = 'Let the machine set its clock by NTP.'
  if (off >= refusedSkewSeconds) return [fault(check, `${words}: signed requests are refused.`, mend)]
  return [
    off >= toldSkewSeconds ? warning(check, `${words}.`, mend) : fine(check, `This clock agrees with ${whose}'s.`),
  ]
}

const shownChannels = 5

const channelsFindings = (check: string, channels: readonly ChannelFacts[], mend: string): readonly Finding[] => {
  const lost = channels.flatMap((one) => channelFinding(check, one, mend))
  const { length } = lost
  const more =
    length <= shownChannels
      ? []
      : [fault(check, `${countWords(length - shownChannels, 'more channel')} cannot be posted to.`, mend)]
  const reached = channels.length - length
  return [
    ...lost.slice(0, shownChannels),
    ...more,
    ...(reached === 0 && length > 0
      ? []
      : [
          fine(
            check,
            channels.length === 0
              ? 'No channel has subscribed yet.'
              : `The bot is in ${countWords(reached, 'subscribed channel')}.`,
          ),
        ]),
  ]
}

const channelFinding = (check: string, { name, standing, reason }: ChannelFacts, mend: string): readonly Finding[] => {
  switch (standing) {
    case 'in':
      return []
    case 'shared':
      return [
        warning(
          check,
          `${name} is shared with another organisation, which reads what is posted.`,
          'If that is not meant, end its subscription there.',
        ),
      ]
    case 'archived':
      return [
        fault(check, `${name} is archived, and nothing can be posted.`, 'Unarchive it, or subscribe another channel.'),
      ]
    case 'not in':
      return [fault(check, `The bot is not in ${name}, so its digest is not posted.`, mend)]
    case 'unknown':
      return [
        warning(
          check,
          `Whether the bot is in ${name} cannot be told now (${reason}).`,
          'Fix the other findings first, then run doctor again.',
        ),
      ]
  }
}

/** Names the subscribed channels that belong to no connected platform. */
export const strandedFinding = (names: readonly string[]): readonly Finding[] =>
  names.length === 0
    ? []
    : [
        warning(
          'channels',
          `${countWords(names.length, 'subscribed channel')} ${names.length === 1 ? 'belongs' : 'belong'} to no connected platform: ${listWords(names.slice(0, 3))}.`,
          'Connect its platform, or nothing is posted there.',
        ),
      ]
