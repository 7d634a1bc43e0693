import { sql } from 'kysely'
import { after, type DeliveryState, type MessageForm } from '../../domain/delivery.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Workspace } from '../database/workspace.ts'
import type { PostKind } from './outbox-table.ts'

/** A message that a process holds for a while; `attempt` is its fencing number. */
export type Claim = {
  readonly id: number
  readonly channel: string
  readonly about: PostKind
  readonly entity: string
  readonly card: unknown
  /** The state it was claimed in. */
  readonly state: DeliveryState
  readonly attempt: number
  readonly notAfter: string | null
  readonly plain: boolean
  readonly repeated: boolean
  readonly failures: number
  readonly createdAt: string
  readonly form: MessageForm
  readonly person: string | null
  /** The platform's id of the message that it changes, or in whose thread it belongs. */
  readonly target: string | null
  readonly mayShare: boolean
}

/**
 * No lease is longer, in milliseconds, and no two clocks are further apart: a lease that seems longer, like a wait that began
 * later than that, was set by a clock that ran ahead.
 */
const longestLease = 60_000

const unsettled = sql`('pending', 'sending', 'unknown')`

/** A message whose turn it is, as it was found: the attempt and the state tell whether it is still so. */
type Due = { readonly id: number; readonly attempt: number; readonly state: DeliveryState }

/** What a process leaves to others: what it itself is still sending, and channels that it does not serve. */
type Left = { readonly held?: readonly number[]; readonly foreign?: readonly string[] }

/**
 * Finds the oldest messages whose turn it is: the first unsettled one of each channel, so that order is kept, and not before its
 * time or its channel's. A change of a message that is there waits for its time and for an earlier change of it that is under
 * way; what is for one person alone waits for nobody else's messages. One whose holder let the lease pass is found again, but
 * not one in `held`. Messages for `foreign` channels are left. None of those found keeps another one waiting.
 */
const findDue = async (
  workspace: Workspace,
  now: string,
  { held = [], foreign = [] }: Left,
  most: number,
): Promise<readonly Due[]> => {
  const { id: workspaceId, database } = workspace
  const due = isDue(now, await timeOfLeases(workspace, now))
  const isFree = held.length === 0 ? sql`true` : sql`o.id not in (${sql.join(held)})`
  const isOurs = foreign.length === 0 ? sql`true` : sql`o.channel not in (${sql.join(foreign)})`
  // Sorted by number alone: the rows hold whole cards.
  const { rows } = await sql<
    Due & { channel: string; kind: string; entity: string; form: string | null; person: string | null }
  >`
    select o.id, o.attempt, o.state, o.channel, o.kind, o.entity, o.form, o.person
    from outbox o left join channel p on p.workspace_id = o.workspace_id and p.id = o.channel
    where o.workspace_id = ${workspaceId} and o.state in ${unsettled} and ${due} and ${isFree} and ${isOurs} and case when o.form = 'update'
      then not exists (select 1 from live_message c join outbox e on e.workspace_id = c.workspace_id and e.id = c.outbox_id
        where c.workspace_id = o.workspace_id and c.channel = o.channel and c.about = o.kind and c.entity = o.entity
          and e.state in ${unsettled})
        and not exists (select 1 from outbox u where u.workspace_id = o.workspace_id and u.channel = o.channel
          and u.kind = o.kind and u.entity = o.entity and u.form = 'update' and u.state = 'sending' and u.id <> o.id)
      else o.id = (select min(e.id) from outbox e where e.workspace_id = o.workspace_id and e.channel = o.channel
          and e.state in ${unsettled} and (e.form is null or e.form <> 'update') and e.person is not distinct from o.person)
        and (o.person is not null or p.paused_until is null or p.paused_until <= ${now} or p.paused_at > ${after(now, longestLease)})
      end
    order by case when o.form = 'update' then 1 when o.person is not null then 0 else 2 end, o.id
    limit ${most}`.execute(database.kysely)
  const first = new Map<string, Due>()
  for (const { id, attempt, state, channel, kind, entity, form, person } of rows) {
    const keptApart = JSON.stringify(form === 'update' ? [channel, kind, entity] : [channel, person])
    if (!first.has(keptApart)) first.set(keptApart, { id: Number(id), attempt: Number(attempt), state })
  }
  return [...first.values()]
}

/** A message may be claimed whose time has come, or whose holder let its lease pass. */
const isDue = (now: string, leaseNow: string) => {
  const tooLate = after(now, longestLease)
  return sql`((o.state in ('pending', 'unknown')
      and (o.not_before is null or o.not_before <= ${now} or o.waiting_since > ${tooLate}))
    or (o.state = 'sending' and (o.lease_until < ${leaseNow} or o.lease_until > ${after(leaseNow, longestLease)})))`
}

/** Claims a message that was found, for so many milliseconds; the number of an old holder is then worth nothing. Null where it is another's or over by now. */
const claim = async (
  workspace: Workspace,
  owner: string,
  now: string,
  lease: number,
  due: Due,
): Promise<Claim | null> => {
  const { id: workspaceId, database } = workspace
  const leaseNow = await timeOfLeases(workspace, now)
  const { rows } = await sql<Schema['outbox'] & { shared_by: string | null }>`select o.*, p.shared_by
    from outbox o left join channel p on p.workspace_id = o.workspace_id and p.id = o.channel
    where o.workspace_id = ${workspaceId} and o.id = ${due.id} and ${isDue(now, leaseNow)}`.execute(database.kysely)
  const [row] = rows
  if (row === undefined) return null
  const attempt = due.attempt + 1
  const { numUpdatedRows } = await database.kysely
    .updateTable('outbox')
    .set({ state: 'sending', claimed_by: owner, lease_until: after(leaseNow, lease), attempt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', due.id)
    .where('attempt', '=', due.attempt)
    .where('state', '=', due.state)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return null
  const aim = await aimOf(workspace, row)
  return {
    id: due.id,
    channel: row.channel,
    about: row.kind,
    entity: row.entity,
    card: JSON.parse(aim.card),
    state: due.state,
    attempt,
    notAfter: row.not_after,
    plain: row.plain === 1,
    repeated: row.repeated === 1,
    failures: Number(row.failures ?? 0),
    createdAt: row.created_at,
    form: row.form ?? 'post',
    person: row.person,
    target: aim.target,
    mayShare: row.shared_by !== null,
  }
}

/** Looking through what waits costs as much for one message as for many, so that so many are looked for. */
const mostFound = 100
/** What was found is looked for anew after so many milliseconds: something more urgent may have come. */
const freshMilliseconds = 500

/** Claims messages for a process, one after the other. */
export type Claims = {
  /** Claims the oldest message whose turn it is, for so many milliseconds; `left` is asked when it has to look. Null when nothing is to do. */
  readonly next: (now: string, lease: number, left?: () => Left | Promise<Left>) => Promise<Claim | null>
}

/** Opens the claims of a process. */
export const openClaims = (workspace: Workspace, owner: string): Claims => {
  let found: readonly Due[] = []
  let foundAt = Number.NEGATIVE_INFINITY
  return {
    next: async (now, lease, left = () => ({})) => {
      for (;;) {
        if (found.length === 0 || performance.now() - foundAt > freshMilliseconds) {
          found = await findDue(workspace, now, await left(), mostFound)
          foundAt = performance.now()
        }
        const [one, ...others] = found
        if (one === undefined) return null
        found = others
        const claimed = await claim(workspace, owner, now, lease, one)
        if (claimed !== null) return claimed
      }
    },
  }
}

/** Leases are told by one clock: that of the server where processes on several machines share a store. */
const timeOfLeases = async ({ database }: Workspace, now: string): Promise<string> => {
  if (database.engine === 'sqlite') return now
  const { rows } = await sql<{ now: string }>`select to_char(clock_timestamp() at time zone 'utc',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`.execute(database.kysely)
  return rows[0]?.now ?? now
}

/** Renews the claims of a process for so many milliseconds; gives those that it still has. */
export const renewClaims = async (
  workspace: Workspace,
  owner: string,
  ids: readonly number[],
  now: string,
  lease: number,
): Promise<readonly number[]> => {
  if (ids.length === 0) return []
  const leaseUntil = after(await timeOfLeases(workspace, now), lease)
  const kept = await workspace.database.kysely
    .updateTable('outbox')
    .set({ lease_until: leaseUntil })
    .where('workspace_id', '=', workspace.id)
    .where('id', 'in', [...ids])
    .where('state', '=', 'sending')
    .where('claimed_by', '=', owner)
    .returning('id')
    .execute()
  return kept.map(({ id }) => Number(id))
}

/**
 * An update edits the live message of its card, with the card as it is by now; a thread reply and a review belong to the thread
 * of their promotion's card, a private answer to the thread of its question.
 */
const aimOf = async (
  { id, database }: Reader,
  row: Schema['outbox'],
): Promise<{ readonly target: string | null; readonly card: string }> => {
  if (row.form === null) return { target: null, card: row.card }
  if (row.form === 'private') return { target: row.thread, card: row.card }
  const live = await database.kysely
    .selectFrom('live_message')
    .select(['message_id', 'card'])
    .where('workspace_id', '=', id)
    .where('channel', '=', row.channel)
    .where('about', '=', row.form !== 'update' && row.kind === 'promotion-review' ? 'promotion' : row.kind)
    .where('entity', '=', row.entity)
    .executeTakeFirst()
  return {
    target: live?.message_id ?? null,
    card: row.form === 'update' ? (live?.card ?? row.card) : row.card,
  }
}
