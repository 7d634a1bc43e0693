import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { errorMessage } from '../../../common/error-message.ts'
import { Refusal } from '../../../domain/refusal.ts'
import type { FeedKind } from '../../../store/feeds/feed-rows.ts'
import {
  dropClaim,
  type FolderBatch,
  type FolderClaim,
  findBatchOfClaim,
  keepClaim,
  keepHeldClaim,
  loadClaims,
  loadFolderBatch,
} from '../../../store/imports/folder-files.ts'
import type { Taken } from '../incoming-file.ts'
import { type ImportContext, takeFile } from '../take-file.ts'
import {
  claimFile,
  type FoundFile,
  hashOf,
  listFiles,
  makePlaces,
  removeClaim,
  settleFile,
  stateAt,
} from './folder-files.ts'
import { places, readName } from './folder-names.ts'
import { reasonsOf } from './reasons.ts'

/** What became of a file of the folder; `text` says it to people. */
export type FolderNews = {
  readonly kind: 'imported' | 'held' | 'rejected'
  readonly feed: FeedKind | null
  readonly name: string
  readonly batch: number | null
  readonly text: string
}

/** What watching a folder needs. */
export type FolderContext = ImportContext & {
  readonly folder: string
  /** Is told what became of each file. */
  readonly onNews: (news: FolderNews) => Promise<void>
  readonly signal?: AbortSignal
}

/** A folder that is looked at again and again. */
export type WatchedFolder = {
  /** Takes up what was begun, then takes each file that stood still since the last look. */
  readonly look: () => Promise<void>
}

/** A file that fails so often through no fault of its own is put aside. */
const mostAttempts = 3
/** A file that this store worked on and cannot find is looked for so long: a share may be away. */
const lookedForMilliseconds = 7 * 24 * 60 * 60 * 1_000

/** Opens the watching of a folder by one store; others may watch it too, because who moves a file aside has it. */
export const openWatchedFolder = (context: FolderContext): WatchedFolder => {
  let seen: ReadonlyMap<string, string> = new Map()
  const attempts = new Map<string, number>()
  return {
    look: async () => {
      await makePlaces(context.folder)
      for (const claim of await loadClaims(context.workspace)) await takeUp(context, claim, attempts)
      const found = await listFiles(context.folder)
      const still = found.filter(({ path, state }) => seen.get(path) === state)
      seen = new Map(found.map(({ path, state }) => [path, state]))
      for (const file of still) {
        if (context.signal?.aborted) return
        const claim = await claimed(context, file)
        if (claim !== null) await takeUp(context, claim, attempts, true)
      }
    },
  }
}

/** Makes a file this store's own; null where somebody else has it, or somebody writes to it again. */
const claimed = async ({ workspace, folder, now }: FolderContext, file: FoundFile): Promise<FolderClaim | null> => {
  const claimedAt = now()
  const claim = {
    claim: `${claimedAt.replaceAll(/[-:.]/g, '').slice(0, 18)}-${randomBytes(3).toString('hex')}`,
    path: file.path,
    claimedAt,
    batch: null,
  }
  if ((await stateAt(join(folder, file.path))) !== file.state) return null
  await keepClaim(workspace, claim)
  if (await claimFile(folder, file.path, claim.claim)) return claim
  await dropClaim(workspace, claim.claim, now())
  return null
}

/** Goes on with a file from wherever it is: not read yet, read and not moved, or held. */
const takeUp = async (
  context: FolderContext,
  claim: FolderClaim,
  attempts: Map<string, number>,
  isNew = false,
): Promise<void> => {
  const { workspace, folder, now } = context
  const name = basename(claim.path)
  const own = (place: string) => join(folder, place, claim.claim, name)
  const isHeld = (await stateAt(own(places.held))) !== 'gone'
  const place = isHeld ? places.held : places.processing
  const state = await stateAt(own(place))
  if (state === 'gone') return forgetLost(context, claim)
  if (state === 'no file') {
    await removeClaim(folder, place, claim.claim)
    return dropClaim(workspace, claim.claim, now())
  }
  const batch = isNew ? null : await batchOf(context, claim, own(place))
  if (batch?.state === 'held' && isHeld) return
  if (batch !== null) return settleKnown(context, claim, place, batch)
  const taken = await taking(context, claim, own(place), attempts)
  if (taken !== null) await settle(context, claim, place, taken)
}

/** Gives the batch that a file has made already, by another process or before it was held; null where it made none. */
const batchOf = async (
  { workspace }: FolderContext,
  { batch, claimedAt }: FolderClaim,
  file: string,
): Promise<FolderBatch | null> =>
  batch === null ? findBatchOfClaim(workspace, claimedAt, await hashOf(file)) : loadFolderBatch(workspace, batch)

/** Forgets a file that was settled or never moved; one that is merely away is waited for. */
const forgetLost = async ({ workspace, now }: FolderContext, { claim, claimedAt }: FolderClaim): Promise<void> => {
  if (Date.parse(now()) - Date.parse(claimedAt) > lookedForMilliseconds) await dropClaim(workspace, claim, now())
}

/** Takes a file; null where it is to be tried again. */
const taking = async (
  context: FolderContext,
  { claim, path }: FolderClaim,
  file: string,
  attempts: Map<string, number>,
): Promise<Taken | null> => {
  const { kind, mode, isPartial, isEmpty } = readName(path)
  const name = basename(path)
  const refused = (reason: string): Taken => ({ kind: 'refused', report: null, reason })
  if (mode === 'snapshot' && kind !== null && kind !== 'inventory' && kind !== 'inbound')
    return refused(`${name} was not imported: only inventory and inbound can be a snapshot. Nothing was changed.`)
  if (mode === 'snapshot' && isPartial)
    return refused(
      `${name} was not imported: a row left out of a snapshot would count as no stock. Nothing was changed.`,
    )
  try {
    const { signal } = context
    return await takeFile(
      context,
      {
        path: file,
        name,
        door: 'folder',
        sender: 'folder',
        kind,
        mode,
        knownOn: null,
        answers: {},
        rejectsPath: isPartial ? `${file}.rejects.csv` : null,
        acceptEmpty: isEmpty,
      },
      signal === undefined ? {} : { signal },
    )
  } catch (error) {
    if (context.signal?.aborted) return null
    if (error instanceof Refusal) return refused(error.message)
    const tried = (attempts.get(claim) ?? 0) + 1
    attempts.set(claim, tried)
    if (tried < mostAttempts) throw new Error(`${name} of the feed folder could not be read`, { cause: error })
    return refused(`${name} was not imported: something went wrong on my side (${errorMessage(error)}).`)
  }
}

const settle = async (context: FolderContext, claim: FolderClaim, place: string, taken: Taken): Promise<void> => {
  switch (taken.kind) {
    case 'imported':
      return keepDone(context, claim, place, taken.report)
    case 'held':
      return keepHeld(
        context,
        claim,
        taken.report.batch as number,
        taken.report.kind,
        reasonsOf(taken, basename(claim.path)),
      )
    default: {
      const kind = taken.kind === 'refused' ? (taken.report?.kind ?? null) : null
      return reject(context, claim, place, { kind, batch: null, text: reasonsOf(taken, basename(claim.path)) })
    }
  }
}

/** Goes on with a file whose batch was made before. */
const settleKnown = async (
  context: FolderContext,
  claim: FolderClaim,
  place: string,
  { id, kind, state, report, endedBy }: FolderBatch,
): Promise<void> => {
  const name = basename(claim.path)
  if (state === 'visible')
    return keepDone(
      context,
      claim,
      place,
      report === null ? null : (JSON.parse(report) as { rejected: number }),
      kind,
      id,
    )
  if (state === 'held')
    return keepHeld(context, claim, id, kind, `${name} is held as batch ${id}. See it with feeds.\n`)
  return reject(context, claim, place, {
    kind,
    batch: id,
    text: `${name} was batch ${id}, and was ${state === 'undone' ? 'undone' : 'refused'}${endedBy === null ? '' : ` by ${endedBy}`}. Nothing of it counts.\n`,
  })
}

const keepDone = async (
  context: FolderContext,
  { claim, path }: FolderClaim,
  place: string,
  report: { readonly rejected: number; readonly kind?: FeedKind; readonly batch?: number | null } | null,
  kind: FeedKind | null = report?.kind ?? null,
  batch: number | null = report?.batch ?? null,
): Promise<void> => {
  const { workspace, folder, now, timeZone, onNews } = context
  const name = basename(path)
  const own = join(folder, place, claim, name)
  const day = Temporal.Instant.from(now()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
  const rejects = `${own}.rejects.csv`
  if (report !== null && report.rejected > 0 && (await stateAt(rejects)) !== 'gone')
    await settleFile(rejects, join(folder, places.rejected), `${day}-${name}.rejects.csv`)
  await settleFile(own, join(folder, places.done), `${day}-${name}`)
  await removeClaim(folder, place, claim)
  await dropClaim(workspace, claim, now())
  await onNews({ kind: 'imported', feed: kind, name, batch, text: `${name} was imported.` })
}

const keepHeld = async (
  { workspace, folder, now, onNews }: FolderContext,
  { claim, path }: FolderClaim,
  batch: number,
  feed: FeedKind,
  text: string,
): Promise<void> => {
  const name = basename(path)
  await keepHeldClaim(workspace, claim, batch, now())
  await rename(join(folder, places.processing, claim), join(folder, places.held, claim))
  await writeFile(join(folder, places.held, claim, `${name}.reasons.txt`), text)
  await onNews({ kind: 'held', feed, name, batch, text })
}

const reject = async (
  { workspace, folder, now, onNews }: FolderContext,
  { claim, path }: FolderClaim,
  place: string,
  { kind, batch, text }: { readonly kind: FeedKind | null; readonly batch: number | null; readonly text: string },
): Promise<void> => {
  const name = basename(path)
  await settleFile(join(folder, place, claim, name), join(folder, places.rejected), name, { '.reasons.txt': text })
  await removeClaim(folder, place, claim)
  await dropClaim(workspace, claim, now())
  await onNews({ kind: 'rejected', feed: kind ?? readName(path).kind, name, batch, text })
}
