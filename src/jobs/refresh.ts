import { apply } from '../store/apply.ts'
import type { Change } from '../store/change.ts'
import { loadTouched, loadVersion, type StoreVersion } from '../store/versions.ts'
import type { Workspace } from '../store/workspace.ts'

/** What bringing the cards up to date needs. */
export type Refreshing = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly today: () => number
  /** Makes the cards anew that show some promotions, or all of them. */
  readonly refreshCards: (outdated: { readonly promotions: readonly string[] | 'all' }) => Promise<readonly Change[]>
}

/** Brings the cards that channels see up to date. */
export type Refresher = {
  /** Looks what was done or imported since the last time, and redraws what shows it. */
  readonly refresh: () => Promise<void>
  /** Redraws at the next look what shows these promotions or risks, whatever was done. */
  readonly touch: (id: string) => void
}

/** Feeds come in one after the other: they are waited for so long, but not for ever. */
const quietMilliseconds = 10_000
const longestWaitMilliseconds = 60_000

const attempts = 3

/**
 * Opens the refresher. What people do shows at once; what feeds bring shows when no further one has come for a while;
 * a new day, and a new process, look at everything.
 */
export const openRefresher = (refreshing: Refreshing): Refresher => {
  const { workspace, refreshCards } = refreshing
  let seen: (StoreVersion & { readonly day: number }) | null = null
  let waiting: { readonly version: string; readonly since: number; readonly changedAt: number } | null = null
  let touched = new Set<string>()

  const write = async (promotions: readonly string[] | 'all') => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const changes = await refreshCards({ promotions })
      if (changes.length === 0 || (await apply(workspace, changes, null, refreshing.now())) === 'applied') return
    }
  }

  /** Tells whether feeds that came in have been quiet for long enough. */
  const isSettled = (batches: string): boolean => {
    const now = performance.now()
    if (waiting === null || waiting.version !== batches)
      waiting = { version: batches, since: waiting?.since ?? now, changedAt: now }
    const isOver = now - waiting.changedAt >= quietMilliseconds || now - waiting.since >= longestWaitMilliseconds
    if (isOver) waiting = null
    return isOver
  }

  return {
    touch: (id) => void touched.add(id),
    refresh: async () => {
      const [version, day] = [await loadVersion(workspace), refreshing.today()]
      const asked = [...touched]
      touched = new Set()
      if (seen === null || seen.day !== day || (seen.batches !== version.batches && isSettled(version.batches))) {
        await write('all')
        seen = { ...version, day }
        return
      }
      if (seen.audit === version.audit && asked.length === 0) return
      await write([...new Set([...asked, ...(await loadTouched(workspace, seen.audit))])])
      seen = { ...seen, audit: version.audit }
    },
  }
}
