import type { Reader } from '../database/workspace.ts'

/** An account by which its platform knows somebody; the name may be missing. */
export type KnownAccount = { readonly id: string; readonly name: string; readonly email: string | null }

/** Loads the accounts of a platform, by name. */
export const loadKnownAccounts = ({ id, database }: Reader, platform: string): Promise<readonly KnownAccount[]> =>
  database.kysely
    .selectFrom('account')
    .select(['id', 'name', 'email'])
    .where('workspace_id', '=', id)
    .where('platform', '=', platform)
    .orderBy('name')
    .execute()

/** Loads the accounts of these ids. */
export const loadAccountsOf = async (
  { id, database }: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownAccount>> => {
  if (ids.length === 0) return new Map()
  const rows = await database.kysely
    .selectFrom('account')
    .select(['id', 'name', 'email'])
    .where('workspace_id', '=', id)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
