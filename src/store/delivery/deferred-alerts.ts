import type { Transaction } from 'kysely'
import type { DeferredAlert } from '../../domain/alerts/alert-policy.ts'
import type { Change } from '../changes/change.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { hearingKey, rowsOf, together } from './announced-verdicts.ts'

const heldOf = (row: Schema['held']): DeferredAlert => ({
  from: row.from_verdict,
  to: row.to_verdict,
  reason: row.reason,
  until: row.until_at,
  orders: row.orders === null ? [] : (JSON.parse(row.orders) as DeferredAlert['orders']),
  at: row.held_at,
})

/** Loads what channels are not told of promotions yet, all of them where none are named, by channel and promotion. */
export const loadHeldOf = async (
  workspace: Workspace,
  promotions: readonly string[] | null,
): Promise<ReadonlyMap<string, DeferredAlert>> => {
  const rows = await rowsOf(workspace, 'held', promotions)
  return new Map(rows.map((row) => [hearingKey({ channel: row.channel, promotionId: row.promotion_id }), heldOf(row)]))
}

/** Lists the promotions that some channel is not told of yet and whose time has come. */
export const loadDueHeld = async ({ id, database }: Workspace, now: string): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('held')
    .select('promotion_id')
    .distinct()
    .where('workspace_id', '=', id)
    .where('until_at', '<=', now)
    .execute()
  return rows.map((row) => row.promotion_id)
}

/** Keeps why channels are not told of promotions yet. */
export const keepHeld = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { rows }: Extract<Change, { kind: 'hold' }>,
): Promise<void> => {
  for (let i = 0; i < rows.length; i += together)
    await transaction
      .insertInto('held')
      .values(
        rows.slice(i, i + together).map(({ channel, promotionId, held }) => ({
          workspace_id: workspaceId,
          channel,
          promotion_id: promotionId,
          from_verdict: held.from,
          to_verdict: held.to,
          reason: held.reason,
          until_at: held.until,
          orders: held.orders.length === 0 ? null : JSON.stringify(held.orders),
          held_at: held.at,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'channel', 'promotion_id']).doUpdateSet((row) => ({
          from_verdict: row.ref('excluded.from_verdict'),
          to_verdict: row.ref('excluded.to_verdict'),
          reason: row.ref('excluded.reason'),
          until_at: row.ref('excluded.until_at'),
          orders: row.ref('excluded.orders'),
          held_at: row.ref('excluded.held_at'),
        })),
      )
      .execute()
}

/** Forgets why channels were not told of promotions: they are by now, or there is nothing to tell any more. */
export const releaseHeld = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { rows }: Extract<Change, { kind: 'release' }>,
): Promise<void> => {
  for (const [channel, own] of Map.groupBy(rows, (row) => row.channel))
    for (let i = 0; i < own.length; i += 300)
      await transaction
        .deleteFrom('held')
        .where('workspace_id', '=', workspaceId)
        .where('channel', '=', channel)
        .where(
          'promotion_id',
          'in',
          own.slice(i, i + 300).map(({ promotionId }) => promotionId),
        )
        .execute()
}
