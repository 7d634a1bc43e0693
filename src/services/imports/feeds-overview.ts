import { isoOf, mondayToFriday } from '../../domain/day.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { type BatchEntry, loadBatches } from '../../store/imports/batch-list.ts'
import { loadFeedOwner } from '../../store/imports/feed-promises.ts'
import type { Context } from '../context.ts'
import { loadFeedFreshness } from './feed-freshness.ts'

/** How one feed stands. */
type FeedStanding = {
  readonly kind: FeedKind
  /** Its newest batch that counts; null where none came in yet. */
  readonly newest: BatchEntry | null
  /** The name of whoever owns it, or sent it last in chat; null where nobody is known. */
  readonly owner: string | null
  /** How often it comes; null where it is not expected on a day. */
  readonly rhythm: { readonly days: number; readonly isWorkingDays: boolean; readonly isLearned: boolean } | null
  /** The ISO date on which it is due next, or was due where it is late. */
  readonly nextDue: string | null
  readonly isLate: boolean
}

/** How all feeds stand, the batches that wait for somebody, and the last ones that came in. */
export type FeedsOverview = {
  readonly feeds: readonly FeedStanding[]
  readonly held: readonly BatchEntry[]
  readonly latest: readonly BatchEntry[]
}

const shownBatches = 10
const mostHeld = 50

/** Loads how all feeds stand. */
export const loadFeedsOverview = async (
  context: Pick<Context, 'workspace' | 'timeZone' | 'now'>,
): Promise<FeedsOverview> => {
  const { workspace } = context
  const known = new Map((await loadFeedFreshness(context)).map((one) => [one.feed, one.freshness]))
  const feeds = await Promise.all(
    (Object.keys(feedTables) as FeedKind[]).map(async (kind) => {
      const [newest = null] = await loadBatches(workspace, { kind, state: 'visible', limit: 1 })
      const owner = newest === null ? null : await loadFeedOwner(workspace, kind)
      return { kind, newest, owner: owner?.name ?? null, ...expectedOf(known.get(kind) ?? null) }
    }),
  )
  const held = await loadBatches(workspace, { state: 'held', limit: mostHeld })
  const latest = await loadBatches(workspace, { limit: shownBatches })
  return { feeds, held, latest }
}

type Freshness = Awaited<ReturnType<typeof loadFeedFreshness>>[number]['freshness']

const expectedOf = (freshness: Freshness): Pick<FeedStanding, 'rhythm' | 'nextDue' | 'isLate'> => {
  if (freshness === null) return { rhythm: null, nextDue: null, isLate: false }
  const { rhythm, due, state } = freshness
  const { days, on, isLearned } = rhythm
  return {
    rhythm: { days, isWorkingDays: on === mondayToFriday, isLearned },
    nextDue: isoOf(due),
    isLate: state === 'late',
  }
}
