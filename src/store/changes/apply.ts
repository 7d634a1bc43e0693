import { sql, type Transaction } from 'kysely'
import { isoOf } from '../../domain/day.ts'
import { endSubscription, setSubscription } from '../channels/subscriptions.ts'
import { nextNumber, raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { keepDecision } from '../decisions/decisions.ts'
import { keepTold, tellVerdict } from '../delivery/announced-verdicts.ts'
import { keepConversation, leaveConversation, returnToTeam } from '../delivery/conversations.ts'
import { keepHeld, releaseHeld } from '../delivery/deferred-alerts.ts'
import { enqueue } from '../delivery/enqueue.ts'
import { strikeRequest } from '../delivery/inbox.ts'
import { connect } from '../delivery/installations.ts'
import { redraw, registerCopy } from '../delivery/live-messages.ts'
import { endEarlier, isWelcomed, revive, settle } from '../delivery/outbox.ts'
import { namePlace, sharePlace } from '../delivery/places.ts'
import { heedRisk, stopReminding, takeSteps } from '../escalation/escalation.ts'
import { setDuty, setStandby } from '../escalation/standby.ts'
import { hear, noteItems } from '../feeds/unannounced-batches.ts'
import { keepAccount, linkAccount } from '../people/accounts.ts'
import { setChoice } from '../people/people.ts'
import { giveRoles, switchRoles } from '../people/roles.ts'
import { keepCorrection, withdrawCorrections } from '../promotions/corrections.ts'
import { keepIntelligence } from '../promotions/intelligence.ts'
import { keepOverride } from '../promotions/overrides.ts'
import { keepToldOrder, settleToldOrders } from '../promotions/reported-orders.ts'
import { keepRiskDay } from '../risks/daily-risk-totals.ts'
import { keepAcknowledgement, keepRisk } from '../risks/risks.ts'
import { keepNote } from './audit.ts'
import type { Change, Post } from './change.ts'
import { keepAct, strikeAct } from './undo-entries.ts'

/** The answer to a request, kept with the request's key so that a repeated request gets it again. */
export type Receipt = { readonly requestKey: string; readonly argumentsHash: string; readonly reply: unknown }

/**
 * Writes a request's changes, its audit rows, its messages to post and its receipt in one immediate transaction: all or
 * nothing. Answers `stale` and writes nothing when what the changes were decided on has changed since, or when a
 * request of the same key was answered in between; load and decide again.
 */
export const apply = async (
  workspace: Workspace,
  changes: readonly Change[],
  receipt: Receipt | null,
  now: string,
): Promise<'applied' | 'stale'> => {
  try {
    await workspace.database.kysely.transaction().execute(async (transaction) => {
      for (const change of changes) await write(transaction, workspace.id, change, now)
      if (receipt === null) return
      const row = {
        workspace_id: workspace.id,
        request_key: receipt.requestKey,
        arguments_hash: receipt.argumentsHash,
        reply: JSON.stringify(receipt.reply),
        answered_at: now,
      }
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('receipt')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      unlessStale(Number(numInsertedOrUpdatedRows) === 1)
    })
    return 'applied'
  } catch (error) {
    if (error === stale) return 'stale'
    throw error
  }
}

const stale = Symbol('stale')

const unlessStale = (isWritten: boolean) => {
  if (!isWritten) throw stale
}

/** Writes one change inside a transaction. */
const write = async (transaction: Transaction<Schema>, workspaceId: number, change: Change, now: string) => {
  switch (change.kind) {
    case 'write-promotion':
      return writePromotion(transaction, workspaceId, change, now)
    case 'keep-assessment':
      await transaction
        .insertInto('assessment')
        .values({
          workspace_id: workspaceId,
          promotion_id: change.promotionId,
          judged_at: now,
          as_of_on: change.asOf,
          verdict: change.verdict,
          inputs_hash: change.inputsHash,
          summary: JSON.stringify(change.summary),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return
    case 'note':
      return keepNote(transaction, workspaceId, change, now)
    case 'post':
      if (change.about === 'welcome' && (await isWelcomed(transaction, workspaceId, change.channel))) return
      await post(transaction, workspaceId, change, now)
      return
    case 'make-occurrence':
      return makeOccurrence(transaction, workspaceId, change, now)
    case 'set-subscription':
      return unlessStale(await setSubscription(transaction, workspaceId, change.subscription))
    case 'end-subscription':
      unlessStale(await endSubscription(transaction, workspaceId, change))
      return endEarlier(transaction, workspaceId, { channel: change.channel, about: 'digest' }, now)
    case 'keep-risk':
      return unlessStale(await keepRisk(transaction, workspaceId, change.risk))
    case 'keep-risk-day':
      return keepRiskDay(transaction, workspaceId, change.riskDay, now)
    case 'acknowledge':
      return unlessStale(await keepAcknowledgement(transaction, workspaceId, change, now))
    case 'take-steps':
      return unlessStale(await takeSteps(transaction, workspaceId, change, now))
    case 'heed-risk':
      return heedRisk(transaction, workspaceId, change.riskId, now)
    case 'stop-reminding':
      return stopReminding(transaction, workspaceId, change, now)
    case 'set-standby':
      return setStandby(transaction, workspaceId, change)
    case 'set-duty':
      return setDuty(transaction, workspaceId, change, now)
    case 'keep-act':
      return keepAct(transaction, workspaceId, change.act, now)
    case 'strike-act':
      return unlessStale(await strikeAct(transaction, workspaceId, change.id, now))
    case 'keep-decision':
      return unlessStale(await keepDecision(transaction, workspaceId, change.decision))
    case 'keep-told-order':
      return unlessStale(await keepToldOrder(transaction, workspaceId, change.order, now))
    case 'settle-told-orders':
      return unlessStale(await settleToldOrders(transaction, workspaceId, change, now))
    case 'keep-correction':
      return unlessStale(await keepCorrection(transaction, workspaceId, change.correction, now))
    case 'withdraw-corrections':
      return unlessStale(await withdrawCorrections(transaction, workspaceId, change.ids, change.on))
    case 'settle':
      return unlessStale(await settle(transaction, workspaceId, change, now))
    case 'redraw':
      return unlessStale(await redraw(transaction, workspaceId, change, now))
    case 'tell-verdict':
      return tellVerdict(transaction, workspaceId, change, now)
    case 'tell':
      return keepTold(transaction, workspaceId, change)
    case 'hold':
      return keepHeld(transaction, workspaceId, change)
    case 'release':
      return releaseHeld(transaction, workspaceId, change)
    case 'hear':
      return hear(transaction, workspaceId, change, now)
    case 'strike-request':
      return unlessStale(await strikeRequest(transaction, workspaceId, change.key))
    case 'revive':
      return revive(transaction, workspaceId, change, now)
    case 'name-place':
      return namePlace(transaction, workspaceId, change.place)
    case 'share-place':
      return sharePlace(transaction, workspaceId, change.place, change.sharedBy)
    case 'set-choice':
      return setChoice(transaction, workspaceId, change.personId, change)
    case 'keep-intelligence':
      return keepIntelligence(transaction, workspaceId, change.note)
    case 'keep-override':
      return unlessStale(await keepOverride(transaction, workspaceId, change, now))
    case 'keep-account':
      return keepAccount(transaction, workspaceId, change.account, now)
    case 'link-account':
      return linkAccount(transaction, workspaceId, change)
    case 'give-roles':
      return unlessStale(await giveRoles(transaction, workspaceId, change, now))
    case 'switch-roles':
      return unlessStale(await switchRoles(transaction, workspaceId, change, now))
    case 'keep-conversation':
      return keepConversation(transaction, workspaceId, change, now)
    case 'leave-conversation':
      return leaveConversation(transaction, workspaceId, change, now)
    case 'return-to-team':
      return returnToTeam(transaction, workspaceId, change.teamId, now)
    case 'connect':
      return connect(transaction, workspaceId, change, now)
  }
}

const post = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  message: Post,
  now: string,
): Promise<number> => {
  const { channel, about, entity, form, living } = message
  if (about === 'digest') await endEarlier(transaction, workspaceId, { channel, about }, now)
  if (about === 'promotion' && form === undefined)
    await endEarlier(transaction, workspaceId, { channel, about, entity }, now)
  const id = await enqueue(transaction, workspaceId, message, now)
  if (living !== undefined) await registerCopy(transaction, workspaceId, message, living, id, now)
  return id
}

/** The date is taken and its message is in the outbox, or neither; a date that is taken stays as it is. */
const makeOccurrence = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, day, dueAt, post: message, basedOn }: Extract<Change, { kind: 'make-occurrence' }>,
  now: string,
) => {
  const subscription = await transaction
    .selectFrom('subscription')
    .select('version')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .executeTakeFirst()
  unlessStale(subscription !== undefined && Number(subscription.version) === basedOn)
  if (message === null) await endEarlier(transaction, workspaceId, { channel, about: 'digest' }, now)
  const outboxId = message === null ? null : await post(transaction, workspaceId, message, now)
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('occurrence')
    .values({
      workspace_id: workspaceId,
      channel,
      local_on: isoOf(day),
      due_at: dueAt,
      made_at: now,
      outbox_id: outboxId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  unlessStale(Number(numInsertedOrUpdatedRows) === 1)
}

/** A typed change of a promotion is a batch of its own, so that typed and imported changes share one history. */
const writePromotion = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  change: Extract<Change, { kind: 'write-promotion' }>,
  now: string,
) => {
  const { version } = await transaction
    .selectFrom('promotion_line')
    .innerJoin('batch', (join) =>
      join
        .onRef('batch.workspace_id', '=', 'promotion_line.workspace_id')
        .onRef('batch.id', '=', 'promotion_line.batch_id'),
    )
    .select(sql<number>`coalesce(max(promotion_line.batch_id), 0)`.as('version'))
    .where('promotion_line.workspace_id', '=', workspaceId)
    .where('promotion_line.promotion_id', '=', change.promotionId)
    .where('batch.state', '=', 'visible')
    .where('batch.known_on', '<=', change.knownOn)
    .executeTakeFirstOrThrow()
  unlessStale(Number(version) === change.basedOn)
  const number = /^P-(\d{1,9})$/.exec(change.promotionId)?.[1]
  if (change.basedOn === 0 && number !== undefined)
    await raiseCounter(transaction, workspaceId, 'promotion', Number(number))
  const id = await nextNumber(transaction, workspaceId, 'batch')
  await transaction
    .insertInto('batch')
    .values({
      workspace_id: workspaceId,
      id,
      kind: 'promotions',
      mode: 'upsert',
      source: 'chat',
      state: 'visible',
      known_on: change.knownOn,
      known_said: 1,
      backdated: 0,
      opened_at: now,
      touched_at: now,
      visible_at: now,
      heard_at: null,
    })
    .execute()
  for (const row of change.rows)
    await transaction
      .insertInto('promotion_line')
      .values({ ...row, workspace_id: workspaceId, batch_id: id })
      .execute()
  await noteItems(
    transaction,
    workspaceId,
    id,
    change.rows.map((row) => row.sku),
  )
}

/** Loads the answer that a request of this key was given, or null. */
export const loadReceipt = async (workspace: Workspace, requestKey: string): Promise<Receipt | null> => {
  const row = await workspace.database.kysely
    .selectFrom('receipt')
    .select(['request_key', 'arguments_hash', 'reply'])
    .where('workspace_id', '=', workspace.id)
    .where('request_key', '=', requestKey)
    .executeTakeFirst()
  return row ? { requestKey: row.request_key, argumentsHash: row.arguments_hash, reply: JSON.parse(row.reply) } : null
}
