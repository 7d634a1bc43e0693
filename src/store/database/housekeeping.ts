import { sql } from 'kysely'
import { after } from '../../domain/delivery.ts'
import {
  liveMessagesKeptMilliseconds,
  messagesKeptMilliseconds,
  overviewDays,
  receiptsKeptMilliseconds,
  saidKeptMilliseconds,
} from '../../domain/policy.ts'
import { nothingSaid } from '../delivery/outbox-table.ts'
import type { Workspace } from './workspace.ts'

const day = 24 * 60 * 60 * 1_000

/**
 * Deletes what is not needed any more: request receipts after a week; undo entries after a day; what messages said a week after
 * delivery, where they are not kept up to date; digests, notices,
 * escalation messages, updates and private answers a month after delivery; live messages, posts of promotions and
 * the days of digests when nobody edits them any more;
 * the snapshots of digests but for the last one that reached each channel; and what is kept of promotions that ended long ago.
 */
export const deleteExpired = async ({ id, database }: Workspace, now: string): Promise<void> => {
  const { kysely } = database
  await kysely
    .deleteFrom('request_receipt')
    .where('workspace_id', '=', id)
    .where('answered_at', '<', after(now, -receiptsKeptMilliseconds))
    .execute()
  await kysely.deleteFrom('undo_entry').where('workspace_id', '=', id).where('done_at', '<', after(now, -day)).execute()
  const lastSeen = sql`(select max(l.id) from outbox l where l.workspace_id = ${id} and l.kind = 'digest'
    and l.form is null and l.snapshot is not null and l.state = 'sent' group by l.channel)`
  await sql`update outbox set snapshot = null where workspace_id = ${id} and kind = 'digest' and snapshot is not null
    and state in ('sent', 'parked', 'expired') and id not in ${lastSeen}`.execute(kysely)
  await kysely
    .deleteFrom('present_promotion')
    .where('workspace_id', '=', id)
    .where('view', 'is', null)
    .where('judged_at', '<', after(now, -2 * overviewDays * day))
    .execute()
  await sql`delete from digest_snapshot where workspace_id = ${id} and hash not in
    (select snapshot from outbox where workspace_id = ${id} and snapshot is not null)`.execute(kysely)
  await sql`delete from outbox where workspace_id = ${id} and kind in ('digest', 'notice', 'escalation', 'webhook')
    and settled_at < ${after(now, -messagesKeptMilliseconds)} and id not in ${lastSeen}`.execute(kysely)
  await kysely
    .deleteFrom('outbox')
    .where('workspace_id', '=', id)
    .where('settled_at', '<', after(now, -messagesKeptMilliseconds))
    .where('form', 'in', ['update', 'private'])
    .execute()
  await kysely
    .updateTable('outbox')
    .set({ card: nothingSaid })
    .where('workspace_id', '=', id)
    .where('state', 'in', ['sent', 'expired'])
    .where('settled_at', '<', after(now, -saidKeptMilliseconds))
    .where('card', '<>', nothingSaid)
    .execute()
  // That a channel was welcomed is known for good.
  await kysely
    .deleteFrom('outbox')
    .where('workspace_id', '=', id)
    .where('kind', '<>', 'welcome')
    .where('settled_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
  await kysely
    .deleteFrom('occurrence')
    .where('workspace_id', '=', id)
    .where('due_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
  await kysely
    .deleteFrom('live_message')
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
    .deleteFrom('announced_verdict')
    .where('workspace_id', '=', id)
    .where('announced_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
  await kysely
    .deleteFrom('deferred_alert')
    .where('workspace_id', '=', id)
    .where('deferred_at', '<', after(now, -liveMessagesKeptMilliseconds))
    .execute()
}
