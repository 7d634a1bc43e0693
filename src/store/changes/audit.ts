import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { typed } from '../feeds/batch-tables.ts'

/**
 * Something that was done: when (ISO text), by whom, where, about what. An import has no number of its own; `before` and
 * `after` have the fields that changed.
 */
export type AuditEntry = {
  readonly id: number | null
  readonly at: string
  readonly actor: string
  /** The name of the actor at that time, where one is known. */
  readonly name: string | null
  readonly place: string
  readonly action: string
  readonly entity: string
  readonly before: Fields | null
  readonly after: Fields | null
  /** Every other field of the entry. */
  readonly detail: Fields
}

type Fields = Readonly<Record<string, unknown>>

/** An entry for the audit log: who did what, where, to which promotion, risk or channel; `detail` is stored as JSON. */
export type KeepAuditEntry = {
  readonly kind: 'audit'
  readonly actor: string
  readonly place: string
  readonly action: string
  readonly entity: string
  readonly detail: unknown
}

/** Adds an entry to the audit log, for good. */
export const keepAuditEntry = async (writer: Writer, entry: Omit<KeepAuditEntry, 'kind'>): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  await transaction
    .insertInto('audit')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'audit'),
      happened_at: now,
      actor: entry.actor,
      place: entry.place,
      action: entry.action,
      entity: entry.entity,
      detail: JSON.stringify(entry.detail),
    })
    .execute()
  writer.tell({ kind: 'act', who: entry.actor, what: entry.action, about: entry.entity })
}

/** Which entries: from a moment on (ISO text), before another one, about one promotion; null for all. */
export type AuditQuery = { readonly from: string | null; readonly until: string | null; readonly entity: string | null }

const pageSize = 1_000

/** Reads audit entries and imports, oldest first, page by page: however many there are, few are in memory at a time. */
export async function* readAudit(workspace: Reader, query: AuditQuery): AsyncGenerator<AuditEntry> {
  const imported = readImports(workspace, query)
  let next = await imported.next()
  for await (const entry of readEntries(workspace, query)) {
    for (; !next.done && next.value.at <= entry.at; next = await imported.next()) yield next.value
    yield entry
  }
  for (; !next.done; next = await imported.next()) yield next.value
}

async function* readEntries({ id, database }: Reader, { from, until, entity }: AuditQuery): AsyncGenerator<AuditEntry> {
  for (let last = 0, isMore = true; isMore; ) {
    let query = database.kysely.selectFrom('audit').selectAll().where('workspace_id', '=', id).where('id', '>', last)
    if (from !== null) query = query.where('happened_at', '>=', from)
    if (until !== null) query = query.where('happened_at', '<', until)
    if (entity !== null) query = query.where('entity', '=', entity)
    const rows = await query.orderBy('id').limit(pageSize).execute()
    for (const row of rows) yield entryOf(row)
    last = Number(rows.at(-1)?.id ?? 0)
    isMore = rows.length === pageSize
  }
}

const entryOf = (row: Schema['audit']): AuditEntry => {
  const { name, before, after, ...detail } = (JSON.parse(row.detail) ?? {}) as Record<string, unknown>
  return {
    id: Number(row.id),
    at: row.happened_at,
    actor: row.actor,
    name: typeof name === 'string' ? name : null,
    place: row.place,
    action: row.action,
    entity: row.entity,
    before: fieldsOf(row.action, before),
    after: fieldsOf(row.action, after),
    detail,
  }
}

/** A value alone goes by what was done: roles were on, a role was planner. */
const fieldsOf = (action: string, value: unknown): Fields | null =>
  value == null ? null : typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : { [action]: value }

/** A feed stays as it came in, also where it was undone later: it is the record of its own import. What is typed in chat has notes. */
async function* readImports({ id, database }: Reader, { from, until, entity }: AuditQuery): AsyncGenerator<AuditEntry> {
  for (let last = { at: '', id: 0 }, isMore = true; isMore; ) {
    const { at, id: batch } = last
    let query = database.kysely
      .selectFrom('batch')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('state', 'in', ['visible', 'undone'])
      .where((where) => where.or([where('ended_as', 'is', null), where('state', '=', 'undone')]))
      .where('source', '<>', typed)
      .where((where) =>
        where.or([where('visible_at', '>', at), where.and([where('visible_at', '=', at), where('id', '>', batch)])]),
      )
    if (from !== null) query = query.where('visible_at', '>=', from)
    if (until !== null) query = query.where('visible_at', '<', until)
    if (entity !== null)
      query = query.where('id', 'in', (lines) =>
        lines
          .selectFrom('promotion_line')
          .select('batch_id')
          .where('workspace_id', '=', id)
          .where('promotion_id', '=', entity),
      )
    const rows = await query.orderBy('visible_at').orderBy('id').limit(pageSize).execute()
    for (const row of rows) yield importOf(row)
    const end = rows.at(-1)
    last = { at: end?.visible_at ?? '', id: Number(end?.id ?? 0) }
    isMore = rows.length === pageSize
  }
}

const importOf = (row: Schema['batch']): AuditEntry => ({
  id: null,
  at: row.visible_at ?? row.opened_at,
  actor: row.source,
  name: null,
  place: '',
  action: 'import',
  entity: row.kind,
  before: null,
  after: null,
  detail: { batch: Number(row.id), mode: row.mode, known_on: row.known_on },
})

/** Counts the promotions that were cancelled from a moment on (ISO text) because they could not be supplied. */
export const countCancelledForSupply = async ({ id, database }: Reader, since: string): Promise<number> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .select(['entity', 'detail'])
    .where('workspace_id', '=', id)
    .where('action', '=', 'cancel')
    .where('happened_at', '>=', since)
    .execute()
  return new Set(rows.filter(({ detail }) => JSON.parse(detail)?.why === 'supply').map(({ entity }) => entity)).size
}

/** Finds those of some promotions that were cancelled last because they could not be supplied. */
export const loadCancelledForSupply = async (
  { id, database }: Reader,
  promotionIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .select(['entity', 'detail'])
    .where('workspace_id', '=', id)
    .where('action', '=', 'cancel')
    .where('entity', 'in', [...promotionIds])
    .orderBy('id')
    .execute()
  const why = new Map(rows.map(({ entity, detail }) => [entity, JSON.parse(detail)?.why]))
  return new Set([...why].flatMap(([entity, reason]) => (reason === 'supply' ? [entity] : [])))
}
