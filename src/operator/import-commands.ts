import { feedsCard } from '../cards/imports/feeds-card.ts'
import { renderForTerminal } from '../chat/terminal/render.ts'
import { askedLines } from '../feeds/mapping/asked-lines.ts'
import { reportLines } from '../feeds/report-lines.ts'
import { auditEntry } from '../services/audit-entry.ts'
import { loadFeedsOverview } from '../services/imports/feeds-overview.ts'
import { settleBatch } from '../services/imports/settle.ts'
import { apply } from '../store/changes/apply.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { feedOwnerCommand } from './feed-owner.ts'
import { feedRhythmCommand } from './feed-rhythm.ts'
import { importFile } from './import.ts'
import { isoText } from './line-options.ts'
import { write } from './output.ts'
import { openProgressBar } from './progress-bar.ts'
import type { StoreCommand } from './store-commands.ts'
import { UsageError } from './usage.ts'

/** The exit status of an import that waits for somebody to release it. */
const heldStatus = 3

/** Imports one file and reports what came of it. */
export const importCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const [first, second] = line.words as [string, string?]
  const [kind, file] = second === undefined ? [null, first] : [first, second]
  if (kind === null && Object.hasOwn(feedTables, file)) throw new UsageError(`"import ${file}" needs a FILE.`)
  if (kind !== null && !Object.hasOwn(feedTables, kind))
    throw new UsageError(`There is no feed "${kind}". The feeds are ${Object.keys(feedTables).join(', ')}.`)
  const rejects = line.values['skip-bad-rows'] ?? null
  const snapshot = line.values.snapshot === true
  if (snapshot && kind !== null && kind !== 'inventory' && kind !== 'inbound')
    throw new UsageError('--snapshot only works for inventory and inbound.')
  if (snapshot && rejects !== null)
    throw new UsageError('--snapshot and --skip-bad-rows cannot be combined: a skipped row would count as no stock.')
  using bar = openProgressBar(process.stderr)
  const taken = await importFile(app, {
    kind: kind as FeedKind | null,
    file,
    knownOn: line.values['as-of'] === undefined ? null : isoText(line.values['as-of'], 'as-of'),
    snapshot,
    acceptEmpty: line.values['accept-empty'] === true,
    rejects,
    answers: answersOf(line.values.answer ?? []),
    progress: bar.show,
  })
  const { report } = taken
  const told = [
    ...(report === null ? [] : reportLines(report, file)),
    ...(taken.kind === 'refused' && report === null ? [taken.reason] : []),
    ...(taken.kind === 'asked' ? askedLines(taken.recognised, file, (id, value) => `--answer ${id}=${value}`) : []),
    ...(taken.kind === 'imported' && taken.said.length > 0 ? [`Read as: ${taken.said.join(', ')}`] : []),
  ]
  const isDone = taken.kind === 'imported'
  if (isDone && report?.kind === 'sales') await app.learn(app.today())
  const text = line.values.json
    ? `${JSON.stringify(report ?? { ...taken, outcome: taken.kind })}\n`
    : `${told.join('\n')}\n`
  if (isDone || line.values.json) await write(text)
  else process.stderr.write(text)
  return isDone ? 0 : taken.kind === 'held' ? heldStatus : 1
}

/** Reads `--answer ID=VALUE`, however often it is given. */
const answersOf = (answers: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    answers.map((answer) => {
      const at = answer.indexOf('=')
      if (at < 1) throw new UsageError(`--answer "${answer}" is not of the form ID=VALUE.`)
      return [answer.slice(0, at), answer.slice(at + 1)]
    }),
  )

/** Lists what came in, or releases, refuses or undoes a batch. */
export const feedsCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const [act, batch] = line.words
  if (act === undefined) {
    const overview = await loadFeedsOverview({ ...app, now: app.now() })
    const card = feedsCard(overview, { timeZone: app.timeZone, today: app.today() })
    return write(line.values.json ? `${JSON.stringify(overview)}\n` : `${renderForTerminal(card)}\n`)
  }
  if (act === 'owner') return feedOwnerCommand(app, line.words.slice(1))
  if (act === 'rhythm') return feedRhythmCommand(app, line.words.slice(1))
  if (line.words.length > 2) throw new UsageError(`"feeds ${act}" takes the number of a batch and nothing more.`)
  if (act !== 'release' && act !== 'refuse' && act !== 'undo')
    throw new UsageError(
      `"feeds" takes release, refuse or undo with the number of a batch, owner or rhythm, not "${act}".`,
    )
  if (batch === undefined || !/^\d{1,9}$/.test(batch))
    throw new UsageError(`"feeds ${act}" needs the number of a batch.`)
  const done = await settleBatch(app, act, Number(batch), 'command line')
  if (done.isDone) {
    const by = { person: { id: 'command line', name: 'command line' }, placeName: 'command line' }
    const entry = auditEntry(by, { action: `${act}-batch`, entity: `batch ${batch}` })
    await apply(app.workspace, [entry], null, app.now())
  }
  if (line.values.json) return write(`${JSON.stringify(done)}\n`)
  if (done.isDone) return write(`${done.text}\n`)
  process.stderr.write(`${done.text}\n`)
  return 1
}
