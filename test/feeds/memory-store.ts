import { type ImportRequest, importFeed } from '../../src/feeds/import-feed.ts'
import type { FeedBatch, FeedKind, FeedRows, Staged } from '../../src/store/feeds/feed-rows.ts'
import { sourceOf } from './bytes.ts'

const nothing = {
  settled: { inserted: 0, changed: 0, unchanged: 0 },
  createdItems: 0,
  createdLocations: 0,
  near: [],
  nearCount: 0,
  doubled: 0,
  unknownPromotions: [],
  absent: 0,
}

/**
 * A store of one feed that lives in memory: what is visible by key, what is staged, how many rows were
 * offered for that, and what became of each batch.
 */
export const memoryStore = <K extends FeedKind>(keyOf: (row: FeedRows[K]) => string, known: readonly string[] = []) => {
  const visible = new Map<string, FeedRows[K]>()
  const staged = new Map<string, FeedRows[K]>()
  const offered = { rows: 0 }
  const batches: ('open' | 'published' | 'held' | 'discarded')[] = []
  const same = (one: FeedRows[K], other: FeedRows[K]) => JSON.stringify(one) === JSON.stringify(other)

  const stageOne = (row: FeedRows[K]): Staged => {
    const key = keyOf(row)
    const earlier = staged.get(key)
    if (earlier !== undefined) return same(earlier, row) ? 'unchanged' : 'repeated'
    staged.set(key, row)
    const before = visible.get(key)
    if (before === undefined) return 'inserted'
    return same(before, row) ? 'unchanged' : 'changed'
  }
  const open = async (): Promise<FeedBatch<K>> => {
    const at = batches.push('open') - 1
    return {
      stage: async (rows) => {
        if (batches[at] !== 'open') throw new Error('staged into a batch that is over')
        offered.rows += rows.length
        return rows.map(stageOne)
      },
      refuse: async () => {},
      id: at + 1,
      inspect: async () => ({
        ...nothing,
        absentExamples: [],
        comparison: { values: new Map(), future: { about: [], count: 0 }, rowsBefore: null },
      }),
      hold: async () => {
        batches[at] = 'held'
        return { ...nothing, marked: 0 }
      },
      publish: async () => {
        const items = new Set([...staged.values()].map((row) => ('sku' in row ? row.sku : '')))
        for (const [key, row] of staged) visible.set(key, row)
        staged.clear()
        batches[at] = 'published'
        const createdItems = [...items].filter((sku) => !known.includes(sku)).length
        return { ...nothing, createdItems, marked: 0 }
      },
      discard: async () => {
        staged.clear()
        batches[at] = 'discarded'
      },
    }
  }
  return { visible, staged, offered, batches, open }
}

/** A memory store of stock. */
export const stockStore = (known: readonly string[] = []) =>
  memoryStore<'inventory'>((row) => JSON.stringify([row.sku, row.location]), known)

type StockStore = ReturnType<typeof stockStore>

/** Imports a text as stock. */
export const importStock = (store: StockStore, text: string, more: Partial<ImportRequest<'inventory'>> = {}) =>
  importFeed({ kind: 'inventory', source: sourceOf(text), open: store.open, timeZone: 'UTC', ...more })

/** What is visible, as `SKU-1 400`. */
export const onHand = (store: StockStore) => [...store.visible.values()].map((row) => `${row.sku} ${row.on_hand}`)

/** The least header of stock. */
export const stockHeader = 'sku,location,on_hand,as_of\n'

/** Stock rows SKU-0, SKU-1, ... with one on hand each. */
export const stockRows = (count: number): string =>
  Array.from({ length: count }, (_, at) => `SKU-${at},EAST,1,2026-06-01\n`).join('')
