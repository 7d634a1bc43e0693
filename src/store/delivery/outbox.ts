import { sql } from 'kysely'
import { withoutSecret } from '../../common/without-secret.ts'
import { after, type DeliveryState, gone, type MessageForm, type Settlement } from '../../domain/delivery.ts'
import { noticeLifetimeMilliseconds } from '../../domain/policy.ts'
import { pauseChannel } from '../channels/channel-names.ts'
import type { Schema } from '../database/schema.ts'
import { type Reader, type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { forgetEscalationSteps, messageKey } from '../escalation/escalation.ts'
import { retractAnnouncement } from './alerts.ts'
import { forgetLiveMessage, invalidateLiveMessage, keepMessageId, replaceMessageId } from './live-messages.ts'
import type { PostKind } from './outbox-table.ts'
import { tellDelivery } from './tell-delivery.ts'

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

/**
 * Claims the oldest message whose turn it is, for so many milliseconds: the first unsettled one of its channel, so that order
 * is kept, and not before its time or its channel's. A change of a message that is there waits for its time and for an
 * earlier change of it that is under way; what is for one person alone waits for nobody else's messages. One whose holder
 * let the lease pass is claimed again, and the old holder's number is then worth nothing, but not one in `held`, which
 * this process itself is still sending. Messages for `foreign` channels are left. Answers null when nothing is to do.
 */
export const claimNext = async (
  workspace: Workspace,
  owner: string,
  now: string,
  lease: number,
  { held = [], foreign = [] }: { readonly held?: readonly number[]; readonly foreign?: readonly string[] } = {},
): Promise<Claim | null> => {
  const { id: workspaceId, database } = workspace
  const leaseNow = await timeOfLeases(workspace, now)
  const tooLate = after(now, longestLease)
  const isDue = sql`((o.state in ('pending', 'unknown')
      and (o.not_before is null or o.not_before <= ${now} or o.waiting_since > ${tooLate}))
    or (o.state = 'sending' and (o.lease_until < ${leaseNow} or o.lease_until > ${after(leaseNow, longestLease)})))`
  const isFree = held.length === 0 ? sql`true` : sql`o.id not in (${sql.join(held)})`
  const isOurs = foreign.length === 0 ? sql`true` : sql`o.channel not in (${sql.join(foreign)})`
  // Sorted by number alone: the rows hold whole cards.
  const next = sql`select o.id from outbox o left join channel p on p.workspace_id = o.workspace_id and p.id = o.channel
    where o.workspace_id = ${workspaceId} and o.state in ${unsettled} and ${isDue} and ${isFree} and ${isOurs} and case when o.form = 'update'
      then not exists (select 1 from live_message c join outbox e on e.workspace_id = c.workspace_id and e.id = c.outbox_id
        where c.workspace_id = o.workspace_id and c.channel = o.channel and c.about = o.kind and c.entity = o.entity
          and e.state in ${unsettled})
        and not exists (select 1 from outbox u where u.workspace_id = o.workspace_id and u.channel = o.channel
          and u.kind = o.kind and u.entity = o.entity and u.form = 'update' and u.state = 'sending' and u.id <> o.id)
      else o.id = (select min(e.id) from outbox e where e.workspace_id = o.workspace_id and e.channel = o.channel
          and e.state in ${unsettled} and (e.form is null or e.form <> 'update') and e.person is not distinct from o.person)
        and (o.person is not null or p.paused_until is null or p.paused_until <= ${now} or p.paused_at > ${tooLate})
      end
    order by case when o.form = 'update' then 1 when o.person is not null then 0 else 2 end, o.id
    limit 1`
  const { rows } = await sql<Schema['outbox'] & { shared_by: string | null }>`select o.*, p.shared_by
    from outbox o left join channel p on p.workspace_id = o.workspace_id and p.id = o.channel
    where o.workspace_id = ${workspaceId} and o.id = (${next})`.execute(database.kysely)
  const [row] = rows
  if (row === undefined) return null
  const attempt = Number(row.attempt) + 1
  const { numUpdatedRows } = await database.kysely
    .updateTable('outbox')
    .set({ state: 'sending', claimed_by: owner, lease_until: after(leaseNow, lease), attempt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', row.id)
    .where('attempt', '=', row.attempt)
    .where('state', '=', row.state)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return claimNext(workspace, owner, now, lease, { held, foreign })
  const aim = await aimOf(workspace, row)
  return {
    id: Number(row.id),
    channel: row.channel,
    about: row.kind,
    entity: row.entity,
    card: JSON.parse(aim.card),
    state: row.state,
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

/** How a claim of a message ended; the claim's attempt is the fence. */
export type RecordDelivery = {
  readonly kind: 'record-delivery'
  readonly claim: Claim
  readonly settlement: Settlement
  /** When its channel takes the next message, or null for at once. */
  readonly channelNotBefore: string | null
}

/**
 * Records how a claimed message was delivered, and whether its live message can be edited. Answers false, and writes
 * nothing, when the claim has passed to another process.
 */
export const recordDelivery = async (
  writer: Writer,
  { claim, settlement, channelNotBefore }: RecordDelivery,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const isOver = settlement.state === 'sent' || settlement.state === 'parked' || settlement.state === 'expired'
  const { numUpdatedRows } = await transaction
    .updateTable('outbox')
    .set({
      state: settlement.state,
      claimed_by: null,
      lease_until: null,
      not_before: settlement.notBefore,
      waiting_since: settlement.notBefore === null ? null : now,
      settled_at: isOver ? now : null,
      ...(isOver && withoutSecret(claim.card) !== claim.card
        ? { card: JSON.stringify(withoutSecret(claim.card)) }
        : {}),
      message_id: settlement.messageId,
      reason: settlement.reason,
      plain: settlement.plain ? 1 : null,
      repeated: settlement.repeated ? 1 : null,
      failures: settlement.failures,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', claim.id)
    .where('attempt', '=', claim.attempt)
    .where('state', '=', 'sending')
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== 1) return false
  await tellDelivery(writer, claim, settlement)
  if (channelNotBefore !== null) await pauseChannel(writer, claim.channel, channelNotBefore)
  const mayLive = claim.form === 'post' || claim.about === 'promotion-review'
  if (mayLive && claim.form !== 'update' && settlement.messageId !== null)
    await keepMessageId(writer, claim.id, settlement.messageId)
  if (claim.form === 'update' && settlement.messageId !== null && settlement.messageId !== claim.target)
    await replaceMessageId(writer, claim, settlement.messageId)
  if (mayLive && claim.form !== 'update' && settlement.state === 'expired')
    await forgetLiveMessage(writer, claim.channel, { outboxId: claim.id })
  if (claim.form !== 'update' && settlement.state === 'expired') await retractAnnouncement(writer, claim.id)
  if (claim.about === 'escalation' && claim.form === 'post' && settlement.state === 'expired')
    await forgetEscalationSteps(writer, messageKey(claim.channel, claim.entity))
  if (settlement.reason === gone && claim.target !== null)
    await forgetLiveMessage(writer, claim.channel, { messageId: claim.target })
  if (claim.form === 'update' && settlement.state === 'parked') await invalidateLiveMessage(writer, claim)
  return true
}

/** Lets messages of a kind that are not sent yet expire, for one entity where it is named: a newer one takes their place. */
export const expireEarlier = async (
  { transaction, workspaceId, now }: Writer,
  { channel, about, entity }: { readonly channel: string; readonly about: PostKind; readonly entity?: string },
): Promise<void> => {
  const same = transaction
    .updateTable('outbox')
    .set({ not_after: now })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('kind', '=', about)
    .where('form', 'is', null)
    .where('state', 'in', ['pending', 'sending', 'unknown'])
  await (entity === undefined ? same : same.where('entity', '=', entity)).execute()
}

/** What was parked for a channel, or for one of these reasons, is sent after all. */
export type RequeueParked = {
  readonly kind: 'requeue-parked'
  readonly channel?: string
  readonly reasons?: readonly string[]
}

/**
 * Sends parked messages after all, of a channel or with one of these reasons, as long as they are worth posting; a live
 * message with its card as it is by now.
 */
export const requeueParked = async (
  { transaction, workspaceId, now }: Writer,
  which: Pick<RequeueParked, 'channel' | 'reasons'>,
): Promise<void> => {
  await transaction
    .updateTable('outbox')
    .set({ state: 'pending', attempt: 0, settled_at: null, reason: null, not_before: null, waiting_since: null })
    .set({
      card: sql<string>`coalesce((select c.card from live_message c where c.workspace_id = outbox.workspace_id
        and c.outbox_id = outbox.id), outbox.card)`,
    })
    .where('workspace_id', '=', workspaceId)
    .$if(which.channel !== undefined, (update) => update.where('channel', '=', which.channel as string))
    .$if(which.reasons !== undefined, (update) => update.where('reason', 'in', [...(which.reasons ?? [])]))
    .where('state', '=', 'parked')
    .where('form', 'is', null)
    .where('settled_at', '>', after(now, -noticeLifetimeMilliseconds))
    .where((where) => where.or([where('not_after', 'is', null), where('not_after', '>', now)]))
    .execute()
}

/** Tells whether a channel was ever welcomed; once is enough. */
export const isWelcomed = async ({ transaction, workspaceId }: Writer, channel: string): Promise<boolean> => {
  const row = await transaction
    .selectFrom('outbox')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('kind', '=', 'welcome')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Marks what a process that is gone was sending as unknown: it may have arrived. Only who took over the right to post may do
 * this; on a server each claim runs out by itself.
 */
export const recoverInterrupted = async ({ id, database }: Workspace): Promise<void> => {
  if (database.engine === 'postgres') return
  await database.kysely
    .updateTable('outbox')
    .set({ state: 'unknown', claimed_by: null, lease_until: null, reason: 'its sender stopped' })
    .where('workspace_id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Lets messages expire that wait for channels which no configured platform reaches, once they are past their time. */
export const expireUnreachable = async (
  workspace: Workspace,
  channels: readonly string[],
  now: string,
): Promise<void> => {
  await writeTogether(workspace, now, async (writer) => {
    const { transaction, workspaceId } = writer
    const ended = await transaction
      .updateTable('outbox')
      .set({ state: 'expired', settled_at: now, reason: 'no platform that is configured reaches it' })
      .where('workspace_id', '=', workspaceId)
      .where('channel', 'in', [...channels])
      .where('state', 'in', ['pending', 'unknown'])
      .where('not_after', '<=', now)
      .returning(['id', 'channel', 'kind', 'entity'])
      .execute()
    for (const message of ended) {
      await forgetLiveMessage(writer, message.channel, { outboxId: message.id })
      if (message.kind === 'escalation')
        await forgetEscalationSteps(writer, messageKey(message.channel, message.entity))
    }
  })
}
