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

/** How many messages are in each state but sent and expired, and since when the oldest is due that is not settled. */
export type OutboxDepth = {
  readonly counts: Readonly<Partial<Record<DeliveryState, number>>>
  readonly oldestAt: string | null
}

/** Counts the messages that wait or were given up; the oldest is one that nothing holds until a later moment. */
export const loadOutboxDepth = async ({ id, database }: Reader, now: string): Promise<OutboxDepth> => {
  const rows = await database.kysely
    .selectFrom('outbox')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('workspace_id', '=', id)
    .where('state', 'in', ['pending', 'sending', 'unknown', 'parked'])
    .groupBy('state')
    .execute()
  const oldest = await database.kysely
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('created_at').as('at'))
    .where('workspace_id', '=', id)
    .where('state', 'in', ['pending', 'sending', 'unknown'])
    .where((where) => where.or([where('not_before', 'is', null), where('not_before', '<=', now)]))
    .executeTakeFirst()
  return {
    counts: Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])),
    oldestAt: oldest?.at ?? null,
  }
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
