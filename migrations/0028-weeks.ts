import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these tells less of forecasts and stock. */
export const breaking = false

/** Keeps what was expected of each week, how good that was, what stock was worth, and what was sold of it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const group = { category: 'text', supplier: 'text', location: 'text', currency: 'text' } as const
  const keyOfGroup = ['category', 'supplier', 'location', 'currency'] as const
  await createTable(db, 'week_forecast', ['workspace_id', 'week_on', 'sku', 'location'], {
    workspace_id: 'integer',
    week_on: 'text',
    sku: 'text',
    ...group,
    promoted: 'integer',
    units: 'double precision',
    price: 'double precision?',
  })
  await createTable(db, 'week_accuracy', ['workspace_id', 'week_on', 'promoted', ...keyOfGroup], {
    workspace_id: 'integer',
    week_on: 'text',
    promoted: 'integer',
    ...group,
    cells: 'integer',
    actual: 'double precision',
    missed: 'double precision',
    over: 'double precision',
    actual_worth: 'double precision',
    missed_worth: 'double precision',
  })
  await createTable(db, 'stock_snapshot', ['workspace_id', 'taken_on', ...keyOfGroup], {
    workspace_id: 'integer',
    taken_on: 'text',
    ...group,
    worth: 'double precision',
    safety_worth: 'double precision',
    needed_worth: 'double precision',
    cells: 'integer',
    uncosted: 'integer',
  })
  await createTable(db, 'sold_day', ['workspace_id', 'sold_on', ...keyOfGroup], {
    workspace_id: 'integer',
    sold_on: 'text',
    ...group,
    units: 'double precision',
    cost: 'double precision',
    uncosted: 'double precision',
  })
  await createTable(db, 'outdated_day', ['workspace_id', 'sold_on'], {
    workspace_id: 'integer',
    sold_on: 'text',
    revision: 'bigint',
  })
}
