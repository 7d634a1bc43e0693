import { type GivenRole, givenRoles } from '../../domain/people/permission.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** Tells whether an administrator has switched roles on. */
export const areRolesOn = async (workspace: Reader): Promise<boolean> =>
  (await loadRoleSwitch(workspace))?.isOn ?? false

/** Loads whether roles are on, since when (ISO text) and by whom; null when nobody has ever switched them. */
export const loadRoleSwitch = async ({
  id,
  database,
}: Reader): Promise<{ readonly isOn: boolean; readonly by: string; readonly at: string } | null> => {
  const row = await database.kysely
    .selectFrom('role_switch')
    .selectAll()
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : { isOn: Number(row.is_on) === 1, by: row.switched_by, at: row.switched_at }
}

/** Loads the roles that were given to accounts, by account. */
export const loadRolesOf = async (
  { id, database }: Reader,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GivenRole[]>> => {
  const rows = await database.kysely
    .selectFrom('given_role')
    .select(['account_id', 'role'])
    .where('workspace_id', '=', id)
    .where('account_id', 'in', accountIds)
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.account_id)].map(([account, own]) => [
      account,
      inOrder(own.map(({ role }) => role)),
    ]),
  )
}

/** Sorts roles; one that only a newer program knows is left out. */
const inOrder = (roles: readonly string[]): readonly GivenRole[] => givenRoles.filter((role) => roles.includes(role))

/** Who used the bot: their account, the person it belongs to, and the roles that were given to it, by whom and when. */
export type RoleHolder = {
  readonly id: string
  readonly personId: string
  readonly platform: string
  readonly name: string
  readonly linkedTo: string | null
  readonly roles: readonly GivenRole[]
  readonly given: { readonly by: string; readonly at: string } | null
}

/** Loads every account that is known, with its roles, the first seen first. */
export const loadRoleHolders = async ({ id, database }: Reader): Promise<readonly RoleHolder[]> => {
  const { kysely } = database
  const accounts = await kysely
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', id)
    .orderBy('first_seen_at')
    .orderBy('id')
    .execute()
  const given = await kysely
    .selectFrom('given_role')
    .selectAll()
    .where('workspace_id', '=', id)
    .orderBy('given_at')
    .execute()
  const byAccount = Map.groupBy(given, (row) => row.account_id)
  return accounts.map((row) => {
    const own = byAccount.get(row.id) ?? []
    const last = own.at(-1)
    return {
      id: row.id,
      personId: row.person_id,
      platform: row.platform,
      name: row.name,
      linkedTo: row.linked_to,
      roles: inOrder(own.map(({ role }) => role)),
      given: last === undefined ? null : { by: last.given_by, at: last.given_at },
    }
  })
}

/** The roles of an account from now on, and those it had when they were decided on. */
export type GiveRoles = {
  readonly kind: 'give-roles'
  readonly account: string
  readonly roles: readonly GivenRole[]
  readonly basedOn: readonly GivenRole[]
  readonly by: string
}

/** Gives an account its roles in the place of those it had; answers false, and gives nothing, when these have changed since. */
export const giveRoles = async (
  { transaction, workspaceId, now }: Writer,
  { account, roles, basedOn, by }: GiveRoles,
): Promise<boolean> => {
  const had = await transaction
    .selectFrom('given_role')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('account_id', '=', account)
    .execute()
  if (inOrder(had.map(({ role }) => role)).join() !== inOrder(basedOn).join()) return false
  await transaction
    .deleteFrom('given_role')
    .where('workspace_id', '=', workspaceId)
    .where('account_id', '=', account)
    .execute()
  if (roles.length === 0) return true
  await transaction
    .insertInto('given_role')
    .values(
      inOrder(roles).map((role) => ({
        workspace_id: workspaceId,
        account_id: account,
        role,
        given_by: by,
        given_at: now,
      })),
    )
    .execute()
  return true
}

/** An administrator switches roles on or off. */
export type SwitchRoles = { readonly kind: 'switch-roles'; readonly isOn: boolean; readonly by: string }

/** Switches roles on or off; answers false, and switches nothing, where they are so already. */
export const switchRoles = async (
  { transaction, workspaceId, now }: Writer,
  { isOn, by }: SwitchRoles,
): Promise<boolean> => {
  const before = await transaction
    .selectFrom('role_switch')
    .select('is_on')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if ((Number(before?.is_on ?? 0) === 1) === isOn) return false
  const row = { is_on: isOn ? 1 : 0, switched_by: by, switched_at: now }
  await transaction
    .insertInto('role_switch')
    .values({ workspace_id: workspaceId, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute()
  return true
}
