import { may } from '../../domain/people/permission.ts'
import type { FilterReader } from '../../domain/subscriptions/filter-match.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { SharedLink } from '../../store/links/shared-links.ts'
import { type Account, loadUser } from '../../store/people/accounts.ts'
import { findAccounts } from '../../store/people/finding-accounts.ts'
import { actingAs } from '../people/acting-as.ts'

/** Tells whether the platform of an account says that its person is not of the company any more. */
export type HasLeft = (account: Pick<Account, 'id' | 'platform'>) => Promise<boolean>

/**
 * Gives with whose eyes a link is read: those of whoever made it. Null where they are not known here any more, have left the
 * company, or may not see what is here.
 */
export const loadLinkReader = async (
  workspace: Workspace,
  link: Pick<SharedLink, 'account' | 'name'>,
  { administrators, hasLeft }: { readonly administrators: readonly string[]; readonly hasLeft: HasLeft },
): Promise<FilterReader | null> => {
  const account = (await findAccounts(workspace, link.account)).find(({ id }) => id === link.account)
  if (account === undefined) return null
  const human = await loadUser(workspace, account)
  if (!may(actingAs({ id: account.id, name: account.name }, human, administrators), 'see') || (await hasLeft(account)))
    return null
  const names = [link.name, ...human.accounts.flatMap(({ id, name }) => [name, id])]
  return { personId: human.id, names: [...new Set(names)] }
}
