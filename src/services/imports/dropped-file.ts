import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import {
  askingCard,
  fileNoteCard,
  heldFileCard,
  progressCard,
  type Reading,
  refusedFileCard,
} from '../../cards/imports/file-card.ts'
import { type ImportedView, importedCard, rejectsCard } from '../../cards/imports/imported-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { after } from '../../domain/delivery.ts'
import { fileWorkMilliseconds } from '../../domain/policy.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ImportReport } from '../../feeds/import-report.ts'
import { reportLines } from '../../feeds/report-lines.ts'
import { apply } from '../../store/changes/apply.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { changeFile, claimFile, type DroppedFile, loadContent } from '../../store/imports/dropped-files.ts'
import { learn } from '../assessment/learn-from-sales.ts'
import type { Context } from '../context.ts'
import { loadMeaning, loadVerdicts, type Verdicts } from './changed-verdicts.ts'
import type { ImportProgress, Taken } from './incoming-file.ts'
import { loadShownFile, showFile } from './show-file.ts'
import { takeFile } from './take-file.ts'

/** What the work on a file needs. */
export type FileContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'> & {
  /** Called after each write, so that what is shown is delivered. */
  readonly onWritten: () => void
  /** Where its cards are read. */
  readonly reading: Reading
  /** Tells whether whoever asks may import a feed. */
  readonly mayImport: (kind: FeedKind) => boolean
  /** Answers why whoever asks may not import a feed; null where they may. */
  readonly refuse: (kind: FeedKind) => Promise<Card | null>
}

/** How far a file is to be taken: shown first, unless its shape is known or always; imported; or imported but for its bad rows. */
export type How = 'unless known' | 'always' | 'whole' | 'the rest'

/** What became of the work: the card that shows it, the batch it made, if any, and a later card once the promotions are judged. */
export type Worked = { readonly card: Card; readonly batch: number | null; readonly later?: Promise<Card> }

/**
 * Reads a dropped file by the answers there are, and asks, holds or imports it. Its one message shows what came of it, and
 * how far it is where that takes longer.
 */
export const workOnFile = async (context: FileContext, file: DroppedFile, how: How): Promise<Worked> => {
  const { workspace, now } = context
  if (!(await claimFile(workspace, now, file.id, { since: after(now, -fileWorkMilliseconds) })))
    return { card: fileNoteCard(`I am reading ${file.name} already. The result appears in its message.`), batch: null }
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-file-'))
  const progress = showingProgress(context, file)
  try {
    const worked = await takeAndTell(context, file, { how, folder, progress: progress.tell })
    await progress.ended()
    const { card, batch, later } = worked
    await changeFile(workspace, now, file.id, {
      ...(later === undefined ? { workingAt: null } : {}),
      ...(batch === null ? {} : { batch }),
    })
    await showFile(context, file, card)
    context.onWritten()
    void later?.then((judged) => redraw(context, file, judged)).catch(() => {})
    return worked
  } catch (error) {
    await progress.ended()
    await changeFile(workspace, now, file.id, { workingAt: null })
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Taking = {
  readonly how: How
  readonly folder: string
  readonly progress: (progress: ImportProgress) => void
}

const takeAndTell = async (context: FileContext, file: DroppedFile, taking: Taking): Promise<Worked> => {
  const { workspace, now, timeZone } = context
  const { how, folder, progress } = taking
  const path = join(folder, `file${extname(file.name).toLowerCase()}`)
  const rejectsPath = how === 'the rest' ? join(folder, 'rejects.csv') : null
  await writeFile(path, await loadContent(workspace, file.id))
  const kind = file.kind
  const before = await loadVerdicts(context)
  let taken: Taken
  try {
    taken = await takeFile(
      { workspace, timeZone, now: () => now },
      {
        ...{ path, name: file.name, door: 'chat', sender: file.sender, kind, mode: file.mode, knownOn: null },
        ...{ answers: file.answers, rejectsPath, acceptEmpty: false },
        allowed: (Object.keys(feedTables) as FeedKind[]).filter(context.mayImport),
        isOnlyLookedAt: how === 'unless known' || how === 'always',
        isImportedIfKnown: how === 'unless known',
      },
      { progress },
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    taken = { kind: 'refused', report: null, reason: error.message }
  }
  switch (taken.kind) {
    case 'asked':
      return { card: await askingOrRefused(context, file, taken.recognised), batch: null }
    case 'refused':
      return { card: refusedCard(context.reading, file, taken), batch: null }
    case 'held': {
      const { report, reasons } = taken
      const batch = report.batch as number
      return { card: heldFileCard(file, { kind: report.kind, batch, reasons }, context.reading), batch }
    }
    case 'imported': {
      const rejects = rejectsPath !== null && taken.report.rejected > 0 ? await readFile(rejectsPath, 'utf8') : null
      return tellImported(context, file, { ...taken, rejects, before })
    }
  }
}

type Recognised = Extract<Taken, { kind: 'asked' }>['recognised']

const askingOrRefused = async (context: FileContext, file: DroppedFile, recognised: Recognised): Promise<Card> => {
  const { kind } = recognised.mapping
  return (await context.refuse(kind)) ?? askingCard(file, { ...recognised, kind }, context.reading)
}

const refusedCard = (
  reading: Reading,
  file: DroppedFile,
  { report, reason }: Extract<Taken, { kind: 'refused' }>,
): Card => {
  const problems = report?.problems ?? []
  const isPartly = report !== null && report.fault === null && report.rejected < report.rows
  return refusedFileCard(
    file,
    {
      reason: report === null ? reason : `${file.name} was not imported: ${whyWords(report)}. Nothing was changed.`,
      problems,
      problemCount: report?.problemCount ?? 0,
      canSkip: isPartly && file.mode === 'upsert',
      canAnswer: true,
    },
    reading,
  )
}

const whyWords = ({ fault, rejected, rows }: ImportReport): string => {
  switch (fault) {
    case 'header':
      return 'its header is wrong'
    case 'file':
      return 'it cannot be read to its end'
    case 'empty':
      return 'it has a header but no rows'
    case null:
      return `${rejected.toLocaleString('en')} of ${rows.toLocaleString('en')} rows ${rejected === 1 ? 'is' : 'are'} wrong`
  }
}

/** Judging that takes longer than this is told of by itself. */
const judgingPatience = 1_500

const tellImported = async (
  context: FileContext,
  file: DroppedFile,
  {
    report,
    sameAs,
    said,
    rejects,
    before,
  }: Extract<Taken, { kind: 'imported' }> & {
    readonly rejects: string | null
    readonly before: Verdicts
  },
): Promise<Worked> => {
  const { workspace, now, today } = context
  const { kind, batch } = report
  await changeFile(workspace, now, file.id, { batch, rejects })
  if (rejects !== null) await sendRejects(context, file, rejects)
  const view: ImportedView = {
    ...{ kind, batch, sameAs, counts: report, hasRejects: rejects !== null, changed: null, plan: null },
    notes: [
      ...(said.length === 0 ? [] : [said.join(' · ')]),
      ...reportLines(report, file.name)
        .slice(1)
        .map((line) => line.trim()),
    ],
  }
  if (batch === null || sameAs !== null)
    return { card: importedCard(file, { ...view, changed: [] }, context.reading), batch }
  const meaning = (async () => {
    if (kind === 'sales') await learn(workspace, today, now)
    return loadMeaning(context, before, { kind, batch })
  })()
  const soon = await withTimeout(meaning, judgingPatience)
  if (soon !== null) return { card: importedCard(file, { ...view, ...soon }, context.reading), batch }
  const later = meaning.then((late) => importedCard(file, { ...view, ...late }, context.reading))
  return { card: importedCard(file, view, context.reading), batch, later }
}

/** Redraws what was imported, unless somebody has done something about it meanwhile. */
const redraw = async (context: FileContext, file: DroppedFile, card: Card): Promise<void> => {
  const { workspace, now } = context
  await changeFile(workspace, now, file.id, { workingAt: null })
  const shown = await loadShownFile(workspace, file)
  if (shown?.title !== card.title) return
  await showFile(context, file, card)
  context.onWritten()
}

const sendRejects = async ({ workspace, now }: FileContext, file: DroppedFile, rejects: string): Promise<void> => {
  await apply(
    workspace,
    [
      {
        ...{ kind: 'post', channel: file.channel, about: 'answer', entity: `${file.id} rejects` },
        ...{
          card: rejectsCard(file, rejects),
          notAfter: file.expiresAt,
          form: 'private',
          person: file.channel.slice(1),
        },
      },
    ],
    null,
    now,
  )
}

/** Nobody is told how far it is of what takes no longer, in milliseconds; later so often. */
const quickMilliseconds = 2_000
const progressMilliseconds = 3_000

/** Shows how far the work on a file is where it takes longer, and that it goes on. */
const showingProgress = (context: FileContext, file: DroppedFile) => {
  const begun = performance.now()
  let last: ImportProgress = { rows: 0, bytes: 0, totalBytes: 0 }
  let showing: Promise<void> = Promise.resolve()
  const show = () => {
    const { rows, bytes, totalBytes } = last
    const passed = (performance.now() - begun) / 1_000
    const secondsLeft = bytes === 0 ? null : (passed * Math.max(0, totalBytes - bytes)) / bytes
    const { workspace, now } = context
    const at = after(now, performance.now() - begun)
    showing = showing
      .then(() => changeFile(workspace, now, file.id, { workingAt: at }))
      .then(() => showFile({ workspace, now: at }, file, progressCard(file, { rows, secondsLeft })))
      .then(context.onWritten)
      .catch(() => {})
  }
  let repeat: NodeJS.Timeout | undefined
  const first = setTimeout(() => {
    show()
    repeat = setInterval(show, progressMilliseconds)
  }, quickMilliseconds)
  return {
    tell: (progress: ImportProgress) => {
      last = progress
    },
    ended: async () => {
      clearTimeout(first)
      clearInterval(repeat)
      await showing
    },
  }
}
