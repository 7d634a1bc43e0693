import type { HolderView, RolesView } from '../../cards/people/roles-card.ts'
import { givenRoles, linkedAccounts } from '../../domain/people/permission.ts'
import { loadRoleHolders, loadRoleSwitch, type RoleHolder } from '../../store/people/roles.ts'
import { type CommandContext, zoneOf } from '../dispatch/command.ts'

/** Loads who has which role. Only accounts that an administrator has linked are shown as one person. */
export const loadRolesView = async (context: CommandContext, page = 1): Promise<RolesView> => {
  const { workspace, administrators, today } = context
  const [accounts, switched] = [await loadRoleHolders(workspace), await loadRoleSwitch(workspace)]
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  return {
    isOn: switched?.isOn ?? false,
    switched: switched === null ? null : { at: switched.at, by: names.get(switched.by) ?? switched.by },
    holders: holdersOf(accounts, administrators),
    page,
    today,
    timeZone: zoneOf(context),
  }
}

/** Groups accounts that count as one person for their rights, and names an account with the same address that is not linked to it. */
export const holdersOf = (
  accounts: readonly RoleHolder[],
  administrators: readonly string[],
): readonly HolderView[] => {
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const groups = [...Map.groupBy(accounts, ({ personId }) => personId).values()].flatMap(apart)
  const has = (group: readonly RoleHolder[]) =>
    group.some(({ id, roles }) => roles.length > 0 || administrators.includes(id))
  return groups.map((group) => {
    const [first] = group as [RoleHolder, ...RoleHolder[]]
    const given = group.findLast((account) => account.given !== null)?.given ?? null
    const unlinked = groups.filter((other) => other !== group && other[0]?.personId === first.personId)
    const unlinkedOne = has(group) ? unlinked.find((other) => !has(other)) : unlinked.find(has)
    return {
      name: first.name,
      accounts: group.map(({ id, platform }) => ({ id, platform })),
      roles: givenRoles.filter((role) => group.some(({ roles }) => roles.includes(role))),
      isNamed: group.some(({ id }) => administrators.includes(id)),
      given: given === null ? null : { at: given.at, by: names.get(given.by) ?? given.by },
      twin: unlinkedOne?.[0]?.id ?? null,
    }
  })
}

/** Splits accounts with the same address into the groups that are linked. */
const apart = (accounts: readonly RoleHolder[]): readonly (readonly RoleHolder[])[] => {
  const [first] = accounts
  if (first === undefined) return []
  const group = linkedAccounts(first.id, accounts)
  return [group, ...apart(accounts.filter((account) => !group.includes(account)))]
}
