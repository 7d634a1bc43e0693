import type { Role } from '../../domain/people/permission.ts'
import type { FilterReader, View } from '../../domain/subscriptions/filter-match.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadUser } from '../../store/people/accounts.ts'
import { findAccounts } from '../../store/people/finding-accounts.ts'
import { actingAs } from '../people/acting-as.ts'

/**
 * How a digest is made for whoever reads it: what of everything it shows, in which locale it is written (null for the form
 * that everybody reads), and as what its one reader may act (null for a channel's).
 */
export type DigestReader = View & { readonly locale: string | null; readonly roles: readonly Role[] | null }

/** Loads who reads what a subscription brings: everybody in a channel, or one person in their own locale. */
export const loadDigestReader = async (
  workspace: Workspace,
  subscription: Pick<Subscription, 'filter' | 'person' | 'changedBy'> | null,
  administrators: readonly string[] = [],
): Promise<DigestReader> => {
  const { filter = null, person = null, changedBy = '' } = subscription ?? {}
  if (person === null) return { filter, reader: null, locale: null, roles: null }
  const kept = (await findAccounts(workspace, person)).find(({ id }) => id === person)
  const account = kept ?? {
    id: person,
    platform: 'terminal',
    name: changedBy,
    email: null,
    timeZone: null,
    locale: null,
  }
  const human = await loadUser(workspace, account)
  const roles = actingAs({ id: person, name: account.name }, human, administrators)
  return { filter, reader: readerOf(human, changedBy), locale: human.locale ?? account.locale, roles }
}

/** Gives by what a human is known as the owner of promotions and the handler of risks. */
export const readerOf = (
  human: { readonly id: string; readonly accounts: readonly { readonly id: string; readonly name: string }[] },
  name: string,
): FilterReader => ({
  personId: human.id,
  names: [...new Set([name, ...human.accounts.flatMap((account) => [account.name, account.id])])],
})
