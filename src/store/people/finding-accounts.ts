import { sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import { accountOf, type LinkedAccount } from './accounts.ts'

/** Finds an account by its id, its address or its name, in small or capital letters; several where the words fit several. */
export const findAccounts = async (
  { id, database }: Reader,
  said: string,
): Promise<readonly (LinkedAccount & { readonly personId: string })[]> => {
  const rows = await database.kysely
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', id)
    .where((where) =>
      where.or([
        where('id', '=', said),
        where('id', '=', said.toLowerCase()),
        where('email', '=', said.toLowerCase()),
        where('name', '=', said),
        where(where.fn('lower', ['name']), '=', said.toLowerCase()),
      ]),
    )
    .execute()
  const exact = rows.filter((row) => row.id === said || row.id === said.toLowerCase())
  return (exact.length > 0 ? exact : rows).map((row) => ({ ...accountOf(row), personId: row.person_id }))
}

const mostNamesakes = 3

/** Finds a few accounts that a name may have been meant for: one that begins with it, or has it as a later name. */
export const findNamesakes = async ({ id, database }: Reader, said: string): ReturnType<typeof findAccounts> => {
  const begun = said.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')
  const rows = await database.kysely
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', id)
    .where((where) =>
      where.or([`${begun}%`, `% ${begun}%`].map((like) => sql<boolean>`lower(name) like ${like} escape '\\'`)),
    )
    .orderBy('first_seen_at')
    .limit(mostNamesakes)
    .execute()
  return rows.map((row) => ({ ...accountOf(row), personId: row.person_id }))
}

/**
 * Finds the people who have an account of this id, address or name, whatever its letters' size, each once and by the name of
 * their first account.
 */
export const findPeople = async (
  workspace: Reader,
  said: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> => {
  const { id, database } = workspace
  const wanted = said.toLowerCase()
  const rows = await database.kysely
    .selectFrom('account')
    .select(['id', 'person_id', 'name', 'email'])
    .where('workspace_id', '=', id)
    .orderBy('first_seen_at')
    .execute()
  const fits = (row: (typeof rows)[number]) =>
    [row.id, row.name, row.email].some((one) => one !== null && one.toLowerCase() === wanted)
  const people = new Map(
    rows.filter(fits).map((row) => [row.person_id, rows.find((one) => one.id === row.person_id)?.name ?? row.name]),
  )
  return [...people].map(([personId, name]) => ({ id: personId, name }))
}

/** Lists the names of everybody who has an account here. */
export const loadAccountNames = async ({ id, database }: Reader): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('account')
    .select('name')
    .distinct()
    .where('workspace_id', '=', id)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}
