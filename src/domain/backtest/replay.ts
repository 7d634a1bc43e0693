import { type Cell, cellKey, type Taught } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { nothingLearned } from '../demand/learning/learned.ts'
import { openLearner } from '../demand/learning/learner.ts'
import type { DemandLevel } from '../demand/learning/level.ts'
import type { HistoryRow } from '../demand/learning/read-row.ts'
import { addToPast, emptyPast, type Past } from './past.ts'
import { addSale, type OpenWindow, openWindows } from './window.ts'

/** A company's history, lived through again day by day: on each morning only what was known by then. */
export type Replay = {
  /** A day begins: sales whose last day is over become known. Days ascend. */
  readonly wake: (day: Day) => void
  /** The rows of sales that begin on the day, which nobody knows before they are complete. */
  readonly sell: (rows: readonly HistoryRow[]) => void
  /** All sales were read: what still waits for them is settled. */
  readonly end: () => void
  /** Waits for the sales of a window, and then says that they are there. */
  readonly watch: (window: OpenWindow, settle: () => void) => void
  /** What was known of a shelf that sold something. */
  readonly levels: ReadonlyMap<string, DemandLevel>
  /** What was known of all items, as of this morning. */
  readonly taught: (cell: Cell) => Taught
  readonly past: (cell: Cell) => Past | undefined
}

/** Opens a replay before the first day of sales. */
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
      // What is remembered by this object elsewhere is of this morning alone.
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
