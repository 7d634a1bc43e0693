import { createHash, randomBytes } from 'node:crypto'
import { loadNextNumber, raiseCounter } from '../database/counter.ts'
import type { Reader, Workspace, Writer } from '../database/workspace.ts'
import type { LinkKind, LinkTables } from './link-tables.ts'

/** A link that leads to something without an account; moments are ISO texts. */
export type SharedLink = {
  readonly id: number
  readonly kind: LinkKind
  /** What it leads to, as its kind writes it: a filter, a month of a channel. */
  readonly subject: string
  /** The person who made it, and the account that they made it with, with whose rights it is read. */
  readonly person: string
  readonly account: string
  readonly name: string
  readonly place: string
  readonly createdAt: string
  readonly revokedAt: string | null
  readonly lastReadAt: string | null
  readonly reads: number
}

const linkOf = (row: LinkTables['shared_link']): SharedLink => ({
  id: Number(row.id),
  kind: row.kind,
  subject: row.subject,
  person: row.person,
  account: row.account,
  name: row.name,
  place: row.place,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  lastReadAt: row.last_read_at,
  reads: Number(row.reads),
})

const tokenBytes = 32
const tokenShape = /^[\w-]{43}$/

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A new link: its number, kind, subject and maker, and the hash of its token. */
export type KeepSharedLink = {
  readonly kind: 'keep-shared-link'
  readonly link: Pick<SharedLink, 'id' | 'kind' | 'subject' | 'person' | 'account' | 'name' | 'place'> & {
    readonly hash: string
  }
}

/**
 * Makes the token of a new link, 256 bits, and the change that keeps its hash. The token is shown once and kept nowhere: a card
 * that has it says so (`secret`), so that it is forgotten with its delivery.
 */
export const newSharedLink = async (
  workspace: Reader,
  link: Omit<KeepSharedLink['link'], 'id' | 'hash'>,
): Promise<{ readonly token: string; readonly change: KeepSharedLink }> => {
  const token = randomBytes(tokenBytes).toString('base64url')
  const id = await loadNextNumber(workspace, 'shared-link')
  return { token, change: { kind: 'keep-shared-link', link: { ...link, id, hash: hashOf(token) } } }
}

/** Keeps a link; answers false where its number was taken meanwhile. */
export const keepSharedLink = async (writer: Writer, { link }: KeepSharedLink): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  await raiseCounter(writer, 'shared-link', link.id)
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('shared_link')
    .values({
      workspace_id: workspaceId,
      ...link,
      created_at: now,
      revoked_at: null,
      revoked_by: null,
      last_read_at: null,
      reads: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0) > 0
}

/** Links that lead nowhere from now on. */
export type RevokeSharedLinks = {
  readonly kind: 'revoke-shared-links'
  readonly ids: readonly number[]
  readonly by: string
}

/** Revokes links, for good. */
export const revokeSharedLinks = async (
  { transaction, workspaceId, now }: Writer,
  { ids, by }: RevokeSharedLinks,
): Promise<void> => {
  if (ids.length === 0) return
  await transaction
    .updateTable('shared_link')
    .set({ revoked_at: now, revoked_by: by })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('revoked_at', 'is', null)
    .execute()
}

/** Lists the links of a kind that are in use, the oldest first; those of one person where one is named. */
export const loadSharedLinks = async (
  { id, database }: Reader,
  kind: LinkKind,
  person: string | null,
): Promise<readonly SharedLink[]> => {
  const rows = await database.kysely
    .selectFrom('shared_link')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('kind', '=', kind)
    .where('revoked_at', 'is', null)
    .$if(person !== null, (query) => query.where('person', '=', person as string))
    .orderBy('id')
    .execute()
  return rows.map(linkOf)
}

/**
 * Finds the link that a token opens; null where there is none of the kind, or it is revoked. A token is looked up by its hash
 * alone, which nobody can steer towards a known one: how long that takes tells nothing.
 */
export const findSharedLink = async (
  { id, database }: Reader,
  kind: LinkKind,
  token: string,
): Promise<SharedLink | null> => {
  const hash = hashOf(tokenShape.test(token) ? token : '')
  const row = await database.kysely
    .selectFrom('shared_link')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row === undefined || row.revoked_at !== null || row.kind !== kind ? null : linkOf(row)
}

/** Keeps that a link was read, by the hour. */
export const noteLinkRead = async ({ id, database }: Workspace, link: SharedLink, now: string): Promise<void> => {
  if (link.lastReadAt?.slice(0, 13) === now.slice(0, 13)) return
  await database.kysely
    .updateTable('shared_link')
    .set((row) => ({ last_read_at: now, reads: row('reads', '+', 1) }))
    .where('workspace_id', '=', id)
    .where('id', '=', link.id)
    .execute()
}

/** Makes one person's links another's. */
export const moveSharedLinks = async (
  { transaction, workspaceId }: Writer,
  from: string,
  to: string,
): Promise<void> => {
  await transaction
    .updateTable('shared_link')
    .set({ person: to })
    .where('workspace_id', '=', workspaceId)
    .where('person', '=', from)
    .execute()
}
