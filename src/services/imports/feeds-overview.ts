import type { Workspace } from '../../store/database/workspace.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { type BatchEntry, loadBatches } from '../../store/imports/batch-list.ts'

/** How one feed stands: its newest batch that counts, null where none came in yet. */
type FeedStanding = { readonly kind: FeedKind; readonly newest: BatchEntry | null }

/** How all feeds stand, the batches that wait for somebody, and the last ones that came in. */
export type FeedsOverview = {
  readonly feeds: readonly FeedStanding[]
  readonly held: readonly BatchEntry[]
  readonly latest: readonly BatchEntry[]
}

const shownBatches = 10
const mostHeld = 50

/** Loads how all feeds stand. */
export const loadFeedsOverview = async ({ workspace }: { readonly workspace: Workspace }): Promise<FeedsOverview> => {
  const feeds = await Promise.all(
    (Object.keys(feedTables) as FeedKind[]).map(async (kind) => {
      const [newest = null] = await loadBatches(workspace, { kind, state: 'visible', limit: 1 })
      return { kind, newest }
    }),
  )
  const held = await loadBatches(workspace, { state: 'held', limit: mostHeld })
  const latest = await loadBatches(workspace, { limit: shownBatches })
  return { feeds, held, latest }
}
