import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Refusal } from '../../domain/refusal.ts'
import { UnreadableFile } from '../../feeds/files/archive.ts'
import { openFile } from '../../feeds/files/open-file.ts'
import { fileLimits } from '../../feeds/files/sheet.ts'
import { holdReasons } from '../../feeds/gates/quality-gates.ts'
import { type ImportRequest, importFeed, type RowSource } from '../../feeds/import-feed.ts'
import type { ImportReport } from '../../feeds/import-report.ts'
import { type Lack, lackOf } from '../../feeds/mapping/lack-of.ts'
import { recognise } from '../../feeds/mapping/recognise.ts'
import { rejectsWriter } from '../../feeds/rejects.ts'
import { reportLines } from '../../feeds/report-lines.ts'
import { openBatch } from '../../store/feeds/batches.ts'
import { loadZones } from '../../store/feeds/catalogue.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { keepReport } from '../../store/imports/batch-list.ts'
import { keepMapping, loadKeptMapping } from '../../store/imports/kept-mappings.ts'
import { openKnownCodes } from '../../store/imports/known-codes.ts'
import { batchOptions, mappingOf, refuseUnlessAllowed, todayOf } from './batch-of-file.ts'
import type { ImportProgress, IncomingFile, Taken } from './incoming-file.ts'
import { lastDays } from './last-days.ts'
import { isOfContract, mappedSource } from './read-file.ts'
import { hashOf, takenBefore } from './same-file.ts'
import type { ImportContext } from './take-file.ts'

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
  const before = await takenBefore(context, file, state.hash)
  if (before !== null) return before
  try {
    await using opened = await openFile(file.path, fileLimits)
    if (file.kind !== null && file.isOnlyLookedAt !== true && (await isOfContract(opened, file.kind)))
      return await importAs(
        context,
        file,
        { ...state, kind: file.kind, said: [], mapping: null, source: opened.textPath ?? file.path },
        progress,
      )
    using codes = await openKnownCodes(context.workspace)
    const recognised = await recognise(opened, {
      name: file.name,
      kind: file.kind,
      answers: file.answers,
      remembered: async (shape) => mappingOf(await loadKeptMapping(context.workspace, file.sender, shape)),
      known: codes,
      today: todayOf(context),
    })
    if (recognised === null) return unrecognised(file, opened.form, await lackOf(opened, codes.placeOf))
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

const unrecognised = ({ name }: IncomingFile, form: string, lack: Lack): Taken => {
  const reasons = {
    cells: `${name} was not imported: there is nothing in it. Nothing was changed. Export it again.`,
    rows: `${name} was not imported: it has a header but no rows. Nothing was changed. Export it again.`,
    header: `I cannot tell what ${name} is (${form}): no row names columns I know. Nothing was changed. Put the names of the columns in one row above the data.`,
  }
  return { kind: 'refused', report: null, reason: reasons[lack] }
}

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
  using codes = await openKnownCodes(workspace)
  const rejects: FileHandle | null = file.rejectsPath === null ? null : await open(file.rejectsPath, 'w')
  let told = { at: performance.now(), rows: 0 }
  try {
    const report = await importFeed({
      kind,
      source: unchanged(file, source, { size, modified }),
      timeZone,
      zoneOf: (location) => zones.get(location),
      lastDay: lastDays(context, file.knownOn, zones),
      unitsPer: codes.unitsPer,
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

/** Makes of a source one that is refused at its end where somebody wrote to the file meanwhile. */
const unchanged = (
  { path, name }: IncomingFile,
  source: Readable['source'],
  { size, modified }: Pick<Readable, 'size' | 'modified'>,
): RowSource | AsyncIterable<Uint8Array> => {
  async function* checked<T>(pieces: AsyncIterable<T>): AsyncGenerator<T, void, void> {
    yield* pieces
    const after = await stat(path).catch(() => null)
    if (after?.size !== size || after.mtimeMs !== modified)
      throw new Refusal(
        `${name} was written to while it was read. Nothing was changed. Send it again once it is complete.`,
      )
  }
  if (typeof source !== 'string') return { ...source, slices: () => checked(source.slices()) }
  return checked(createReadStream(source, { highWaterMark: 64 * 1024 }))
}
