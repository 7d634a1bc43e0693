import type { DeferredAlert } from '../../domain/alerts/alert-policy.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import {
  loadRowsOfPromotions,
  type PromotionInChannel,
  promotionInChannelKey,
  rowsPerStatement,
} from './announced-verdicts.ts'

const deferredOf = (row: Schema['deferred_alert']): DeferredAlert => ({
  from: row.from_verdict,
  to: row.to_verdict,
  reason: row.reason,
  until: row.until_at,
  orders: row.orders === null ? [] : (JSON.parse(row.orders) as DeferredAlert['orders']),
  at: row.deferred_at,
})

/** Loads the deferred alerts of promotions, of all where none are named, by channel and promotion. */
export const loadDeferredAlerts = async (
  workspace: Reader,
  promotions: readonly string[] | null,
): Promise<ReadonlyMap<string, DeferredAlert>> => {
  const rows = await loadRowsOfPromotions(workspace, 'deferred_alert', promotions)
  return new Map(
    rows.map((row) => [
      promotionInChannelKey({ channel: row.channel, promotionId: row.promotion_id }),
      deferredOf(row),
    ]),
  )
}

/** Lists the promotions with a deferred alert whose time has come. */
export const loadDuePromotions = async ({ id, database }: Reader, now: string): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('deferred_alert')
    .select('promotion_id')
    .distinct()
    .where('workspace_id', '=', id)
    .where('until_at', '<=', now)
    .execute()
  return rows.map((row) => row.promotion_id)
}

/** Alerts that channels get later, with the reason. */
export type DeferAlerts = {
  readonly kind: 'defer-alerts'
  readonly rows: readonly (PromotionInChannel & { readonly deferred: DeferredAlert })[]
}

/** Keeps deferred alerts in place of earlier ones of the same channel and promotion. */
export const keepDeferredAlerts = async (
  { transaction, workspaceId }: Writer,
  { rows }: Pick<DeferAlerts, 'rows'>,
): Promise<void> => {
  for (let i = 0; i < rows.length; i += rowsPerStatement)
    await transaction
      .insertInto('deferred_alert')
      .values(
        rows.slice(i, i + rowsPerStatement).map(({ channel, promotionId, deferred }) => ({
          workspace_id: workspaceId,
          channel,
          promotion_id: promotionId,
          from_verdict: deferred.from,
          to_verdict: deferred.to,
          reason: deferred.reason,
          until_at: deferred.until,
          orders: deferred.orders.length === 0 ? null : JSON.stringify(deferred.orders),
          deferred_at: deferred.at,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'channel', 'promotion_id']).doUpdateSet((row) => ({
          from_verdict: row.ref('excluded.from_verdict'),
          to_verdict: row.ref('excluded.to_verdict'),
          reason: row.ref('excluded.reason'),
          until_at: row.ref('excluded.until_at'),
          orders: row.ref('excluded.orders'),
          deferred_at: row.ref('excluded.deferred_at'),
        })),
      )
      .execute()
}

/** Deferred alerts that were sent by now, or that there is no reason for any more. */
export type ReleaseAlerts = { readonly kind: 'release-alerts'; readonly rows: readonly PromotionInChannel[] }

/** Deletes deferred alerts. */
export const releaseDeferredAlerts = async (
  { transaction, workspaceId }: Writer,
  { rows }: ReleaseAlerts,
): Promise<void> => {
  for (const [channel, own] of Map.groupBy(rows, (row) => row.channel))
    for (let i = 0; i < own.length; i += 300)
      await transaction
        .deleteFrom('deferred_alert')
        .where('workspace_id', '=', workspaceId)
        .where('channel', '=', channel)
        .where(
          'promotion_id',
          'in',
          own.slice(i, i + 300).map(({ promotionId }) => promotionId),
        )
        .execute()
}
