import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these posts no review. */
export const breaking = false

/** Keeps which promotions were looked back at, and what people answered. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'review', ['workspace_id', 'promotion_id'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    posted_on: 'text',
    posted_at: 'text',
    figures: 'text',
    outdated: 'integer',
    learning: 'integer',
  })
  await createTable(db, 'review_answer', ['workspace_id', 'promotion_id', 'slot'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    slot: 'text',
    question: 'text',
    answer: 'text',
    person_id: 'text',
    name: 'text',
    said_at: 'text',
  })
}
