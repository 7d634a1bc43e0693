import { apply } from '../store/apply.ts'
import type { Change } from '../store/change.ts'
import { countClosings } from '../store/closing.ts'
import { loadTouched, loadVersion, type StoreVersion } from '../store/versions.ts'
import type { Workspace } from '../store/workspace.ts'

/** What may be out of date: everything, some promotions, or merely where risks stand. */
type Outdated = { readonly promotions: readonly string[] | 'all' }

/** What bringing the cards up to date needs. */
export type Refreshing = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly today: () => number
  /** The zone of the business dates. */
  readonly timeZone: string
  /** Makes the cards anew that may be out of date; where risks stand is looked at on every card. */
  readonly refreshCards: (outdated: Outdated) => Promise<readonly Change[]>
}

/** Brings the cards that channels see up to date. */
export type Refresher = {
  /** Looks what was done or imported since the last time, and redraws what shows it. */
  readonly refresh: () => Promise<void>
  /** Redraws at the next look what shows a promotion or a risk, whatever was done. */
  readonly touch: (id: string) => void
}

/** Feeds come in one after the other, and so do changes of a promotion: they are waited for so long, but not for ever. */
const quietMilliseconds = 10_000
const longestWaitMilliseconds = 60_000

const attempts = 5

/**
 * Opens the refresher. What people do shows at once on the cards it is about; what it and what feeds bring for everything
 * else shows when nothing further has come for a while; a new day, an hour at which orders close, and a new process look at everything.
 */
export const openRefresher = (refreshing: Refreshing): Refresher => {
  const { workspace, refreshCards } = refreshing
  let seen: (StoreVersion & { readonly day: number; readonly closings: number }) | null = null
  let waiting: { readonly version: string; readonly since: number; readonly changedAt: number } | null = null
  let touched = new Set<string>()

  /** Answers false when others kept changing the same: then it is still to be done. */
  const write = async (promotions: Outdated['promotions']): Promise<boolean> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const changes = await refreshCards({ promotions })
      if (changes.length === 0 || (await apply(workspace, changes, null, refreshing.now())) === 'applied') return true
    }
    return false
  }

  /** Tells whether what came in has been quiet for long enough. */
  const isSettled = (batches: string): boolean => {
    const now = performance.now()
    if (waiting === null || waiting.version !== batches)
      waiting = { version: batches, since: waiting?.since ?? now, changedAt: now }
    return now - waiting.changedAt >= quietMilliseconds || now - waiting.since >= longestWaitMilliseconds
  }

  return {
    touch: (id) => void touched.add(id),
    refresh: async () => {
      const [version, day] = [await loadVersion(workspace), refreshing.today()]
      const closings = await countClosings(workspace, day, { now: refreshing.now(), timeZone: refreshing.timeZone })
      const isLater = seen !== null && (seen.day !== day || seen.closings < closings)
      if (seen === null || isLater || (seen.batches !== version.batches && isSettled(version.batches))) {
        if (!(await write('all'))) return
        waiting = null
        seen = { ...version, day, closings }
        return
      }
      if (seen.audit === version.audit && seen.risks === version.risks && touched.size === 0) return
      const asked = touched
      touched = new Set()
      const isDone = await write([...new Set([...asked, ...(await loadTouched(workspace, seen.audit))])]).catch(
        (error) => {
          for (const id of asked) touched.add(id)
          throw error
        },
      )
      if (isDone) seen = { ...seen, audit: version.audit, risks: version.risks }
      else for (const id of asked) touched.add(id)
    },
  }
}
