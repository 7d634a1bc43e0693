import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ImportReport } from '../../feeds/import-report.ts'
import { openBatch } from '../../store/feeds/batches.ts'
import { type BatchEntry, keepReport, loadKeptReport, loadNewestOfFile } from '../../store/imports/batch-list.ts'
import { batchOptions, mappingOf, refuseUnlessAllowed } from './batch-of-file.ts'
import type { IncomingFile, Taken } from './incoming-file.ts'
import type { ImportContext } from './take-file.ts'

/**
 * Takes a file that came before, with nothing of its kind since, without reading it again: it counts as it did. Null where
 * it has to be read. Throws a Refusal where its sender may not bring in the feed that it is.
 */
export const takenBefore = async (context: ImportContext, file: IncomingFile, hash?: string): Promise<Taken | null> => {
  const before = await sameBefore(context, file, hash ?? (await hashOf(file.path)))
  if (before === null) return null
  refuseUnlessAllowed(file, before.same.kind)
  return repeated(context, file, before)
}

/** Gives the hash of the bytes of a file. */
export const hashOf = async (path: string): Promise<string> => {
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
  if (mapping?.year !== undefined) return null
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
