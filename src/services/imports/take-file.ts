import { Worker } from 'node:worker_threads'
import { Refusal } from '../../domain/refusal.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { ImportProgress, IncomingFile, Taken } from './incoming-file.ts'
import { tellImport } from './tell-import.ts'

/** What taking a file needs: whose data, the time, and the workspace's zone. */
export type ImportContext = {
  readonly workspace: Workspace
  readonly timeZone: string
  /** The moment, as ISO text. */
  readonly now: () => string
}

/** What the thread that takes a file is given. */
export type FileRequest = {
  readonly url: string
  readonly workspace: { readonly id: number; readonly name: string }
  readonly timeZone: string
  /** How far the clock of the context is ahead of this machine's, in milliseconds. */
  readonly ahead: number
  readonly file: IncomingFile
}

/** What the thread says. */
export type FileMessage =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'taken'; readonly taken: Taken }
  | { readonly kind: 'refusal'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

/** Megabytes that a file may take of the memory of its thread. */
const mostMegabytes = 256
/** Rows live for one slice; more room for what is new only makes the process larger. */
const youngMegabytes = 5
/** A thread that says nothing for so many milliseconds is ended. */
const stalledMilliseconds = 120_000

const lanes = new Map<string, Promise<unknown>>()

/**
 * Takes a file of any door: reads it in a thread of its own, with limits of memory and time, recognises what it is, and imports it
 * whole, holds it or asks. Files of one store are taken one after the other. Throws a Refusal where the file cannot be read
 * within the limits; nothing of it is kept then.
 */
export const takeFile = (
  context: ImportContext,
  file: IncomingFile,
  { progress, signal }: { readonly progress?: (progress: ImportProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<Taken> => {
  const store = addressOf(context.workspace)
  const before = lanes.get(store) ?? Promise.resolve()
  const taken = tellImport(context.workspace, file, () =>
    before.then(() => takeInThread(context, file, progress ?? (() => {}), signal)),
  )
  const settled = taken.catch(() => {})
  lanes.set(store, settled)
  void settled.then(() => {
    if (lanes.get(store) === settled) lanes.delete(store)
  })
  return taken
}

/** Gives the address by which another thread opens the store. */
const addressOf = ({ database }: Workspace): string => database.url

const takeInThread = (
  { workspace, timeZone, now }: ImportContext,
  file: IncomingFile,
  progress: (progress: ImportProgress) => void,
  signal: AbortSignal | undefined,
): Promise<Taken> => {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Taken>()
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), {
    workerData: {
      url: addressOf(workspace),
      workspace: { id: workspace.id, name: workspace.name },
      timeZone,
      ahead: Date.parse(now()) - Date.now(),
      file,
    } satisfies FileRequest,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
  })
  const end = (failure: unknown) => {
    reject(failure)
    void worker.terminate()
  }
  const stalled = setTimeout(() => end(tooSlow(file.name)), stalledMilliseconds)
  const abort = () => end(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  worker.on('message', (message: FileMessage) => {
    stalled.refresh()
    switch (message.kind) {
      case 'progress':
        return progress(message.progress)
      case 'taken':
        return resolve(message.taken)
      case 'refusal':
        return reject(new Refusal(message.message))
      case 'failed':
        return reject(new Error(`Taking a file failed: ${message.message}`))
    }
  })
  worker.on('error', (cause) => end(isOutOfMemory(cause) ? tooLarge(file.name, cause) : cause))
  worker.on('exit', () => reject(new Error('The thread that took a file ended before it was done')))
  return promise.finally(() => {
    clearTimeout(stalled)
    signal?.removeEventListener('abort', abort)
  })
}

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'

const tooLarge = (name: string, cause: unknown) =>
  new Refusal(
    `${name} needs more memory than a file may take. Nothing was changed. Save the sheet alone as CSV, or split it.`,
    { cause },
  )

const tooSlow = (name: string) =>
  new Refusal(`${name} could not be read in time. Nothing was changed. Save it as CSV, or split it, and send it again.`)
