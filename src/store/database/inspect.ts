import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Refusal } from '../../domain/refusal.ts'
import { refuseLoneFile } from './in-use.ts'
import { storeRefusal } from './store-refusal.ts'
import { type Workspace, writeTogether } from './workspace.ts'

/** What is found in a store without changing it. */
type StoreReading = {
  /** There is nothing in it yet. */
  readonly isEmpty: boolean
  /** The migrations that it has had. */
  readonly applied: readonly { readonly name: string; readonly breaking: number }[]
  /** What SQLite says of damage; none where there is none. */
  readonly damage: readonly string[]
  /** Tables with rows that refer to nothing. */
  readonly orphans: readonly string[]
}

/** A store as it was inspected: `unread` where reading it was not finished in time. */
export type StoreInspection =
  | { readonly kind: 'missing'; readonly hasFolder: boolean }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unread' }
  | ({ readonly kind: 'read' } & StoreReading)

/** Reads a whole store in a thread of its own, for no longer than so many milliseconds; rows that refer to nothing are looked for on request. Changes nothing; never throws. */
export const inspectStore = async (
  file: string,
  milliseconds: number,
  looksForOrphans = true,
): Promise<StoreInspection> => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined)
    return {
      kind: 'missing',
      hasFolder: statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory() === true,
    }
  try {
    // Before it is opened: that makes a log beside it, and the copy looks whole.
    refuseLoneFile(file)
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', sentence: error.message }
    throw error
  }
  const thread = new Worker(new URL('./inspect-thread.ts', import.meta.url), { workerData: { file, looksForOrphans } })
  thread.unref()
  return new Promise((done) => {
    const timer = setTimeout(() => {
      done({ kind: 'unread' })
      void thread.terminate()
    }, milliseconds)
    thread.once('message', (reading: StoreReading) => {
      clearTimeout(timer)
      done({ kind: 'read', ...reading })
    })
    thread.once('error', (error) => {
      clearTimeout(timer)
      const refusal = storeRefusal(error, file)
      done({
        kind: 'refused',
        sentence: refusal instanceof Refusal ? refusal.message : `The store ${file} cannot be read.`,
      })
    })
  })
}

/** The sizes of a store, of its log and of the free room on its disk, in bytes. */
export type StoreSizes = { readonly store: number; readonly log: number; readonly free: number }

/** Measures a store. */
export const measureStore = async (file: string): Promise<StoreSizes> => {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const { bavail, bsize } = await statfs(dirname(file))
  return { store: sizeOf(file), log: sizeOf(`${file}-wal`), free: bavail * bsize }
}

/** Writes to the store and takes it back in one transaction: it reaches the disk, and nothing of it stays. */
export const tryWrite = (workspace: Workspace, now: string): Promise<void> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    await transaction.insertInto('counter').values({ workspace_id: workspaceId, name: 'doctor', value: 1 }).execute()
    await transaction
      .deleteFrom('counter')
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', 'doctor')
      .execute()
  })
