import type { Taught } from '../assessment/cell.ts'
import { type Cell, cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { nothingLearned } from '../demand/learning/learned.ts'
import { openLearner } from '../demand/learning/learner.ts'
import type { DemandLevel } from '../demand/learning/level.ts'
import type { HistoryRow } from '../demand/learning/read-row.ts'
import { addToPast, emptyPast, type Past } from './past.ts'
import { addSale, type OpenWindow, openWindows } from './window.ts'

/** The replay of a company's history day by day: on each day only what was known by then is used. */
export type Replay = {
  /** Begins a day: rows of sales that have ended become known. Days ascend. */
  readonly wake: (day: Day) => void
  /** Adds the rows of sales that begin on the day; they become known when they have ended. */
  readonly sell: (rows: readonly HistoryRow[]) => void
  /** Ends the replay: every watched window is closed. */
  readonly end: () => void
  /** Collects the sales of a window, and calls `settle` when it has ended. */
  readonly watch: (window: OpenWindow, settle: () => void) => void
  /** The learned levels of cells with sales. */
  readonly levels: ReadonlyMap<string, DemandLevel>
  /** Gives what was learned by this day, with the level of a cell. */
  readonly taught: (cell: Cell) => Taught
  readonly past: (cell: Cell) => Past | undefined
}

/** Makes a replay that begins before the first day of sales. */
export const openReplay = (first: Day, groupOf: (sku: string) => string): Replay => {
  const levels = new Map<string, DemandLevel>()
  const learner = openLearner(nothingLearned(first), levels, groupOf)
  const pasts = new Map<string, Past>()
  const windows = openWindows()
  let unknown: { readonly knownOn: Day; readonly day: Day; readonly rows: readonly HistoryRow[] }[] = []
  let common = learner.common
  return {
    wake: (day) => {
      const known = unknown.filter((one) => one.knownOn <= day)
      if (known.length > 0) unknown = unknown.filter((one) => one.knownOn > day)
      for (const { day: sold, rows } of known.sort((a, b) => a.day - b.day)) {
        learner.learnDay(sold, rows)
        for (const row of rows) {
          const key = cellKey(row)
          const past = pasts.get(key) ?? emptyPast(row.day)
          pasts.set(key, past)
          addToPast(past, row.day, row.days, row.units)
        }
      }
      windows.close(day - 1)
      // Caches elsewhere are keyed by this object: a new one drops what they hold of the day before.
      common = { ...learner.common }
    },
    sell: (rows) => {
      for (const [days, own] of Map.groupBy(rows, (row) => row.days)) {
        const [{ day }] = own as [HistoryRow]
        unknown.push({ knownOn: day + days, day, rows: own })
        for (const row of own) windows.sold(row, row)
      }
    },
    end: () => windows.close(Number.POSITIVE_INFINITY),
    watch: (window, settle) => {
      const key = cellKey(window)
      for (const { rows } of unknown) for (const row of rows) if (cellKey(row) === key) addSale(window, row)
      windows.open(window, settle)
    },
    levels,
    taught: (cell) => ({ id: '', common, level: levels.get(cellKey(cell)) ?? null }),
    past: (cell) => pasts.get(cellKey(cell)),
  }
}
