import { tidy } from '../store/housekeeping.ts'
import { type Delivering, deliverDue } from './outbox.ts'
import { openRefresher, type Refreshing } from './refresh.ts'
import { type Ticking, tick } from './tick.ts'
import { startTicker } from './ticker.ts'

/** What happens without being asked, while the service runs. */
export type Jobs = {
  /** Makes what is owed and delivers what is due, now; once a day it tidies up. */
  readonly tick: () => Promise<void>
  /** Brings the cards that channels see up to date and delivers what is due, now. */
  readonly deliver: () => Promise<void>
  /** Does that where anything was written since the last time. */
  readonly wake: () => void
  /** Redraws with the next delivery what shows a promotion or a risk. */
  readonly touch: (id: string) => void
  /** Starts nothing new and waits for what is under way, ten seconds at most. */
  readonly stop: () => Promise<void>
}

type Parts = Omit<Ticking, 'isStopping'> &
  Omit<Delivering, 'isStopping' | 'now'> &
  Pick<Refreshing, 'today' | 'refreshCards'>

const retryMilliseconds = 1_000
const tidyMilliseconds = 24 * 60 * 60 * 1_000
const patienceMilliseconds = 10_000

/** Starts the minute's tick and the outbox, one thing at a time. */
export const startJobs = (parts: Parts): Jobs => {
  let stopping = false
  let last: Promise<void> = Promise.resolve()
  const isStopping = () => stopping
  const iso = () => parts.now().toString({ smallestUnit: 'millisecond' })
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(() => (stopping ? undefined : work())).catch(parts.onSurprise)
    return last
  }
  const refresher = openRefresher({ ...parts, now: iso })
  let delivered = ''
  const deliver = async () => {
    await refresher.refresh()
    await deliverDue({ ...parts, now: iso, isStopping })
    delivered = parts.workspace.database.version()
  }
  let tidied = Number.NEGATIVE_INFINITY
  const both = async () => {
    await tick({ ...parts, isStopping })
    await deliver()
    if (performance.now() - tidied < tidyMilliseconds) return
    tidied = performance.now()
    await tidy(parts.workspace, iso())
  }
  const stopTicker = startTicker(() => void inTurn(both))
  let retrying = false
  const retry = setInterval(() => {
    if (retrying) return
    retrying = true
    void inTurn(deliver).finally(() => {
      retrying = false
    })
  }, retryMilliseconds)
  return {
    tick: () => inTurn(both),
    deliver: () => inTurn(deliver),
    wake: () => {
      if (parts.workspace.database.version() !== delivered) void inTurn(deliver)
    },
    touch: (id) => {
      delivered = ''
      refresher.touch(id)
    },
    stop: async () => {
      stopping = true
      stopTicker()
      clearInterval(retry)
      let giveUp: NodeJS.Timeout | undefined
      await Promise.race([last, new Promise((resolve) => (giveUp = setTimeout(resolve, patienceMilliseconds)))])
      clearTimeout(giveUp)
    },
  }
}
