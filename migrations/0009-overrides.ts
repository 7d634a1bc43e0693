import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program judges by the marketer's figure, which is kept where it was, and neither reads nor writes these rows. */
export const breaking = false

/** Creates the planners' own uplifts, row upon row: the newest of a promotion counts, and one without an uplift takes it back. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'uplift_override', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    promotion_id: 'text',
    uplift: 'double precision?',
    until_on: 'text?',
    reason: 'text?',
    set_by: 'text',
    setter_name: 'text',
    set_on: 'text',
    set_at: 'text',
  })
  await createIndex(db, 'uplift_override', 'workspace_id', 'promotion_id')
}
