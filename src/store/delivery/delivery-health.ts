import type { DeliveryState } from '../../domain/delivery.ts'
import type { Reader } from '../database/workspace.ts'

/** A message that is not sent yet, or was given up; moments are ISO texts. */
export type StandingMessage = {
  readonly channel: string
  /** What people call the channel. */
  readonly name: string
  readonly about: string
  readonly state: DeliveryState
  readonly createdAt: string
  /** It is held until then; null where nothing holds it. */
  readonly heldUntil: string | null
  readonly reason: string | null
}

/** Loads the messages that wait to be sent, the oldest first, and those that were given up since a moment. */
export const loadStandingMessages = async (
  { id, database }: Reader,
  since: string,
): Promise<readonly StandingMessage[]> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .leftJoin('channel', (join) =>
      join.onRef('channel.workspace_id', '=', 'outbox.workspace_id').onRef('channel.id', '=', 'outbox.channel'),
    )
    .select(['outbox.channel', 'channel.name', 'kind', 'state', 'created_at', 'not_before', 'paused_until', 'reason'])
    .where('outbox.workspace_id', '=', id)
    .where((where) =>
      where.or([
        where('state', 'in', ['pending', 'sending', 'unknown']),
        where.and([where('state', '=', 'parked'), where('settled_at', '>=', since)]),
      ]),
    )
    .orderBy('outbox.id')
    .execute()
  return rows.map((row) => ({
    channel: row.channel,
    name: row.name ?? row.channel,
    about: row.kind,
    state: row.state,
    createdAt: row.created_at,
    heldUntil:
      [row.not_before, row.paused_until]
        .filter((at) => at !== null)
        .toSorted()
        .at(-1) ?? null,
    reason: row.reason,
  }))
}
