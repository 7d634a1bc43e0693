import { sql, type Transaction } from 'kysely'
import { nextNumber, raiseCounter } from './counter.ts'
import type { PromotionRow } from './feed-rows.ts'
import type { Schema } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** A fact to write. `card` and `summary` are stored as JSON and given back as they were. */
export type Change =
  | {
      readonly kind: 'write-promotion'
      readonly promotionId: string
      readonly rows: readonly PromotionRow[]
      /** The version that the change was decided on; 0 for a promotion that must not exist yet. */
      readonly basedOn: number
      readonly knownOn: string
    }
  | {
      readonly kind: 'keep-assessment'
      readonly promotionId: string
      readonly asOf: string
      readonly verdict: string
      readonly inputsHash: string
      readonly summary: unknown
    }
  | {
      readonly kind: 'note'
      readonly actor: string
      readonly place: string
      readonly action: string
      readonly entity: string
      readonly detail: unknown
    }
  | {
      readonly kind: 'post'
      readonly channel: string
      readonly about: 'promotion' | 'digest'
      readonly entity: string
      readonly card: unknown
      /** The moment after which it is no longer worth posting, or null. */
      readonly notAfter: string | null
    }

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
      if (Number(numInsertedOrUpdatedRows) === 0) throw stale
    })
    return 'applied'
  } catch (error) {
    if (error === stale) return 'stale'
    throw error
  }
}

const stale = Symbol('stale')

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
      await transaction
        .insertInto('audit')
        .values({
          workspace_id: workspaceId,
          id: await nextNumber(transaction, workspaceId, 'audit'),
          happened_at: now,
          actor: change.actor,
          place: change.place,
          action: change.action,
          entity: change.entity,
          detail: JSON.stringify(change.detail),
        })
        .execute()
      return
    case 'post':
      await transaction
        .insertInto('outbox')
        .values({
          workspace_id: workspaceId,
          id: await nextNumber(transaction, workspaceId, 'outbox'),
          channel: change.channel,
          kind: change.about,
          entity: change.entity,
          card: JSON.stringify(change.card),
          state: 'pending',
          attempt: 0,
          claimed_by: null,
          lease_until: null,
          not_before: null,
          not_after: change.notAfter,
          created_at: now,
          settled_at: null,
        })
        .execute()
  }
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
  if (Number(version) !== change.basedOn) throw stale
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
    })
    .execute()
  for (const row of change.rows)
    await transaction
      .insertInto('promotion_line')
      .values({ ...row, workspace_id: workspaceId, batch_id: id })
      .execute()
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

/** Proposes the id of the next promotion, `P-1`, `P-2` ...: the first number after the last typed one that no feed has taken. */
export const loadNextPromotionId = async (workspace: Workspace): Promise<string> => {
  const { kysely } = workspace.database
  const counter = await kysely
    .selectFrom('counter')
    .select('value')
    .where('workspace_id', '=', workspace.id)
    .where('name', '=', 'promotion')
    .executeTakeFirst()
  for (let number = Number(counter?.value ?? 0) + 1; ; number++) {
    const taken = await kysely
      .selectFrom('promotion_line')
      .select('promotion_id')
      .where('workspace_id', '=', workspace.id)
      .where('promotion_id', '=', `P-${number}`)
      .limit(1)
      .executeTakeFirst()
    if (!taken) return `P-${number}`
  }
}
