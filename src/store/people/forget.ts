import { sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import { replacing, type StandIn, standInOf, type Traces } from '../../domain/people/traces.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { leave } from '../../domain/risks/risk-transition.ts'
import { keepAuditEntry } from '../changes/audit.ts'
import { nextNumber } from '../database/counter.ts'
import { type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { markOutdated } from '../present/present.ts'
import { keepRisks, loadRisksOwnedBy } from '../risks/risks.ts'
import { touchAllResultMonths } from '../scorecard/result-months.ts'
import { type FoundPerson, mayName, type PersonalTable, personalTables } from './personal-data.ts'

/** What forgetting somebody has changed: rows by table, and the numbers of the risks that they leave without an owner. */
export type Forgotten = {
  readonly standIn: StandIn
  readonly deleted: Readonly<Record<string, number>>
  readonly replaced: Readonly<Record<string, number>>
  readonly risks: readonly number[]
}

/** What is about one person alone is deleted; each column has an id, or with `place` the place of their direct messages. */
const theirs = [
  { table: 'person', column: 'id' },
  { table: 'given_role', column: 'account_id' },
  { table: 'duty', column: 'person_id' },
  { table: 'standby', column: 'person_id' },
  { table: 'stopped_reminder', column: 'person_id' },
  { table: 'undo_entry', column: 'person_id' },
  { table: 'shared_link', column: 'person' },
  { table: 'shared_link', column: 'account' },
  { table: 'feed_token', column: 'person' },
  { table: 'feed_mapping', column: 'sender' },
  { table: 'conversation', column: 'id', place: true },
  { table: 'subscription', column: 'channel', place: true },
  { table: 'occurrence', column: 'channel', place: true },
  { table: 'live_message', column: 'channel', place: true },
  { table: 'announced_verdict', column: 'channel', place: true },
  { table: 'deferred_alert', column: 'channel', place: true },
  { table: 'outbox', column: 'channel', place: true },
  { table: 'channel', column: 'id', place: true },
] as const

/** Columns in which somebody is asked for something: nobody is, once they are forgotten. */
const asked = [
  { table: 'feed_promise', columns: ['owner'] },
  { table: 'standby', columns: ['backup_id', 'backup_name'] },
  { table: 'standby', columns: ['delegate_id', 'delegate_name'] },
] as const

/** Puts a stand-in in the place of a person everywhere, deletes what is about them alone, and lets go of their open risks, in one transaction. */
export const forget = async (
  workspace: Workspace,
  { traces, others }: Pick<FoundPerson, 'traces' | 'others'>,
  { now, today }: { readonly now: string; readonly today: Day },
): Promise<Forgotten> => {
  const tables = await personalTables(workspace.database.kysely)
  const owned = await loadRisksOwnedBy(workspace, traces.ids)
  return writeTogether(workspace, now, async (writer) => {
    const standIn = standInOf(traces, await nextNumber(writer, 'forgotten'))
    const id = standIn.ids.get(traces.ids[0] as string) as string
    await noteForgetting(writer, id, 0)
    const risks = await letGo(writer, owned, traces, { now, today })
    const deleted = await deleteTheirs(writer, traces)
    await askNobody(writer, traces)
    const replaced = await replaceAll(writer, tables, traces, replacing(traces, standIn, others))
    await blankAccounts(writer, standIn)
    await markOutdated(writer, 'all', isoOf(today))
    await touchAllResultMonths(writer)
    await keepAuditEntry(writer, {
      actor: 'shelfready',
      place: '',
      action: 'forget',
      entity: id,
      detail: {},
    })
    await noteForgetting(writer, id, 1)
    return { standIn, deleted, replaced, risks }
  })
}

/** While this stands at 0, the audit log lets its entries be changed. */
const noteForgetting = async ({ transaction, workspaceId, now }: Writer, id: string, isDone: 0 | 1): Promise<void> => {
  await transaction
    .insertInto('forgotten')
    .values({ workspace_id: workspaceId, id, forgotten_at: now, is_done: isDone })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet({ is_done: isDone }))
    .execute()
}

/** A risk that is not settled is open again and has no owner: the usual rule says who is asked next. */
const letGo = async (
  writer: Writer,
  risks: readonly RiskRecord[],
  traces: Traces,
  moment: { readonly now: string; readonly today: Day },
): Promise<readonly number[]> => {
  const left = risks.flatMap((record) => {
    const after = leave(record, traces.ids, moment)
    return after === record ? [] : [after]
  })
  if (left.length > 0 && !(await keepRisks(writer, left)))
    throw new Error('Risks changed while a person was being forgotten')
  return left.map(({ id }) => id)
}

const deleteTheirs = async (
  { transaction, workspaceId }: Writer,
  { ids }: Traces,
): Promise<Readonly<Record<string, number>>> => {
  const deleted: Record<string, number> = {}
  for (const one of theirs) {
    const keys = 'place' in one ? ids.map((id) => `@${id}`) : ids
    const { numAffectedRows = 0n } = await sql`delete from ${sql.table(one.table)} where workspace_id = ${workspaceId}
      and ${sql.ref(one.column)} in (${sql.join(keys)})`.execute(transaction)
    if (numAffectedRows > 0n) deleted[one.table] = (deleted[one.table] ?? 0) + Number(numAffectedRows)
  }
  return deleted
}

const askNobody = async ({ transaction, workspaceId }: Writer, { ids }: Traces): Promise<void> => {
  for (const { table, columns } of asked)
    await sql`update ${sql.table(table)} set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = null`))}
      where workspace_id = ${workspaceId} and ${sql.ref(columns[0])} in (${sql.join(ids)})`.execute(transaction)
}

const replaceAll = async (
  writer: Writer,
  tables: readonly PersonalTable[],
  traces: Traces,
  replace: (text: string) => string,
): Promise<Readonly<Record<string, number>>> => {
  const replaced: Record<string, number> = {}
  const revision = await nextNumber(writer, 'revision')
  for (const table of tables) {
    const rows = await replaceIn(writer, table, traces, replace, revision)
    if (rows > 0) replaced[table.name] = rows
  }
  return replaced
}

/** Replaces in one table, row by row where rows have a number, else value by value. What has a revision gets a new one. */
const replaceIn = async (
  { transaction, workspaceId }: Writer,
  { name, columns, all }: PersonalTable,
  traces: Traces,
  replace: (text: string) => string,
  revision: number,
): Promise<number> => {
  const isNumbered = all.includes('id') && !columns.includes('id')
  const own = sql`workspace_id = ${workspaceId}`
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}
    where ${own} and ${mayName(columns, traces)}`.execute(transaction)
  const done = new Set<string>()
  let changed = 0
  for (const row of rows) {
    const after = Object.entries(row).flatMap(([column, value]) => {
      const next = typeof value === 'string' && columns.includes(column) ? replace(value) : value
      return next === value ? [] : [{ column, value, next }]
    })
    if (after.length === 0) continue
    changed++
    const stamp = all.includes('revision') ? [sql`revision = ${revision}`] : []
    const set = (some: typeof after) =>
      sql.join([...some.map(({ column, next }) => sql`${sql.ref(column)} = ${next}`), ...stamp])
    if (isNumbered) {
      await sql`update ${sql.table(name)} set ${set(after)} where ${own} and id = ${row.id}`.execute(transaction)
      continue
    }
    for (const one of after) {
      const key = JSON.stringify([one.column, one.value])
      if (done.has(key)) continue
      done.add(key)
      await sql`update ${sql.table(name)} set ${set([one])} where ${own} and ${sql.ref(one.column)} = ${one.value}`.execute(
        transaction,
      )
    }
  }
  return changed
}

/** Of their accounts only the platform is left. */
const blankAccounts = async ({ transaction, workspaceId }: Writer, { ids, name }: StandIn): Promise<void> => {
  await transaction
    .updateTable('account')
    .set({ name, email: null, time_zone: null, locale: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids.values()])
    .execute()
}
