import { basename } from 'node:path'
import type { Config } from '../config.ts'
import { dayOf } from '../domain/day.ts'
import { askedLines } from '../feeds/mapping/asked-lines.ts'
import { reportLines } from '../feeds/report-lines.ts'
import type { Taken } from '../services/imports/incoming-file.ts'
import type { ImportContext } from '../services/imports/take-file.ts'
import { openStore } from '../store/database/open-store.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { type ImportOptions, importFile } from './import.ts'
import { isoText, storeOf } from './line-options.ts'
import { write } from './output.ts'
import { openProgressBar } from './progress-bar.ts'
import { type CommandLine, UsageError } from './usage.ts'

/** The exit status of an import that waits for somebody to release it. */
const heldStatus = 3

/** Imports one file and reports what came of it. Opens the store alone: the memory of a large file is enough to hold. */
export const importCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const options = optionsOf(line)
  const workspace = await openStore(storeOf(line, config))
  await using _ = workspace.database
  const { timeZone } = config
  const context = { workspace, timeZone, now: () => Temporal.Now.instant().toString({ smallestUnit: 'millisecond' }) }
  using bar = openProgressBar(process.stderr)
  const taken = await importFile(context, { ...options, progress: bar.show })
  const isDone = taken.kind === 'imported'
  if (isDone && taken.report.kind === 'sales') await learnNow(context)
  const text = line.values.json
    ? `${JSON.stringify(taken.report ?? { ...taken, outcome: taken.kind })}\n`
    : `${toldOf(taken, options.file).join('\n')}\n`
  if (isDone || line.values.json) await write(text)
  else process.stderr.write(text)
  return isDone ? 0 : taken.kind === 'held' ? heldStatus : 1
}

const learnNow = async ({ workspace, timeZone, now }: ImportContext): Promise<void> => {
  const { learn } = await import('../services/assessment/learn-from-sales.ts')
  const today = Temporal.Now.plainDateISO(timeZone).toString()
  await learn(workspace, dayOf(today), now())
}

const optionsOf = (line: CommandLine): Omit<ImportOptions, 'progress'> => {
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
  return {
    kind: kind as FeedKind | null,
    file,
    knownOn: line.values['as-of'] === undefined ? null : isoText(line.values['as-of'], 'as-of'),
    snapshot,
    acceptEmpty: line.values['accept-empty'] === true,
    rejects,
    answers: answersOf(line.values.answer ?? []),
  }
}

const toldOf = (taken: Taken, file: string): readonly string[] => [
  ...(taken.report === null ? [] : reportLines(taken.report, basename(file))),
  ...(taken.kind === 'refused' && taken.report === null ? [taken.reason] : []),
  ...(taken.kind === 'asked'
    ? askedLines(taken.recognised, basename(file), (id, value) => `--answer ${id}=${value}`)
    : []),
  ...(taken.kind === 'imported' && taken.said.length > 0 ? [`Read as: ${taken.said.join(', ')}`] : []),
]

/** Reads `--answer ID=VALUE`, however often it is given. */
const answersOf = (answers: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    answers.map((answer) => {
      const at = answer.indexOf('=')
      if (at < 1) throw new UsageError(`--answer "${answer}" is not of the form ID=VALUE.`)
      return [answer.slice(0, at), answer.slice(at + 1)]
    }),
  )
