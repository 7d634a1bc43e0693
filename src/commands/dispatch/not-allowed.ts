import type { Card } from '../../cards/language/card.ts'
import { forColleagues } from '../../cards/language/plain-card.ts'
import { noRoleYetCard, notForYouCard } from '../../cards/people/role-words.ts'
import {
  type GivenRole,
  isGivenRole,
  linkedAccounts,
  may,
  type Right,
  rolesWith,
} from '../../domain/people/permission.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import type { CommandContext } from './command.ts'

/** Refuses something that a person has no right to: says which roles may, that nothing was done, and what to do next. `what` names it in the sentence. */
export const notAllowed = async (
  context: Pick<CommandContext, 'workspace' | 'roles' | 'areRolesOn' | 'administrators' | 'accounts'>,
  what: string,
  right: Right,
): Promise<Card> => {
  const { roles, accounts } = context
  if (roles.includes('guest')) return forColleagues
  const [own] = accounts
  const holders = rolesWith(right).filter(isGivenRole)
  const whom = {
    administrators: await administratorsOf(context),
    account: own?.id ?? '',
    twin: unlinkedAccountWith(context, right),
  }
  return roles.includes('newcomer')
    ? noRoleYetCard(whom)
    : notForYouCard({ ...whom, what, holders, roles: roles.filter(isGivenRole), areRolesOn: context.areRolesOn })
}

/** Finds an account with the same address that has the right, but is not linked to the person yet; null where there is none. */
const unlinkedAccountWith = (
  { accounts, administrators, areRolesOn }: Pick<CommandContext, 'accounts' | 'administrators' | 'areRolesOn'>,
  right: Right,
): string | null => {
  const vouched = new Set(linkedAccounts(accounts[0]?.id ?? '', accounts).map(({ id }) => id))
  const given = (account: CommandContext['accounts'][number]): readonly GivenRole[] => [
    ...(areRolesOn ? account.roles : []),
    ...(administrators.includes(account.id) ? (['admin'] as const) : []),
  ]
  return accounts.find((account) => !vouched.has(account.id) && may(given(account), right))?.id ?? null
}

/** Names the administrators whose names are known: they can give roles. */
const administratorsOf = async ({
  workspace,
  administrators,
  areRolesOn,
}: Pick<CommandContext, 'workspace' | 'administrators' | 'areRolesOn'>): Promise<readonly string[]> => {
  const holders = await loadRoleHolders(workspace)
  const names = holders
    .filter(({ id, roles }) => administrators.includes(id) || (areRolesOn && roles.includes('admin')))
    .map(({ name }) => name)
  return [...new Set(names)]
}
