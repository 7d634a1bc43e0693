import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Refusal } from '../../domain/refusal.ts'
import { holdReasons } from '../../feeds/gates/quality-gates.ts'
import { type ImportRequest, importFeed } from '../../feeds/import-feed.ts'
import type { ImportReport } from '../../feeds/import-report.ts'
import { rejectsWriter } from '../../feeds/rejects.ts'
import { reportLines } from '../../feeds/report-lines.ts'
import { isServed } from '../../store/database/posting-lock.ts'
import { openBatch } from '../../store/feeds/batches.ts'
import { loadZones } from '../../store/feeds/catalogue.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { type BatchEntry, keepReport, loadKeptReport, loadNewestBatch } from '../../store/imports/batch-list.ts'
import type { ImportProgress, IncomingFile, Taken } from './incoming-file.ts'
import { lastDays } from './last-days.ts'
import type { ImportContext } from './take-file.ts'

/** Milliseconds that other processes wait for the write lock at most: less where one of them answers people. */
const holdForPeople = 100
const holdForPrograms = 300
const progressMilliseconds = 200
const progressRows = 50_000

/** Takes a file in this thread. Throws a Refusal where it cannot be read; nothing of it is kept then. */
export const importHere = async (
  context: ImportContext,
  file: IncomingFile,
  progress: (progress: ImportProgress) => void,
): Promise<Taken> => {
  const found = await stat(file.path)
  const hash = await hashOf(file.path)
  if (file.kind === null) throw new Refusal('Name the feed.')
  const same = await sameBefore(context, file, file.kind, hash)
  const report = same === null ? null : await loadKeptReport<ImportReport>(context.workspace, same.id)
  if (same !== null && report !== null) return repeated(context, file, same, report)
  const taken = await importRows(
    context,
    file,
    { kind: file.kind, hash, size: found.size, modified: found.mtimeMs },
    progress,
  )
  return takenOf(file, taken)
}

const takenOf = (file: IncomingFile, report: ImportReport): Taken => {
  switch (report.outcome) {
    case 'imported':
      return { kind: 'imported', report, sameAs: null, said: [] }
    case 'held':
      return { kind: 'held', report, reasons: report.holdReasons }
    case 'refused':
      return { kind: 'refused', report, reason: reportLines(report, file.name).join('\n') }
  }
}

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** Finds the batch that this very file made, where nothing of its kind has come in or been said since. */
const sameBefore = async (
  { workspace }: ImportContext,
  { mode, knownOn, rejectsPath }: IncomingFile,
  kind: FeedKind,
  hash: string,
): Promise<BatchEntry | null> => {
  if (knownOn !== null || rejectsPath !== null) return null
  const newest = await loadNewestBatch(workspace, kind)
  const isSame = newest !== null && newest.hash === hash && newest.mode === mode && !newest.knownSaid
  return isSame ? newest : null
}

/** Keeps that a file came once more: a batch without rows, because it says nothing new. */
const repeated = async (
  context: ImportContext,
  file: IncomingFile,
  same: BatchEntry,
  before: ImportReport,
): Promise<Taken> => {
  const batch = await openBatch(context.workspace, same.kind, {
    ...batchOptions(context, file),
    mode: 'upsert',
    origin: { door: file.door, sender: file.sender, hash: same.hash, mapping: null },
  })
  await batch.publish()
  const report: ImportReport = {
    ...before,
    batch: batch.id,
    inserted: 0,
    changed: 0,
    unchanged: before.rows,
    absent: 0,
    createdItems: 0,
    createdLocations: 0,
  }
  await keepReport(context.workspace, batch.id, report)
  return { kind: 'imported', report, sameAs: same.id, said: [] }
}

const batchOptions = ({ workspace, now, timeZone }: ImportContext, { name, mode, knownOn }: IncomingFile) => ({
  mode,
  source: name,
  knownOn: knownOn ?? Temporal.Instant.from(now()).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
  knownSaid: knownOn !== null,
  now,
  holdFor: () => (isServed(workspace.database) ? holdForPeople : holdForPrograms),
})

type Readable = { readonly kind: FeedKind; readonly hash: string; readonly size: number; readonly modified: number }

const importRows = async (
  context: ImportContext,
  file: IncomingFile,
  { kind, hash, size, modified }: Readable,
  progress: (progress: ImportProgress) => void,
): Promise<ImportReport> => {
  const { workspace, timeZone } = context
  const zones = await loadZones(workspace, context.now().slice(0, 10))
  const rejects: FileHandle | null = file.rejectsPath === null ? null : await open(file.rejectsPath, 'w')
  let told = { at: performance.now(), rows: 0 }
  try {
    const report = await importFeed({
      kind,
      source: unchanged(file, { size, modified }),
      timeZone,
      zoneOf: (location) => zones.get(location),
      lastDay: lastDays(context, file.knownOn, zones),
      acceptEmpty: file.acceptEmpty,
      holdReasons,
      open: () =>
        openBatch(workspace, kind, {
          ...batchOptions(context, file),
          origin: { door: file.door, sender: file.sender, hash, mapping: null },
        }),
      skipBadRows: rejects === null ? undefined : rejectsWriter(async (text) => void (await rejects.write(text))),
      progress: (rows, bytes) => {
        const at = performance.now()
        if (at - told.at < progressMilliseconds && rows - told.rows < progressRows) return
        told = { at, rows }
        progress({ rows, bytes, totalBytes: size })
      },
    } satisfies ImportRequest<FeedKind>)
    if (report.batch !== null) await keepReport(workspace, report.batch, report)
    return report
  } finally {
    await rejects?.close()
  }
}

/** Reads a file, and refuses it at its end where somebody wrote to it meanwhile. */
async function* unchanged(
  { path, name }: IncomingFile,
  { size, modified }: Pick<Readable, 'size' | 'modified'>,
): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Uint8Array>
  const after = await stat(path)
  if (after.size !== size || after.mtimeMs !== modified)
    throw new Refusal(
      `${name} was written to while it was read. Nothing was changed. Send it again once it is complete.`,
    )
}
