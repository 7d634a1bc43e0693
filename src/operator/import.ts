import { mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { Refusal } from '../domain/refusal.ts'
import type { importHere } from '../services/imports/import-here.ts'
import type { ImportProgress, IncomingFile, Taken } from '../services/imports/incoming-file.ts'
import { takenBefore } from '../services/imports/same-file.ts'
import { type ImportContext, takeFile } from '../services/imports/take-file.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'

/** One file to import from the command line. */
export type ImportOptions = {
  /** The feed that it is; null where that is to be recognised. */
  readonly kind: FeedKind | null
  readonly file: string
  /** ISO date from which the rows are known; today when null. */
  readonly knownOn: string | null
  readonly snapshot: boolean
  /** A file without rows is meant to be empty. */
  readonly acceptEmpty: boolean
  /** Where bad rows go instead of stopping the import, or null. */
  readonly rejects: string | null
  /** What is answered to questions about the file, by their ids. */
  readonly answers: Readonly<Record<string, string>>
  readonly progress: (progress: ImportProgress) => void
}

/** Imports one file, whole or not at all, and tells what became of it. Throws a Refusal when the file cannot be read. */
export const importFile = async (context: ImportContext, options: ImportOptions): Promise<Taken> => {
  const { kind, file, knownOn, rejects, progress } = options
  const aside = rejects === null ? null : `${rejects}.part`
  if (rejects !== null) await refuseOverwriting(rejects, [file, context.workspace.database.file])
  await using spool = file === '-' ? await spooled(process.stdin) : null
  try {
    if (aside !== null) await writeFile(aside, '').catch((cause) => unwritable(rejects, cause))
    const path = spool?.path ?? (await readable(file))
    const incoming: IncomingFile = {
      path,
      name: basename(file),
      door: 'command line',
      sender: 'command line',
      kind,
      mode: options.snapshot ? 'snapshot' : 'upsert',
      knownOn,
      answers: options.answers,
      rejectsPath: aside,
      acceptEmpty: options.acceptEmpty,
    }
    const taken = (await takenBefore(context, incoming)) ?? (await takeAnew(context, incoming, progress))
    const isKept = taken.kind === 'imported' && taken.report.rejected > 0
    if (aside !== null && rejects !== null && isKept) await rename(aside, rejects)
    return taken
  } finally {
    if (aside !== null) await rm(aside, { force: true })
  }
}

/** Workbooks are read in a thread that has limits. */
const takeAnew: typeof importHere = async (context, file, progress) => {
  if (await isWorkbook(file.path)) return takeFile(context, file, { progress })
  const here = await import('../services/imports/import-here.ts')
  return here.importHere(context, file, progress)
}

/** Tells whether a file is a compressed one, as workbooks are. */
const isWorkbook = async (path: string): Promise<boolean> => {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer.toString('latin1') === 'PK'
}

/** Writes what comes in to a file of its own, which is gone when it is disposed of. */
const spooled = async (source: AsyncIterable<Uint8Array>): Promise<AsyncDisposable & { readonly path: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  const path = join(folder, 'input')
  await writeFile(path, source, { mode: 0o600 })
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Rejected rows must not be written over what they come from, nor over the store. */
const refuseOverwriting = async (rejects: string, others: readonly string[]): Promise<void> => {
  const known = async (path: string) => {
    const found = await stat(path).catch(() => null)
    return found === null ? resolve(path) : `${found.dev}:${found.ino}`
  }
  const target = await known(rejects)
  const store = others.flatMap((other) => [other, `${other}-wal`, `${other}-shm`])
  for (const other of store)
    if ((await known(other)) === target)
      throw new Refusal(
        `Rejected rows cannot go to ${rejects}, because that is the file being imported or the store. Nothing was imported. Name another file.`,
      )
}

/** Gives the path of a file that can be read. */
const readable = async (file: string): Promise<string> => {
  try {
    await using handle = await open(file, 'r')
    if ((await handle.stat()).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    return file
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read'
    throw new Refusal(`${file} ${why}. Nothing was imported. Name a file that this user can read.`, { cause })
  }
}

const unwritable = (file: string | null, cause: unknown): never => {
  throw new Refusal(
    `I cannot write ${file}, so rejected rows would be lost. Nothing was imported. Name another file.`,
    { cause },
  )
}
