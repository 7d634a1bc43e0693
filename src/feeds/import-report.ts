import type { FeedKind, HoldReason, Published, Settled } from '../store/feeds/feed-rows.ts'
import type { ReadAs } from './feed.ts'
import type { CellProblem, RowReader } from './row-reader.ts'

/** One thing wrong in a file; `column` is empty and `value` null where it is not about one cell. */
export type Problem = CellProblem & { readonly line: number }

/** The result of importing a file. Where nothing was imported, all counts but `rows` and `rejected` are 0. */
export type ImportReport = {
  readonly kind: FeedKind
  readonly outcome: 'imported' | 'held' | 'refused'
  /** The number of the batch that was made; null where nothing was imported. */
  readonly batch: number | null
  /** Why the batch waits for somebody to release or refuse it. */
  readonly holdReasons: readonly HoldReason[]
  /** Rows under the header, wrong ones included and blank ones left out. */
  readonly rows: number
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
  /** What made reading impossible, as the first problem: the header, or the text of the file from some line on; or there are no rows. */
  readonly fault: 'header' | 'file' | 'empty' | null
  /** The first 20 problems; `problemCount` counts all. */
  readonly problems: readonly Problem[]
  readonly problemCount: number
  readonly ignoredColumns: readonly string[]
  /** What was not taken as it stands, and in how many rows. */
  readonly readAs: readonly (ReadAs & { readonly rows: number })[]
} & Omit<Published, 'settled'>

const noBatch = { batch: null, holdReasons: [] } as const

const SHOWN_PROBLEMS = 20
const nothing: Omit<Published, 'settled'> = {
  createdItems: 0,
  createdLocations: 0,
  near: [],
  nearCount: 0,
  marked: 0,
  doubled: 0,
  unknownPromotions: [],
  absent: 0,
}

/** The counts of an import that is still running. */
export type Tally = {
  rows: number
  inserted: number
  changed: number
  unchanged: number
  rejected: number
  fault: ImportReport['fault']
  problems: Problem[]
  problemCount: number
}

/** Makes a tally with all counts at 0. */
export const newTally = (): Tally => ({
  rows: 0,
  inserted: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  fault: null,
  problems: [],
  problemCount: 0,
})

/** Counts the problems of one row and keeps them while there is room. */
export const noteProblem = (tally: Tally, line: number, problems: readonly CellProblem[]): void => {
  tally.problemCount += problems.length
  for (const problem of problems.slice(0, SHOWN_PROBLEMS - tally.problems.length)) {
    tally.problems.push({ line, ...problem })
  }
}

/** Adds the problem that ended the reading, as the first one. */
export const noteFault = (tally: Tally, fault: 'header' | 'file' | 'empty', problem: Problem): void => {
  tally.fault = fault
  tally.problemCount++
  tally.problems = [problem, ...tally.problems].slice(0, SHOWN_PROBLEMS)
}

/** Makes the report of an import that was published, or refused if it was not. */
export const reportOf = (
  kind: FeedKind,
  tally: Tally,
  reader: Pick<RowReader<FeedKind>, 'ignoredColumns' | 'readAs'> | null,
  published: Published | null,
): ImportReport => {
  const read = { ignoredColumns: reader?.ignoredColumns ?? [], readAs: reader?.readAs() ?? [] }
  if (published === null)
    return {
      kind,
      outcome: 'refused',
      ...noBatch,
      ...tally,
      inserted: 0,
      changed: 0,
      unchanged: 0,
      ...read,
      ...nothing,
    }
  const { settled, ...rest } = published
  return { kind, outcome: 'imported', ...noBatch, ...tally, ...withSettled(tally, settled), ...read, ...rest }
}

const withSettled = (tally: Tally, settled: Settled): Settled => ({
  inserted: tally.inserted + settled.inserted,
  changed: tally.changed + settled.changed,
  unchanged: tally.unchanged + settled.unchanged,
})
