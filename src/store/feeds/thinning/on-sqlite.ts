import type Sqlite from 'better-sqlite3'
import type { Day } from '../../../domain/day.ts'
import { evidenceDaysAfter, evidenceDaysBefore } from '../../../domain/policy.ts'
import { pauseMilliseconds, sliceMilliseconds, thinnedBefore, thinningStatements } from './statements.ts'

/** What is thinned: one company's stock and orders as of a day, on a connection of a thread that may wait. */
type History = { readonly driver: Sqlite.Database; readonly workspaceId: number; readonly today: Day }

const { counts, orders } = thinningStatements({
  ...{ workspace: '$workspace', sku: '$sku', before: '$before' },
  isEvidence: (day) =>
    `exists (select 1 from temp.evidence e where e.sku = $sku and ${day} >= e.first and ${day} <= e.last)`,
  endOfWeek: (day) => `date(${day}, 'weekday 0')`,
  later: (one, other) => `max(${one}, ${other})`,
})

/** Thins what is old in a file; the write lock is let go in between. */
export const thinHistory = (history: History): void => {
  const { driver, workspaceId, today } = history
  const values = { workspace: workspaceId, before: thinnedBefore(today) }
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
    if (at < skus.length) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds)
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
