import { tell } from '../common/happenings.ts'
import type { PullSource } from '../common/pull-sources.ts'
import { withTimeout } from '../common/with-timeout.ts'
import type { Day } from '../domain/day.ts'
import type { MessengerPort } from '../domain/delivery.ts'
import type { ActedOn } from '../domain/risks/acted-on.ts'
import { learn } from '../services/assessment/learn-from-sales.ts'
import { remindOfItems } from '../services/calendar/remind-of-items.ts'
import type { Context } from '../services/context.ts'
import { openEscalator } from '../services/escalation/escalate.ts'
import { tendFiles } from '../services/imports/tend-files.ts'
import { tendFreshness } from '../services/imports/tend-freshness.ts'
import { postReviews } from '../services/promotion-reviews/post-reviews.ts'
import { followOrders } from '../services/risks/follow-up-orders.ts'
import { rollUpAll } from '../services/scorecard/roll-up.ts'
import { apply } from '../store/changes/apply.ts'
import { markInUse, markUnused } from '../store/database/in-use.ts'
import { keepTick } from '../store/database/posting-lock.ts'
import { recoverInterrupted } from '../store/delivery/outbox.ts'
import { type PostingLease, takePostingLease } from '../store/delivery/posting-lease.ts'
import { writeExpiredDecisions } from './expire-decisions.ts'
import { openDeliveries } from './outbox.ts'
import { startPulling } from './pull-sources.ts'
import { openRefresher } from './refresh.ts'
import { openTeller } from './tell-webhooks.ts'
import { tendNotes } from './tend-notes.ts'
import { tick } from './tick.ts'
import { startTicker } from './ticker.ts'
import { openTidying } from './tidy.ts'
import { startWatching } from './watch-folder.ts'

/** The work that the service does without being asked. */
export type Jobs = {
  /** Does the work of a minute: makes what is owed and delivers what is due. */
  readonly tick: () => Promise<void>
  /** Refreshes the cards that channels see and delivers what is due, now. */
  readonly deliver: () => Promise<void>
  /** Delivers what is due, whatever the rest of the jobs wait for. */
  readonly send: () => Promise<void>
  /** Refreshes and delivers soon, once for however many calls. */
  readonly wake: () => void
  /** Redraws with the next delivery the cards that show a promotion or a risk. */
  readonly touch: (actedOn: ActedOn) => void
  /** Tells whether another process has taken the jobs over; this one does nothing more. */
  readonly isTakenOver: () => boolean
  /** Starts nothing new and waits for the work in progress, ten seconds at most. */
  readonly stop: () => Promise<void>
}

/** What the jobs work with. `reach` says which cards are refreshed; the messenger delivers. */
export type JobsOptions = MessengerPort &
  Pick<Context, 'workspace' | 'policy' | 'timeZone' | 'reach'> & {
    /** The accounts that the settings name as administrators. */
    readonly administrators: readonly string[]
    /** The folder whose files are imported; null for none. */
    readonly feedFolder: string | null
    /** The sources that are pulled, and the hosts that the operator allows beyond public ones. */
    readonly pulls: readonly PullSource[]
    readonly egress: readonly string[]
    readonly now: () => Temporal.Instant
    readonly today: () => Day
    /** A random number from 0 to 1 that spreads retries. */
    readonly jitter: () => number
    /** Names this process in the leases of messages. */
    readonly owner: string
    /** Answers the stored requests that are older than so many milliseconds. Requests are answered by commands, which jobs do not know. */
    readonly resumeRequests: (milliseconds: number) => Promise<void>
    readonly onSurprise: (error: unknown) => void
  }

const retryMilliseconds = 1_000
const learnMilliseconds = 60 * 60 * 1_000
const notesMilliseconds = 5 * 60 * 1_000
const freshnessMilliseconds = 5 * 60 * 1_000
/** Whose items follow is looked at so often. */
const itemsMilliseconds = 60 * 60_000
const stopMilliseconds = 10_000

/** Another process that answers requests on this store may still be about to answer those it stored so recently. */
const othersMilliseconds = 60_000

/** Starts the jobs of a store. Answers null while another process runs them, where only one may. */
export const startJobs = async (options: JobsOptions): Promise<(Jobs & AsyncDisposable) | null> => {
  const { workspace } = options
  const lease = takePostingLease(workspace.database, options.owner)
  if (lease === null) return null
  try {
    await markInUse(workspace.database, options.now())
    await recoverInterrupted(workspace)
  } catch (error) {
    lease[Symbol.dispose]()
    throw error
  }
  const jobs = runJobs(options, lease)
  void options.resumeRequests(0).catch(options.onSurprise)
  return {
    ...jobs,
    [Symbol.asyncDispose]: async () => {
      await jobs.stop()
      if (!lease.isShared() && !lease.isLost()) await markUnused(workspace.database)
      lease[Symbol.dispose]()
    },
  }
}

/** Runs the minute's tick, the refresh of cards and the outbox. A step that fails or waits does not stop the others. */
const runJobs = (options: JobsOptions, lease: PostingLease): Jobs => {
  const { workspace, policy, today, onSurprise } = options
  const now = () => options.now().toString({ smallestUnit: 'millisecond' })
  let isStopped = false
  const isStopping = () => isStopped || !lease.isHeld()

  /** The steps that write run one after the other. */
  let lastStep: Promise<void> = Promise.resolve()
  const inTurn = (...steps: readonly (() => Promise<void>)[]): Promise<void> => {
    for (const step of steps) lastStep = lastStep.then(() => (isStopping() ? undefined : step())).catch(onSurprise)
    return lastStep
  }

  const deliveries = openDeliveries({ ...options, now, isStopping, isHeld: lease.isHeld }, onSurprise)
  let draining: Promise<void> = Promise.resolve()
  const drain = (): Promise<void> => {
    draining = deliveries.drain().catch(onSurprise)
    return draining
  }

  let isDraining = false
  /** Delivers while others work; what comes in meanwhile is delivered too. */
  const drainBeside = async (): Promise<void> => {
    if (isDraining) return
    isDraining = true
    await drain()
    isDraining = false
  }

  const refresher = openRefresher({ ...options, now })
  const refresh = async () => {
    await refresher.refresh()
    tell({ kind: 'judged', company: workspace.name })
  }
  const tellSystems = openTeller({ ...options, now })
  const tidying = openTidying({ workspace, now, today, onSurprise })
  const rollingUp = openBeside(
    () => rollUpAll({ workspace, policy, today: today(), now: now() }, isStopping),
    onSurprise,
  )
  const escalator = openEscalator({ ...options, moneyFloor: policy.moneyFloor })
  const steps = [
    atMostEvery(learnMilliseconds, async () => void (await learn(workspace, today(), now()))),
    () => writeFollowedOrders({ ...options, today: today(), now: now() }),
    () =>
      writeExpiredDecisions({
        ...options,
        now,
        touch: (promotionId) => refresher.touch({ kind: 'promotion', promotionId }),
      }),
    atMostEvery(freshnessMilliseconds, () => tendFreshness({ ...options, today: today(), now: now() })),
    atMostEvery(itemsMilliseconds, () => remindOfItems({ ...options, today: today(), now: now() })),
    atMostEvery(notesMilliseconds, () => tendNotes({ ...options, today: today(), now: now() })),
    () => tick({ ...options, isStopping, onMade: () => void drainBeside() }),
    refresh,
    tellSystems,
    escalator.escalate,
    async () => tidying.begin(),
    async () => rollingUp.begin(),
    () => postReviews({ ...options, today: today(), now: now() }),
    () => tendFiles({ ...options, today: today(), now: now() }),
    () => options.resumeRequests(othersMilliseconds),
    async () => keepTick(workspace.database, options.now()),
  ]
  const tickAndDeliver = async () => {
    const begun = performance.now()
    await inTurn(...steps)
    tell({ kind: 'tick', company: workspace.name, milliseconds: performance.now() - begun })
    await drain()
  }

  const watching = options.feedFolder === null ? null : startWatching({ ...options, folder: options.feedFolder, now })
  const pulling = startPulling({ ...options, now })

  let isWoken = false
  const deliver = async () => {
    await inTurn(async () => {
      isWoken = false
      await refresh()
    }, tellSystems)
    await drain()
  }

  const stopTicker = startTicker(() => void tickAndDeliver())
  let isRetrying = false
  const retry = setInterval(() => {
    if (isRetrying || isStopped) return
    isRetrying = true
    void inTurn(refresh, tellSystems).then(() => {
      isRetrying = false
      void drain()
    })
  }, retryMilliseconds)

  return {
    tick: tickAndDeliver,
    deliver,
    send: drainBeside,
    wake: () => {
      if (isWoken || isStopped) return
      isWoken = true
      void deliver()
    },
    touch: refresher.touch,
    isTakenOver: lease.isLost,
    stop: async () => {
      isStopped = true
      stopTicker()
      clearInterval(retry)
      await withTimeout(Promise.all([watching?.stop(), pulling.stop()]), stopMilliseconds)
      await withTimeout(Promise.all([lastStep, draining]), stopMilliseconds)
      await withTimeout(Promise.all([tidying[Symbol.asyncDispose](), rollingUp.ended()]), stopMilliseconds)
    },
  }
}

/** Makes work that goes on beside the steps: it begins unless it is still going on, and nobody waits for it. */
const openBeside = (work: () => Promise<void>, onSurprise: (error: unknown) => void) => {
  let running: Promise<void> | null = null
  return {
    begin: (): void => {
      running ??= work()
        .catch(onSurprise)
        .finally(() => {
          running = null
        })
    },
    ended: async (): Promise<void> => void (await running),
  }
}

/** Makes a step that does its work when it runs for the first time, and then at most once in so many milliseconds. */
const atMostEvery = (milliseconds: number, work: () => Promise<void>): (() => Promise<void>) => {
  let doneAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - doneAt < milliseconds) return
    doneAt = performance.now()
    await work()
  }
}

/** Writes what feeds say about the orders that people reported in chat. */
const writeFollowedOrders = async (context: Pick<Context, 'workspace' | 'reach' | 'today' | 'now'>): Promise<void> => {
  const changes = await followOrders(context)
  if (changes.length > 0) await apply(context.workspace, changes, null, context.now)
}
