import { withTimeout } from '../../../common/with-timeout.ts'
import { longestTickMilliseconds, toldServerSkewMilliseconds } from '../../../domain/doctor/thresholds.ts'
import { clockAhead } from '../../../store/database/clock.ts'
import type { Database } from '../../../store/database/database.ts'
import { tryWrite } from '../../../store/database/inspect.ts'
import { newerSteps } from '../../../store/database/upgrades/breaking-steps.ts'
import type { FeedKind } from '../../../store/feeds/feed-rows.ts'
import { loadBatches } from '../../../store/imports/batch-list.ts'
import { postedFor, type WatchedCompany } from './metrics.ts'
import type { OpsAnswer } from './ops-door.ts'
import type { Pulse } from './pulse.ts'

/** What readiness rests on. */
export type Readying = {
  readonly database: Database
  readonly companies: () => readonly WatchedCompany[]
  readonly pulse: Pulse
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly isStopping: () => boolean
}

/** One thing that is looked at; where `ok` is false the process should get no requests. */
type Check = { readonly check: string; readonly ok: boolean } & Readonly<Record<string, unknown>>

/** A store that does not answer in this time, in milliseconds, cannot be relied on. */
const patience = 2_000

/** Tells whether this process can do its work, and each thing that it rests on. A platform that is down does not make it unready. */
export const readinessPage = async (readying: Readying): Promise<OpsAnswer> => {
  const checks = await Promise.all([
    stoppingCheck(readying),
    answers('write', () => writeCheck(readying)),
    answers('schema', () => schemaCheck(readying)),
    tickCheck(readying),
    answers('feeds', () => feedsCheck(readying)),
    answers('clock', () => clockCheck(readying)),
  ])
  const isReady = checks.every(({ ok }) => ok)
  return {
    status: isReady ? 200 : 503,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify({ ready: isReady, checks }, null, 2)}\n`,
  }
}

const answers = async (check: string, look: () => Promise<Check>): Promise<Check> => {
  try {
    return (await withTimeout(look(), patience)) ?? { check, ok: false, why: 'The store does not answer in time.' }
  } catch {
    // What exactly the store says stands in the log; it may name files and hosts.
    return { check, ok: false, why: 'The store cannot be used; the log says why.' }
  }
}

const stoppingCheck = ({ isStopping }: Readying): Check => ({
  ...{ check: 'running', ok: !isStopping() },
  ...(isStopping() ? { why: 'The service is being stopped.' } : {}),
})

const writeCheck = async ({ companies, now }: Readying): Promise<Check> => {
  const [first] = companies()
  if (first === undefined) return { check: 'write', ok: false, why: 'No company is served.' }
  await tryWrite(first.workspace, now())
  return { check: 'write', ok: true }
}

const schemaCheck = async ({ database }: Readying): Promise<Check> => {
  const newer = await newerSteps(database)
  return { check: 'schema', ok: newer.length === 0, ...(newer.length === 0 ? {} : { newer }) }
}

/** Who does not post stands by; it answers people all the same. */
const tickCheck = ({ companies, pulse }: Readying): Check => {
  const age = pulse.age('tick', postedFor(companies()))
  return {
    check: 'tick',
    ok: age === null || age < longestTickMilliseconds,
    posts: age !== null,
    ...(age === null ? {} : { seconds: secondsOf(age) }),
  }
}

const toldFeeds: readonly FeedKind[] = ['inventory', 'inbound', 'sales']

const feedsCheck = async ({ companies, now }: Readying): Promise<Check> => {
  const ages = await Promise.all(
    toldFeeds.map(async (kind) => {
      const found = await Promise.all(
        companies().map(({ workspace }) => loadBatches(workspace, { kind, state: 'visible', limit: 1 })),
      )
      const oldest = found.flatMap(([newest]) => newest?.visibleAt ?? []).toSorted()[0]
      return [kind, oldest === undefined ? null : secondsOf(Date.parse(now()) - Date.parse(oldest))] as const
    }),
  )
  return { check: 'feeds', ok: true, seconds: Object.fromEntries(ages) }
}

const clockCheck = async ({ database }: Readying): Promise<Check> => {
  const ahead = await clockAhead(database)
  return ahead === null
    ? { check: 'clock', ok: true }
    : {
        ...{ check: 'clock', ok: true, aheadSeconds: ahead / 1_000 },
        ...(Math.abs(ahead) > toldServerSkewMilliseconds
          ? { why: 'The clocks of this machine and of the database disagree.' }
          : {}),
      }
}

const secondsOf = (milliseconds: number): number => Math.round(milliseconds / 1_000)
