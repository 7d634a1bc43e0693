import type { Reader } from '../database/workspace.ts'

/** A restoration of a backup: when, and until when the backup knows what was done, as ISO text. */
export type Restoration = { readonly restoredAt: string; readonly knownUntil: string }

/** Finds the restoration in which a number of a counter may have been lost; null where it never was. */
export const findLostNumber = async (
  { id, database }: Reader,
  name: 'promotion' | 'risk',
  number: number,
): Promise<Restoration | null> => {
  const found = await database.kysely
    .selectFrom('lost_number')
    .select(['restored_at', 'known_until'])
    .where('workspace_id', '=', id)
    .where('name', '=', name)
    .where('last_kept', '<', number)
    .where('first_new', '>', number)
    .orderBy('restored_at', 'desc')
    .executeTakeFirst()
  return found === undefined ? null : { restoredAt: found.restored_at, knownUntil: found.known_until }
}

/** Tells when the store was last restored, as ISO text; null where it never was. */
export const loadLastRestoration = async ({ id, database }: Reader): Promise<string | null> => {
  const found = await database.kysely
    .selectFrom('lost_number')
    .select('restored_at')
    .where('workspace_id', '=', id)
    .orderBy('restored_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.restored_at ?? null
}
