import { randomBytes } from 'node:crypto'
import { keepAuditEntry } from '../changes/audit.ts'
import { nextNumber } from '../database/counter.ts'
import { type Reader, type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { rowsPerStatement } from '../delivery/announced-verdicts.ts'
import type { WebhookTables } from './webhook-tables.ts'

/** A system that is told what happens; `events` are the names of those that it asks for. */
export type Webhook = {
  readonly id: number
  readonly url: string
  readonly events: readonly string[]
  readonly secret: string
  readonly addedAt: string
}

/** What a system was told about something, such as the verdict of a promotion. */
export type Told = { readonly about: string; readonly entity: string; readonly value: string }

const webhookOf = (row: WebhookTables['webhook']): Webhook => ({
  id: Number(row.id),
  url: row.url,
  events: JSON.parse(row.events) as readonly string[],
  secret: row.secret,
  addedAt: row.added_at,
})

/** Loads the systems that are told what happens, the oldest first. */
export const loadWebhooks = async ({ id, database }: Reader): Promise<readonly Webhook[]> =>
  (await database.kysely.selectFrom('webhook').selectAll().where('workspace_id', '=', id).orderBy('id').execute()).map(
    webhookOf,
  )

const channelPrefix = 'webhook:'

/** Names the channel of the outbox by which a system is told. */
export const channelOfWebhook = ({ id }: Pick<Webhook, 'id'>): string => `${channelPrefix}${id}`

/** Tells whether a channel is that of a system. */
export const isWebhookChannel = (channel: string): boolean => channel.startsWith(channelPrefix)

/** Adds a system that counts as told how things stand now; the key is made here. */
export const addWebhook = (
  workspace: Workspace,
  { url, events, told }: Pick<Webhook, 'url' | 'events'> & { readonly told: readonly Told[] },
  now: string,
): Promise<Webhook> =>
  writeTogether(workspace, now, async (writer) => {
    const webhook = {
      ...{ id: await nextNumber(writer, 'webhook'), url, events, addedAt: now },
      secret: `whsec_${randomBytes(32).toString('base64')}`,
    }
    await writer.transaction
      .insertInto('webhook')
      .values({
        ...{ workspace_id: workspace.id, id: webhook.id, url, secret: webhook.secret, added_at: now },
        events: JSON.stringify(events),
      })
      .execute()
    await keepTold(writer, { webhook: webhook.id, told, gone: [] })
    await keepAuditEntry(writer, { ...byOperator, action: 'add webhook', entity: url, detail: { events } })
    return webhook
  })

const byOperator = { actor: 'command line', place: 'command line' } as const

/** Removes a system, with what was still to be told to it; answers its address, null where there is none. */
export const removeWebhook = (workspace: Workspace, id: number, now: string): Promise<string | null> =>
  writeTogether(workspace, now, async (writer) => {
    const { transaction, workspaceId } = writer
    const row = await transaction
      .deleteFrom('webhook')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returning('url')
      .executeTakeFirst()
    if (row === undefined) return null
    await transaction
      .deleteFrom('webhook_told')
      .where('workspace_id', '=', workspaceId)
      .where('webhook_id', '=', id)
      .execute()
    await transaction
      .updateTable('outbox')
      .set({ not_after: now })
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', channelOfWebhook({ id }))
      .where('state', 'in', ['pending', 'sending', 'unknown'])
      .execute()
    await keepAuditEntry(writer, { ...byOperator, action: 'remove webhook', entity: row.url, detail: {} })
    return row.url
  })

/** Loads what a system was told. */
export const loadTold = async ({ id, database }: Reader, webhook: number): Promise<readonly Told[]> =>
  database.kysely
    .selectFrom('webhook_told')
    .select(['about', 'entity', 'value'])
    .where('workspace_id', '=', id)
    .where('webhook_id', '=', webhook)
    .execute()

/** What a system is told by the messages of this transaction, and what is over. */
export type KeepTold = {
  readonly kind: 'keep-told'
  readonly webhook: number
  readonly told: readonly Told[]
  readonly gone: readonly Pick<Told, 'about' | 'entity'>[]
}

/** Keeps what a system is told. Answers false where it has been removed meanwhile. */
export const keepTold = async (
  { transaction, workspaceId }: Writer,
  { webhook, told, gone }: Omit<KeepTold, 'kind'>,
): Promise<boolean> => {
  const known = await transaction
    .selectFrom('webhook')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', webhook)
    .executeTakeFirst()
  if (known === undefined) return false
  for (const { about, entity } of gone)
    await transaction
      .deleteFrom('webhook_told')
      .where('workspace_id', '=', workspaceId)
      .where('webhook_id', '=', webhook)
      .where('about', '=', about)
      .where('entity', '=', entity)
      .execute()
  for (let i = 0; i < told.length; i += rowsPerStatement)
    await transaction
      .insertInto('webhook_told')
      .values(
        told.slice(i, i + rowsPerStatement).map((one) => ({ workspace_id: workspaceId, webhook_id: webhook, ...one })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'webhook_id', 'about', 'entity'])
          .doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
      )
      .execute()
  return true
}
