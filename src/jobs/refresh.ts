import type { ActedOn } from '../domain/risks/acted-on.ts'
import { apply } from '../store/changes/apply.ts'
import type { Change } from '../store/changes/change.ts'
import { loadActivitySince, loadVersion, type StoreVersion } from '../store/database/versions.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { loadDuePromotions } from '../store/delivery/deferred-alerts.ts'
import { countClosings } from '../store/facts/cut-offs.ts'
import { loadAffectedByActivity } from '../store/feeds/affected-promotions.ts'

/**
 * What may be out of date: everything, or some promotions; the risks, by number, that somebody did something about; whether
 * all is quiet, so that it is told; and why.
 */
type Outdated = {
  readonly promotions: readonly string[] | 'all'
  readonly risks: readonly number[]
  readonly isQuiet: boolean
  readonly because: 'feed' | 'act' | 'time'
}

/** What bringing the cards up to date needs. */
export type Refreshing = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly today: () => number
  /** The zone of the business dates. */
  readonly timeZone: string
  /** Makes the cards anew that may be out of date, and tells what is news once all is quiet. */
  readonly refreshCards: (outdated: Outdated) => Promise<readonly Change[]>
}

/** Brings the cards that channels see up to date. */
export type Refresher = {
  /** Looks what was done or imported since the last time, redraws what shows it, and tells whom it concerns. */
  readonly refresh: () => Promise<void>
  /** Redraws at the next look what shows a promotion or a risk, whatever was done. */
  readonly touch: (actedOn: ActedOn) => void
}

/** Feeds come in one after the other, and so do changes of a promotion: they are waited for so long, but not for ever. */
const quietMilliseconds = 10_000
const longestWaitMilliseconds = 60_000

const attempts = 5

/** Others write between so many cards. */
const redrawsTogether = 400

/**
 * Writes what bringing cards up to date came to: what is told in one piece, then the cards, many at a time. Answers `stale`
 * when something changed meanwhile; what was told by then is told.
 */
export const writeRefreshed = async (
  workspace: Workspace,
  changes: readonly Change[],
  now: string,
): Promise<'applied' | 'stale'> => {
  const redraws = changes.filter(({ kind }) => kind === 'update-live-message')
  const parts = [changes.filter(({ kind }) => kind !== 'update-live-message')]
  for (let i = 0; i < redraws.length; i += redrawsTogether) parts.push(redraws.slice(i, i + redrawsTogether))
  for (const part of parts)
    if (part.length > 0 && (await apply(workspace, part, null, now)) !== 'applied') return 'stale'
  return 'applied'
}

/**
 * Opens the refresher. What people do shows at once on the cards it is about; what it and what feeds bring for everything
 * they touch shows, and is told, when nothing further has come for a while. A new day, an hour at which orders close, what
 * sales taught anew, and a new process look at everything.
 */
export const openRefresher = (refreshing: Refreshing): Refresher => {
  const { workspace, refreshCards } = refreshing
  let seen: (StoreVersion & { readonly day: number; readonly closings: number }) | null = null
  let waiting: { readonly version: string; readonly since: number; readonly changedAt: number } | null = null
  let touched = new Set<string>()
  let touchedRisks = new Set<number>()
  /** What was judged while feeds came in, and what it may have changed for others: it is told, or judged, once all is quiet. */
  let pending = new Set<string>()

  /** Answers false when others kept changing the same: then it is still to be done. */
  const write = async (outdated: Outdated): Promise<boolean> => {
    for (let attempt = 0; attempt < attempts; attempt++)
      if ((await writeRefreshed(workspace, await refreshCards(outdated), refreshing.now())) === 'applied') return true
    return false
  }

  /** Tells whether what came in has been quiet for long enough. */
  const isSettled = (batches: string): boolean => {
    const now = performance.now()
    if (waiting === null || waiting.version !== batches)
      waiting = { version: batches, since: waiting?.since ?? now, changedAt: now }
    return now - waiting.changedAt >= quietMilliseconds || now - waiting.since >= longestWaitMilliseconds
  }

  const lookAtAll = async (now: NonNullable<typeof seen>, isFed: boolean): Promise<void> => {
    const asked = [touched, pending]
    const askedRisks = touchedRisks
    touched = new Set()
    touchedRisks = new Set()
    pending = new Set()
    // Whatever is not written is looked at again, with everything else.
    const before = seen
    seen = null
    if (await write({ promotions: 'all', risks: [], isQuiet: true, because: isFed ? 'feed' : 'time' })) {
      waiting = null
      seen = now
      return
    }
    seen = before
    for (const id of asked.flatMap((ids) => [...ids])) touched.add(id)
    for (const id of askedRisks) touchedRisks.add(id)
  }

  const lookAtSome = async (now: NonNullable<typeof seen>, isNew: boolean, isQuiet: boolean): Promise<void> => {
    const known = seen as NonNullable<typeof seen>
    const acts = await loadActivitySince(workspace, known.audit)
    const due = isQuiet ? await loadDuePromotions(workspace, refreshing.now()) : []
    const [asked, askedRisks] = [touched, touchedRisks]
    const more = await loadAffectedByActivity(workspace, acts, now.day)
    const ids = new Set([...asked, ...acts.touched, ...due, ...more])
    const isFed = isNew && isQuiet
    const isAsked = ids.size > 0 || askedRisks.size > 0
    if (!isAsked && !isFed && !(isQuiet && pending.size > 0) && known.risks === now.risks) {
      seen = { ...known, audit: now.audit }
      return
    }
    const waitingIds = pending
    touched = new Set()
    touchedRisks = new Set()
    if (isQuiet) pending = new Set()
    else for (const id of ids) pending.add(id)
    const promotions = [...new Set([...ids, ...(isQuiet ? waitingIds : [])])]
    const because = isFed ? 'feed' : acts.touched.length > 0 || asked.size > 0 || askedRisks.size > 0 ? 'act' : 'time'
    seen = null
    if (await write({ promotions, risks: [...askedRisks], isQuiet, because })) {
      if (isFed) waiting = null
      seen = { ...known, audit: now.audit, risks: now.risks, ...(isFed ? { batches: now.batches } : {}) }
      return
    }
    seen = known
    for (const id of asked) touched.add(id)
    for (const id of askedRisks) touchedRisks.add(id)
    for (const id of waitingIds) pending.add(id)
  }

  return {
    touch: (actedOn) =>
      void (actedOn.kind === 'risk' ? touchedRisks.add(actedOn.riskId) : touched.add(actedOn.promotionId)),
    refresh: async () => {
      const [version, day] = [await loadVersion(workspace), refreshing.today()]
      const closings = await countClosings(workspace, day, { now: refreshing.now(), timeZone: refreshing.timeZone })
      const now = { ...version, day, closings }
      if (seen === null) return lookAtAll(now, true)
      const isNew = seen.batches !== version.batches
      const isQuiet = !isNew || isSettled(version.batches)
      const isLater = seen.day !== day || seen.closings < closings || seen.learning !== version.learning
      return isLater && isQuiet ? lookAtAll(now, isNew) : lookAtSome(now, isNew, isQuiet)
    },
  }
}
