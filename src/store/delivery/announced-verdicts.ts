import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import type { AnnouncedVerdict } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import type { Money } from '../../domain/money.ts'
import type { Change } from '../changes/change.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'

/** A promotion in a channel. */
export type Hearing = { readonly channel: string; readonly promotionId: string }

/** Gives a promotion in a channel one text to key maps with. */
export const hearingKey = ({ channel, promotionId }: Hearing): string => `${channel}\u0000${promotionId}`

const moneyOrNull = (text: string | null): Money | null => (text === null ? null : (JSON.parse(text) as Money))

const toldOf = (row: Schema['told']): AnnouncedVerdict => ({
  verdict: row.verdict,
  money: moneyOrNull(row.money),
  at: row.told_at,
  worst:
    row.worst_on === null || row.worst_verdict === null
      ? null
      : { on: row.worst_on, verdict: row.worst_verdict, money: moneyOrNull(row.worst_money) },
})

/** Loads what channels were told in messages of promotions, all of them where none are named, by channel and promotion. */
export const loadToldOf = async (
  workspace: Workspace,
  promotions: readonly string[] | null,
): Promise<ReadonlyMap<string, AnnouncedVerdict>> => {
  const rows = await rowsOf(workspace, 'told', promotions)
  return new Map(rows.map((row) => [hearingKey({ channel: row.channel, promotionId: row.promotion_id }), toldOf(row)]))
}

/** Loads rows by promotion, all of them where none are named. */
export const rowsOf = async <T extends 'told' | 'held'>(
  { id, database }: Workspace,
  table: T,
  promotions: readonly string[] | null,
): Promise<readonly Schema[T][]> => {
  const where = sql`select * from ${sql.table(table)} where workspace_id = ${id}`
  if (promotions === null) return (await sql<Schema[T]>`${where}`.execute(database.kysely)).rows
  return inSlices(
    promotions,
    async (slice) =>
      (await sql<Schema[T]>`${where} and promotion_id in (${sql.join([...slice])})`.execute(database.kysely)).rows,
  )
}

/** What the last digest of a channel that is not lost said of promotions, and when it was made. */
export type DigestTold = {
  readonly at: string
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Of those that it left out by how they stood. */
  readonly others: ReadonlyMap<string, Verdict>
  /** What the channel had asked for, as it is printed. */
  readonly filter: string | null
}

/** Pictures of digests that were read lately, by channel: they are large, and never change. */
const lately = new WeakMap<Workspace['database'], Map<string, DigestTold & { readonly id: number }>>()

/** Loads what the last digest of each channel told of promotions; one that was lost told nothing. */
export const loadDigestsTold = async ({ id, database }: Workspace): Promise<ReadonlyMap<string, DigestTold>> => {
  const known = lately.get(database) ?? new Map<string, DigestTold & { readonly id: number }>()
  lately.set(database, known)
  const digests = () =>
    database.kysely
      .selectFrom('outbox')
      .where('workspace_id', '=', id)
      .where('kind', '=', 'digest')
      .where('form', 'is', null)
      .where('picture', 'is not', null)
  const last = await digests()
    .select(({ fn }) => ['channel', fn.max('id').as('last')])
    .where('state', 'in', ['pending', 'sending', 'unknown', 'sent'])
    .groupBy('channel')
    .execute()
  const told = new Map<string, DigestTold>()
  for (const { channel, last: number } of last) {
    const key = `${id} ${channel}`
    let digest = known.get(key)
    if (digest?.id !== Number(number)) {
      const row = await digests().select(['picture', 'created_at']).where('id', '=', number).executeTakeFirstOrThrow()
      digest = { id: Number(number), at: row.created_at, ...digestIn(row.picture as string) }
      known.set(key, digest)
    }
    told.set(channel, digest)
  }
  return told
}

const digestIn = (picture: string): Pick<DigestTold, 'verdicts' | 'others' | 'filter'> => {
  const { promotions, others, filter } = JSON.parse(picture) as Partial<
    Pick<DigestSnapshot, 'promotions' | 'others' | 'filter'>
  >
  return {
    verdicts: new Map(Object.entries(promotions ?? {}).map(([promotionId, { verdict }]) => [promotionId, verdict])),
    others: new Map(Object.entries(others ?? {})),
    filter: filter ?? null,
  }
}

/** So many rows are written in one statement. */
export const together = 60

/** Keeps what channels have been told of promotions. */
export const keepTold = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { rows }: Extract<Change, { kind: 'tell' }>,
): Promise<void> => {
  for (let i = 0; i < rows.length; i += together)
    await transaction
      .insertInto('told')
      .values(
        rows.slice(i, i + together).map(({ channel, promotionId, told }) => ({
          workspace_id: workspaceId,
          channel,
          promotion_id: promotionId,
          verdict: told.verdict,
          money: told.money === null ? null : JSON.stringify(told.money),
          told_at: told.at,
          worst_on: told.worst?.on ?? null,
          worst_verdict: told.worst?.verdict ?? null,
          worst_money: told.worst?.money == null ? null : JSON.stringify(told.worst.money),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'channel', 'promotion_id']).doUpdateSet((row) => ({
          verdict: row.ref('excluded.verdict'),
          money: row.ref('excluded.money'),
          told_at: row.ref('excluded.told_at'),
          worst_on: row.ref('excluded.worst_on'),
          worst_verdict: row.ref('excluded.worst_verdict'),
          worst_money: row.ref('excluded.worst_money'),
        })),
      )
      .execute()
}

/** Keeps that messages told channels a promotion's verdict: one channel, or all that were posted anything of it. Its money is looked up later. */
export const tellVerdict = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  {
    promotionId,
    verdict,
    channel,
  }: { readonly promotionId: string; readonly verdict: Verdict; readonly channel?: string },
  now: string,
): Promise<void> => {
  const posted = sql`select distinct channel from outbox
    where workspace_id = ${workspaceId} and kind = 'promotion' and entity = ${promotionId}`
  const channels =
    channel === undefined ? (await sql<{ channel: string }>`${posted}`.execute(transaction)).rows : [{ channel }]
  for (const one of channels)
    await transaction
      .insertInto('told')
      .values({
        workspace_id: workspaceId,
        channel: one.channel,
        promotion_id: promotionId,
        verdict,
        money: null,
        told_at: now,
        worst_on: null,
        worst_verdict: null,
        worst_money: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'channel', 'promotion_id'])
          .doUpdateSet({ verdict, money: null, told_at: now }),
      )
      .execute()
}
