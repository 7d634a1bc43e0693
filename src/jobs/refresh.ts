import type { Day } from '../domain/day.ts'
import type { PromotionId, RiskId } from '../domain/ids.ts'
import type { ActedOn } from '../domain/risks/acted-on.ts'
import { refreshCards } from '../services/alerts/refresh-cards.ts'
import { writeRefreshed } from '../services/alerts/write-refreshed.ts'
import type { Context } from '../services/context.ts'
import { keeperOf } from '../services/present/present.ts'
import { loadActivitySince, loadVersion, type StoreVersion } from '../store/database/versions.ts'
import { loadDuePromotions } from '../store/delivery/deferred-alerts.ts'
import { countClosings } from '../store/facts/cut-offs.ts'
import { loadAffectedByActivity } from '../store/feeds/affected-promotions.ts'
import { type Arrival, haveFeedsStopped } from './arriving-feeds.ts'

/** What bringing the cards up to date needs. */
export type RefresherContext = Pick<Context, 'workspace' | 'policy' | 'timeZone' | 'reach'> & {
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly today: () => Day
}

/** Brings the cards that channels see up to date. */
export type Refresher = {
  /** Finds what people and feeds changed since the last refresh, redraws the cards that show it, and alerts channels. */
  readonly refresh: () => Promise<void>
  /** Redraws with the next refresh the cards that show a promotion or a risk, even if nothing about it changed. */
  readonly touch: (actedOn: ActedOn) => void
}

/** A refresh that others keep making stale is given up after so many attempts, and is due again. */
const attempts = 5

/** What the last refresh saw: versions of the store, the day, and how many order cut-offs had passed on it. */
type Seen = StoreVersion & { readonly day: Day; readonly closings: number }

/** What the refresher remembers between two refreshes. */
type RefreshState = {
  /** What the last refresh saw; null before the first one and after a failure, when the next refresh covers everything. */
  seen: Seen | null
  /** Null while no feed waits to be covered. */
  arrival: Arrival | null
  /** Promotions whose cards are to be redrawn with the next refresh. */
  readonly touched: Set<PromotionId>
  /** Risks, by number, whose cards are to be redrawn with the next refresh; their promotions are not judged again for that. */
  readonly touchedRisks: Set<RiskId>
  /** Promotions that were redrawn while feeds were arriving; channels are alerted about them once no more arrive. */
  readonly unannounced: Set<PromotionId>
}

/** What one refresh finds: whether feeds arrived since the last one, and whether alerts may be sent now. */
type Situation = { readonly now: Seen; readonly isFed: boolean; readonly isQuiet: boolean }

type Outdated = Parameters<typeof refreshCards>[1]

/**
 * Opens the refresher of a process. A change by a person shows at once on the cards it concerns. What a change or a feed
 * brings for everything else that it touches is shown, and channels are alerted, once no further feed has arrived for a
 * while. A new day, a passed order cut-off, newly learned sales and a new process refresh everything.
 */
export const openRefresher = (context: RefresherContext): Refresher => {
  const { workspace } = context
  const state: RefreshState = {
    seen: null,
    arrival: null,
    touched: new Set(),
    touchedRisks: new Set(),
    unannounced: new Set(),
  }
  return {
    touch: (actedOn) => {
      if (actedOn.kind === 'risk') state.touchedRisks.add(actedOn.riskId)
      else state.touched.add(actedOn.promotionId)
    },
    refresh: async () => {
      const { policy, timeZone, today } = context
      const behind = await keeperOf(workspace).settle({
        workspace,
        policy,
        timeZone,
        today: today(),
        now: context.now(),
      })
      const now = await loadSeen(context)
      const before = state.seen
      if (before === null) return behind === null ? refreshAll(context, state, now, true) : undefined
      const isFed = before.batches !== now.batches
      const isQuiet = !isFed || haveFeedsStopped(state, now.batches)
      const isLater = before.day !== now.day || before.closings < now.closings || before.learning !== now.learning
      if (isLater && isQuiet && behind === null) return refreshAll(context, state, now, isFed)
      return refreshSome(context, state, before, { now, isFed, isQuiet: isQuiet && behind === null })
    },
  }
}

const loadSeen = async ({ workspace, today, now, timeZone }: RefresherContext): Promise<Seen> => {
  const [version, day] = [await loadVersion(workspace), today()]
  return { ...version, day, closings: await countClosings(workspace, day, { now: now(), timeZone }) }
}

/** Refreshes every card and alerts channels. */
const refreshAll = async (context: RefresherContext, state: RefreshState, now: Seen, isFed: boolean): Promise<void> => {
  const waiting = [...takeAll(state.touched), ...takeAll(state.unannounced)]
  const risks = takeAll(state.touchedRisks)
  const before = state.seen
  // An exception leaves this null, and the next refresh covers everything again.
  state.seen = null
  if (await write(context, { promotions: 'all', risks: [], isQuiet: true, because: isFed ? 'feed' : 'time' })) {
    state.arrival = null
    state.seen = now
    return
  }
  state.seen = before
  addAll(state.touched, waiting)
  addAll(state.touchedRisks, risks)
}

/** Refreshes the cards of the promotions that something happened to; alerts channels unless feeds are still arriving. */
const refreshSome = async (
  context: RefresherContext,
  state: RefreshState,
  before: Seen,
  { now, isFed, isQuiet }: Situation,
): Promise<void> => {
  const { workspace } = context
  const acts = await loadActivitySince(workspace, before.audit)
  const due = isQuiet ? await loadDuePromotions(workspace, context.now()) : []
  const affected = await loadAffectedByActivity(workspace, acts, now.day)
  const ids = new Set([...state.touched, ...acts.touched, ...due, ...affected])
  const isTouched = ids.size > 0 || state.touchedRisks.size > 0
  const coversFeeds = isFed && isQuiet
  const coversUnannounced = isQuiet && state.unannounced.size > 0
  if (!isTouched && !coversFeeds && !coversUnannounced && before.risks === now.risks) {
    state.seen = { ...before, audit: now.audit }
    return
  }
  const unannounced = [...state.unannounced]
  const touched = takeAll(state.touched)
  const risks = takeAll(state.touchedRisks)
  if (isQuiet) state.unannounced.clear()
  else addAll(state.unannounced, ids)
  const promotions = [...new Set([...ids, ...(isQuiet ? unannounced : [])])]
  const isActedOn = acts.touched.length > 0 || touched.length > 0 || risks.length > 0
  const because = coversFeeds ? 'feed' : isActedOn ? 'act' : 'time'
  // An exception leaves this null, and the next refresh covers everything.
  state.seen = null
  if (await write(context, { promotions, risks, isQuiet, because, since: before.risks })) {
    if (coversFeeds) state.arrival = null
    state.seen = { ...before, audit: now.audit, risks: now.risks, ...(coversFeeds ? { batches: now.batches } : {}) }
    return
  }
  state.seen = before
  addAll(state.touched, touched)
  addAll(state.touchedRisks, risks)
  addAll(state.unannounced, unannounced)
}

/** Refreshes the outdated cards. Answers false when others kept changing the same rows: then it is still to be done. */
const write = async ({ today, now, ...context }: RefresherContext, outdated: Outdated): Promise<boolean> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const changes = await refreshCards({ ...context, today: today(), now: now() }, outdated)
    if ((await writeRefreshed(context.workspace, changes, now())) === 'applied') return true
  }
  return false
}

const takeAll = <Id>(ids: Set<Id>): readonly Id[] => {
  const taken = [...ids]
  ids.clear()
  return taken
}

const addAll = <Id>(ids: Set<Id>, more: Iterable<Id>): void => {
  for (const id of more) ids.add(id)
}
