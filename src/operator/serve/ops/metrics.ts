import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client'
import { type Happening, listen } from '../../../common/happenings.ts'
import type { DeliveryState } from '../../../domain/delivery.ts'
import { countOwedDigests } from '../../../services/doctor/service.ts'
import { measureStore } from '../../../store/database/inspect.ts'
import type { Workspace } from '../../../store/database/workspace.ts'
import { loadOutboxDepth } from '../../../store/delivery/delivery-health.ts'
import { loadAlarms } from '../../../store/doctor/alarms.ts'
import { loadBatches } from '../../../store/imports/batch-list.ts'
import type { LoopWatch } from './loop-watch.ts'
import type { Pulse } from './pulse.ts'

/** A company that is served now, and whether this process makes what is due for it. */
export type WatchedCompany = { readonly workspace: Workspace; readonly isPosting: boolean }

/** What is measured. */
export type Measured = {
  readonly companies: () => readonly WatchedCompany[]
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly loop: LoopWatch
  readonly pulse: Pulse
}

/** Counts what happens in this process, and says it in the text format of Prometheus. */
export type Metrics = Disposable & { readonly read: () => Promise<{ readonly type: string; readonly text: string }> }

/** Whoever asks a platform's bot hears nothing after three seconds, so that boundary is one of the buckets. */
const answerBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30]
const workBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 150, 600]
const latenessBuckets = [1, 5, 15, 30, 60, 120, 300, 900, 3_600, 14_400]
const states: readonly DeliveryState[] = ['pending', 'sending', 'unknown', 'parked']

/** Begins to count. No label has a name, an id or a text of a company. */
export const openMetrics = (measured: Measured): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counted = countHappenings(registers)
  const heard = listen(counted)
  const gauges = openGauges(registers)
  return {
    read: async () => {
      await gauges(measured)
      return { type: registry.contentType, text: await registry.metrics() }
    },
    [Symbol.dispose]: () => {
      heard[Symbol.dispose]()
      registry.clear()
    },
  }
}

const countHappenings = (registers: Registry[]): ((happening: Happening) => void) => {
  const commands = new Histogram({
    ...{ name: 'command_seconds', help: 'How long commands took.', labelNames: ['name', 'outcome'] as const },
    ...{ buckets: answerBuckets, registers },
  })
  const answers = new Histogram({
    ...{ name: 'answer_seconds', help: 'How long people waited for an answer, or for the note that it follows.' },
    ...{ buckets: answerBuckets, registers },
  })
  const late = new Counter({
    ...{ name: 'answers_late_total', help: 'Answers that came after more than 3 seconds.', registers },
  })
  const attempts = new Counter({
    ...{ name: 'delivery_attempts_total', help: 'Attempts to send a message.' },
    ...{ labelNames: ['platform', 'outcome'] as const, registers },
  })
  const lateness = new Histogram({
    ...{ name: 'delivery_lateness_seconds', help: 'How long after their time digests were posted.' },
    ...{ buckets: latenessBuckets, registers },
  })
  const ticks = new Histogram({
    ...{ name: 'tick_seconds', help: 'How long the work of a minute took.', buckets: workBuckets, registers },
  })
  const imports = new Counter({
    ...{ name: 'imports_total', help: 'Files that came in.', labelNames: ['door', 'outcome'] as const, registers },
  })
  const refused = new Counter({
    ...{ name: 'requests_refused_total', help: 'Requests over HTTP that were refused.' },
    ...{ labelNames: ['status'] as const, registers },
  })
  return (happening) => {
    switch (happening.kind) {
      case 'command':
        return commands.observe({ name: happening.what, outcome: happening.ending }, happening.milliseconds / 1_000)
      case 'answer':
        answers.observe(happening.milliseconds / 1_000)
        return happening.milliseconds > 3_000 ? late.inc() : undefined
      case 'attempt':
        return attempts.inc({ platform: happening.platform, outcome: happening.outcome })
      case 'message':
        return happening.lateness === null ? undefined : lateness.observe(Math.max(0, happening.lateness) / 1_000)
      case 'tick':
        return ticks.observe(happening.milliseconds / 1_000)
      case 'import':
        return imports.inc({ door: happening.door, outcome: happening.outcome })
      case 'turned away':
        return refused.inc({ status: `${happening.status}` })
    }
  }
}

/** Makes the gauges, and gives what sets them. */
const openGauges = (registers: Registry[]): ((measured: Measured) => Promise<void>) => {
  const gauge = <T extends string = never>(name: string, help: string, ...labelNames: readonly T[]) =>
    new Gauge<T>({ name, help, labelNames: [...labelNames], registers })
  const depth = gauge('outbox_depth', 'Messages that wait or were given up.', 'state')
  const oldest = gauge('outbox_oldest_seconds', 'Since when the oldest message waits that nothing holds.')
  const owed = gauge('occurrences_owed', 'Digests that are due and not made.')
  const alarms = gauge('audit_findings', 'Alarms that are not over.')
  const inventory = gauge('inventory_age_seconds', 'Since when no stock came in; the oldest of the companies.')
  const judged = gauge('judgement_age_seconds', 'Since when what changed was last judged; the oldest of the companies.')
  const ticked = gauge('last_tick_age_seconds', 'Since when the work of a minute was last done; the oldest.')
  const delay = gauge('event_loop_delay_seconds', 'How long the event loop was kept since the last look.', 'quantile')
  const wal = gauge('sqlite_wal_bytes', 'The log beside a store in a file.')
  const free = gauge('disk_free_bytes', 'The room that is left where the store is a file.')
  return async ({ companies, now, loop, pulse }) => {
    const moment = now()
    const watched = companies()
    const found = await Promise.all(watched.map(({ workspace }) => measure(workspace, moment)))
    for (const state of states) depth.set({ state }, sum(found.map(({ counts }) => counts[state] ?? 0)))
    oldest.set(ageOf(earliest(found.map(({ oldestAt }) => oldestAt)), moment))
    owed.set(sum(found.map((one) => one.owed)))
    alarms.set(sum(found.map((one) => one.alarms)))
    inventory.set(ageOf(earliest(found.map(({ inventoryAt }) => inventoryAt)), moment))
    const posted = postedFor(watched)
    setOrLeave(judged, pulse.age('judged', posted))
    setOrLeave(ticked, pulse.age('tick', posted))
    for (const [quantile, seconds] of Object.entries(loop.takeDelays())) delay.set({ quantile }, seconds)
    const database = watched[0]?.workspace.database
    if (database?.engine !== 'sqlite') return
    const sizes = await measureStore(database.file)
    wal.set(sizes.log)
    free.set(sizes.free)
  }
}

/** Names the companies that this process makes what is due for. */
export const postedFor = (watched: readonly WatchedCompany[]): readonly string[] =>
  watched.filter(({ isPosting }) => isPosting).map(({ workspace }) => workspace.name)

const setOrLeave = (gauge: Gauge, milliseconds: number | null): void =>
  milliseconds === null ? gauge.reset() : gauge.set(milliseconds / 1_000)

const measure = async (workspace: Workspace, now: string) => {
  const [depth, owed, alarms, [inventory]] = await Promise.all([
    loadOutboxDepth(workspace, now),
    countOwedDigests(workspace, now),
    loadAlarms(workspace),
    loadBatches(workspace, { kind: 'inventory', state: 'visible', limit: 1 }),
  ])
  return { ...depth, owed, alarms: alarms.length, inventoryAt: inventory?.visibleAt ?? null }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const earliest = (moments: readonly (string | null)[]): string | null =>
  moments.filter((at) => at !== null).toSorted()[0] ?? null

const ageOf = (at: string | null, now: string): number =>
  at === null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(at)) / 1_000)
