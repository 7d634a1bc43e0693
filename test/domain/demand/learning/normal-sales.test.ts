import { describe, expect, it } from 'vitest'
import { weekOf } from '../../../../src/domain/demand/learning/forecast.ts'
import type { Learner } from '../../../../src/domain/demand/learning/learner.ts'
import { dispersionOf } from '../../../../src/domain/demand/learning/level.ts'
import { slotOf } from '../../../../src/domain/demand/learning/pattern.ts'
import { chances, learnedFrom, levelOf, normalOf, poisson, promoted, selling } from './a-history.ts'

/** Gives what the cola sells on each day of an ordinary week, Monday first. */
const weekSold = (learner: Learner, sku = 'COLA') => {
  const week = weekOf(learner.common, sku.slice(0, 1), levelOf(learner, sku))
  return [0, 1, 2, 3, 4, 5, 6].map((weekday) => (week[slotOf(weekday, false)] as number) * normalOf(learner, sku))
}

const busyWeekend = [8, 9, 9, 10, 12, 20, 16]
const inWeek = (i: number) => busyWeekend[i % 7] as number

describe('what an item sells normally', () => {
  it('is ten where ten were sold every day', () => {
    const steady = learnedFrom(selling(100, () => 10))
    expect(normalOf(steady)).toBeCloseTo(10, 9)
    for (const units of weekSold(steady)) expect(units).toBeCloseTo(10, 9)
    expect(dispersionOf(levelOf(steady))).toBe(1)
  })

  it('is ten where seventy were sold every week', () => {
    const steady = selling(20, (i) => ({ day: 20_000 + 7 * i, days: 7, units: 70 }))
    expect(normalOf(learnedFrom(steady))).toBeCloseTo(10, 9)
  })

  it('is nothing where nothing was ever sold', () => {
    expect(normalOf(learnedFrom(selling(100, () => 0)))).toBe(0)
  })

  it('is about what was sold on average, by whatever chance', () => {
    for (const mean of [0.1, 1, 10]) {
      const chance = chances(mean)
      const sold = normalOf(learnedFrom(selling(364, () => poisson(mean, chance))))
      // The last eight weeks have the say: some four times as many units as on one day make the error.
      expect(Math.abs(sold - mean)).toBeLessThan(3 * Math.sqrt(mean / 12))
    }
  })

  it('follows the days of the week, after some months to a twentieth', () => {
    const sold = weekSold(learnedFrom(selling(140, inWeek)))
    for (const [weekday, units] of busyWeekend.entries())
      expect(Math.abs((sold[weekday] as number) / units - 1)).toBeLessThan(0.05)
  })

  it('adds up to the week that was sold, on whatever day of it the history ends', () => {
    for (const days of [140, 141, 142, 143, 144, 145, 146]) {
      const week = weekSold(learnedFrom(selling(days, inWeek))).reduce((sum, units) => sum + units, 0)
      expect(Math.abs(week / 84 - 1)).toBeLessThan(0.02)
    }
  })

  it('follows the week of its group where its own history is short', () => {
    const mates = ['CIDER', 'CHERRY', 'COCOA'].map((sku) => selling(140, inWeek, { sku }))
    const late = selling(140, inWeek, { sku: 'COLA' }).slice(126)
    const sold = weekSold(learnedFrom(...mates, late))
    expect((sold[5] as number) / (sold[0] as number)).toBeGreaterThan(2)
  })

  it('has holidays of its own', () => {
    const learner = learnedFrom(selling(364, (i) => (i % 30 === 0 ? { units: 30, isHoliday: true } : 10)))
    const week = weekOf(learner.common, 'C', levelOf(learner))
    expect(week[slotOf(2, true)]).toBeGreaterThan(1.8)
    expect(week[slotOf(2, false)]).toBeCloseTo(1, 1)
  })

  it('comes to a new height within two weeks by two thirds, within six by all but a fiftieth', () => {
    const rising = (days: number) => normalOf(learnedFrom(selling(140 + days, (i) => (i < 140 ? 10 : 20))))
    expect(rising(1)).toBeLessThan(12)
    expect(rising(14)).toBeGreaterThan(16.7)
    expect(rising(42)).toBeGreaterThan(19.6)
    expect(rising(42)).toBeLessThanOrEqual(20)
    const falling = (days: number) => normalOf(learnedFrom(selling(140 + days, (i) => (i < 140 ? 20 : 10))))
    expect(falling(14)).toBeLessThan(13.3)
    expect(falling(42)).toBeLessThan(10.4)
  })

  it('is not touched by days without stock', () => {
    const out = { units: 0, stockout: 1 }
    const now = (i: number) => (i % 5 === 0 ? out : 10)
    const lately = (i: number) => (i >= 110 ? out : 10)
    for (const told of [now, lately]) expect(normalOf(learnedFrom(selling(140, told)))).toBeCloseTo(10, 9)
  })

  it('is hardly touched by promotions, however often they come', () => {
    for (const every of [8, 4, 2]) {
      const learner = learnedFrom(selling(364, (i) => (Math.floor(i / 7) % every === 1 ? promoted(30) : 10)))
      expect(Math.abs(normalOf(learner) / 10 - 1)).toBeLessThan(0.02)
    }
  })

  it('is unknown, not a number, where every day was without stock', () => {
    const level = levelOf(learnedFrom(selling(100, () => ({ units: 0, stockout: 1 }))))
    expect(level.rows).toBe(0)
  })

  it('is never below nothing: where more came back than was sold, nothing was sold', () => {
    expect(normalOf(learnedFrom(selling(100, () => -3)))).toBe(0)
    const returned = normalOf(learnedFrom(selling(100, (i) => (i % 5 === 0 ? -400 : 10))))
    const unsold = normalOf(learnedFrom(selling(100, (i) => (i % 5 === 0 ? 0 : 10))))
    expect(returned).toBe(unsold)
  })

  it('varies by more than chance where it did', () => {
    const chance = chances(7)
    const evenly = learnedFrom(selling(364, () => poisson(10, chance)))
    const inBursts = learnedFrom(selling(364, () => (chance() < 0.1 ? poisson(60, chance) : poisson(4, chance))))
    expect(dispersionOf(levelOf(evenly))).toBeLessThan(2)
    expect(dispersionOf(levelOf(inBursts))).toBeGreaterThan(5)
  })
})

describe('a shelf of which little is known', () => {
  const chance = chances(7)
  const shop = (location: string, days: number, mean: number) =>
    selling(days, () => (chance() < 0.5 ? 0 : 2 * mean), { location })
  const others = ['A', 'B', 'C', 'D'].map((location) => shop(location, 120, 5))

  it('is drawn towards what the item sells elsewhere', () => {
    const few = selling(120, () => 0, { location: 'NEW' })
      .slice(110)
      .map((row, i) => ({ ...row, units: i % 5 === 0 ? 4 : 0 }))
    const drawn = normalOf(learnedFrom(...others, few), 'COLA', 'NEW')
    expect(drawn).toBeGreaterThan(1)
    expect(drawn).toBeLessThan(4)
  })

  it('is what it sells where that hardly varies, whatever others do', () => {
    const steady = selling(120, () => 2, { location: 'STEADY' })
    expect(normalOf(learnedFrom(...others, steady), 'COLA', 'STEADY')).toBeCloseTo(2, 1)
  })
})
