import { heldFactor, heldNearCodes, heldNegatives, heldRows, heldShare } from '../../domain/feeds/hold-policy.ts'
import { count } from '../../parsing/numbers.ts'
import type { ChangedValue, HoldReason, Inspection, NearCode } from '../../store/feeds/feed-rows.ts'
import type { ImportReport } from '../import-report.ts'

/** What a batch is judged by: the counts of its import, and what it would change. */
export type Inspected = {
  readonly report: Pick<ImportReport, 'kind' | 'rows' | 'inserted' | 'changed' | 'unchanged' | 'readAs'>
  readonly inspection: Inspection
}

type Gate = (inspected: Inspected) => readonly HoldReason[]

const shownExamples = 3

/** Says why a batch looks wrong, so that somebody should look at it before it counts; an empty list where it does not. */
export const holdReasons = (inspected: Inspected): readonly HoldReason[] => gates.flatMap((gate) => gate(inspected))

const reason = (code: string, text: string, examples: readonly string[] = []): readonly HoldReason[] => [
  { code, text, examples: examples.slice(0, shownExamples) },
]

const repeatedOf = ({ report }: Inspected): number => report.changed + report.unchanged

const share = (part: number, whole: number): string => `${count(part)} of ${count(whole)}`

/** A snapshot without half of what its locations had. */
const goneItems: Gate = (inspected) => {
  const { absent, absentExamples } = inspected.inspection
  const had = absent + repeatedOf(inspected)
  if (absent < heldRows || absent < had * heldShare) return []
  const what = inspected.report.kind === 'inbound' ? 'open orders' : 'items in stock'
  return reason('gone', `${share(absent, had)} ${what} are gone.`, absentExamples)
}

/** A file with less than half the rows of the same file before; a few rows are news of a few. */
const fewerRows: Gate = ({ report, inspection }) => {
  const before = inspection.comparison.rowsBefore
  if (
    !wholeKinds.has(report.kind) ||
    report.rows < heldRows ||
    before === null ||
    before < 2 * heldRows ||
    report.rows > before * (1 - heldShare)
  )
    return []
  return reason('fewer-rows', `It has ${count(report.rows)} rows; the last one had ${count(before)}.`)
}

/** Kinds of which each file tells of everything; the others tell of a day. */
const wholeKinds: ReadonlySet<string> = new Set([
  'items',
  'locations',
  'inventory',
  'kits',
  'inbound',
  'lead-times',
  'demand-plan',
])

/** Values that have all changed by one factor: cases instead of units, or thousands. */
const oneFactor: Gate = ({ report, inspection }) =>
  [...inspection.comparison.values].flatMap(([column, all]) => {
    const pairs = all.filter(({ before, after }) => before > 0 && after > 0)
    const among = pairs.length + (report.kind === 'sales' ? 0 : report.unchanged)
    const factor = medianOf(pairs.map(({ before, after }) => after / before))
    if (pairs.length < heldRows || (factor < heldFactor && factor > 1 / heldFactor)) return []
    const tolerance = report.kind === 'sales' ? salesTolerance : sameFactor
    const alike = pairs.filter(({ before, after }) => Math.abs(Math.log(after / before / factor)) < tolerance)
    if (alike.length < among * heldShare || alike.length < heldRows) return []
    return reason(
      'factor',
      `${capital(columnWords(column))} of ${share(alike.length, among)} rows are about ${factorWords(factor)} as before.`,
      alike.map(exampleOf),
    )
  })

const sameFactor = Math.log(1.1)
const salesTolerance = Math.log(1.6)

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 1

const factorWords = (factor: number): string =>
  factor >= 1 ? `${count(Math.round(factor))} times as much` : `one ${count(Math.round(1 / factor))}th as much`

/** Values that were there and are zero now. */
const fallenToZero: Gate = ({ report, inspection }) =>
  [...inspection.comparison.values].flatMap(([column, all]) => {
    const had = all.filter(({ before }) => before > 0)
    const fallen = had.filter(({ after }) => after === 0)
    const isPrice = column === 'unit_price' || column === 'unit_cost'
    const among = had.length + (report.kind === 'sales' ? 0 : report.unchanged)
    if (fallen.length < (isPrice ? fewestPrices : heldRows) || fallen.length < among * heldShare) return []
    return reason(
      isPrice ? 'zero-prices' : 'zeros',
      `${capital(columnWords(column))} of ${share(fallen.length, among)} rows fell to 0.`,
      fallen.map(exampleOf),
    )
  })

const fewestPrices = 3

const exampleOf = ({ about, before, after }: ChangedValue): string =>
  `${about}: ${count(after)}, before ${count(before)}`

/** Many counts below zero. */
const negatives: Gate = ({ report }) => {
  const below = report.readAs.find(({ column, value }) => column === 'on_hand' && value === 'below 0')?.rows ?? 0
  if (below < heldRows / 2 || below < report.rows * heldNegatives) return []
  return reason('negative', `On hand is below 0 in ${share(below, report.rows)} rows.`)
}

/** Sales and receipts of days that have not come. */
const futureDates: Gate = ({ inspection }) => {
  const { about, count: rows } = inspection.comparison.future
  return rows === 0
    ? []
    : reason('future', `${count(rows)} ${rows === 1 ? 'row is' : 'rows are'} of days that have not come yet.`, about)
}

/** New codes that are nearly known ones. */
const nearCodes: Gate = ({ inspection }) =>
  inspection.nearCount < heldNearCodes
    ? []
    : reason(
        'near-codes',
        `${count(inspection.nearCount)} codes are new but nearly known ones.`,
        inspection.near.map(nearExample),
      )

const nearExample = ({ code, known }: NearCode): string =>
  known === null ? `${code} looks like a date` : `${code}, known: ${known}`

const gates: readonly Gate[] = [goneItems, fewerRows, oneFactor, fallenToZero, negatives, futureDates, nearCodes]

const columnWords = (column: string): string => column.replaceAll('_', ' ')

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
