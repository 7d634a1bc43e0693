import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { DailyRiskTotals, TakenRisk } from '../../domain/digest/overview.ts'
import type { Money } from '../../domain/money.ts'
import type { RiskSubject } from '../../domain/risks/risk.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** What was at risk on a day, by owner. */
export type KeepDailyRiskTotals = { readonly kind: 'keep-daily-risk-totals'; readonly totals: DailyRiskTotals }

/** Keeps what was at risk on a day; the first one of a day stays. */
export const keepDailyRiskTotals = async (
  { transaction, workspaceId, now }: Writer,
  { totals: { day, owners } }: KeepDailyRiskTotals,
): Promise<void> => {
  await transaction
    .insertInto('daily_risk_total')
    .values({ workspace_id: workspaceId, day_on: isoOf(day), owners: JSON.stringify(owners), kept_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Loads the newest day between two, both included, of which it is kept what was at risk; null where there is none. */
export const loadDailyRiskTotals = async (
  { id, database }: Reader,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<DailyRiskTotals | null> => {
  const row = await database.kysely
    .selectFrom('daily_risk_total')
    .select(['day_on', 'owners'])
    .where('workspace_id', '=', id)
    .where('day_on', '>=', isoOf(from))
    .where('day_on', '<=', isoOf(to))
    .orderBy('day_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { day: dayOf(row.day_on), owners: JSON.parse(row.owners) as DailyRiskTotals['owners'] }
}

/**
 * Loads the risks that somebody acknowledged, ordered for or resolved from a moment on (ISO text), with what was at risk then.
 * Those that have reopened since, or were accepted as a loss, do not count.
 */
export const loadHandledRisks = async ({ id, database }: Reader, since: string): Promise<readonly TakenRisk[]> => {
  const rows = await database.kysely
    .selectFrom('risk')
    .leftJoin('acknowledgement', (join) =>
      join
        .onRef('acknowledgement.workspace_id', '=', 'risk.workspace_id')
        .onRef('acknowledgement.risk_id', '=', 'risk.id')
        .onRef('acknowledgement.episode', '=', 'risk.episode'),
    )
    .select(['risk.identity', 'risk.subject', 'risk.handled_money'])
    .where('risk.workspace_id', '=', id)
    .where('risk.kind', 'not in', ['unknown', 'demand-signal'])
    .where('risk.state', '<>', 'accepted')
    .where('risk.handled_at', '>=', since)
    .where((where) =>
      where.or([where('acknowledgement.person_id', 'is not', null), where('risk.reason', 'is not', null)]),
    )
    .orderBy('risk.id')
    .execute()
  return rows.map((row) => ({
    identity: row.identity,
    promotionIds: (JSON.parse(row.subject) as RiskSubject).promotions.map(({ promotionId }) => promotionId),
    money: JSON.parse(row.handled_money ?? '{}') as Money,
  }))
}
