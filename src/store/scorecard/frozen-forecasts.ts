import { dayOf, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { type FrozenForecast, frozenKey } from '../../domain/scorecard/frozen-forecast.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import type { ScorecardTables } from './scorecard-tables.ts'

type Row = ScorecardTables['frozen_forecast']

/** Keeps forecasts of lines at moments of which none is kept yet: what is kept never changes. */
export const keepFrozenForecasts = async (
  { transaction, workspaceId }: Writer,
  forecasts: readonly FrozenForecast[],
): Promise<void> => {
  for (let i = 0; i < forecasts.length; i += rowsAtOnce)
    await transaction
      .insertInto('frozen_forecast')
      .values(forecasts.slice(i, i + rowsAtOnce).map((forecast) => rowOf(workspaceId, forecast)))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

const rowsAtOnce = 100

/** Lists what is frozen of promotions, as `frozenKey` names it. */
export const loadFrozenKeys = async (
  { id, database }: Reader,
  promotionIds: readonly PromotionId[],
): Promise<ReadonlySet<string>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('frozen_forecast')
      .select(['promotion_id', 'sku', 'location', 'start_on', 'end_on', 'moment'])
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .execute(),
  )
  return new Set(
    rows.map((row) =>
      frozenKey({
        promotionId: row.promotion_id,
        ...{ sku: row.sku, location: row.location, moment: row.moment },
        ...{ start: dayOf(row.start_on), end: dayOf(row.end_on) },
      }),
    ),
  )
}

const rowOf = (workspaceId: number, forecast: FrozenForecast): Row => {
  const { promotionId, sku, location, start, end, moment, frozenOn, demand, verdict, price, currency } = forecast
  return {
    workspace_id: workspaceId,
    promotion_id: promotionId,
    ...{ sku, location, start_on: isoOf(start), end_on: isoOf(end), moment, frozen_on: isoOf(frozenOn) },
    units: demand?.mean ?? null,
    p10: demand?.p10 ?? null,
    p50: demand?.p50 ?? null,
    p90: demand?.p90 ?? null,
    normal_units: forecast.normalUnits,
    marketer_units: forecast.marketerUnits,
    planner_units: forecast.plannerUnits,
    automatic_units: forecast.automaticUnits,
    ...{ verdict, price, currency, owner: forecast.owner, planner: forecast.planner },
  }
}

/** Loads the frozen forecasts of promotions, by promotion. */
export const loadFrozenForecasts = async (
  { id, database }: Reader,
  promotionIds: readonly PromotionId[],
): Promise<ReadonlyMap<PromotionId, readonly FrozenForecast[]>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('frozen_forecast')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .orderBy('frozen_on')
      .execute(),
  )
  return Map.groupBy(rows.map(forecastOf), ({ promotionId }) => promotionId)
}

const forecastOf = (row: Row): FrozenForecast => ({
  promotionId: row.promotion_id,
  sku: row.sku,
  location: row.location,
  start: dayOf(row.start_on),
  end: dayOf(row.end_on),
  moment: row.moment,
  frozenOn: dayOf(row.frozen_on),
  demand:
    row.units === null || row.p10 === null || row.p50 === null || row.p90 === null
      ? null
      : { mean: row.units, p10: row.p10, p50: row.p50, p90: row.p90 },
  normalUnits: row.normal_units,
  marketerUnits: row.marketer_units,
  plannerUnits: row.planner_units,
  automaticUnits: row.automatic_units,
  verdict: row.verdict as FrozenForecast['verdict'],
  price: row.price,
  currency: row.currency,
  owner: row.owner,
  planner: row.planner,
})
