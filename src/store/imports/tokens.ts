import { createHash, randomBytes } from 'node:crypto'
import { keepAuditEntry } from '../changes/audit.ts'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import type { TokenTables } from './token-tables.ts'

/** What a token allows, and until when; moments are ISO texts. */
export type TokenEntry = {
  readonly name: string
  readonly feeds: readonly FeedKind[]
  readonly mayRead: boolean
  readonly person: string | null
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly lastUsedAt: string | null
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const entryOf = (row: TokenTables['feed_token']): TokenEntry => ({
  name: row.name,
  feeds: JSON.parse(row.feeds) as readonly FeedKind[],
  mayRead: row.may_read === 1,
  person: row.person,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
})

/** Makes a token and gives it, this once; null where one of the name is in use. */
export const addToken = async (
  workspace: Workspace,
  token: Pick<TokenEntry, 'name' | 'feeds' | 'mayRead' | 'person' | 'expiresAt'>,
  now: string,
): Promise<string | null> => {
  const secret = `sr_${randomBytes(32).toString('base64url')}`
  const { name, feeds, mayRead, person, expiresAt } = token
  const isNew = await writeTogether(workspace, now, async (writer) => {
    const { numInsertedOrUpdatedRows } = await writer.transaction
      .insertInto('feed_token')
      .values({
        workspace_id: workspace.id,
        name,
        hash: hashOf(secret),
        feeds: JSON.stringify(feeds),
        may_read: mayRead ? 1 : 0,
        person,
        created_at: now,
        expires_at: expiresAt,
        revoked_at: null,
        last_used_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    const isAdded = Number(numInsertedOrUpdatedRows ?? 0) > 0
    const detail = { feeds, mayRead, person, expiresAt }
    if (isAdded) await keepAuditEntry(writer, { ...byOperator, action: 'add token', entity: name, detail })
    return isAdded
  })
  return isNew ? secret : null
}

const byOperator = { actor: 'command line', place: 'command line' } as const

/** Lists the tokens by name. */
export const loadTokens = async ({ id, database }: Reader): Promise<readonly TokenEntry[]> =>
  (
    await database.kysely.selectFrom('feed_token').selectAll().where('workspace_id', '=', id).orderBy('name').execute()
  ).map(entryOf)

/** Ends a token; answers whether there was one in use. */
export const revokeToken = (workspace: Workspace, name: string, now: string): Promise<boolean> =>
  writeTogether(workspace, now, async (writer) => {
    const { numUpdatedRows } = await writer.transaction
      .updateTable('feed_token')
      .set({ revoked_at: now })
      .where('workspace_id', '=', workspace.id)
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    const isEnded = Number(numUpdatedRows) > 0
    if (isEnded) await keepAuditEntry(writer, { ...byOperator, action: 'revoke token', entity: name, detail: {} })
    return isEnded
  })

/** Finds the token that somebody shows; null where there is none, or it is over. Keeps when it was last used, by the hour. */
export const findToken = async (workspace: Workspace, secret: string, now: string): Promise<TokenEntry | null> => {
  const { kysely } = workspace.database
  const row = await kysely
    .selectFrom('feed_token')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('hash', '=', hashOf(secret))
    .executeTakeFirst()
  if (row === undefined || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null
  if (row.last_used_at?.slice(0, 13) !== now.slice(0, 13))
    await kysely
      .updateTable('feed_token')
      .set({ last_used_at: now })
      .where('workspace_id', '=', workspace.id)
      .where('name', '=', row.name)
      .execute()
  return entryOf(row)
}

/** What was answered to a request. */
export type KeptAnswer = { readonly bodyHash: string; readonly status: number; readonly answer: string }

/** Loads what was answered to a request of a token by its key; null where it is new. */
export const loadKeptAnswer = async (
  { id, database }: Reader,
  token: string,
  key: string,
): Promise<KeptAnswer | null> => {
  const row = await database.kysely
    .selectFrom('http_answer')
    .select(['body_hash', 'status', 'answer'])
    .where('workspace_id', '=', id)
    .where('token', '=', token)
    .where('request_key', '=', key)
    .executeTakeFirst()
  return row === undefined ? null : { bodyHash: row.body_hash, status: row.status, answer: row.answer }
}

const keptDays = 7

/** Keeps an answer for seven days. */
export const keepAnswer = async (
  { id, database }: Workspace,
  token: string,
  key: string,
  { bodyHash, status, answer }: KeptAnswer,
  now: string,
): Promise<void> => {
  const before = Temporal.Instant.from(now)
    .subtract({ hours: 24 * keptDays })
    .toString({ smallestUnit: 'millisecond' })
  await database.kysely
    .deleteFrom('http_answer')
    .where('workspace_id', '=', id)
    .where('answered_at', '<', before)
    .execute()
  await database.kysely
    .insertInto('http_answer')
    .values({
      ...{ workspace_id: id, token, request_key: key, body_hash: bodyHash },
      ...{ status, answer, answered_at: now },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
