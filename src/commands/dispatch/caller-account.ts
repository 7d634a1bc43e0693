import type { Caller } from '../../services/people/acting-as.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { type Account, isAccountCurrent, type KnownUser, loadUser } from '../../store/people/accounts.ts'
import type { AnswerCache } from './answer-cache.ts'

/**
 * Makes the account of a caller as it is stored. A guest's address is left out, so that a guest is never taken for a
 * colleague; the terminal's language and zone are left out because it does not know the person's.
 */
const accountOf = ({ id, name, platform = 'terminal', guest, email, timeZone, locale }: Caller): Account => ({
  id,
  platform,
  name: keepable(name) ?? id,
  email: guest === true || keepable(email) !== email ? null : (email?.toLowerCase() ?? null),
  timeZone: platform === 'terminal' ? null : keepable(timeZone),
  locale: platform === 'terminal' ? null : keepable(locale),
})

const longest = 200

/** Cuts a text and replaces half characters, so that the database returns exactly what was stored. */
const keepable = (text: string | undefined): string | null => text?.slice(0, longest).toWellFormed() ?? null

/** Finds the person behind an account; answered from the cache until something is written. */
export const findPerson = async (
  workspace: Workspace,
  caller: Caller,
  humans: AnswerCache<KnownUser>,
): Promise<KnownUser> => {
  const account = accountOf(caller)
  const version = await workspace.database.version()
  const question = JSON.stringify([workspace.id, account])
  const known = humans.recall(question, version)
  if (known !== null) return known
  const human = await loadUser(workspace, account)
  humans.keep(question, version, human)
  return human
}

/** Gives the change that stores an account which is new or has changed on its platform; none for a guest. */
export const accountChanges = async (workspace: Workspace, caller: Caller): Promise<readonly Change[]> => {
  const account = accountOf(caller)
  return caller.guest === true || (await isAccountCurrent(workspace, account))
    ? []
    : [{ kind: 'keep-account', account }]
}
