import type { Transaction } from 'kysely'
import type { Change, Post } from '../changes/change.ts'
import type { PostKind, Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { tellVerdict } from './announced-verdicts.ts'
import { enqueue } from './enqueue.ts'

/** A card that is edited in place, as its channel sees it. */
export type Copy = {
  readonly channel: string
  readonly about: PostKind
  readonly entity: string
  readonly card: unknown
  readonly fingerprint: string
}

/** The fingerprint of a copy of which nobody knows what it shows: its last change was refused. */
export const doubtful = ''

const copyOf = ({ channel, about, entity, card, fingerprint }: Schema['copy']): Copy => ({
  channel,
  about,
  entity,
  card: JSON.parse(card),
  fingerprint,
})

/** Loads the copies of cards of a kind by channel: all of them, or those about these things and those that say where a risk stands. */
export const loadCopies = async (
  { id, database }: Workspace,
  about: PostKind,
  entities: readonly string[] | null = null,
): Promise<readonly Copy[]> => {
  const copies = () =>
    database.kysely
      .selectFrom('copy')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('about', '=', about)
      .orderBy('channel')
  const rows =
    entities === null
      ? await copies().execute()
      : [
          ...(await inSlices(entities, (slice) =>
            copies()
              .where('entity', 'in', [...slice])
              .execute(),
          )),
          ...(await copies().where('card', 'like', '%"isStanding":true%').execute()),
        ]
  const known = new Map(rows.map((row) => [`${row.channel} ${row.entity}`, row]))
  return [...known.values()].map(copyOf)
}

/** Loads the copies of a kind that were posted since a moment. */
export const loadCopiesSince = async (
  { id, database }: Workspace,
  about: PostKind,
  since: string,
): Promise<readonly Copy[]> =>
  (
    await database.kysely
      .selectFrom('copy')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('about', '=', about)
      .where('posted_at', '>=', since)
      .execute()
  ).map(copyOf)

/** Lists the things that have copies of a kind. */
export const loadCopied = async ({ id, database }: Workspace, about: PostKind): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('copy')
    .select('entity')
    .distinct()
    .where('workspace_id', '=', id)
    .where('about', '=', about)
    .orderBy('entity')
    .execute()
  return rows.map(({ entity }) => entity)
}

/** Registers a message that was put into the outbox as the one copy of its card in its channel. */
export const registerCopy = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, about, entity, card }: Post,
  { fingerprint, verdict }: NonNullable<Post['living']>,
  outboxId: number,
  now: string,
): Promise<void> => {
  const row = {
    outbox_id: outboxId,
    message_id: null,
    card: JSON.stringify(card),
    fingerprint,
    posted_at: now,
  }
  await transaction
    .insertInto('copy')
    .values({ workspace_id: workspaceId, channel, about, entity, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'channel', 'about', 'entity']).doUpdateSet({ ...row }))
    .execute()
  if (verdict !== null) await tellVerdict(transaction, workspaceId, { promotionId: entity, verdict, channel }, now)
}

/**
 * Puts a newer card in the place of one that a channel sees: in the message that still waits to be sent, in a change
 * that still waits, or as a new change. Answers false, and writes nothing, when the copy changed meanwhile.
 */
export const redraw = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { copy: { channel, about, entity, fingerprint }, card, ...next }: Extract<Change, { kind: 'redraw' }>,
  now: string,
): Promise<boolean> => {
  const text = JSON.stringify(card)
  const copy = await transaction
    .updateTable('copy')
    .set({ card: text, fingerprint: next.fingerprint })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('about', '=', about)
    .where('entity', '=', entity)
    .where('fingerprint', '=', fingerprint)
    .returning('outbox_id')
    .executeTakeFirst()
  if (copy === undefined) return false
  const outbox = () => transaction.updateTable('outbox').set({ card: text }).where('workspace_id', '=', workspaceId)
  const unsent = await outbox()
    .where('id', '=', copy.outbox_id)
    .where((where) =>
      where.or([where('state', '=', 'parked'), where.and([where('state', '=', 'pending'), where('attempt', '=', 0)])]),
    )
    .executeTakeFirstOrThrow()
  if (Number(unsent.numUpdatedRows) > 0) return true
  const changes = () =>
    outbox()
      .where('channel', '=', channel)
      .where('kind', '=', about)
      .where('entity', '=', entity)
      .where('form', '=', 'update')
  if (next.notBefore === undefined)
    await changes().set({ not_before: null }).where('state', '=', 'pending').where('attempt', '=', 0).execute()
  const waiting = await changes().where('state', 'in', ['pending', 'unknown']).executeTakeFirstOrThrow()
  if (Number(waiting.numUpdatedRows) === 0)
    await enqueue(
      transaction,
      workspaceId,
      {
        kind: 'post',
        channel,
        about,
        entity,
        card,
        notAfter: null,
        form: 'update',
        ...(next.notBefore === undefined ? {} : { notBefore: next.notBefore }),
      },
      now,
    )
  return true
}

/** Notes where a card arrived. */
export const arrived = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  outboxId: number,
  messageId: string,
): Promise<void> => {
  await transaction
    .updateTable('copy')
    .set({ message_id: messageId })
    .where('workspace_id', '=', workspaceId)
    .where('outbox_id', '=', outboxId)
    .execute()
}

type Which = Pick<Copy, 'channel' | 'about' | 'entity'>

const change = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { channel, about, entity }: Which,
  set: Partial<Pick<Schema['copy'], 'message_id' | 'fingerprint'>>,
): Promise<void> => {
  await transaction
    .updateTable('copy')
    .set(set)
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('about', '=', about)
    .where('entity', '=', entity)
    .execute()
}

/** Notes that a card stands in another message now: the one it was in could not be changed. */
export const movedCopy = (
  transaction: Transaction<Schema>,
  workspaceId: number,
  which: Which,
  messageId: string,
): Promise<void> => change(transaction, workspaceId, which, { message_id: messageId })

/** Keeps that nobody knows what a copy shows, so that it is drawn anew when something new is to be shown. */
export const doubtCopy = (transaction: Transaction<Schema>, workspaceId: number, which: Which): Promise<void> =>
  change(transaction, workspaceId, which, { fingerprint: doubtful })

/** Forgets a copy that is not there to be edited: by the message of the outbox that it was, or by the platform's id. */
export const forgetCopy = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  channel: string,
  by: { readonly outboxId: number } | { readonly messageId: string },
): Promise<void> => {
  const copies = transaction.deleteFrom('copy').where('workspace_id', '=', workspaceId).where('channel', '=', channel)
  await ('outboxId' in by
    ? copies.where('outbox_id', '=', by.outboxId)
    : copies.where('message_id', '=', by.messageId)
  ).execute()
}

/** Tells whether a message is a copy that is kept up to date, posted since a moment. */
export const isCopy = async (
  { id, database }: Workspace,
  { channel, messageId, since }: { readonly channel: string; readonly messageId: string; readonly since: string },
): Promise<boolean> => {
  const row = await database.kysely
    .selectFrom('copy')
    .select('outbox_id')
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('message_id', '=', messageId)
    .where((where) => where.or([where('about', '<>', 'digest'), where('posted_at', '>=', since)]))
    .executeTakeFirst()
  return row !== undefined
}
