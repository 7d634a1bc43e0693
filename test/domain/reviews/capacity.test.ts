import { describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/domain/day.ts'
import { bestFourWeeks, capacityOf } from '../../../src/domain/reviews/capacity.ts'

const on = (date: string, units: number) => ({ on: dayOf(date), units })

describe('the best four weeks', () => {
  it('are any 28 days in a row, not a month', () => {
    const best = bestFourWeeks([
      on('2026-01-20', 100),
      on('2026-02-16', 100),
      on('2026-02-17', 50),
      on('2026-06-01', 149),
    ])
    expect(best).toEqual({ from: dayOf('2026-01-20'), to: dayOf('2026-02-16'), units: 200 })
  })

  it('are unknown where nothing was ever received', () => {
    expect(bestFourWeeks([])).toBeNull()
    expect(bestFourWeeks([on('2026-01-20', 0)])).toBeNull()
  })
})

describe('promoted volume', () => {
  const asked = (sku: string, start: string, end: string, units: number) => ({
    ...{ supplier: 'ACME', sku, location: 'EAST', units },
    ...{ start: dayOf(start), end: dayOf(end) },
  })
  const period = { from: dayOf('2026-11-01'), to: dayOf('2026-12-31') }

  it('is divided among months by days, and a limit of several items counts once', () => {
    const [acme] = capacityOf(
      [asked('A', '2026-11-27', '2026-12-06', 100), asked('B', '2026-12-01', '2026-12-01', 7)],
      period,
      {
        receipts: [],
        limitOf: () => ({ row: 'ACME', perWeek: 14 }),
        isOwn: () => false,
      },
    )
    expect(acme?.months).toEqual([
      { month: '2026-11', units: 40, limit: 60, above: null },
      { month: '2026-12', units: 67, limit: 62, above: 'limit' },
    ])
  })

  it('has no limit where one of its items has none', () => {
    const [acme] = capacityOf(
      [asked('A', '2026-11-01', '2026-11-07', 100), asked('B', '2026-11-01', '2026-11-07', 1)],
      period,
      {
        receipts: [{ supplier: 'ACME', ...on('2026-03-01', 90) }],
        limitOf: ({ sku }) => (sku === 'A' ? { row: 'A', perWeek: 1 } : null),
        isOwn: () => false,
      },
    )
    expect(acme?.months).toEqual([{ month: '2026-11', units: 101, limit: null, above: 'best' }])
  })
})
