import type { Evidence } from '../../domain/arrivals/taken-orders.ts'
import type { CellFacts } from '../../domain/assessment/cell.ts'
import type { Cell } from '../../domain/cell.ts'
import type { Day } from '../../domain/day.ts'
import type { Common } from '../../domain/demand/learning/learned.ts'
import type { DemandLevel } from '../../domain/demand/learning/level.ts'
import type { Visibility } from '../feeds/visibility.ts'
import type { Moment } from './cut-offs.ts'
import type { ReportedFacts } from './reported-facts.ts'

/** A cell's facts before promotions are put on it, with what tells whether orders came; absent where none was due. */
export type BareFacts = Omit<CellFacts, 'promotions' | 'rivals'> & { readonly evidence?: Evidence }

/** What a replay of the past has learned until a day, in place of what the store has learned until today. */
type ReplayedLearning = { readonly common: Common; readonly levels: ReadonlyMap<string, DemandLevel> }

/** Which facts are asked for. */
export type FactsQuery = {
  readonly visibility: Visibility
  readonly cells: readonly Cell[]
  readonly asOf: Day
  /** The last day of demand plan that matters. */
  readonly until: Day
  /** The moment of the day that cut-off hours are compared with; the morning without one. */
  readonly moment?: Moment | null
  /**
   * Present in a replay of the past. Orders are then as they were on the day by their own dates, reports of people do not
   * count, and only those sales are read that were complete by then and that a stock count needs.
   */
  readonly replay?: ReplayedLearning | null
  /** The cells on which a promotion runs, of which it is told whether they have stopped selling. */
  readonly selling?: readonly Cell[]
  /** What people report just now, beside what is stored. */
  readonly reported?: ReportedFacts
}
