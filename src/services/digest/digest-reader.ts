import type { Role } from '../../domain/people/permission.ts'
import type { FilterReader, View } from '../../domain/subscriptions/filter-match.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadUser } from '../../store/people/accounts.ts'
import { findAccounts } from '../../store/people/finding-accounts.ts'
import { actingAs } from '../people/acting-as.ts'

/**
 * For whom a digest is made: which promotions it shows, in which locale it is written (null for the neutral form of a
 * channel), and the roles of its one reader (null for a channel).
 */
export type DigestReader = View & { readonly locale: string | null; readonly roles: readonly Role[] | null }

/** Loads for whom the digests of a subscription are made: everybody in a channel, or one person in their own locale. */
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

/** Gives the id and the names under which a person owns promotions and handles risks. */
const readerOf = (
  human: { readonly id: string; readonly accounts: readonly { readonly id: string; readonly name: string }[] },
  name: string,
): FilterReader => ({
  personId: human.id,
  names: [...new Set([name, ...human.accounts.flatMap((account) => [account.name, account.id])])],
})
