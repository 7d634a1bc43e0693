import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know these tells of no stock that does not sell, and lists no readiness items. */
export const breaking = false

const daysKept = 35

/** Keeps on which days the sales of a location came in, and what must be ready for a promotion besides stock. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'told_sales', ['workspace_id', 'location', 'sold_on', 'batch_id'], {
    workspace_id: 'integer',
    location: 'text',
    sold_on: 'text',
    batch_id: 'bigint',
  })
  await createIndex(db, 'told_sales', 'workspace_id', 'batch_id')
  await createTable(db, 'readiness_item', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    promotion_id: 'text',
    name: 'text',
    owner: 'text',
    due_on: 'text',
    added_by: 'text',
    added_on: 'text',
    added_at: 'text',
    done_by: 'text?',
    done_on: 'text?',
    done_at: 'text?',
    removed_at: 'text?',
  })
  await createIndex(db, 'readiness_item', 'workspace_id', 'promotion_id')
  const newest = await sql<{ workspace_id: number; day: string | null }>`select id as workspace_id,
    (select max(s.sold_on) from sales s where s.workspace_id = w.id) as day from workspace w`.execute(db)
  for (const { workspace_id, day } of newest.rows) {
    if (day === null) continue
    const from = Temporal.PlainDate.from(day).subtract({ days: daysKept }).toString()
    await sql`insert into told_sales (workspace_id, location, sold_on, batch_id)
      select distinct workspace_id, location, sold_on, batch_id from sales
      where workspace_id = ${workspace_id} and sold_on >= ${from}`.execute(db)
  }
}
