import type { Day } from '../../domain/day.ts'
import type { SupplierCapacity } from '../../domain/reviews/capacity.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import { countWords, numberWords, windowWords } from '../language/words.ts'
import { monthWords, periodWords } from './period-words.ts'

/** What promotions ask of suppliers in a period. */
export type CapacityView = {
  readonly period: Period
  readonly capacity: readonly SupplierCapacity[]
  /** The line that asks for the same again. */
  readonly again: string
}

const mostRows = 18

/** Names a supplier; one of our own locations is told apart. */
export const supplierWords = ({ supplier, isOwn }: Pick<SupplierCapacity, 'supplier' | 'isOwn'>): string =>
  isOwn ? `${supplier} (our own)` : supplier

/** Says what a month is above. */
export const aboveWords = (above: 'limit' | 'best' | null): string =>
  above === 'limit' ? '▲ above its limit' : above === 'best' ? '▲ above its best' : ''

/** What promotions ask of each supplier by month, against its weekly limit and the best it ever delivered. */
export const capacityCard = ({ period, capacity, again }: CapacityView, today: Day): Card => {
  const above = capacity.flatMap(({ months }) => months).filter((month) => month.above !== null)
  const title = `Promoted volume by supplier, ${periodWords(period, today)} · ${above.length === 0 ? 'nothing above a limit' : `${countWords(above.length, 'month')} above what a supplier gives`}`
  return {
    tone: above.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks:
      capacity.length === 0
        ? [{ kind: 'text', text: 'No promotions with a known supplier and demand in this period.' }]
        : [...capacityBlocks(capacity, again), ...bestNotes(capacity, today)],
    footer: 'Units sold in promotions, normal sales of their days included.',
  }
}

/** Draws promoted volume as a table, a row for each supplier and month. */
const capacityBlocks = (capacity: readonly SupplierCapacity[], again: string): readonly Block[] => {
  const rows = capacity.flatMap((supplier) =>
    supplier.months.map((month, i) => [
      i === 0 ? supplierWords(supplier) : '',
      monthWords(month.month),
      numberWords(month.units),
      month.limit === null ? 'none' : numberWords(month.limit),
      supplier.best === null ? 'none yet' : numberWords(supplier.best.units),
      aboveWords(month.above),
    ]),
  )
  const { shown, left } = firstOf(rows, mostRows)
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Supplier', align: 'left' },
        { title: 'Month', align: 'left' },
        { title: 'Promoted', align: 'right' },
        { title: 'Limit', align: 'right' },
        { title: 'Best 4 weeks', align: 'right' },
        { title: '', align: 'left' },
      ],
      rows: shown,
      left,
      where: again,
    },
  ]
}

const mostNotes = 3

const bestNotes = (capacity: readonly SupplierCapacity[], today: Day): readonly Block[] => {
  const notes = capacity
    .flatMap(({ supplier, best }) =>
      best === null
        ? []
        : [
            `Most that ${supplier} ever delivered: ${numberWords(best.units)} units, ${windowWords(best.from, best.to, today)}.`,
          ],
    )
    .slice(0, mostNotes)
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}
