import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { followed, type ReportedOrderState, shareOut } from '../../src/domain/risks/reported-order.ts'

const due = dayOf('2026-06-24')
const states: readonly ReportedOrderState[] = ['counts', 'asked', 'replaced', 'withdrawn', 'lapsed']

describe('sharing an order out', () => {
  it('gives every part whole units that add up to all of them, by what each misses', () => {
    expect(shareOut(10, [1, 1])).toEqual([5, 5])
    expect(shareOut(100, [60, 30, 10])).toEqual([60, 30, 10])
    expect(shareOut(10, [0, 0, 0])).toEqual([4, 3, 3])
    expect(shareOut(1, [1, 1])).toEqual([1, 0])
  })

  it('never loses or makes a unit, and gives nobody more than a unit from their fair part', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })), {
          minLength: 1,
          maxLength: 40,
        }),
        (units, needs) => {
          const parts = shareOut(units, needs)
          const total = needs.reduce((sum, need) => sum + need, 0)
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(units)
          parts.forEach((part, i) => {
            expect(Number.isInteger(part)).toBe(true)
            const fair = total > 0 ? (units * (needs[i] as number)) / total : units / needs.length
            expect(Math.abs(part - fair)).toBeLessThanOrEqual(1 + 1e-6)
          })
        },
      ),
    )
  })
})

describe('an order that was told and is followed into the feeds', () => {
  const inFeed = fc.option(fc.record({ units: fc.nat(1000), due: fc.option(fc.integer({ min: due, max: due + 30 })) }))

  it('is replaced by a feed that has it, and differs only where its units or its day do', () => {
    expect(followed({ state: 'counts', due }, 500, { units: 500, due }, 0)).toEqual({
      state: 'replaced',
      differs: null,
    })
    expect(followed({ state: 'asked', due }, 500, { units: 300, due }, 9)).toMatchObject({ differs: { units: 300 } })
    expect(followed({ state: 'counts', due }, 500, { units: 500, due: due + 1 }, 0)).toMatchObject({
      differs: { due: due + 1 },
    })
  })

  it('is asked after at three feeds without it, once, and lapses at six', () => {
    const at = (state: ReportedOrderState, feeds: number) => followed({ state, due }, 500, null, feeds)
    expect([0, 1, 2].map((feeds) => at('counts', feeds))).toEqual([null, null, null])
    expect([3, 4, 5].map((feeds) => at('counts', feeds)?.state)).toEqual(['asked', 'asked', 'asked'])
    expect([3, 4, 5].map((feeds) => at('asked', feeds))).toEqual([null, null, null])
    expect([6, 60].map((feeds) => at('asked', feeds)?.state)).toEqual(['lapsed', 'lapsed'])
  })

  it('is left alone once it is replaced, withdrawn or lapsed, whatever feeds bring', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), inFeed, fc.nat(20), (state, order, feeds) => {
        const outcome = followed({ state, due }, 500, order, feeds)
        if (state !== 'counts' && state !== 'asked') expect(outcome).toBeNull()
        else if (order !== null) expect(outcome?.state).toBe('replaced')
      }),
    )
  })
})
