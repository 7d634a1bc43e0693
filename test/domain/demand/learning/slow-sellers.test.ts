import { describe, expect, it } from 'vitest'
import { learnedFrom, levelOf, normalOf, selling } from './a-history.ts'

const busy = selling(200, () => 40, { sku: 'BUSY' })
const every = (days: number, units: number, length = 200) =>
  selling(length, () => units, { sku: 'SLOW' }).filter((_, i) => i % days === 0)

describe('an item that sells on some days', () => {
  it('sold nothing on days that its till tells of other items alone', () => {
    expect(normalOf(learnedFrom(every(10, 3), busy), 'SLOW')).toBeGreaterThan(0.2)
    expect(normalOf(learnedFrom(every(10, 3), busy), 'SLOW')).toBeLessThan(0.45)
  })

  it('is the same whether days without sales are told or left out', () => {
    const told = selling(191, (day) => (day % 10 === 0 ? 3 : 0), { sku: 'SLOW' })
    const left = normalOf(learnedFrom(every(10, 3), busy), 'SLOW')
    expect(left).toBeGreaterThan(normalOf(learnedFrom(told, busy), 'SLOW') * 0.9)
    expect(left).toBeLessThan(normalOf(learnedFrom(told, busy), 'SLOW') * 1.1)
  })

  it('sells as on the days that are told where its till tells of no others', () => {
    const elsewhere = selling(200, () => 40, { sku: 'BUSY', location: 'OTHER' })
    expect(normalOf(learnedFrom(every(10, 3), elsewhere), 'SLOW')).toBeCloseTo(3, 6)
  })

  it('is not taken to sell nothing since the last row: those days may not have been told yet', () => {
    const before = normalOf(learnedFrom(every(2, 6, 100), busy.slice(0, 99)), 'SLOW')
    expect(normalOf(learnedFrom(every(2, 6, 100), busy), 'SLOW')).toBeCloseTo(before, 9)
  })

  it('was not there over a gap of months, which says nothing of how it sells', () => {
    const gone = selling(200, () => 10, { sku: 'SLOW' }).filter((_, i) => i < 50 || i >= 150)
    expect(normalOf(learnedFrom(gone, busy), 'SLOW')).toBeCloseTo(10, 6)
  })

  it('varies more than by chance where it sells in clumps', () => {
    const learner = learnedFrom(every(10, 12), busy)
    const { error } = levelOf(learner, 'SLOW')
    expect(error.sold / error.normal).toBeGreaterThan(3)
  })
})
