import type { Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import type { Cause } from '../feeds/alert-causes.ts'
import { keepHeld } from './deferred-alerts.ts'

/** Counts the messages about changes that were made for a channel from a moment on. */
export const countAlerts = async ({ id, database }: Workspace, channel: string, since: string): Promise<number> => {
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

/** Tells whether a message about changes that was made before a moment is still on its way to a channel. */
export const isAlertOnItsWay = async (
  { id, database }: Workspace,
  channel: string,
  before: string,
): Promise<boolean> => {
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

/** Takes back that a channel was told of changes by a message that never reached it, and has them looked at again. */
export const untell = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  outboxId: number,
  now: string,
): Promise<void> => {
  const message = await transaction
    .selectFrom('outbox')
    .select(['channel', 'cause', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', outboxId)
    .executeTakeFirstOrThrow()
  if (message.cause === null) return
  const { channel } = message
  for (const { promotionId, from, to } of (JSON.parse(message.cause) as Cause).promotions) {
    const { numUpdatedRows } = await transaction
      .updateTable('told')
      .set({ verdict: from, money: null })
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', channel)
      .where('promotion_id', '=', promotionId)
      .where('verdict', '=', to)
      .where('told_at', '<=', message.created_at)
      .executeTakeFirstOrThrow()
    if (Number(numUpdatedRows) > 0) {
      const held = { from, to, reason: 'undelivered', until: now, orders: [], at: now } as const
      await keepHeld(transaction, workspaceId, { kind: 'hold', rows: [{ channel, promotionId, held }] })
    }
  }
}
