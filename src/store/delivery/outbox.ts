import { sql } from 'kysely'
import { withoutSecret } from '../../common/without-secret.ts'
import { after, gone, type Settlement } from '../../domain/delivery.ts'
import { noticeLifetimeMilliseconds } from '../../domain/policy.ts'
import { pauseChannel } from '../channels/channel-names.ts'
import { type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { forgetEscalationSteps, messageKey } from '../escalation/escalation.ts'
import { retractAnnouncement } from './alerts.ts'
import type { Claim } from './claims.ts'
import { forgetLiveMessage, invalidateLiveMessage, keepMessageId, replaceMessageId } from './live-messages.ts'
import type { PostKind } from './outbox-table.ts'
import { tellDelivery } from './tell-delivery.ts'

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
