import type { PromotionId, RiskCode } from '../../domain/ids.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { announceVerdict } from './announced-verdicts.ts'
import { enqueue, type OutboxMessage } from './enqueue.ts'
import type { PostKind } from './outbox-table.ts'

/** A message whose card is edited in place, as its channel sees it. */
export type LiveMessage = {
  readonly channel: string
  readonly about: PostKind
  readonly entity: string
  readonly card: unknown
  readonly fingerprint: string
}

/** The fingerprint of a live message of which nobody knows what it shows: its last update was refused. */
export const unknownFingerprint = ''

const liveMessageOf = ({ channel, about, entity, card, fingerprint }: Schema['live_message']): LiveMessage => ({
  channel,
  about,
  entity,
  card: JSON.parse(card),
  fingerprint,
})

/** Loads the live messages of a kind by channel: all of them, or those about these entities. */
export const loadLiveMessages = async (
  { id, database }: Reader,
  about: PostKind,
  entities: readonly string[] | null = null,
): Promise<readonly LiveMessage[]> => {
  const messages = () =>
    database.kysely
      .selectFrom('live_message')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('about', '=', about)
      .orderBy('channel')
  const rows =
    entities === null
      ? await messages().execute()
      : await inSlices(entities, (slice) =>
          messages()
            .where('entity', 'in', [...slice])
            .execute(),
        )
  return rows.map(liveMessageOf)
}

/** Loads the live messages of a kind that were posted since a moment: all of them, or those with a row about one of these risks, or one that offers to answer a proposal for one of these promotions. */
export const loadLiveMessagesSince = async (
  { id, database }: Reader,
  about: PostKind,
  since: string,
  risks: readonly RiskCode[] | null = null,
  proposed: readonly PromotionId[] = [],
): Promise<readonly LiveMessage[]> =>
  (
    await database.kysely
      .selectFrom('live_message')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('about', '=', about)
      .where('posted_at', '>=', since)
      .$if(risks !== null, (query) =>
        query.where((either) =>
          either.or([
            ...(risks ?? []).map((code) => either('card', 'like', `%"about":${JSON.stringify(code)}%`)),
            ...proposed.map((id) => either('card', 'like', `%"does":"agree","id":${JSON.stringify(id)}%`)),
          ]),
        ),
      )
      .execute()
  ).map(liveMessageOf)

/** Lists the entities that have live messages of a kind. */
export const loadEntitiesWithLiveMessage = async (
  { id, database }: Reader,
  about: PostKind,
): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('live_message')
    .select('entity')
    .distinct()
    .where('workspace_id', '=', id)
    .where('about', '=', about)
    .orderBy('entity')
    .execute()
  return rows.map(({ entity }) => entity)
}

/** Registers a message of the outbox as the one live message of its entity in its channel. */
export const registerLiveMessage = async (
  writer: Writer,
  {
    message: { channel, about, entity, card },
    living: { fingerprint, verdict },
    outboxId,
  }: {
    readonly message: OutboxMessage
    readonly living: NonNullable<OutboxMessage['living']>
    readonly outboxId: number
  },
): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  const row = {
    outbox_id: outboxId,
    message_id: null,
    card: JSON.stringify(card),
    fingerprint,
    posted_at: now,
  }
  await transaction
    .insertInto('live_message')
    .values({ workspace_id: workspaceId, channel, about, entity, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'channel', 'about', 'entity']).doUpdateSet({ ...row }))
    .execute()
  if (verdict !== null) await announceVerdict(writer, { promotionId: entity, verdict, channel })
}

/** A newer card for a live message. */
export type UpdateLiveMessage = {
  readonly kind: 'update-live-message'
  /** The message as it was when the newer card was made. */
  readonly message: LiveMessage
  readonly card: unknown
  readonly fingerprint: string
  /** The moment before which the change waits; without, it is made at once. */
  readonly notBefore?: string
}

/**
 * Puts a newer card in the place of one that a channel sees: in the message that still waits to be sent, in a change
 * that still waits, or as a new change. Answers false, and writes nothing, when the message changed meanwhile.
 */
export const updateLiveMessage = async (
  writer: Writer,
  { message: { channel, about, entity, fingerprint }, card, ...next }: UpdateLiveMessage,
): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const text = JSON.stringify(card)
  const updated = await transaction
    .updateTable('live_message')
    .set({ card: text, fingerprint: next.fingerprint })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('about', '=', about)
    .where('entity', '=', entity)
    .where('fingerprint', '=', fingerprint)
    .returning('outbox_id')
    .executeTakeFirst()
  if (updated === undefined) return false
  const outbox = () => transaction.updateTable('outbox').set({ card: text }).where('workspace_id', '=', workspaceId)
  const unsent = await outbox()
    .where('id', '=', updated.outbox_id)
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
    await enqueue(writer, {
      kind: 'post',
      channel,
      about,
      entity,
      card,
      notAfter: null,
      form: 'update',
      ...(next.notBefore === undefined ? {} : { notBefore: next.notBefore }),
    })
  return true
}

/** Keeps the platform's id of a live message that has arrived. */
export const keepMessageId = async (
  { transaction, workspaceId }: Writer,
  outboxId: number,
  messageId: string,
): Promise<void> => {
  await transaction
    .updateTable('live_message')
    .set({ message_id: messageId })
    .where('workspace_id', '=', workspaceId)
    .where('outbox_id', '=', outboxId)
    .execute()
}

type Which = Pick<LiveMessage, 'channel' | 'about' | 'entity'>

const change = async (
  { transaction, workspaceId }: Writer,
  { channel, about, entity }: Which,
  set: Partial<Pick<Schema['live_message'], 'message_id' | 'fingerprint'>>,
): Promise<void> => {
  await transaction
    .updateTable('live_message')
    .set(set)
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('about', '=', about)
    .where('entity', '=', entity)
    .execute()
}

/** Keeps that a card is in another message now: the earlier one could not be edited. */
export const replaceMessageId = (writer: Writer, which: Which, messageId: string): Promise<void> =>
  change(writer, which, { message_id: messageId })

/** Keeps that nobody knows what a live message shows, so that the next update is sent in any case. */
export const invalidateLiveMessage = (writer: Writer, which: Which): Promise<void> =>
  change(writer, which, { fingerprint: unknownFingerprint })

/** Deletes a live message that cannot be edited: by its message in the outbox, or by the platform's id. */
export const forgetLiveMessage = async (
  { transaction, workspaceId }: Writer,
  channel: string,
  by: { readonly outboxId: number } | { readonly messageId: string },
): Promise<void> => {
  const messages = transaction
    .deleteFrom('live_message')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
  await ('outboxId' in by
    ? messages.where('outbox_id', '=', by.outboxId)
    : messages.where('message_id', '=', by.messageId)
  ).execute()
}

/** Tells whether a message is a live message; of digests only one that was posted since a moment. */
export const isLiveMessage = async (
  { id, database }: Reader,
  { channel, messageId, since }: { readonly channel: string; readonly messageId: string; readonly since: string },
): Promise<boolean> => {
  const row = await database.kysely
    .selectFrom('live_message')
    .select('outbox_id')
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('message_id', '=', messageId)
    .where((where) => where.or([where('about', '<>', 'digest'), where('posted_at', '>=', since)]))
    .executeTakeFirst()
  return row !== undefined
}
