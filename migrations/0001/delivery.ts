import type { Kysely } from 'kysely'
import { createIndex, createTable } from '../table.ts'

/**
 * Creates channels and their subscriptions, the outbox with the messages that are kept up to date, and what each channel
 * was told of promotions or is to be told later.
 */
export const createDeliveryTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'channel', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    name: 'text',
    shared_by: 'text?',
    paused_until: 'text?',
    paused_at: 'text?',
  })
  await createTable(db, 'conversation', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    reference: 'text',
    left_at: 'text?',
    changed_at: 'text',
  })
  await createTable(db, 'subscription', ['workspace_id', 'channel'], {
    workspace_id: 'integer',
    channel: 'text',
    state: 'text',
    minute: 'integer',
    days: 'integer',
    time_zone: 'text',
    when_quiet: 'text',
    known_since: 'text',
    changed_by: 'text',
    filter: 'text?',
    person: 'text?',
    weekly: 'integer?',
    version: 'integer',
  })
  await createTable(db, 'occurrence', ['workspace_id', 'channel', 'local_on'], {
    workspace_id: 'integer',
    channel: 'text',
    local_on: 'text',
    due_at: 'text',
    made_at: 'text',
    outbox_id: 'bigint?',
  })
  await createTable(db, 'outbox', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    channel: 'text',
    kind: 'text',
    entity: 'text',
    card: 'text',
    form: 'text?',
    person: 'text?',
    thread: 'text?',
    snapshot: 'text?',
    cause: 'text?',
    state: 'text',
    attempt: 'integer',
    claimed_by: 'text?',
    lease_until: 'text?',
    not_before: 'text?',
    waiting_since: 'text?',
    not_after: 'text?',
    created_at: 'text',
    settled_at: 'text?',
    message_id: 'text?',
    reason: 'text?',
    plain: 'integer?',
    repeated: 'integer?',
    failures: 'integer?',
  })
  await createIndex(db, 'outbox', 'workspace_id', 'state', 'channel')
  await createIndex(db, 'outbox', 'workspace_id', 'entity')
  await db.schema
    .createIndex('outbox_by_channel_kind_entity')
    .on('outbox')
    .columns(['workspace_id', 'channel', 'kind', 'entity'])
    .execute()
  await createTable(db, 'live_message', ['workspace_id', 'channel', 'about', 'entity'], {
    workspace_id: 'integer',
    channel: 'text',
    about: 'text',
    entity: 'text',
    outbox_id: 'bigint',
    message_id: 'text?',
    card: 'text',
    fingerprint: 'text',
    posted_at: 'text',
  })
  await createIndex(db, 'live_message', 'workspace_id', 'about', 'entity')
  await createIndex(db, 'live_message', 'workspace_id', 'outbox_id')
  await createTable(db, 'announced_verdict', ['workspace_id', 'channel', 'promotion_id'], {
    workspace_id: 'integer',
    channel: 'text',
    promotion_id: 'text',
    verdict: 'text',
    money: 'text?',
    announced_at: 'text',
    worst_on: 'text?',
    worst_verdict: 'text?',
    worst_money: 'text?',
  })
  await createIndex(db, 'announced_verdict', 'workspace_id', 'promotion_id')
  await createTable(db, 'deferred_alert', ['workspace_id', 'channel', 'promotion_id'], {
    workspace_id: 'integer',
    channel: 'text',
    promotion_id: 'text',
    from_verdict: 'text',
    to_verdict: 'text',
    reason: 'text',
    until_at: 'text?',
    orders: 'text?',
    deferred_at: 'text',
  })
  await createIndex(db, 'deferred_alert', 'workspace_id', 'promotion_id')
}
