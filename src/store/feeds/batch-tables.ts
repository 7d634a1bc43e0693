import type { FeedKind } from './feed-rows.ts'

/** The way a file came in. */
export type Door = 'command line' | 'chat' | 'folder' | 'http' | 'pull'

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
    /** A held batch waits for somebody to release or refuse it; `discarded` rows are being removed. */
    state: 'staging' | 'held' | 'visible' | 'discarded' | 'refused' | 'undone'
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
    /** The first and the last day that its rows of sales are about; null for other feeds, and where nobody noted them. */
    first_day_on: string | null
    last_day_on: string | null
    /** When the promotions that it affects were marked as outdated; null until then. */
    judged_at: string | null
    door: Door | null
    /** Who or what sent the file. */
    sender: string | null
    /** SHA-256 of the file, in hexadecimal digits. */
    file_hash: string | null
    /** Rows under the header of the file. */
    file_rows: number | null
    /** How the columns of the file were read, as JSON; null where they are those of the contract. */
    mapping: string | null
    /** The import report, as JSON. */
    report: string | null
    /** Why it is or was held, as JSON; null where it never was. */
    hold_reasons: string | null
    /** What becomes of a batch whose rows are being removed. */
    ended_as: 'refused' | 'undone' | null
    /** Who released, refused or undid it, and when. */
    ended_by: string | null
    ended_at: string | null
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
  /** The days, of the last weeks of a batch, on which it tells the sales of a location, whatever items they are of. */
  told_sales: { workspace_id: number; location: string; sold_on: string; batch_id: number }
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
  /** How the columns of files of one shape are read that one sender sends, as JSON. */
  feed_mapping: {
    workspace_id: number
    sender: string
    shape: string
    kind: FeedKind
    mapping: string
    used_at: string
  }
  /** A file dropped in chat that waits for answers; `content` is its bytes in base64, empty until they are fetched. */
  dropped_file: {
    workspace_id: number
    id: string
    name: string
    sender: string
    channel: string
    kind: FeedKind | null
    answers: string
    content: string
    received_at: string
    expires_at: string
    /** The key of the request that brought it. */
    source_key: string | null
    /** Since when somebody is at work on it; null while nobody is. */
    working_at: string | null
    /** The batch that it became; null until it did. */
    batch_id: number | null
    /** Its rejected rows, as CSV; null where there are none. */
    rejects: string | null
    /** Null for an upsert. */
    mode: 'snapshot' | null
  }
  /** Who sends a feed, and how often: `rhythm_days` is null where it is learned. */
  feed_promise: {
    workspace_id: number
    kind: FeedKind
    owner: string | null
    rhythm_days: number | null
    asked_at: string | null
    told_late_at: string | null
  }
  /** The items of a batch whose changes are not announced yet. */
  batch_item: { workspace_id: number; batch_id: number; sku: string }
}
