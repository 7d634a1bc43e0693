import { sql } from 'kysely'
import { after } from '../domain/delivery.ts'
import type { Workspace } from './workspace.ts'

const day = 24 * 60 * 60 * 1_000
const receiptsKept = 7 * day
const messagesKept = 30 * day

/**
 * Lets go of what nobody asks for any more: receipts after a week, digests and notices that are settled after a month, and
 * of the pictures of digests all but the last that each channel has seen.
 */
export const tidy = async ({ id, database }: Workspace, now: string): Promise<void> => {
  const { kysely } = database
  await kysely
    .deleteFrom('receipt')
    .where('workspace_id', '=', id)
    .where('answered_at', '<', after(now, -receiptsKept))
    .execute()
  const lastSeen = sql`(select max(l.id) from outbox l where l.workspace_id = ${id} and l.kind = 'digest'
    and l.state = 'sent' group by l.channel)`
  await sql`update outbox set picture = null where workspace_id = ${id} and kind = 'digest' and picture is not null
    and state in ('sent', 'parked', 'expired') and id not in ${lastSeen}`.execute(kysely)
  await sql`delete from outbox where workspace_id = ${id} and kind in ('digest', 'notice')
    and settled_at < ${after(now, -messagesKept)} and id not in ${lastSeen}`.execute(kysely)
}
