import type { Sale } from '../assessment/cell.ts'
import { type Cell, cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { hitShare, mostStockoutOfDay, waitForSalesDays } from '../policy.ts'
import type { NoteKind } from './note.ts'
import type { TrackRecord } from './weight.ts'

/** What a cell was expected to sell without a note, in units a day from the note's first day on. */
export type CellExpectation = Cell & { readonly perDay: readonly number[] }

/** A note that has begun, with what was expected without it. It is kept on its first day and never worked out again. */
export type BegunNote = {
  readonly id: number
  readonly kind: NoteKind
  /** Who or what told it, the same for different spellings. */
  readonly source: string
  readonly what: string
  readonly by: string
  readonly from: Day
  readonly to: Day
  /** The stated share, what of it was counted when it began, and what the documented weight alone would have counted. */
  readonly effect: number
  readonly counted: number
  readonly documented: number
  readonly expected: readonly CellExpectation[]
}

/** How a note came: `unclear` where too little was sold to tell it from chance, or nothing was told of sales. */
const outcomes = ['hit', 'miss', 'unclear'] as const

export type Outcome = (typeof outcomes)[number]

/** What was sold on the days of a note beside what was expected without it, in units; `came` is the share by which sales moved, null where nothing is known. */
export type NoteResult = {
  readonly sold: number
  readonly normal: number
  readonly maskedDays: number
  readonly came: number | null
  readonly outcome: Outcome
}

/** The sales of a cell, by cell key. */
type SalesOf = (key: string) => readonly Pick<Sale, 'day' | 'days' | 'units' | 'stockout'>[]

/** Tells whether the sales of a note's last day have come in from every place, or have been waited for long enough. */
export const isToBeScored = (
  { to, expected }: Pick<BegunNote, 'to' | 'expected'>,
  salesOf: SalesOf,
  today: Day,
): boolean => {
  if (today <= to) return false
  if (today > to + waitForSalesDays) return true
  const places = Map.groupBy(expected, ({ location }) => location)
  return [...places.values()].every((cells) =>
    cells.some((cell) => salesOf(cellKey(cell)).some(({ day, days }) => day + days > to)),
  )
}

/**
 * Sets the sales of a note's days against what was expected without it. Days are left out on which a shelf was empty for part
 * of the time, and those of which nothing was told. A change that chance alone could make (the root of the expected units) says nothing.
 */
export const resultOf = ({ from, to, effect, counted, expected }: BegunNote, salesOf: SalesOf): NoteResult => {
  let [sold, normal, maskedDays] = [0, 0, 0]
  for (const cell of expected)
    for (const { day, days, units, stockout } of salesOf(cellKey(cell))) {
      const [first, last] = [Math.max(day, from), Math.min(day + days - 1, to)]
      if (last < first) continue
      if (stockout > mostStockoutOfDay) {
        maskedDays += last - first + 1
        continue
      }
      sold += (units * (last - first + 1)) / days
      for (let one = first; one <= last; one++) normal += cell.perDay[one - from] ?? 0
    }
  if (!(normal > 0)) return { sold, normal, maskedDays, came: null, outcome: 'unclear' }
  const came = sold / normal - 1
  const isPlain = Math.abs(counted) * Math.sqrt(normal) >= 1
  const isHit = came * effect > 0 && Math.abs(came) >= hitShare * Math.abs(counted)
  return { sold, normal, maskedDays, came, outcome: isPlain ? (isHit ? 'hit' : 'miss') : 'unclear' }
}

/** How a planner overrules a score: it was a hit, a miss, or it says nothing. */
export const rulings = ['hit', 'miss', 'void'] as const

export type Ruling = (typeof rulings)[number]

/** A scored note. */
export type ScoredNote = Omit<BegunNote, 'expected'> &
  NoteResult & {
    readonly overruled: { readonly ruling: Ruling; readonly by: string; readonly why: string } | null
  }

/** Gives what weights learn from a scored note; null where it says nothing. */
export const recordOf = ({
  kind,
  source,
  documented,
  came,
  outcome,
  overruled,
}: Pick<ScoredNote, 'kind' | 'source' | 'documented' | 'came' | 'outcome' | 'overruled'>): TrackRecord | null => {
  if (overruled !== null)
    return overruled.ruling === 'void' ? null : { kind, source, cameTrue: overruled.ruling === 'hit' ? 1 : 0 }
  return outcome === 'unclear' || came === null || documented === 0
    ? null
    : { kind, source, cameTrue: came / documented }
}
