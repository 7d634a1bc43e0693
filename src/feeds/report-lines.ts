import { count } from '../parsing/numbers.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import type { ImportReport, Problem } from './import-report.ts'

const SHOWN_PROBLEMS = 10
const SHOWN_COLUMNS = 10
const SHOWN_CHARACTERS = 40

const counted = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Writes a text of a file on one line: cut to 40 characters, with invisible and text-direction characters as their codes. */
export const shown = (text: string): string => {
  const characters = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS + 2))
  const cut = characters.length > SHOWN_CHARACTERS ? [...characters.slice(0, SHOWN_CHARACTERS), '...'] : characters
  return cut.join('').replace(invisible, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Writes problems as aligned lines: line, column, value in quotes, reason. */
const problemLines = (problems: readonly Problem[]): string[] => {
  const rows = problems.map((problem) => [
    `line ${count(problem.line)}`,
    shown(problem.column),
    problem.value === null ? '' : `"${shown(problem.value)}"`,
  ])
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return problems.map(({ reason }, row) => {
    const cells = widths.flatMap((width, at) => (width === 0 ? [] : [(rows[row]?.[at] ?? '').padEnd(width)]))
    return `  ${[...cells, reason].join('  ')}`
  })
}

const firstProblems = (report: ImportReport): string[] => {
  const lines = problemLines(report.problems.slice(0, SHOWN_PROBLEMS))
  const more = report.problemCount - lines.length
  return more > 0 ? [...lines, `  ... and ${count(more)} more`] : lines
}

const wrongRows = ({ rows, rejected }: ImportReport): string => {
  if (rows === 1) return 'its only row is wrong'
  return `${count(rejected)} of ${count(rows)} rows ${rejected === 1 ? 'is' : 'are'} wrong`
}

/** Says what is wrong with a file, as half a sentence, and how to fix it, as a sentence. */
const wrongAndMend = (report: ImportReport): readonly [string, string] => {
  if (report.fault === 'header') return ['its header is wrong', 'Fix the header and import the file again.']
  if (report.fault === 'empty') return ['it has a header but no rows', emptyQuestion(report)]
  if (report.fault === 'file') {
    const line = report.problems[0]?.line ?? 1
    const where = line === 1 ? 'it cannot be read' : `it cannot be read from line ${count(line)} on`
    return [where, 'Fix the file and import it again.']
  }
  const mend = report.rejected === 1 ? 'Fix it' : 'Fix them'
  return report.rejected < report.rows
    ? [wrongRows(report), `${mend}, or import the rest with --skip-bad-rows rejects.csv.`]
    : [wrongRows(report), `${mend} and import the file again.`]
}

/** Says what a file without rows would do, and asks whether it is meant. */
const emptyQuestion = ({ kind }: ImportReport): string => {
  const would =
    kind === 'inbound'
      ? 'Importing it would change no order, but would count as a feed without the orders recorded in chat.'
      : 'Importing it would change nothing.'
  const names =
    kind === 'inbound' || kind === 'inventory' ? ' The same goes with --snapshot, because it names no location.' : ''
  return `${would}${names} Is it meant to be empty? If so, add --accept-empty; if not, export it again.`
}

const refusal = (report: ImportReport, file: string): string[] => {
  const [wrong, mend] = wrongAndMend(report)
  return [`${file} was not imported: ${wrong}. Nothing was changed.`, ...firstProblems(report), mend]
}

const created = (value: number, one: string, many: string): string[] => {
  if (value === 0) return []
  return value === 1
    ? [`1 ${one} is new and was created with its code as the name.`]
    : [`${count(value)} ${many} are new and were created with their codes as names.`]
}

const absent = (kind: FeedKind, value: number): string[] => {
  if (value === 0) return []
  const [one, many, means] =
    kind === 'inbound' ? ['order', 'orders', 'counted as no longer open'] : ['item', 'items', 'counted as 0']
  return [`${counted(value, one, many)} of the previous file ${value === 1 ? 'is' : 'are'} not in this one: ${means}.`]
}

const ignored = (columns: readonly string[]): string[] => {
  if (columns.length === 0) return []
  const names = columns.slice(0, SHOWN_COLUMNS).map((column) => (column === '' ? '(without a name)' : shown(column)))
  const more = columns.length - names.length
  const list = more > 0 ? `${names.join(', ')} ... and ${count(more)} more` : names.join(', ')
  return [`Ignored ${counted(columns.length, 'unknown column', 'unknown columns')}: ${list}.`]
}

const nearNames = { item: 'SKU', location: 'Location', supplier: 'Supplier', calendar: 'Calendar' } as const

/** Names new codes that may be known ones, damaged by a spreadsheet or a paste. */
const nearCodes = ({ near, nearCount }: ImportReport): string[] => {
  if (nearCount === 0) return []
  const lines = near.slice(0, SHOWN_PROBLEMS).map(({ what, code, known }) => {
    const isNew = `${nearNames[what]} "${shown(code)}" is new`
    return known === null
      ? `${isNew} and looks like a code that a spreadsheet turned into a date.`
      : `${isNew}; did you mean "${shown(known)}"?`
  })
  const more = nearCount - lines.length
  return [
    ...lines,
    ...(more > 0 ? [`... and ${count(more)} more`] : []),
    'Their rows count for the new codes only. If they have another code already, fix the file and import it again.',
  ]
}

const marked = ({ kind, marked: value }: ImportReport): string[] => {
  if (value === 0) return []
  const what = kind === 'inbound' ? counted(value, 'order', 'orders') : counted(value, 'item', 'items')
  return [`${what} with rejected rows: the earlier figures still count, but are marked until a row is accepted.`]
}

const doubled = ({ doubled: value }: ImportReport): string[] =>
  value === 0
    ? []
    : [`${counted(value, 'row is', 'rows are')} in the file twice and counted once. Add a line number to count both.`]

const unknownPromotions = ({ unknownPromotions: ids }: ImportReport): string[] => {
  if (ids.length === 0) return []
  const named = ids.slice(0, SHOWN_COLUMNS).map(shown)
  const more = ids.length - named.length
  const list = more > 0 ? `${named.join(', ')} ... and ${count(more)} more` : named.join(', ')
  return [`Some orders are for ${ids.length === 1 ? 'a promotion' : 'promotions'} I do not know yet: ${list}.`]
}

const countsBehind = 'a negative count lags behind'

const readAs = ({ column, value, meaning, rows }: ImportReport['readAs'][number]): string =>
  column === 'on_hand'
    ? `on_hand ${value} read as ${meaning}, ${counted(rows, 'row', 'rows')}: ${countsBehind}.`
    : `${column} "${shown(value)}" read as ${meaning}, ${counted(rows, 'row', 'rows')}.`

/** Says that a file is held and why, with what it would do. */
const held = (report: ImportReport, file: string): string[] => [
  `${file} is held as batch ${count(report.batch ?? 0)} and does not count: something looks wrong.`,
  ...report.holdReasons.flatMap(({ text, examples }) => [
    `  ${text}`,
    ...examples.map((example) => `    ${shown(example)}`),
  ]),
  `If it is right: feeds release ${report.batch}. If not: feeds refuse ${report.batch}, and send the right file.`,
]

/** Writes the report of an import as lines of plain text: the outcome first, then each problem and notice. */
export const reportLines = (report: ImportReport, fileName: string): string[] => {
  const file = shown(fileName)
  if (report.outcome === 'refused') return refusal(report, file)
  if (report.outcome === 'held') return held(report, file)
  const { inserted, changed, unchanged, rejected } = report
  const counts = `${count(inserted)} inserted, ${count(changed)} changed, ${count(unchanged)} unchanged, ${count(rejected)} rejected`
  return [
    `${file}: ${counted(report.rows, 'row', 'rows')} read: ${counts}.`,
    ...firstProblems(report),
    ...marked(report),
    ...report.readAs.map(readAs),
    ...ignored(report.ignoredColumns),
    ...created(report.createdItems, 'item', 'items'),
    ...created(report.createdLocations, 'location', 'locations'),
    ...doubled(report),
    ...unknownPromotions(report),
    ...nearCodes(report),
    ...absent(report.kind, report.absent),
  ]
}
