import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorMessage } from '../../../common/error-message.ts'
import { NotAllowed } from '../../../common/guarded-fetch.ts'
import type { PullSource } from '../../../common/pull-sources.ts'
import { after } from '../../../domain/delivery.ts'
import { Refusal } from '../../../domain/refusal.ts'
import { reportLines } from '../../../feeds/report-lines.ts'
import { count } from '../../../parsing/numbers.ts'
import { claimPull, heldBatchOf, keepPull, loadPulls, type PullEntry } from '../../../store/imports/pulls.ts'
import type { Taken } from '../incoming-file.ts'
import { type ImportContext, takeFile } from '../take-file.ts'
import { fetchSource } from './fetch-source.ts'
import { PullFailure } from './fetched.ts'

/** What pulling needs. */
export type PullContext = ImportContext & {
  readonly egress: readonly string[]
  readonly signal: AbortSignal
  /** Is given what went wrong here, which is nothing for those who read how a source does. */
  readonly onSurprise: (error: unknown) => unknown
}

/** What came of a pull: in words, of which the first is what happened and the others why. */
type Pulled = {
  readonly kind: 'imported' | 'unchanged' | 'held' | 'waiting' | 'failed'
  readonly words: readonly string[]
}

/** A pull that was made, with what was kept of the one before. */
export type PullNews = { readonly source: PullSource; readonly pulled: Pulled; readonly before: PullEntry | null }

/** Lists the sources that are owed a pull: those never pulled, and those whose time is over since the last try. */
export const owedPulls = async (
  { workspace, now }: Pick<PullContext, 'workspace' | 'now'>,
  sources: readonly PullSource[],
): Promise<readonly PullSource[]> => {
  const [pulls, at] = [await loadPulls(workspace), Date.parse(now())]
  return sources.filter(({ name, every }) => {
    const last = pulls.get(name)
    return last === undefined || Date.parse(last.triedAt) + every * 60_000 <= at
  })
}

/** A process that was killed in the middle of a pull keeps others from its source for so many milliseconds. */
const longestPull = 15 * 60_000

/** Claims a source for a pull, for this machine and others; null where another process pulls it. */
export const takePull = ({ workspace, now }: Pick<PullContext, 'workspace' | 'now'>, { name }: PullSource) =>
  claimPull(workspace, name, now(), after(now(), longestPull))

/** Pulls one source now, imports what is new, and keeps how it went. Throws where the signal ends it; it is owed again then. */
export const pullSource = async (context: PullContext, source: PullSource): Promise<PullNews> => {
  const { workspace, now, signal } = context
  const triedAt = now()
  const before = (await loadPulls(workspace)).get(source.name) ?? null
  const [pulled, marks] = await attempt(context, source, before)
  signal.throwIfAborted()
  const isFailed = pulled.kind === 'failed'
  const kept = {
    ...{ source: source.name, triedAt, workedAt: isFailed ? (before?.workedAt ?? null) : triedAt },
    ...{ cause: isFailed ? pulled.words.join('\n') : null, toldAt: isFailed ? (before?.toldAt ?? null) : null },
    result: pulled.kind === 'imported' || pulled.kind === 'held' ? (pulled.words[0] ?? null) : (before?.result ?? null),
    ...marks,
  }
  await keepPull(workspace, kept, now())
  return { source, pulled, before }
}

/** Keeps that people were told that a source does not work. */
export const keepTold = async (
  { workspace, now }: Pick<PullContext, 'workspace' | 'now'>,
  name: string,
): Promise<void> => {
  const entry = (await loadPulls(workspace)).get(name)
  if (entry !== undefined) await keepPull(workspace, { ...entry, toldAt: now() }, now())
}

type Marks = Pick<PullEntry, 'etag' | 'modified'>

const attempt = async (
  context: PullContext,
  source: PullSource,
  before: PullEntry | null,
): Promise<readonly [Pulled, Marks]> => {
  const { workspace, timeZone, egress, now, signal } = context
  const form = formOf(source)
  const known = { etag: before?.etag ?? null, modified: before?.modified ?? null }
  const isSameForm = known.etag?.startsWith(`${form} `) === true
  const asked = isSameForm
    ? { etag: known.etag?.slice(form.length + 1) || null, modified: known.modified }
    : { etag: null, modified: null }
  const held = await heldBatchOf(workspace, source.name)
  if (held !== null)
    return [
      {
        kind: 'waiting',
        words: [`Batch ${held} of it is held. Nothing new is fetched until someone releases or refuses it.`],
      },
      known,
    ]
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-pull-'))
  try {
    const to = join(folder, 'data')
    const fetched = await fetchSource(source, { to, ...asked, egress, timeZone, now, signal }).catch((cause) => {
      throw new PullFailure(causeOf(cause, source), { cause })
    })
    if (fetched.kind === 'unchanged') return [{ kind: 'unchanged', words: ['There is nothing new.'] }, known]
    const taken = await takeFile(
      context,
      {
        ...{ path: to, name: fetched.name, door: 'pull', sender: source.name, kind: source.kind },
        ...{ mode: source.snapshot ? 'snapshot' : 'upsert', knownOn: null, answers: {}, rejectsPath: null },
        acceptEmpty: false,
      },
      { signal },
    )
    const pulled = pulledOf(taken, fetched.name)
    return [
      pulled,
      pulled.kind === 'failed' ? known : { etag: `${form} ${fetched.etag ?? ''}`, modified: fetched.modified },
    ]
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Refusal || error instanceof PullFailure)
      return [{ kind: 'failed', words: [withoutSecrets(error.message, source.secrets)] }, known]
    context.onSurprise(error)
    return [{ kind: 'failed', words: [ownFault(source)] }, known]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Names how a source is set: what is known of its data holds only while that is the same. */
const formOf = ({ kind, snapshot, from }: PullSource): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, snapshot, from]))
    .digest('hex')
    .slice(0, 12)

const pulledOf = (taken: Taken, name: string): Pulled => {
  switch (taken.kind) {
    case 'imported': {
      const { inserted, changed, unchanged } = taken.report
      const words = `${name} was imported: ${count(inserted)} new, ${count(changed)} changed, ${count(unchanged)} unchanged.`
      return { kind: 'imported', words: [words] }
    }
    case 'held':
      return {
        kind: 'held',
        words: [
          `${name} is held as batch ${taken.report.batch}. Nothing counts yet.`,
          ...taken.reasons.map(({ text }) => text),
          `Let it count with: feeds release ${taken.report.batch}. Let it go with: feeds refuse ${taken.report.batch}.`,
        ],
      }
    case 'asked':
      return {
        kind: 'failed',
        words: [
          `${name} was not imported: it can be read in two ways. Nothing was changed.`,
          ...taken.recognised.questions.map(({ text }) => text),
          'Name the feed as "kind", and give each column the name that the list of feeds has for it.',
        ],
      }
    case 'refused':
      return {
        kind: 'failed',
        words: taken.report === null ? [taken.reason] : reportLines(taken.report, name).slice(0, -1),
      }
  }
}

/** Says in a sentence why a source did not give its data. */
const causeOf = (error: unknown, { from }: PullSource): string => {
  if (error instanceof Refusal || error instanceof PullFailure) return error.message
  if (from.type === 'postgres' || from.type === 'sqlite') return `The query failed: ${errorMessage(error)}.`
  const where = URL.parse(from.type === 'shopify' ? from.shop : from.url)?.host ?? from.type
  if (error instanceof NotAllowed)
    return `${where} ${error.message}. Use a public https address, or name its host in SHELFREADY_EGRESS.`
  return `${where} does not answer: ${errorMessage(error)}.`
}

const ownFault = ({ name }: PullSource): string =>
  `${name} was not imported: something went wrong on my side, and the log says what. Nothing was changed. The next pull tries again.`

const withoutSecrets = (text: string, secrets: PullSource['secrets']): string =>
  [...secrets.values()].reduce((left, secret) => left.replaceAll(secret.reveal(), '[secret]'), text)
