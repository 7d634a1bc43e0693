import type { MissingScope } from '../../../common/platform-facts.ts'
import { slackScopes } from '../manifest.ts'

type Scope = (typeof slackScopes)[number]

/** What does not work without each scope; the needed ones are those without which people are not answered, or strangers not told apart. */
const losses: Readonly<Record<Scope, Omit<MissingScope, 'scope'>>> = {
  'app_mentions:read': { loses: 'mentions are not seen', isNeeded: false },
  'channels:history': { loses: 'a message that may have arrived is sent twice in public channels', isNeeded: false },
  'channels:read': { loses: 'channels shared with other organisations are not recognised', isNeeded: true },
  'chat:write': { loses: 'nothing is posted', isNeeded: true },
  commands: { loses: 'nothing can be asked in channels', isNeeded: true },
  'files:read': { loses: 'spreadsheets dropped in chat cannot be read', isNeeded: false },
  'files:write': { loses: 'lists come as text, not as files', isNeeded: false },
  'groups:history': { loses: 'a message that may have arrived is sent twice in private channels', isNeeded: false },
  'groups:read': { loses: 'private channels shared with other organisations are not recognised', isNeeded: true },
  'im:history': { loses: 'direct messages are not seen', isNeeded: false },
  'im:write': { loses: 'nobody can be written to directly', isNeeded: false },
  'users:read': { loses: 'guests are not told from members', isNeeded: true },
  'users:read.email': {
    loses: 'the Slack and Teams accounts of one person are not recognised as theirs',
    isNeeded: false,
  },
}

/** Lists the scopes of the manifest that a token lacks, from those that it has. */
export const missingScopes = (granted: readonly string[]): readonly MissingScope[] =>
  slackScopes.filter((scope) => !granted.includes(scope)).map((scope) => ({ scope, ...losses[scope] }))
