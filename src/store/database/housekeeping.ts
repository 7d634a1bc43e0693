import { sql } from 'kysely'
import { after } from '../../domain/delivery.ts'
import {
  liveMessagesKeptMilliseconds,
  messagesKeptMilliseconds,
  receiptsKeptMilliseconds,
} from '../../domain/policy.ts'
import type { Workspace } from './workspace.ts'

const day = 24 * 60 * 60 * 1_000

/**
 * Lets go of what nobody asks for any more: receipts after a week; what could be undone after a day; digests, notices,
 * messages that ask, changes of cards and private answers that are settled after a month; copies of cards when nobody
 * edits them any more; and of the pictures of digests all but the last that each channel has seen.
 */
export const tidy = async ({ id, database }: Workspace, now: string): Promise<void> => {
  const { kysely } = database
  await kysely
    .deleteFrom('receipt')
    .where('workspace_id', '=', id)
    .where('answered_at', '<', after(now, -receiptsKeptMilliseconds))
    .execute()
  await kysely.deleteFrom('act').where('workspace_id', '=', id).where('acted_at', '<', after(now, -day)).execute()
  const lastSeen = sql`(select max(l.id) from outbox l where l.workspace_id = ${id} and l.kind = 'digest'
    and l.form is null and l.picture is not null and l.state = 'sent' group by l.channel)`
  await sql`update outbox set picture = null where workspace_id = ${id} and kind = 'digest' and picture is not null
    and state in ('sent', 'parked', 'expired') and id not in ${lastSeen}`.execute(kysely)
  await sql`delete from outbox where workspace_id = ${id} and kind in ('digest', 'notice', 'escalation')
    and settled_at < ${after(now, -messagesKeptMilliseconds)} and id not in ${lastSeen}`.execute(kysely)
  await kysely
    .deleteFrom('outbox')
    .where('workspace_id', '=', id)
    .where('settled_at', '<', after(now, -messagesKeptMilliseconds))
    .where('form', 'in', ['update', 'private'])
    .execute()
  await kysely
    .deleteFrom('copy')
    .where('workspace_id', '=', id)
    .where((where) =>
      where.or([
        where('posted_at', '<', after(now, -liveMessagesKeptMilliseconds)),
        where.and([
          where('about', 'in', ['digest', 'escalation']),
          where('posted_at', '<', after(now, -messagesKeptMilliseconds)),
        ]),
      ]),
    )
    .execute()
  await kysely
    .deleteFrom('told')
    .where('workspace_id', '=', id)
    .where('told_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
  await kysely
    .deleteFrom('held')
    .where('workspace_id', '=', id)
    .where('held_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
}
