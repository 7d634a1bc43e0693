import type { Reader, Writer } from '../database/workspace.ts'
import type { AlertCause } from '../feeds/alert-causes.ts'
import { keepDeferredAlerts } from './deferred-alerts.ts'

/** Counts the alerts that were made for a channel from a moment on. */
export const countAlerts = async ({ id, database }: Reader, channel: string, since: string): Promise<number> => {
  const row = await database.kysely
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('cause', 'is not', null)
    .where('created_at', '>=', since)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Tells whether an alert that was made before a moment is still to be sent to a channel. */
export const isAlertPending = async ({ id, database }: Reader, channel: string, before: string): Promise<boolean> => {
  const row = await database.kysely
    .selectFrom('outbox')
    .select('id')
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('cause', 'is not', null)
    .where('state', 'in', ['pending', 'sending', 'unknown'])
    .where('created_at', '<', before)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes back the verdicts announced by a message that never reached its channel, and defers them to be looked at again. */
export const retractAnnouncement = async (writer: Writer, outboxId: number): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  const message = await transaction
    .selectFrom('outbox')
    .select(['channel', 'cause', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', outboxId)
    .executeTakeFirstOrThrow()
  if (message.cause === null) return
  const { channel } = message
  for (const { promotionId, from, to } of (JSON.parse(message.cause) as AlertCause).promotions) {
    const { numUpdatedRows } = await transaction
      .updateTable('announced_verdict')
      .set({ verdict: from, money: null })
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', channel)
      .where('promotion_id', '=', promotionId)
      .where('verdict', '=', to)
      .where('announced_at', '<=', message.created_at)
      .executeTakeFirstOrThrow()
    if (Number(numUpdatedRows) > 0) {
      const deferred = { from, to, reason: 'undelivered', until: now, orders: [], at: now } as const
      await keepDeferredAlerts(writer, { rows: [{ channel, promotionId, deferred }] })
    }
  }
}
