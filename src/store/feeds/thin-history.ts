import type Sqlite from 'better-sqlite3'
import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import { evidenceDaysAfter, evidenceDaysBefore, fullHistoryDays } from '../../domain/policy.ts'

/** What is thinned: one company's stock and orders as of a day, on a connection of a thread that may wait. */
type History = { readonly driver: Sqlite.Database; readonly workspaceId: number; readonly today: Day }

const sliceMilliseconds = 40
/** Long enough for whoever waits for the write lock to get it. */
const pause = 25

/**
 * Thins what is older than two years: of the counts of a cell the last of each week stays, and of what feeds said of an order
 * the first row and the last of each week. Everything stays that a promotion rested on. The write lock is let go in between.
 */
export const thinHistory = (history: History): void => {
  const { driver, workspaceId, today } = history
  const first = today - fullHistoryDays
  const values = { workspace: workspaceId, before: isoOf(first - weekdayOf(first)) }
  noteEvidence(history)
  const thinCounts = driver.prepare(counts)
  const thinOrders = driver.prepare(orders)
  const thin = driver.transaction((skus: readonly string[], from: number): number => {
    const until = performance.now() + sliceMilliseconds
    let at = from
    while (at < skus.length && (at === from || performance.now() < until)) {
      thinCounts.run({ ...values, sku: skus[at] })
      thinOrders.run({ ...values, sku: skus[at] })
      at++
    }
    return at
  })
  const skus = driver
    .prepare(
      'select sku from inventory where workspace_id = $workspace union select sku from inbound where workspace_id = $workspace',
    )
    .pluck()
    .all({ workspace: workspaceId }) as readonly string[]
  for (let at = 0; at < skus.length; ) {
    at = thin.immediate(skus, at)
    if (at < skus.length) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
  }
  driver.exec('drop table temp.evidence')
}

/** Notes for each item the days that promotions rested on: of those of it, and of those of items that it stands in for or sells like. */
const noteEvidence = ({ driver, workspaceId }: History) => {
  driver.exec(
    'create temp table evidence (sku text, first text, last text, primary key (sku, first, last)) without rowid',
  )
  driver
    .prepare(
      `insert or ignore into temp.evidence
       with line as (select p.sku, date(min(b.known_on, p.start_on), $before, '-6 days', 'weekday 1') as first,
         date(p.end_on, $after) as last from promotion_line p
         join batch b on b.workspace_id = p.workspace_id and b.id = p.batch_id where p.workspace_id = $workspace),
       near as (select sku, like_sku as other from item where workspace_id = $workspace and like_sku is not null
         union select sku, substitute_sku from item where workspace_id = $workspace and substitute_sku is not null)
       select * from line
       union select near.other, line.first, line.last from line join near on near.sku = line.sku`,
    )
    .run({ workspace: workspaceId, before: `-${evidenceDaysBefore} days`, after: `+${evidenceDaysAfter} days` })
}

/** Says that a row's batch is there for readers. */
const isVisible = (row: string) =>
  `exists (select 1 from batch b where b.workspace_id = $workspace and b.id = ${row}.batch_id and b.state = 'visible')`

/** The day from which a row is known. */
const known = (row: string) =>
  `(select k.known_on from batch k where k.workspace_id = $workspace and k.id = ${row}.batch_id)`

const isEvidence = (day: string) =>
  `exists (select 1 from temp.evidence e where e.sku = $sku and ${day} >= e.first and ${day} <= e.last)`

/** Counts that a later one of their week replaces, which was known by the end of the week or no later than they were. */
const counts = `delete from inventory as r where r.workspace_id = $workspace and r.sku = $sku and r.as_of_on < $before
  and ${isVisible('r')} and not ${isEvidence('r.as_of_on')}
  and exists (select 1 from inventory n where n.workspace_id = r.workspace_id and n.sku = r.sku and n.location = r.location
    and n.as_of_on >= r.as_of_on and n.as_of_on <= date(r.as_of_on, 'weekday 0')
    and (n.as_of_on, n.as_of_minute, n.batch_id) > (r.as_of_on, r.as_of_minute, r.batch_id)
    and ${isVisible('n')} and ${known('n')} <= max(${known('r')}, date(r.as_of_on, 'weekday 0')))`

const isSameDelivery = (row: string) =>
  `${row}.workspace_id = r.workspace_id and ${row}.sku = r.sku and ${row}.location = r.location
   and ${row}.order_id = r.order_id and ${row}.line = r.line and ${row}.delivery = r.delivery and ${isVisible(row)}`

/** Rows of an order that are not its first and that a later one of the week replaces. */
const orders = `delete from inbound as r where r.workspace_id = $workspace and r.sku = $sku
  and ${isVisible('r')} and ${known('r')} < $before and not ${isEvidence(known('r'))}
  and exists (select 1 from inbound f where ${isSameDelivery('f')} and f.batch_id < r.batch_id)
  and exists (select 1 from inbound n where ${isSameDelivery('n')} and n.batch_id > r.batch_id
    and ${known('n')} >= ${known('r')} and ${known('n')} <= date(${known('r')}, 'weekday 0'))`
