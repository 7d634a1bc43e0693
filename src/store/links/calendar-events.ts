import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'

/** What calendars show of an event, by which a change of it is told. */
export type ShownEvent = {
  readonly uid: string
  readonly promotionId: string
  readonly isCancelled: boolean
  /** Everything that calendars show of it. */
  readonly content: unknown
}

/** How often an event has changed since calendars show it, and when it last did (ISO text). */
export type EventVersion = { readonly sequence: number; readonly changedAt: string }

const hashOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex')

/** Gives the versions of events, and keeps a higher one for each whose content has changed. No version ever falls. */
export const keepEventVersions = async (
  workspace: Workspace,
  events: readonly ShownEvent[],
  now: string,
): Promise<ReadonlyMap<string, EventVersion>> => {
  const hashes = new Map(events.map((event) => [event.uid, hashOf(event.content)]))
  const uids = events.map(({ uid }) => uid)
  const known = await loadVersions(workspace, uids)
  const changed = events.filter(({ uid }) => known.get(uid)?.hash !== hashes.get(uid))
  if (changed.length === 0) return known
  await writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    await inSlices(changed, async (slice) => {
      await transaction
        .insertInto('calendar_event')
        .values(
          slice.map(({ uid, promotionId, isCancelled }) => ({
            workspace_id: workspaceId,
            uid,
            promotion_id: promotionId,
            sequence: 0,
            hash: hashes.get(uid) as string,
            changed_at: now,
            is_cancelled: isCancelled ? 1 : 0,
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'uid'])
            .doUpdateSet(({ ref }) => ({
              sequence: sql<number>`calendar_event.sequence + 1`,
              hash: ref('excluded.hash'),
              changed_at: ref('excluded.changed_at'),
              is_cancelled: ref('excluded.is_cancelled'),
            }))
            .whereRef('calendar_event.hash', '<>', 'excluded.hash'),
        )
        .execute()
      return []
    })
  })
  return loadVersions(workspace, uids)
}

const loadVersions = async ({ id, database }: Reader, uids: readonly string[]) => {
  const rows = await inSlices(uids, (slice) =>
    database.kysely
      .selectFrom('calendar_event')
      .select(['uid', 'sequence', 'hash', 'changed_at'])
      .where('workspace_id', '=', id)
      .where('uid', 'in', [...slice])
      .execute(),
  )
  return new Map(
    rows.map((row) => [row.uid, { sequence: Number(row.sequence), hash: row.hash, changedAt: row.changed_at }]),
  )
}

/** Lists the promotions that calendars have shown. */
export const loadShownPromotions = async ({ id, database }: Reader): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('calendar_event')
    .select('promotion_id')
    .distinct()
    .where('workspace_id', '=', id)
    .execute()
  return rows.map((row) => row.promotion_id)
}
