import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know claims pulls what another machine pulls too, which changes nothing but is asked for twice. */
export const breaking = false

/** Keeps which source a process pulls, for whoever else has the store open. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  createTable(db, 'pull_claim', ['workspace_id', 'source'], {
    workspace_id: 'integer',
    source: 'text',
    until: 'text',
  })
