import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that looks for the text of a snapshot in the outbox would take its fingerprint for it. */
export const breaking = true

/** Keeps what digests said once, however many channels were told the same; the outbox has its fingerprint. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'digest_snapshot', ['workspace_id', 'hash'], {
    workspace_id: 'integer',
    hash: 'text',
    snapshot: 'text',
  })
  const { rows } = await sql<{
    workspace_id: number
    id: number
    snapshot: string
  }>`select workspace_id, id, snapshot from outbox where snapshot is not null`.execute(db)
  for (const { workspace_id, id, snapshot } of rows) {
    const fingerprint = hash('sha256', snapshot)
    await sql`insert into digest_snapshot (workspace_id, hash, snapshot)
      values (${workspace_id}, ${fingerprint}, ${snapshot}) on conflict do nothing`.execute(db)
    await sql`update outbox set snapshot = ${fingerprint} where workspace_id = ${workspace_id} and id = ${id}`.execute(
      db,
    )
  }
}
