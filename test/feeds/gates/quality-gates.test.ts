import { expect, it } from 'vitest'
import { holdReasons, type Inspected } from '../../../src/feeds/gates/quality-gates.ts'

type Case = {
  readonly kind?: Inspected['report']['kind']
  readonly rows?: number
  readonly unchanged?: number
  readonly absent?: number
  readonly below?: number
  readonly near?: number
  readonly rowsBefore?: number
  readonly future?: number
  readonly column?: string
  /** Pairs of a value before and after. */
  readonly pairs?: readonly (readonly [number, number])[]
}

const reasonsOf = (one: Case) => {
  const { kind = 'inventory', pairs = [], column = 'on_hand', below = 0, future = 0 } = one
  const inspected: Inspected = {
    report: {
      kind,
      rows: one.rows ?? pairs.length,
      inserted: 0,
      changed: pairs.length,
      unchanged: one.unchanged ?? 0,
      readAs: below === 0 ? [] : [{ column: 'on_hand', value: 'below 0', meaning: '0', rows: below }],
    },
    inspection: {
      settled: { inserted: 0, changed: 0, unchanged: 0 },
      createdItems: 0,
      createdLocations: 0,
      near: [],
      nearCount: one.near ?? 0,
      doubled: 0,
      unknownPromotions: [],
      absent: one.absent ?? 0,
      absentExamples: [],
      comparison: {
        values: new Map([[column, pairs.map(([before, after], i) => ({ about: `S-${i}`, before, after }))]]),
        future: { about: [], count: future },
        rowsBefore: one.rowsBefore ?? null,
      },
    },
  }
  return holdReasons(inspected).map(({ code }) => code)
}

const times = (factor: number, rows = 20) => Array.from({ length: rows }, (_, i) => [i + 1, (i + 1) * factor] as const)

const cases: readonly (readonly [string, Case, readonly string[]])[] = [
  ['nothing to compare', {}, []],
  ['half of a snapshot is gone', { absent: 20, unchanged: 20 }, ['gone']],
  ['a fifth of a snapshot is gone', { absent: 10, unchanged: 40 }, []],
  ['all five items are gone', { absent: 5 }, []],
  ['a file is half as long', { rows: 40, rowsBefore: 100 }, ['fewer-rows']],
  ['a day of sales is half as long', { kind: 'sales', rows: 40, rowsBefore: 100 }, []],
  ['cases instead of units', { pairs: times(12) }, ['factor']],
  ['units instead of cases', { pairs: times(1 / 12) }, ['factor']],
  ['thousands', { pairs: times(1_000), kind: 'demand-plan', column: 'units' }, ['factor']],
  ['stock that doubled', { pairs: times(2) }, []],
  ['twelve times as much of a few among many that stay', { pairs: times(12, 12), unchanged: 100 }, []],
  ['stock that moved as it liked', { pairs: times(1).map(([before], i) => [before, (i * 7919) % 50] as const) }, []],
  ['half the stock is 0', { pairs: times(0) }, ['zeros']],
  ['all prices are 0', { kind: 'items', column: 'unit_price', pairs: times(0, 4) }, ['zero-prices']],
  ['two prices of ten are 0', { kind: 'items', column: 'unit_price', pairs: times(0, 2), unchanged: 8 }, []],
  ['a tenth is below zero', { rows: 100, below: 10 }, ['negative']],
  ['two counts lag behind', { rows: 100, below: 2 }, []],
  ['sales of tomorrow', { kind: 'sales', future: 1 }, ['future']],
  ['five damaged codes', { near: 5 }, ['near-codes']],
  ['one code that looks like another', { near: 1 }, []],
]

it.each(cases)('%s', (_, one, codes) => {
  expect(reasonsOf(one)).toEqual(codes)
})
