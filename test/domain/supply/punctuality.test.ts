import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { punctualityOf } from '../../../src/domain/supply/punctuality.ts'

const delivery = fc.record({ promised: fc.integer({ min: 0, max: 999 }), delay: fc.integer({ min: -30, max: 90 }) })
const deliveries = fc.array(delivery, { minLength: 5, maxLength: 40 })
const received = (of: readonly { promised: number; delay: number }[]) =>
  of.map(({ promised, delay }) => ({ promised, received: promised + delay }))

describe('how punctual deliveries were', () => {
  it('is not told by fewer than five', () => {
    expect(punctualityOf(received(Array(4).fill({ promised: 1, delay: 3 })))).toBeNull()
  })
  it('is told by how many came late, by how much, and how far all were off', () => {
    const found = punctualityOf(received([0, 0, -2, 6, 4].map((delay) => ({ promised: 10, delay }))))
    expect(found).toEqual({ deliveries: 5, late: 2, lateDays: 6, error: Math.sqrt(56 / 5) })
  })
  it('does not depend on their order, and is never further off than the worst', () => {
    fc.assert(
      fc.property(deliveries, (of) => {
        const found = punctualityOf(received(of))
        expect(punctualityOf(received(of.toReversed()))).toEqual(found)
        const worst = Math.max(...of.map(({ delay }) => Math.abs(delay)))
        expect(found?.error).toBeLessThanOrEqual(worst + 1e-9)
        expect(found?.lateDays).toBeLessThanOrEqual(worst)
        expect(found?.late).toBe(of.filter(({ delay }) => delay > 0).length)
      }),
    )
  })
})
