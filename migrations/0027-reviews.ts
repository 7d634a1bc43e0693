import { type Kysely, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these posts no reviews, and judges by the last figure, whoever's it is. */
export const breaking = false

/** Keeps which reviews were posted, which channels want the monthly one, and the figures that both functions agreed on. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'review_made', ['workspace_id', 'channel', 'kind', 'period'], {
    workspace_id: 'integer',
    channel: 'text',
    kind: 'text',
    period: 'text',
    made_at: 'text',
  })
  await sql`alter table subscription add column monthly integer`.execute(db)
  await sql`alter table uplift_override add column agreed_units text`.execute(db)
  await sql`alter table uplift_override add column agreed_with text`.execute(db)
}
