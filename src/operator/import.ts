import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { App } from '../app.ts'
import { isoOf } from '../domain/day.ts'
import { Refusal } from '../domain/refusal.ts'
import type { LastDay } from '../feeds/feed.ts'
import { importFeed } from '../feeds/import-feed.ts'
import type { ImportReport } from '../feeds/import-report.ts'
import { rejectsWriter } from '../feeds/rejects.ts'
import { isServed } from '../store/database/posting-lock.ts'
import { openBatch } from '../store/feeds/batches.ts'
import { loadZones } from '../store/feeds/catalogue.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'

/** One file to import from the command line. */
export type ImportOptions = {
  readonly kind: FeedKind
  readonly file: string
  /** ISO date from which the rows are known; today when null. */
  readonly knownOn: string | null
  readonly snapshot: boolean
  /** A file without rows is meant to be empty. */
  readonly acceptEmpty: boolean
  /** Where bad rows go instead of stopping the import, or null. */
  readonly rejects: string | null
  readonly progress: (line: string) => void
}

const progressEvery = 50_000
/** Milliseconds that other processes wait for the write lock at most: less where one of them answers people. */
const holdForPeople = 100
const holdForPrograms = 300

/** Imports one CSV file, whole or not at all, and reports what came of it. Throws a Refusal when the file cannot be read. */
export const importFile = async (app: App, options: ImportOptions): Promise<ImportReport> => {
  const zones = await loadZones(app.workspace, isoOf(app.today()))
  const aside = options.rejects === null ? null : `${options.rejects}.part`
  if (options.rejects !== null) await refuseOverwriting(options.rejects, [options.file, app.workspace.database.file])
  let rejects: FileHandle | null = null
  let told = 0
  try {
    if (aside !== null) rejects = await open(aside, 'w').catch((cause) => unwritable(options.rejects, cause))
    const handle = rejects
    const source = await readable(options.file)
    const report = await importFeed({
      kind: options.kind,
      source,
      timeZone: app.timeZone,
      zoneOf: (location) => zones.get(location),
      lastDay: lastDays(app, options.knownOn, zones),
      acceptEmpty: options.acceptEmpty,
      open: () =>
        openBatch(app.workspace, options.kind, {
          mode: options.snapshot ? 'snapshot' : 'upsert',
          source: basename(options.file),
          knownOn: options.knownOn ?? isoOf(app.today()),
          knownSaid: options.knownOn !== null,
          now: app.now,
          holdFor: () => (isServed(app.workspace.database) ? holdForPeople : holdForPrograms),
        }),
      skipBadRows: handle === null ? undefined : rejectsWriter(async (text) => void (await handle.write(text))),
      progress: (rows, bytes) => {
        if (rows - told < progressEvery) return
        told = rows
        options.progress(
          `${basename(options.file)}: ${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(0)} MB read`,
        )
      },
    })
    await rejects?.close()
    rejects = null
    const isKept = report.outcome === 'imported' && report.rejected > 0
    if (aside !== null && options.rejects !== null && isKept) await rename(aside, options.rejects)
    return report
  } finally {
    await rejects?.close()
    if (aside !== null) await rm(aside, { force: true })
  }
}

/** Makes the function that tells the last day on which stock of a location can have been counted. */
const lastDays = (app: App, knownOn: string | null, zones: ReadonlyMap<string, string>) => {
  if (knownOn !== null) return () => ({ on: knownOn, isSaid: true })
  const now = Temporal.Instant.from(app.now())
  const byZone = new Map<string, LastDay>()
  return (location: string): LastDay => {
    const zone = zones.get(location) ?? app.timeZone
    const known = byZone.get(zone)
    if (known !== undefined) return known
    const last = { on: now.toZonedDateTimeISO(zone).toPlainDate().toString(), isSaid: false }
    byZone.set(zone, last)
    return last
  }
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

const readable = async (file: string): Promise<AsyncIterable<Uint8Array>> => {
  if (file === '-') return process.stdin
  try {
    const handle = await open(file, 'r')
    if ((await handle.stat()).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    return createReadStream(file, { fd: handle, highWaterMark: 64 * 1024 })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read'
    throw new Refusal(`${file} ${why}. Nothing was imported. Name a CSV file that this user can read.`, { cause })
  }
}

const unwritable = (file: string | null, cause: unknown): never => {
  throw new Refusal(
    `I cannot write ${file}, so rejected rows would be lost. Nothing was imported. Name another file.`,
    { cause },
  )
}
