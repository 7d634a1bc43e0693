import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these watches no folder and pulls nothing. */
export const breaking = false

/** Keeps which files of the watched folder this store works on, and when each source was pulled with what result. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'folder_file', ['workspace_id', 'claim'], {
    workspace_id: 'integer',
    claim: 'text',
    path: 'text',
    claimed_at: 'text',
    batch_id: 'integer?',
  })
  await createTable(db, 'pull', ['workspace_id', 'source'], {
    workspace_id: 'integer',
    source: 'text',
    tried_at: 'text',
    worked_at: 'text?',
    cause: 'text?',
    told_at: 'text?',
    result: 'text?',
    etag: 'text?',
    modified: 'text?',
  })
}
