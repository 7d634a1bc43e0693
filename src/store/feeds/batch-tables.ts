import type { FeedKind } from './feed-rows.ts'

/** The source of a batch that somebody typed in chat. */
export const typed = 'chat'

/** The batches that feeds come in. */
export type BatchTables = {
  batch: {
    workspace_id: number
    id: number
    kind: FeedKind
    mode: 'upsert' | 'snapshot'
    source: string
    state: 'staging' | 'visible' | 'discarded'
    known_on: string
    /** 1 when `known_on` was given with the import, 0 when it is merely the day of the import. */
    known_on_given: number
    /** 1 when a batch of its kind that came in before was known later. */
    backdated: number
    opened_at: string
    touched_at: string
    visible_at: string | null
    /** When its changes were announced to the channels they concern; null until then. */
    announced_at: string | null
    /** When the promotions that it affects were marked as outdated; null until then. */
    judged_at: string | null
  }
  /** The locations that a snapshot batch names: what it does not repeat there is gone. */
  snapshot_location: {
    workspace_id: number
    kind: FeedKind
    location: string
    batch_id: number
    as_of_on: string | null
    as_of_minute: number
  }
  /** The positions and orders that a row was refused of, `order_id` empty for stock, until a batch has one that is taken. */
  refused_row: {
    workspace_id: number
    kind: FeedKind
    sku: string
    location: string
    order_id: string
    batch_id: number
    reason: string
    cleared_batch_id: number | null
  }
  /** The items of a batch whose changes are not announced yet. */
  batch_item: { workspace_id: number; batch_id: number; sku: string }
}
