import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these tables lets nobody in by HTTP. */
export const breaking = false

/** Keeps the tokens by which systems send feeds and read, as hashes, and what was answered to a request that may come again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'feed_token', ['workspace_id', 'name'], {
    workspace_id: 'integer',
    name: 'text',
    hash: 'text',
    feeds: 'text',
    may_read: 'integer',
    person: 'text?',
    created_at: 'text',
    expires_at: 'text?',
    revoked_at: 'text?',
    last_used_at: 'text?',
  })
  await createTable(db, 'http_answer', ['workspace_id', 'token', 'request_key'], {
    workspace_id: 'integer',
    token: 'text',
    request_key: 'text',
    body_hash: 'text',
    status: 'integer',
    answer: 'text',
    answered_at: 'text',
  })
}
