import type { Caller } from '../../services/people/acting-as.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { type Account, isAccountCurrent, type KnownUser, loadUser } from '../../store/people/accounts.ts'
import type { AnswerCache } from './answer-cache.ts'

/** A guest is nobody else's twin, whatever their address; of a platform's language and zone the terminal knows nothing. */
const accountOf = ({ id, name, platform = 'terminal', guest, email, timeZone, locale }: Caller): Account => ({
  id,
  platform,
  name: keepable(name) ?? id,
  email: guest === true || keepable(email) !== email ? null : (email?.toLowerCase() ?? null),
  timeZone: platform === 'terminal' ? null : keepable(timeZone),
  locale: platform === 'terminal' ? null : keepable(locale),
})

const longest = 200

/** The store gives back what it was given only where that is well formed. */
const keepable = (said: string | undefined): string | null => said?.slice(0, longest).toWellFormed() ?? null

/** Finds the human behind an account, from memory while nothing has been written since. */
export const findPerson = async (
  workspace: Workspace,
  caller: Caller,
  humans: AnswerCache<KnownUser>,
): Promise<KnownUser> => {
  const account = accountOf(caller)
  const version = workspace.database.version()
  const question = JSON.stringify([workspace.id, account])
  const known = humans.recall(question, version)
  if (known !== null) return known
  const human = await loadUser(workspace, account)
  humans.keep(question, version, human)
  return human
}

/** Keeps an account that is new, or of which its platform tells something new. */
export const accountChanges = async (workspace: Workspace, caller: Caller): Promise<readonly Change[]> => {
  const account = accountOf(caller)
  return caller.guest === true || (await isAccountCurrent(workspace, account))
    ? []
    : [{ kind: 'keep-account', account }]
}
