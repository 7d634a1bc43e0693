import { withTimeout } from '../common/with-timeout.ts'
import type { ActedOn } from '../domain/risks/acted-on.ts'
import { learn } from '../services/assessment/learn-from-sales.ts'
import { type Escalating, openEscalator } from '../services/escalation/escalate.ts'
import { deleteExpired } from '../store/database/housekeeping.ts'
import { type Decisions, sweepDecisions } from './decisions.ts'
import { type Delivering, openDeliveries } from './outbox.ts'
import { openRefresher, type Refreshing } from './refresh.ts'
import { type Ticking, tick } from './tick.ts'
import { startTicker } from './ticker.ts'

/** What happens without being asked, while the service runs. */
export type Jobs = {
  /** Makes what is owed and delivers what is due, now; once a day it tidies up. */
  readonly tick: () => Promise<void>
  /** Brings the cards that channels see up to date and delivers what is due, now. */
  readonly deliver: () => Promise<void>
  /** Does that soon, once for however many ask. */
  readonly wake: () => void
  /** Redraws with the next delivery what shows a promotion or a risk. */
  readonly touch: (actedOn: ActedOn) => void
  /** Starts nothing new and waits for what is under way, ten seconds at most. */
  readonly stop: () => Promise<void>
}

type Parts = Omit<Ticking, 'isStopping'> &
  Omit<Delivering, 'isStopping' | 'now'> &
  Pick<Escalating, 'moneyFloor' | 'administrators'> &
  Pick<Refreshing, 'today' | 'timeZone' | 'refreshCards'> & {
    /** Follows the orders that people told of into the feeds. */
    readonly followOrders: () => Promise<void>
    /** Finds what time has done to decisions, each promotion's apart. */
    readonly sweepDecisions: Decisions['sweepDecisions']
    /** Answers what was taken and is still to be answered. */
    readonly resume: () => Promise<void>
  }

const retryMilliseconds = 1_000
const tidyMilliseconds = 24 * 60 * 60 * 1_000
const learnMilliseconds = 60 * 60 * 1_000
const patienceMilliseconds = 10_000

/** Starts the minute's tick, the redrawing of cards and the outbox. What one of them cannot do, or waits for, keeps the others from nothing. */
export const startJobs = (parts: Parts): Jobs => {
  let stopping = false
  let last: Promise<void> = Promise.resolve()
  const isStopping = () => stopping
  const iso = () => parts.now().toString({ smallestUnit: 'millisecond' })
  const inTurn = (...works: readonly (() => Promise<void>)[]): Promise<void> => {
    for (const work of works) last = last.then(() => (stopping ? undefined : work())).catch(parts.onSurprise)
    return last
  }
  const deliveries = openDeliveries({ ...parts, now: iso, isStopping }, parts.onSurprise)
  const escalator = openEscalator(parts)
  const refresher = openRefresher({ ...parts, now: iso })
  let draining: Promise<void> = Promise.resolve()
  const drain = (): Promise<void> => {
    draining = deliveries.drain().catch(parts.onSurprise)
    return draining
  }
  let isWoken = false
  const deliver = async () => {
    await inTurn(async () => {
      isWoken = false
      await refresher.refresh()
    })
    await drain()
  }
  let tidied = Number.NEGATIVE_INFINITY
  const tidyDaily = async () => {
    if (performance.now() - tidied < tidyMilliseconds) return
    tidied = performance.now()
    await deleteExpired(parts.workspace, iso())
  }
  let learned = Number.NEGATIVE_INFINITY
  const learnHourly = async () => {
    if (performance.now() - learned < learnMilliseconds) return
    learned = performance.now()
    await learn(parts.workspace, parts.today(), iso())
  }
  const sweep = () =>
    sweepDecisions({
      ...parts,
      now: iso,
      touch: (promotionId) => refresher.touch({ kind: 'promotion', promotionId }),
    })
  const tickAndDeliver = async () => {
    await inTurn(
      learnHourly,
      parts.followOrders,
      sweep,
      () => tick({ ...parts, isStopping }),
      refresher.refresh,
      escalator.escalate,
      tidyDaily,
      parts.resume,
    )
    await drain()
  }
  const stopTicker = startTicker(() => void tickAndDeliver())
  let isRetrying = false
  const retry = setInterval(() => {
    if (isRetrying || stopping) return
    isRetrying = true
    void inTurn(refresher.refresh).then(() => {
      isRetrying = false
      void drain()
    })
  }, retryMilliseconds)
  return {
    tick: tickAndDeliver,
    deliver,
    wake: () => {
      if (isWoken) return
      isWoken = true
      void deliver()
    },
    touch: refresher.touch,
    stop: async () => {
      stopping = true
      stopTicker()
      clearInterval(retry)
      await withTimeout(Promise.all([last, draining]), patienceMilliseconds)
    },
  }
}
