import { hash } from 'node:crypto'
import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import { type DigestSnapshot, readSnapshot, snapshotText } from '../../domain/digest/digest-snapshot.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** Snapshots that were written recently: one is written for many channels. */
const written = new WeakMap<DigestSnapshot, { readonly text: string; readonly hash: string }>()

/** Keeps what a digest said, and gives its fingerprint. */
export const keepDigestSnapshot = async (
  { transaction, workspaceId }: Writer,
  snapshot: DigestSnapshot,
): Promise<string> => {
  const known = written.get(snapshot) ?? textOf(snapshot)
  written.set(snapshot, known)
  await transaction
    .insertInto('digest_snapshot')
    .values({ workspace_id: workspaceId, hash: known.hash, snapshot: known.text })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return known.hash
}

const textOf = (snapshot: DigestSnapshot) => {
  const text = snapshotText(snapshot)
  return { text, hash: hash('sha256', text) }
}

/** Snapshots that were read recently: they are large, and never change. */
const recent = new WeakMap<Reader['database'], BoundedMap<string, DigestSnapshot | null>>()
const mostRecent = 12

/** Loads what a digest said by its fingerprint; null where it is of a form that this version does not know. */
export const loadDigestSnapshot = (workspace: Reader, fingerprint: string): Promise<DigestSnapshot | null> =>
  remembered(recent, mostRecent, workspace, fingerprint, (text) => readSnapshot(text))

/** The verdicts that a digest said: of the promotions that it listed, and of others that its filter left out. */
export type ToldVerdicts = {
  readonly verdicts: ReadonlyMap<PromotionId, Verdict>
  readonly others: ReadonlyMap<PromotionId, Verdict>
  /** The filter of the channel's subscription at that time, as it is printed. */
  readonly filter: string | null
}

/** Verdicts that were read recently: they are asked for after every act, one for each filter. */
const told = new WeakMap<Reader['database'], BoundedMap<string, ToldVerdicts | null>>()
const mostTold = 1_000

/** Loads the verdicts that a digest said by its fingerprint; null where it is of a form that this version does not know. */
export const loadToldVerdicts = (workspace: Reader, fingerprint: string): Promise<ToldVerdicts | null> =>
  remembered(told, mostTold, workspace, fingerprint, (text) => {
    const snapshot = readSnapshot(text)
    if (snapshot === null) return null
    const { promotions, others = {}, filter = null } = snapshot
    const verdicts = Object.entries(promotions).map(([id, { verdict }]) => [id, verdict] as const)
    return { verdicts: new Map(verdicts), others: new Map(Object.entries(others)), filter }
  })

const remembered = async <T>(
  all: WeakMap<Reader['database'], BoundedMap<string, T>>,
  most: number,
  { id, database }: Reader,
  fingerprint: string,
  read: (text: string | null) => T,
): Promise<T> => {
  const own = all.get(database) ?? boundedMap<string, T>(most)
  all.set(database, own)
  const key = `${id} ${fingerprint}`
  const known = own.get(key)
  if (known !== undefined) return known
  const row = await database.kysely
    .selectFrom('digest_snapshot')
    .select('snapshot')
    .where('workspace_id', '=', id)
    .where('hash', '=', fingerprint)
    .executeTakeFirst()
  const value = read(row?.snapshot ?? null)
  own.set(key, value)
  return value
}
