import type { Reader } from '../database/workspace.ts'

/** Loads the imports that were begun and have not gone on since a moment. */
export const loadStuckBatches = async (
  { id, database }: Reader,
  before: string,
): Promise<readonly { readonly id: number; readonly kind: string; readonly touchedAt: string }[]> => {
  const rows = await database.kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'touched_at'])
    .where('workspace_id', '=', id)
    .where('state', '=', 'staging')
    .where('touched_at', '<', before)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: Number(row.id), kind: row.kind, touchedAt: row.touched_at }))
}

/** Lists the time zones that places are said to be in. */
export const loadPlaceZones = async ({ id, database }: Reader): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('location')
    .select('timezone')
    .distinct()
    .where('workspace_id', '=', id)
    .where('timezone', 'is not', null)
    .execute()
  return rows.flatMap(({ timezone }) => (timezone == null ? [] : [timezone]))
}
