import type { Reader } from '../database/workspace.ts'
import type { AlertCause } from '../feeds/alert-causes.ts'

/** Something that was done, or judged, at a moment (ISO text). */
type HistoryEntry = {
  readonly at: string
  readonly action: string
  readonly actor: string
  readonly place: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Loads what people did to a promotion or risk, oldest first. */
export const loadHistory = async ({ id, database }: Reader, entity: string): Promise<readonly HistoryEntry[]> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('entity', '=', entity)
    .orderBy('id')
    .execute()
  return rows.map(({ happened_at, action, actor, place, detail }) => ({
    at: happened_at,
    action,
    actor,
    place,
    detail: (JSON.parse(detail) ?? {}) as Record<string, unknown>,
  }))
}

/** Loads when a promotion's rows came in and from where, oldest first. */
export const loadBatchesOf = async (
  { id, database }: Reader,
  promotionId: string,
): Promise<readonly { readonly at: string; readonly source: string; readonly rows: number }[]> => {
  const rows = await database.kysely
    .selectFrom('promotion_line')
    .innerJoin('batch', (join) =>
      join
        .onRef('batch.workspace_id', '=', 'promotion_line.workspace_id')
        .onRef('batch.id', '=', 'promotion_line.batch_id'),
    )
    .select(['batch.opened_at', 'batch.source'])
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('promotion_line.workspace_id', '=', id)
    .where('promotion_line.promotion_id', '=', promotionId)
    .where('batch.state', '=', 'visible')
    .groupBy(['batch.id', 'batch.opened_at', 'batch.source'])
    .orderBy('batch.id')
    .execute()
  return rows.map(({ opened_at, source, rows: count }) => ({ at: opened_at, source, rows: Number(count) }))
}

/** Loads the changes of a promotion's verdict that channels were alerted to, oldest first, each once however many channels heard of it. */
export const loadVerdictChanges = async (
  { id, database }: Reader,
  promotionId: string,
): Promise<readonly HistoryEntry[]> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select(['created_at', 'cause'])
    .where('workspace_id', '=', id)
    .where('cause', 'like', `%"promotionId":${JSON.stringify(promotionId)}%`)
    .orderBy('id')
    .execute()
  const changes = new Map<string, HistoryEntry>()
  for (const { created_at: at, cause } of rows) {
    const { promotions, orders, because } = JSON.parse(cause ?? '{"promotions":[]}') as AlertCause
    const own = promotions.find((one) => one.promotionId === promotionId && one.from !== one.to)
    const detail = { from: own?.from, to: own?.to, orders, because }
    const key = `${at} ${own?.to}`
    if (own !== undefined && !changes.has(key))
      changes.set(key, { at, action: 'verdict', actor: '', place: '', detail })
  }
  return [...changes.values()]
}

/** Lists the promotions about which the bot itself has done something once. */
export const loadAskedFor = async ({ id, database }: Reader, action: string): Promise<ReadonlySet<string>> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .select('entity')
    .distinct()
    .where('workspace_id', '=', id)
    .where('actor', '=', 'shelfready')
    .where('action', '=', action)
    .execute()
  return new Set(rows.map((row) => row.entity))
}
