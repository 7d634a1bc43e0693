import { sql, type Transaction } from 'kysely'
import { after, type DeliveryState, gone, type MessageForm } from '../../domain/delivery.ts'
import { noticeLifetimeMilliseconds } from '../../domain/policy.ts'
import type { Change } from '../changes/change.ts'
import type { PostKind, Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { forgetSteps, messageKey } from '../escalation/escalation.ts'
import { untell } from './alerts.ts'
import { arrived, doubtCopy, forgetCopy, movedCopy } from './live-messages.ts'
import { pacePlace } from './places.ts'

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

/** No lease is longer, in milliseconds: one that seems to be, like a wait that began in the future, was set by a clock that ran ahead. */
const longestLease = 60_000

const unsettled = sql`('pending', 'sending', 'unknown')`

/**
 * Claims the oldest message whose turn it is, until the lease ends: the first unsettled one of its channel, so that order
 * is kept, and not before its time or its channel's. A change of a message that is there waits for its time and for an
 * earlier change of it that is under way; what is for one person alone waits for nobody else's messages. One whose holder
 * let the lease pass is claimed again, and the old holder's number is then worth nothing, but not what this process itself
 * still `held`. What is for `foreign` channels is left. Answers null when nothing is to do.
 */
export const claimNext = async (
  workspace: Workspace,
  owner: string,
  now: string,
  leaseUntil: string,
  { held = [], foreign = [] }: { readonly held?: readonly number[]; readonly foreign?: readonly string[] } = {},
): Promise<Claim | null> => {
  const { id: workspaceId, database } = workspace
  const isDue = sql`((o.state in ('pending', 'unknown')
      and (o.not_before is null or o.not_before <= ${now} or o.waiting_since > ${now}))
    or (o.state = 'sending' and (o.lease_until < ${now} or o.lease_until > ${after(now, longestLease)})))`
  const isFree = held.length === 0 ? sql`true` : sql`o.id not in (${sql.join(held)})`
  const isOurs = foreign.length === 0 ? sql`true` : sql`o.channel not in (${sql.join(foreign)})`
  const { rows } = await sql<Schema['outbox'] & { shared_by: string | null }>`select o.*, p.shared_by
    from outbox o left join place p on p.workspace_id = o.workspace_id and p.id = o.channel
    where o.workspace_id = ${workspaceId} and o.state in ${unsettled} and ${isDue} and ${isFree} and ${isOurs} and case when o.form = 'update'
      then not exists (select 1 from copy c join outbox e on e.workspace_id = c.workspace_id and e.id = c.outbox_id
        where c.workspace_id = o.workspace_id and c.channel = o.channel and c.about = o.kind and c.entity = o.entity
          and e.state in ${unsettled})
        and not exists (select 1 from outbox u where u.workspace_id = o.workspace_id and u.channel = o.channel
          and u.kind = o.kind and u.entity = o.entity and u.form = 'update' and u.state = 'sending' and u.id <> o.id)
      else o.id = (select min(e.id) from outbox e where e.workspace_id = o.workspace_id and e.channel = o.channel
          and e.state in ${unsettled} and (e.form is null or e.form <> 'update') and e.person is not distinct from o.person)
        and (o.person is not null or p.not_before is null or p.not_before <= ${now} or p.paced_at > ${now})
      end
    order by case when o.form = 'update' then 1 when o.person is not null then 0 else 2 end, o.id
    limit 1`.execute(database.kysely)
  const [row] = rows
  if (row === undefined) return null
  const attempt = Number(row.attempt) + 1
  const { numUpdatedRows } = await database.kysely
    .updateTable('outbox')
    .set({ state: 'sending', claimed_by: owner, lease_until: leaseUntil, attempt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', row.id)
    .where('attempt', '=', row.attempt)
    .where('state', '=', row.state)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return claimNext(workspace, owner, now, leaseUntil, { held, foreign })
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

/**
 * A change belongs to the copy of its card, and shows what that is to show by now; a story belongs to the thread of its
 * promotion's card, a private answer where it was asked.
 */
const aimOf = async (
  { id, database }: Workspace,
  row: Schema['outbox'],
): Promise<{ readonly target: string | null; readonly card: string }> => {
  if (row.form === null) return { target: null, card: row.card }
  if (row.form === 'private') return { target: row.thread, card: row.card }
  const copy = await database.kysely
    .selectFrom('copy')
    .select(['message_id', 'card'])
    .where('workspace_id', '=', id)
    .where('channel', '=', row.channel)
    .where('about', '=', row.kind)
    .where('entity', '=', row.entity)
    .executeTakeFirst()
  return {
    target: copy?.message_id ?? null,
    card: row.form === 'update' ? (copy?.card ?? row.card) : row.card,
  }
}

/**
 * Settles a claim, and with it whether its card is there to be edited. Answers false, and writes nothing, when the claim
 * has passed to somebody else.
 */
export const settle = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { claim, settlement, channelNotBefore }: Extract<Change, { kind: 'settle' }>,
  now: string,
): Promise<boolean> => {
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
  if (channelNotBefore !== null) await pacePlace(transaction, workspaceId, claim.channel, channelNotBefore, now)
  if (claim.form === 'post' && settlement.messageId !== null)
    await arrived(transaction, workspaceId, claim.id, settlement.messageId)
  if (claim.form === 'update' && settlement.messageId !== null && settlement.messageId !== claim.target)
    await movedCopy(transaction, workspaceId, claim, settlement.messageId)
  if (claim.form === 'post' && settlement.state === 'expired')
    await forgetCopy(transaction, workspaceId, claim.channel, { outboxId: claim.id })
  if (claim.form !== 'update' && settlement.state === 'expired') await untell(transaction, workspaceId, claim.id, now)
  if (claim.about === 'escalation' && claim.form === 'post' && settlement.state === 'expired')
    await forgetSteps(transaction, workspaceId, messageKey(claim.channel, claim.entity))
  if (settlement.reason === gone && claim.target !== null)
    await forgetCopy(transaction, workspaceId, claim.channel, { messageId: claim.target })
  if (claim.form === 'update' && settlement.state === 'parked') await doubtCopy(transaction, workspaceId, claim)
  return true
}

/** Ends what is still on its way to a channel of the same kind, and about the same thing where one is named: something newer takes its place. */
export const endEarlier = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, about, entity }: { readonly channel: string; readonly about: PostKind; readonly entity?: string },
  now: string,
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

/**
 * Lets what was put aside, for a channel or for one of these reasons, and is still news, go out again: a card that is
 * edited in place as it is by now.
 */
export const revive = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  which: Pick<Extract<Change, { kind: 'revive' }>, 'channel' | 'reasons'>,
  now: string,
): Promise<void> => {
  await transaction
    .updateTable('outbox')
    .set({ state: 'pending', attempt: 0, settled_at: null, reason: null, not_before: null, waiting_since: null })
    .set({
      card: sql<string>`coalesce((select c.card from copy c where c.workspace_id = outbox.workspace_id
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
export const isWelcomed = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  channel: string,
): Promise<boolean> => {
  const row = await transaction
    .selectFrom('outbox')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('kind', '=', 'welcome')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes over what a process that is gone was sending: it may have arrived. Only for the one that may post here. */
export const takeOver = async ({ id, database }: Workspace): Promise<void> => {
  await database.kysely
    .updateTable('outbox')
    .set({ state: 'unknown', claimed_by: null, lease_until: null, reason: 'its sender stopped' })
    .where('workspace_id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Ends what waits for channels that no configured platform reaches once it is no longer news. */
export const expireForeign = async (
  { id, database }: Workspace,
  channels: readonly string[],
  now: string,
): Promise<void> => {
  await database.kysely.transaction().execute(async (transaction) => {
    const ended = await transaction
      .updateTable('outbox')
      .set({ state: 'expired', settled_at: now, reason: 'no platform that is configured reaches it' })
      .where('workspace_id', '=', id)
      .where('channel', 'in', [...channels])
      .where('state', 'in', ['pending', 'unknown'])
      .where('not_after', '<=', now)
      .returning(['id', 'channel', 'kind', 'entity'])
      .execute()
    for (const message of ended) {
      await forgetCopy(transaction, id, message.channel, { outboxId: message.id })
      if (message.kind === 'escalation') await forgetSteps(transaction, id, messageKey(message.channel, message.entity))
    }
  })
}
