import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reviewPeriod } from '../../../src/domain/supply/ordinary-replenishment.ts'
import { asOf, cellFacts, onlyPlaced, withOrdinary } from '../arbitrary-facts.ts'

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns: 200, seed: 20260601 },
  )
const days = fc.array(fc.integer({ min: asOf - 120, max: asOf + 5 }), { maxLength: 12 })

describe('the days between ordinary orders', () => {
  it('are what the feed states, whatever was received', () =>
    holds(fc.tuple(cellFacts({ leadTime: withOrdinary }), days), ([facts, pastReceipts]) => {
      expect(reviewPeriod({ ...facts, pastReceipts })).toEqual({ days: facts.leadTime?.reviewDays, learnedFrom: null })
    }))

  it('lie between the shortest and the longest time between two receipts, and need three days of them', () =>
    holds(fc.tuple(cellFacts({ leadTime: onlyPlaced }), days), ([facts, pastReceipts]) => {
      const counted = [...new Set(pastReceipts)].filter((day) => day < asOf && day >= asOf - 60).sort((a, b) => a - b)
      const review = reviewPeriod({ ...facts, pastReceipts })
      if (counted.length < 3) return expect(review).toBeNull()
      const gaps = counted.slice(1).map((day, i) => day - (counted[i] as number))
      expect(review?.learnedFrom).toBe(counted.length)
      expect(review?.days).toBeGreaterThanOrEqual(Math.min(...gaps))
      expect(review?.days).toBeLessThanOrEqual(Math.max(...gaps))
    }))

  it('are the same in whatever order the receipts are told', () =>
    holds(fc.tuple(cellFacts({ leadTime: onlyPlaced }), days), ([facts, pastReceipts]) => {
      expect(reviewPeriod({ ...facts, pastReceipts: pastReceipts.toReversed() })).toEqual(
        reviewPeriod({ ...facts, pastReceipts }),
      )
    }))
})
