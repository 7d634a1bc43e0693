import type { FeedKind } from '../../../store/feeds/feed-rows.ts'
import { feedTables } from '../../../store/feeds/feed-tables.ts'

/** What the place and the name of a file say of it. */
export type Named = {
  readonly kind: FeedKind | null
  readonly mode: 'upsert' | 'snapshot'
  /** Bad rows are left out, and the good ones imported. */
  readonly isPartial: boolean
  /** It is meant to have no rows. */
  readonly isEmpty: boolean
}

/** The folders of a watched folder in which its files end up, or are worked on. */
export const places = { processing: 'processing', held: 'held', done: 'done', rejected: 'rejected' } as const

const kinds = (Object.keys(feedTables) as FeedKind[]).toSorted((a, b) => b.length - a.length)

/** Tells whether a folder is that of a feed. */
export const isFeedFolder = (name: string): boolean => (kinds as readonly string[]).includes(name.toLowerCase())

const temporary =
  /(^[.~])|(\.(part|partial|tmp|temp|filepart|crdownload|download|swp|lock|writing)$)|(~$)|(^thumbs\.db$)|(^desktop\.ini$)/i

/** Tells whether a name is that of a file which is still written, or of one that a system keeps for itself. */
export const isTemporary = (name: string): boolean => temporary.test(name)

const separator = /[-_. ]+/

/** Reads what a path below the watched folder says: `inventory/stock.csv`, `inventory-2026-06-01.csv`, `inventory.snapshot.csv`. */
export const readName = (path: string): Named => {
  const parts = path.split('/')
  const name = (parts.at(-1) as string).toLowerCase()
  const folder = parts.length > 1 ? (parts[0] as string).toLowerCase() : ''
  const words = name.replace(/\.[^.]*$/, '').split(separator)
  const named = kinds.find((kind) => name.startsWith(kind) && !/[a-z0-9]/.test(name.charAt(kind.length)))
  return {
    kind: kinds.find((kind) => kind === folder) ?? named ?? null,
    mode: words.includes('snapshot') ? 'snapshot' : 'upsert',
    isPartial: words.includes('partial'),
    isEmpty: words.includes('empty'),
  }
}
