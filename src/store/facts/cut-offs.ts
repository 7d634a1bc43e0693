import { sql } from 'kysely'
import { type Day, dayOf } from '../../domain/day.ts'
import { minuteOfCutoff } from '../../domain/supply/lead-time.ts'
import type { Reader } from '../database/workspace.ts'

/** The moment of a judgement, as ISO text, and the zone of the business dates. */
export type Moment = {
  readonly now: string
  readonly timeZone: string
  /** What came in or was said after a past moment does not count. */
  readonly isPast?: boolean
}

/** Gives the moment after which nothing that came in or was said counts; null where everything does. */
export const heardBy = (moment: Moment | null): string | null => (moment?.isPast ? moment.now : null)

const minutesOfDay = 1_440

const localOf = (now: string, timeZone: string) => {
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone)
  return { day: dayOf(local.toPlainDate().toString()), minute: local.hour * 60 + local.minute }
}

/**
 * Makes the function that gives the minute of the as-of date in a zone (the workspace's where it is null), counted from the
 * date's start there; on a date that is not that of the moment it is 0.
 */
export const minuteOn = (asOf: Day, moment: Moment | null): ((zone: string | null) => number) => {
  if (moment === null || localOf(moment.now, moment.timeZone).day !== asOf) return () => 0
  const minutes = new Map<string, number>()
  return (zone) => {
    const name = zone ?? moment.timeZone
    const known = minutes.get(name)
    if (known !== undefined) return known
    const { day, minute } = localOf(moment.now, name)
    minutes.set(name, (day - asOf) * minutesOfDay + minute)
    return minutes.get(name) as number
  }
}

/** The hours by which orders must be in, and the zones of the locations that order. */
type Closings = { readonly cutoffs: readonly string[]; readonly zones: readonly (string | null)[] }

/** Loads every cut-off hour and every time zone of the feeds. */
const loadClosings = async ({ id, database }: Reader): Promise<Closings> => {
  const hours = await sql<{ order_cutoff: string }>`select distinct order_cutoff from lead_time
    where workspace_id = ${id} and order_cutoff is not null`.execute(database.kysely)
  if (hours.rows.length === 0) return { cutoffs: [], zones: [] }
  const zones = await sql<{ timezone: string | null }>`select distinct timezone from location
    where workspace_id = ${id}`.execute(database.kysely)
  return {
    cutoffs: hours.rows.map((row) => row.order_cutoff),
    zones: [...new Set([null, ...zones.rows.map((row) => row.timezone)])],
  }
}

const remembered = new WeakMap<Reader, { readonly version: string; readonly closings: Promise<Closings> }>()

/**
 * Counts the cut-off hours that have passed on a day, once for each zone: while the count is the same, the hour
 * changes no assessment. The hours are read again when something was written.
 */
export const countClosings = async (workspace: Reader, asOf: Day, moment: Moment): Promise<number> => {
  const version = await workspace.database.version()
  const known = remembered.get(workspace)
  const { cutoffs, zones } = await (known?.version === version ? known.closings : remember(workspace, version))
  const minuteIn = minuteOn(asOf, moment)
  return zones.reduce(
    (sum, zone) => sum + cutoffs.filter((cutoff) => minuteIn(zone) >= minuteOfCutoff(cutoff)).length,
    0,
  )
}

const remember = (workspace: Reader, version: string): Promise<Closings> => {
  const closings = loadClosings(workspace)
  remembered.set(workspace, { version, closings })
  closings.catch(() => remembered.delete(workspace))
  return closings
}
