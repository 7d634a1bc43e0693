import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Reader } from '../database/workspace.ts'
import { nothingSaid, type PostKind } from '../delivery/outbox-table.ts'

/** Why an alert was posted: by what, the first batches that came in, the promotions it names, the first orders. */
export type AlertCause = {
  readonly because: 'feed' | 'act' | 'time'
  readonly batches: readonly number[]
  readonly promotions: readonly { readonly promotionId: string; readonly from: Verdict; readonly to: Verdict }[]
  readonly orders: readonly string[]
}

/** A message that a channel got; an alert with its cause. Moments are ISO text. */
export type ReceivedMessage = {
  readonly about: PostKind
  readonly entity: string
  readonly form: string | null
  readonly plain: string
  readonly at: string
  readonly cause: AlertCause | null
}

/** Loads the last messages of a week that everybody in a channel has got, newest first; changes of a card are none. */
export const loadLastMessages = async (
  { id, database }: Reader,
  channel: string,
  most: number,
): Promise<readonly ReceivedMessage[]> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select(['kind', 'entity', 'form', 'card', 'created_at', 'cause'])
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('person', 'is', null)
    .where('card', '<>', nothingSaid)
    .where((where) => where.or([where('form', 'is', null), where('form', 'not in', ['update', 'private'])]))
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    about: row.kind,
    entity: row.entity,
    form: row.form,
    plain: (JSON.parse(row.card) as { readonly plain: string }).plain,
    at: row.created_at,
    cause: row.cause === null ? null : (JSON.parse(row.cause) as AlertCause),
  }))
}

/** A feed as people know it. */
type KnownFeed = { readonly kind: string; readonly source: string; readonly at: string }

/** Loads what batches were, the oldest first; of those that came from the same source the last. */
export const loadFeeds = async (
  { id, database }: Reader,
  batches: readonly number[],
): Promise<readonly KnownFeed[]> => {
  if (batches.length === 0) return []
  const rows = await database.kysely
    .selectFrom('batch')
    .select(['kind', 'source', 'visible_at', 'opened_at'])
    .where('workspace_id', '=', id)
    .where('id', 'in', [...batches])
    .orderBy('id')
    .execute()
  const feeds = rows.map((row) => ({ kind: row.kind, source: row.source, at: row.visible_at ?? row.opened_at }))
  return [...new Map(feeds.map((feed) => [`${feed.kind} ${feed.source}`, feed])).values()]
}

/** Tells who acted on a promotion last until a moment, and where; on one action where it is named. Null where nobody did. */
export const loadLastAction = async (
  { id, database }: Reader,
  promotionId: string,
  action: string | null,
  until: string,
): Promise<{ readonly by: string | null; readonly place: string } | null> => {
  const row = await database.kysely
    .selectFrom('audit')
    .select(['detail', 'place'])
    .where('workspace_id', '=', id)
    .where('entity', '=', promotionId)
    .where('actor', '<>', 'shelfready')
    .where('happened_at', '<=', until)
    .$if(action !== null, (query) => query.where('action', '=', action as string))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const { name } = JSON.parse(row.detail) as { readonly name?: string }
  return { by: name ?? null, place: row.place }
}
