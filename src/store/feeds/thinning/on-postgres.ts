import { setTimeout } from 'node:timers/promises'
import { CompiledQuery, sql } from 'kysely'
import type { Day } from '../../../domain/day.ts'
import { evidenceDaysAfter, evidenceDaysBefore } from '../../../domain/policy.ts'
import type { PostgresDatabase } from '../../database/database.ts'
import { inTurn } from '../../database/postgres/postgres-turns.ts'
import { pauseMilliseconds, sliceMilliseconds, thinnedBefore, thinningStatements } from './statements.ts'

/** Days that promotions rested on: of each item those from the first text to the last of one place. */
type Evidence = { readonly sku: string; readonly firsts: readonly string[]; readonly lasts: readonly string[] }

const { counts, orders } = thinningStatements({
  ...{ workspace: '$1', sku: '$2', before: '$3' },
  isEvidence: (day) =>
    `exists (select 1 from unnest($4::text[], $5::text[]) as e (first, last) where ${day} >= e.first and ${day} <= e.last)`,
  endOfWeek: (day) => `to_char(date_trunc('week', (${day})::timestamp) + interval '6 days', 'YYYY-MM-DD')`,
  later: (one, other) => `greatest(${one}, ${other})`,
})

/** Thins what is old on a server, until a signal ends it; the turn of those who write for the company is let go in between. */
export const thinOnPostgres = async (
  database: PostgresDatabase,
  workspaceId: number,
  today: Day,
  stop: AbortSignal,
): Promise<void> => {
  const before = thinnedBefore(today)
  const items = await loadItems(database, workspaceId)
  for (let at = 0; at < items.length && !stop.aborted; ) {
    const from = at
    at = await inTurn(database, workspaceId, async (transaction) => {
      const until = performance.now() + sliceMilliseconds
      let next = from
      while (next < items.length && (next === from || performance.now() < until)) {
        const { sku, firsts, lasts } = items[next++] as Evidence
        const values = [workspaceId, sku, before, firsts, lasts]
        for (const statement of [counts, orders]) await transaction.executeQuery(CompiledQuery.raw(statement, values))
      }
      return next
    })
    if (at < items.length) await setTimeout(pauseMilliseconds)
  }
}

/** Loads the items that have stock or orders, each with what promotions of it rested on, and of items that it stands in for or sells like. */
const loadItems = async ({ kysely }: PostgresDatabase, workspaceId: number): Promise<readonly Evidence[]> => {
  const text = (day: ReturnType<typeof sql>) => sql`to_char(${day}, 'YYYY-MM-DD')`
  const first = sql`date_trunc('week', least(b.known_on, p.start_on)::timestamp - ${evidenceDaysBefore} * interval '1 day')`
  const last = sql`p.end_on::timestamp + ${evidenceDaysAfter} * interval '1 day'`
  const { rows } = await sql<Evidence>`
    with line as (select distinct p.sku, ${text(first)} as first, ${text(last)} as last from promotion_line p
      join batch b on b.workspace_id = p.workspace_id and b.id = p.batch_id where p.workspace_id = ${workspaceId}),
    near as (select sku, like_sku as other from item where workspace_id = ${workspaceId} and like_sku is not null
      union select sku, substitute_sku from item where workspace_id = ${workspaceId} and substitute_sku is not null),
    evidence as (select * from line
      union select near.other, line.first, line.last from line join near on near.sku = line.sku),
    stocked as (select sku from inventory where workspace_id = ${workspaceId}
      union select sku from inbound where workspace_id = ${workspaceId})
    select s.sku, array_remove(array_agg(e.first), null) as firsts, array_remove(array_agg(e.last), null) as lasts
    from stocked s left join evidence e on e.sku = s.sku group by s.sku order by s.sku`.execute(kysely)
  return rows
}
