import type { DeliveryState } from '../../domain/delivery.ts'
import type { Reader } from '../database/workspace.ts'

/** Loads the fingerprint of what the last digest said that reached a channel before a date, and the date of a later one that did not reach it. */
export const loadLastDigestSnapshot = async (
  { id, database }: Reader,
  channel: string,
  before: string,
  /** The moment before which it was made; null for now. */
  heard: string | null = null,
): Promise<{ readonly snapshot: string | null; readonly missed: string | null }> => {
  const digests = () =>
    database.kysely
      .selectFrom('outbox')
      .select(['id', 'entity', 'snapshot', 'state'])
      .where('workspace_id', '=', id)
      .where('channel', '=', channel)
      .where('kind', '=', 'digest')
      .where('form', 'is', null)
      .where('entity', '<=', before)
      .$if(heard !== null, (query) => query.where('created_at', '<', heard as string))
      .orderBy('id', 'desc')
      .limit(1)
  const reached = await digests().where('state', '=', 'sent').where('snapshot', 'is not', null).executeTakeFirst()
  const last = await digests().executeTakeFirst()
  const isMissed = last !== undefined && last.state !== 'sent' && last.entity < before
  return { snapshot: reached?.snapshot ?? null, missed: isMissed ? last.entity : null }
}

/** Tells whether a digest of one of the days from a first one to the one before a last one has reached a channel. */
export const hasDigestReached = async (
  { id, database }: Reader,
  channel: string,
  from: string,
  before: string,
): Promise<boolean> => {
  const row = await database.kysely
    .selectFrom('outbox')
    .select('id')
    .where('workspace_id', '=', id)
    .where('channel', '=', channel)
    .where('kind', '=', 'digest')
    .where('form', 'is', null)
    .where('state', '=', 'sent')
    .where('entity', '>=', from)
    .where('entity', '<', before)
    .executeTakeFirst()
  return row !== undefined
}

/** Lists the channels that have messages to be sent. */
export const loadChannelsWithPending = async ({ id, database }: Reader): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select('channel')
    .where('workspace_id', '=', id)
    .where('state', 'in', ['pending', 'sending', 'unknown'])
    .execute()
  // Told apart here: SQLite would go through every message in the order of channels.
  return [...new Set(rows.map((row) => row.channel))]
}

/** The delivery of a channel's messages. */
type ChannelDelivery = {
  readonly lastDigest: { readonly on: string; readonly state: DeliveryState; readonly at: string | null } | null
  /** Messages that wait to be sent, and why the first of them does. */
  readonly waiting: number
  readonly because: string | null
  readonly parked: readonly { readonly about: string; readonly entity: string; readonly reason: string | null }[]
}

/** Loads the delivery of a channel's messages, so that nothing waits silently. */
export const loadChannelDelivery = async ({ id, database }: Reader, channel: string): Promise<ChannelDelivery> => {
  const rows = () =>
    database.kysely
      .selectFrom('outbox')
      .select(['id', 'kind', 'entity', 'state', 'reason', 'settled_at'])
      .where('workspace_id', '=', id)
      .where('channel', '=', channel)
  const digest = await rows()
    .where('kind', '=', 'digest')
    .where('form', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const waiting = await rows().where('state', 'in', ['pending', 'sending', 'unknown']).orderBy('id').execute()
  const parked = await rows().where('state', '=', 'parked').orderBy('id', 'desc').limit(5).execute()
  return {
    lastDigest: digest ? { on: digest.entity, state: digest.state, at: digest.settled_at } : null,
    waiting: waiting.length,
    because: waiting[0]?.reason ?? null,
    parked: parked.map(({ kind, entity, reason }) => ({ about: kind, entity, reason })),
  }
}

/** Lists the channels that a promotion was posted in. */
export const loadChannelsOfPromotion = async (
  { id, database }: Reader,
  promotionId: string,
): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select('channel')
    .distinct()
    .where('workspace_id', '=', id)
    .where('kind', '=', 'promotion')
    .where('entity', '=', promotionId)
    .orderBy('channel')
    .execute()
  return rows.map((row) => row.channel)
}

/** Lists the channels of administrators that got a notice of this trouble since a moment. */
export const loadNotifiedChannels = async (
  { id, database }: Reader,
  trouble: string,
  since: string,
): Promise<ReadonlySet<string>> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select('channel')
    .where('workspace_id', '=', id)
    .where('kind', '=', 'notice')
    .where('entity', '=', trouble)
    .where('created_at', '>=', since)
    .execute()
  return new Set(rows.map((row) => row.channel))
}
