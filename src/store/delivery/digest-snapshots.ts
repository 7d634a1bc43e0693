import { hash } from 'node:crypto'
import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import { type DigestSnapshot, readSnapshot } from '../../domain/digest/digest-snapshot.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** What digests said: each once, however many channels were told the same. */
export type DigestSnapshotTable = { digest_snapshot: { workspace_id: number; hash: string; snapshot: string } }

/** Snapshots that were written recently: one is written for many channels. */
const written = new WeakMap<object, { readonly text: string; readonly hash: string }>()

/** Keeps what a digest said, and gives its fingerprint. */
export const keepDigestSnapshot = async ({ transaction, workspaceId }: Writer, snapshot: object): Promise<string> => {
  const known = written.get(snapshot) ?? textOf(snapshot)
  written.set(snapshot, known)
  await transaction
    .insertInto('digest_snapshot')
    .values({ workspace_id: workspaceId, hash: known.hash, snapshot: known.text })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return known.hash
}

const textOf = (snapshot: object) => {
  const text = JSON.stringify(snapshot)
  return { text, hash: hash('sha256', text) }
}

/** Snapshots that were read recently: they are large, never change, and are asked for with every refresh, one for each filter. */
const recent = new WeakMap<Reader['database'], BoundedMap<string, DigestSnapshot | null>>()
const mostRecent = 100

/** Loads what a digest said by its fingerprint; null where it is of a form that this version does not know. */
export const loadDigestSnapshot = async (
  { id, database }: Reader,
  fingerprint: string,
): Promise<DigestSnapshot | null> => {
  const own = recent.get(database) ?? boundedMap<string, DigestSnapshot | null>(mostRecent)
  recent.set(database, own)
  const key = `${id} ${fingerprint}`
  const known = own.get(key)
  if (known !== undefined) return known
  const row = await database.kysely
    .selectFrom('digest_snapshot')
    .select('snapshot')
    .where('workspace_id', '=', id)
    .where('hash', '=', fingerprint)
    .executeTakeFirst()
  const snapshot = readSnapshot(row?.snapshot ?? null)
  own.set(key, snapshot)
  return snapshot
}
