import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Refusal } from '../../domain/refusal.ts'
import { UnreadableFile } from '../../feeds/files/archive.ts'
import { openFile } from '../../feeds/files/open-file.ts'
import { fileLimits, type OpenedFile } from '../../feeds/files/sheet.ts'
import { holdReasons } from '../../feeds/gates/quality-gates.ts'
import { type ImportRequest, importFeed, type RowSource } from '../../feeds/import-feed.ts'
import type { ImportReport } from '../../feeds/import-report.ts'
import type { Mapping } from '../../feeds/mapping/mapping.ts'
import { recognise } from '../../feeds/mapping/recognise.ts'
import { rejectsWriter } from '../../feeds/rejects.ts'
import { reportLines } from '../../feeds/report-lines.ts'
import { isServed } from '../../store/database/posting-lock.ts'
import { openBatch } from '../../store/feeds/batches.ts'
import { loadZones } from '../../store/feeds/catalogue.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { type BatchEntry, keepReport, loadKeptReport, loadNewestOfFile } from '../../store/imports/batch-list.ts'
import { keepMapping, loadKeptMapping } from '../../store/imports/kept-mappings.ts'
import { openKnownCodes } from '../../store/imports/known-codes.ts'
import type { ImportProgress, IncomingFile, Taken } from './incoming-file.ts'
import { lastDays } from './last-days.ts'
import { isOfContract, mappedSource } from './read-file.ts'
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
  const { size, mtimeMs: modified } = await stat(file.path)
  const state = { hash: await hashOf(file.path), size, modified }
  const before = await sameBefore(context, file, state.hash)
  if (before !== null) {
    refuseUnlessAllowed(file, before.same.kind)
    return repeated(context, file, before)
  }
  try {
    await using opened = await openFile(file.path, fileLimits)
    if (file.kind !== null && file.isOnlyLookedAt !== true && (await isOfContract(opened, file.kind)))
      return await importAs(
        context,
        file,
        { ...state, kind: file.kind, said: [], mapping: null, source: opened.textPath ?? file.path },
        progress,
      )
    const codes = openKnownCodes(context.workspace)
    const recognised = await recognise(opened, {
      name: file.name,
      kind: file.kind,
      answers: file.answers,
      remembered: async (shape) => mappingOf(await loadKeptMapping(context.workspace, file.sender, shape)),
      known: codes,
      today: todayOf(context),
    })
    if (recognised === null) return unrecognised(file, opened)
    const { mapping, questions, said, notes, shape } = recognised
    const isKnown =
      file.isImportedIfKnown === true && (await loadKeptMapping(context.workspace, file.sender, shape)) !== null
    if (questions.length > 0 || (file.isOnlyLookedAt === true && !isKnown))
      return { kind: 'asked', recognised, report: null }
    const text = JSON.stringify(mapping)
    const source = mappedSource(opened, mapping, codes.unitsPer, size)
    const readable = { ...state, kind: mapping.kind, said: [...said, ...notes], mapping: text, source }
    const taken = await importAs(context, file, readable, progress)
    if (taken.kind === 'imported')
      await keepMapping(context.workspace, {
        sender: file.sender,
        shape,
        kind: mapping.kind,
        mapping: text,
        at: context.now(),
      })
    return taken
  } catch (error) {
    if (error instanceof UnreadableFile)
      return {
        kind: 'refused',
        report: null,
        reason: `${file.name} was not imported: it ${error.message}. Nothing was changed.`,
      }
    throw error
  }
}

const mappingOf = (text: string | null): Mapping | null => (text === null ? null : (JSON.parse(text) as Mapping))

const todayOf = ({ now, timeZone }: Pick<ImportContext, 'now' | 'timeZone'>): string =>
  Temporal.Instant.from(now()).toZonedDateTimeISO(timeZone).toPlainDate().toString()

const unrecognised = ({ name }: IncomingFile, { form }: OpenedFile): Taken => ({
  kind: 'refused',
  report: null,
  reason: `I cannot tell what ${name} is (${form}): no row names columns I know. Nothing was changed. Put the names of the columns in one row above the data.`,
})

/** Imports a file as a kind, unless it has come before. */
const importAs = async (
  context: ImportContext,
  file: IncomingFile,
  readable: Readable,
  progress: (progress: ImportProgress) => void,
): Promise<Taken> => {
  refuseUnlessAllowed(file, readable.kind)
  return takenOf(file, await importRows(context, file, readable, progress), readable.said)
}

/** Throws a Refusal where the sender of a file may not bring in the feed that it is. */
const refuseUnlessAllowed = ({ allowed, name }: IncomingFile, kind: FeedKind): void => {
  if (allowed !== undefined && !allowed.includes(kind))
    throw new Refusal(
      `${name} is a feed of ${kind}, which you may not import. Nothing was changed. Ask a planner to send it.`,
    )
}

const takenOf = (file: IncomingFile, report: ImportReport, said: readonly string[]): Taken => {
  switch (report.outcome) {
    case 'imported':
      return { kind: 'imported', report, sameAs: null, said }
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

/** Finds the batch that this very file made, with its report, where nothing of its kind has come in or been said since. */
const sameBefore = async (
  { workspace }: ImportContext,
  { kind, mode, knownOn, rejectsPath, answers, isOnlyLookedAt }: IncomingFile,
  hash: string,
): Promise<{ readonly same: BatchEntry; readonly report: ImportReport } | null> => {
  if (knownOn !== null || rejectsPath !== null || isOnlyLookedAt === true || Object.keys(answers).length > 0)
    return null
  const same = await loadNewestOfFile(workspace, hash)
  if (same === null || same.mode !== mode || same.knownSaid || (kind ?? same.kind) !== same.kind) return null
  // A date or a place that the name of the file or somebody said may be another one this time.
  const mapping = mappingOf(same.mapping)
  if (mapping !== null && Object.values(mapping.fields).some((source) => source?.kind === 'value')) return null
  const report = await loadKeptReport<ImportReport>(workspace, same.id)
  return report === null ? null : { same, report }
}

/** Keeps that a file came once more: a batch without rows, because it says nothing new. */
const repeated = async (
  context: ImportContext,
  file: IncomingFile,
  { same, report: before }: { readonly same: BatchEntry; readonly report: ImportReport },
): Promise<Taken> => {
  const batch = await openBatch(context.workspace, same.kind, {
    ...batchOptions(context, file),
    mode: 'upsert',
    origin: { door: file.door, sender: file.sender, hash: same.hash, mapping: same.mapping },
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
  knownOn: knownOn ?? todayOf({ now, timeZone }),
  knownSaid: knownOn !== null,
  now,
  holdFor: () => (isServed(workspace.database) ? holdForPeople : holdForPrograms),
})

/** A file that is known to be a feed, and what it was when it was looked at. */
type Readable = {
  readonly kind: FeedKind
  readonly hash: string
  readonly size: number
  readonly modified: number
  readonly said: readonly string[]
  readonly mapping: string | null
  /** The rows of a mapped file, or the path of a CSV file of the contract. */
  readonly source: RowSource | string
}

const importRows = async (
  context: ImportContext,
  file: IncomingFile,
  { kind, hash, size, modified, mapping, source }: Readable,
  progress: (progress: ImportProgress) => void,
): Promise<ImportReport> => {
  const { workspace, timeZone } = context
  const zones = await loadZones(workspace, context.now().slice(0, 10))
  const rejects: FileHandle | null = file.rejectsPath === null ? null : await open(file.rejectsPath, 'w')
  let told = { at: performance.now(), rows: 0 }
  try {
    const report = await importFeed({
      kind,
      source: typeof source === 'string' ? unchanged(file, source, { size, modified }) : source,
      timeZone,
      zoneOf: (location) => zones.get(location),
      lastDay: lastDays(context, file.knownOn, zones),
      unitsPer: openKnownCodes(workspace).unitsPer,
      acceptEmpty: file.acceptEmpty,
      holdReasons,
      open: () =>
        openBatch(workspace, kind, {
          ...batchOptions(context, file),
          origin: { door: file.door, sender: file.sender, hash, mapping },
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
  from: string,
  { size, modified }: Pick<Readable, 'size' | 'modified'>,
): AsyncGenerator<Uint8Array> {
  yield* createReadStream(from, { highWaterMark: 64 * 1024 }) as AsyncIterable<Uint8Array>
  const after = await stat(path)
  if (after.size !== size || after.mtimeMs !== modified)
    throw new Refusal(
      `${name} was written to while it was read. Nothing was changed. Send it again once it is complete.`,
    )
}
