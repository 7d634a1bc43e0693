import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know these freezes no forecast and keeps no results. */
export const breaking = false

/** Keeps what was expected of promotion lines and when, how those that are over went, and which results are to be worked out again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const line = { workspace_id: 'integer', promotion_id: 'text', sku: 'text', location: 'text' } as const
  await createTable(
    db,
    'frozen_forecast',
    ['workspace_id', 'promotion_id', 'sku', 'location', 'start_on', 'end_on', 'moment'],
    {
      ...line,
      start_on: 'text',
      end_on: 'text',
      moment: 'text',
      frozen_on: 'text',
      units: 'double precision?',
      p10: 'double precision?',
      p50: 'double precision?',
      p90: 'double precision?',
      normal_units: 'double precision?',
      marketer_units: 'double precision?',
      planner_units: 'double precision?',
      automatic_units: 'double precision?',
      verdict: 'text',
      price: 'double precision?',
      currency: 'text?',
      owner: 'text?',
      planner: 'text?',
    },
  )
  await createTable(db, 'line_result', ['workspace_id', 'promotion_id', 'sku', 'location'], {
    ...line,
    start_on: 'text',
    end_on: 'text',
    category: 'text',
    supplier: 'text',
    hero: 'integer',
    window_days: 'integer',
    told_days: 'integer',
    sold: 'double precision',
    lost: 'double precision',
    out_days: 'double precision',
    ordinary_days: 'integer',
    ordinary_out_days: 'double precision',
    normal: 'double precision?',
    pulled: 'double precision?',
    taken: 'double precision?',
    taken_margin: 'double precision?',
    leftover: 'double precision?',
    registered_units: 'double precision?',
    order_by_units: 'double precision?',
    launch_units: 'double precision?',
    marketer_units: 'double precision?',
    planner_units: 'double precision?',
    automatic_units: 'double precision?',
    price: 'double precision?',
    list_price: 'double precision?',
    unit_cost: 'double precision?',
    currency: 'text',
  })
  await createTable(db, 'promotion_result', ['workspace_id', 'promotion_id'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    name: 'text',
    owner: 'text',
    started_on: 'text',
    ended_on: 'text',
    outcome: 'text',
    complete: 'integer',
    stocked_out: 'integer?',
    any_out: 'integer?',
    notice_days: 'integer?',
    unsupported: 'integer',
  })
  await createIndex(db, 'promotion_result', 'workspace_id', 'ended_on')
  await createTable(db, 'outdated_result', ['workspace_id', 'promotion_id'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    revision: 'bigint',
  })
  for (const column of ['first_day_on', 'last_day_on'])
    await db.schema.alterTable('batch').addColumn(column, 'text').execute()
}
