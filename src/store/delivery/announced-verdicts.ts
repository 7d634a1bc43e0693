import { sql } from 'kysely'
import type { AnnouncedVerdict } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Money } from '../../domain/money.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { loadToldVerdicts, type ToldVerdicts } from './digest-snapshots.ts'

/** A promotion in a channel. */
export type PromotionInChannel = { readonly channel: string; readonly promotionId: string }

/** Gives a promotion in a channel one text to key maps with. */
export const promotionInChannelKey = ({ channel, promotionId }: PromotionInChannel): string =>
  `${channel}\u0000${promotionId}`

const moneyOrNull = (text: string | null): Money | null => (text === null ? null : (JSON.parse(text) as Money))

const announcedOf = (row: Schema['announced_verdict']): AnnouncedVerdict => ({
  verdict: row.verdict,
  money: moneyOrNull(row.money),
  at: row.announced_at,
  worst:
    row.worst_on === null || row.worst_verdict === null
      ? null
      : { on: row.worst_on, verdict: row.worst_verdict, money: moneyOrNull(row.worst_money) },
})

/** Loads the verdicts that channels were told of promotions, of all where none are named, by channel and promotion. */
export const loadAnnouncedVerdicts = async (
  workspace: Reader,
  promotions: readonly string[] | null,
): Promise<ReadonlyMap<string, AnnouncedVerdict>> => {
  const rows = await loadRowsOfPromotions(workspace, 'announced_verdict', promotions)
  return new Map(
    rows.map((row) => [
      promotionInChannelKey({ channel: row.channel, promotionId: row.promotion_id }),
      announcedOf(row),
    ]),
  )
}

/** Loads rows by promotion, all of them where none are named. */
export const loadRowsOfPromotions = async <T extends 'announced_verdict' | 'deferred_alert'>(
  { id, database }: Reader,
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

/** The verdicts in the last digest of a channel that was not lost, and when it was made. */
export type LastDigest = ToldVerdicts & { readonly at: string }

/** Loads the last digest of each channel, by channel; one that was lost does not count. */
export const loadLastDigests = async (workspace: Reader): Promise<ReadonlyMap<string, LastDigest>> => {
  const { id, database } = workspace
  const { rows } = await sql<{ channel: string; snapshot: string; created_at: string }>`
    select o.channel, o.snapshot, o.created_at from outbox o where o.workspace_id = ${id} and o.id in
      (select max(l.id) from outbox l where l.workspace_id = ${id} and l.kind = 'digest' and l.form is null
        and l.snapshot is not null and l.state in ('pending', 'sending', 'unknown', 'sent') group by l.channel)`.execute(
    database.kysely,
  )
  const digests = new Map<string, LastDigest>()
  for (const { channel, snapshot, created_at: at } of rows) {
    const told = await loadToldVerdicts(workspace, snapshot)
    if (told !== null) digests.set(channel, { ...told, at })
  }
  return digests
}

/** So many rows are written in one statement. */
export const rowsPerStatement = 60

/** The verdicts that channels have been told. */
export type KeepAnnouncedVerdicts = {
  readonly kind: 'keep-announced-verdicts'
  readonly rows: readonly (PromotionInChannel & { readonly announced: AnnouncedVerdict })[]
}

/** Keeps announced verdicts in place of earlier ones of the same channel and promotion. */
export const keepAnnouncedVerdicts = async (
  { transaction, workspaceId }: Writer,
  { rows }: KeepAnnouncedVerdicts,
): Promise<void> => {
  for (let i = 0; i < rows.length; i += rowsPerStatement)
    await transaction
      .insertInto('announced_verdict')
      .values(
        rows.slice(i, i + rowsPerStatement).map(({ channel, promotionId, announced }) => ({
          workspace_id: workspaceId,
          channel,
          promotion_id: promotionId,
          verdict: announced.verdict,
          money: announced.money === null ? null : JSON.stringify(announced.money),
          announced_at: announced.at,
          worst_on: announced.worst?.on ?? null,
          worst_verdict: announced.worst?.verdict ?? null,
          worst_money: announced.worst?.money == null ? null : JSON.stringify(announced.worst.money),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'channel', 'promotion_id']).doUpdateSet((row) => ({
          verdict: row.ref('excluded.verdict'),
          money: row.ref('excluded.money'),
          announced_at: row.ref('excluded.announced_at'),
          worst_on: row.ref('excluded.worst_on'),
          worst_verdict: row.ref('excluded.worst_verdict'),
          worst_money: row.ref('excluded.worst_money'),
        })),
      )
      .execute()
}

/** The verdict that the messages of this transaction tell every channel that was posted anything of the promotion. */
export type AnnounceVerdict = {
  readonly kind: 'announce-verdict'
  readonly promotionId: string
  readonly verdict: Verdict
}

/** Keeps that messages announced a promotion's verdict: to one channel, or to all that were posted anything of it. Its money is looked up later. */
export const announceVerdict = async (
  { transaction, workspaceId, now }: Writer,
  {
    promotionId,
    verdict,
    channel,
  }: { readonly promotionId: string; readonly verdict: Verdict; readonly channel?: string },
): Promise<void> => {
  const posted = sql`select distinct channel from outbox
    where workspace_id = ${workspaceId} and kind = 'promotion' and entity = ${promotionId}`
  const channels =
    channel === undefined ? (await sql<{ channel: string }>`${posted}`.execute(transaction)).rows : [{ channel }]
  for (const one of channels)
    await transaction
      .insertInto('announced_verdict')
      .values({
        workspace_id: workspaceId,
        channel: one.channel,
        promotion_id: promotionId,
        verdict,
        money: null,
        announced_at: now,
        worst_on: null,
        worst_verdict: null,
        worst_money: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'channel', 'promotion_id'])
          .doUpdateSet({ verdict, money: null, announced_at: now }),
      )
      .execute()
}
