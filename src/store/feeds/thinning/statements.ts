import { type Day, isoOf, weekdayOf } from '../../../domain/day.ts'
import { fullHistoryDays } from '../../../domain/policy.ts'

/** So long a turn to write is held, and is left to whoever waits for it. */
export const sliceMilliseconds = 40
export const pauseMilliseconds = 25

/** The Monday from which on everything stays. */
export const thinnedBefore = (today: Day): string => {
  const first = today - fullHistoryDays
  return isoOf(first - weekdayOf(first))
}

/** How an engine says what the statements need: its names of three values, and what it makes of days. */
type Words = {
  readonly workspace: string
  readonly sku: string
  readonly before: string
  readonly isEvidence: (day: string) => string
  readonly endOfWeek: (day: string) => string
  readonly later: (one: string, other: string) => string
}

/**
 * The statements that thin what is older than two years of one item: of the counts of a cell the last of each week stays, and of
 * what feeds said of an order the first row and the last of each week. Everything stays that a promotion rested on.
 */
export const thinningStatements = (words: Words): { readonly counts: string; readonly orders: string } => {
  const { workspace, sku, before, isEvidence, endOfWeek, later } = words
  const isVisible = (row: string) =>
    `exists (select 1 from batch b where b.workspace_id = ${workspace} and b.id = ${row}.batch_id and b.state = 'visible')`
  const known = (row: string) =>
    `(select k.known_on from batch k where k.workspace_id = ${workspace} and k.id = ${row}.batch_id)`
  const isSameDelivery = (row: string) =>
    `${row}.workspace_id = r.workspace_id and ${row}.sku = r.sku and ${row}.location = r.location
     and ${row}.order_id = r.order_id and ${row}.line = r.line and ${row}.delivery = r.delivery and ${isVisible(row)}`
  return {
    // Counts that a later one of their week replaces, which was known by the end of the week or no later than they were.
    counts: `delete from inventory as r where r.workspace_id = ${workspace} and r.sku = ${sku} and r.as_of_on < ${before}
      and ${isVisible('r')} and not ${isEvidence('r.as_of_on')}
      and exists (select 1 from inventory n where n.workspace_id = r.workspace_id and n.sku = r.sku
        and n.location = r.location and n.as_of_on >= r.as_of_on and n.as_of_on <= ${endOfWeek('r.as_of_on')}
        and (n.as_of_on, n.as_of_minute, n.batch_id) > (r.as_of_on, r.as_of_minute, r.batch_id)
        and ${isVisible('n')} and ${known('n')} <= ${later(known('r'), endOfWeek('r.as_of_on'))})`,
    // Rows of an order that are not its first and that a later one of the week replaces.
    orders: `delete from inbound as r where r.workspace_id = ${workspace} and r.sku = ${sku}
      and ${isVisible('r')} and ${known('r')} < ${before} and not ${isEvidence(known('r'))}
      and exists (select 1 from inbound f where ${isSameDelivery('f')} and f.batch_id < r.batch_id)
      and exists (select 1 from inbound n where ${isSameDelivery('n')} and n.batch_id > r.batch_id
        and ${known('n')} >= ${known('r')} and ${known('n')} <= ${endOfWeek(known('r'))})`,
  }
}
