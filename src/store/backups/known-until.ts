import { sql } from 'kysely'
import type { Writer } from '../database/workspace.ts'

/** Tells when the last thing was done or imported that a store has, as ISO text; null where there is nothing. */
export const loadKnownUntil = async ({
  transaction,
  workspaceId,
}: Pick<Writer, 'transaction' | 'workspaceId'>): Promise<string | null> => {
  const { rows } = await sql<{ last: string | null }>`select max(moment) as last from (
      select max(happened_at) as moment from audit where workspace_id = ${workspaceId}
      union all select max(created_at) from outbox where workspace_id = ${workspaceId}
      union all select max(opened_at) from batch where workspace_id = ${workspaceId}) as moments`.execute(transaction)
  return rows[0]?.last ?? null
}
