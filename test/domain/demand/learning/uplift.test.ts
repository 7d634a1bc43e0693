import { describe, expect, it } from 'vitest'
import { estimateUplift } from '../../../../src/domain/demand/learning/forecast.ts'
import type { Learner } from '../../../../src/domain/demand/learning/learner.ts'
import { pooledUplift } from '../../../../src/domain/demand/learning/uplift-pool.ts'
import { learnedFrom, levelOf, normalOf, promoted, selling } from './a-history.ts'

type CommandContext = { sku?: string; location?: string; discount?: number | null; mechanic?: string }

const estimate = (
  learner: Learner,
  { sku = 'COLA', location = 'SHOP', discount = 0.2, mechanic = 'flyer' }: CommandContext = {},
) => {
  const found = estimateUplift(
    learner.common,
    levelOf(learner, sku, location),
    { sku, group: sku.slice(0, 1) },
    { mechanic, discount },
    0,
  )
  if (found === null) throw new Error('nothing was estimated')
  return found
}

/** Sells ten a day, and so many in the weeks of promotions. */
const withPromotions = (weeks: readonly number[], units: number, at = {}, days = 140) =>
  selling(days, (i) => (weeks.includes(Math.floor(i / 7)) ? promoted(units) : 10), at)

/** What is assumed of a fifth off before anything was seen. */
const prior = 1.4

describe('the uplift of a promotion', () => {
  it('is that of its discount alone where no promotion is on record, and says so', () => {
    const { pooled } = estimate(learnedFrom(selling(140, () => 10)))
    expect(pooled).toMatchObject({ ratio: expect.closeTo(prior, 9), basis: 'none', runs: 0 })
  })

  it('lies between what is assumed and what three old promotions brought, the nearer to these the more there are', () => {
    const promotedIn = (...weeks: number[]) => estimate(learnedFrom(withPromotions(weeks, 30)))
    const ratios = [promotedIn(), promotedIn(5), promotedIn(5, 9), promotedIn(5, 9, 13)].map(
      ({ pooled }) => pooled.ratio,
    )
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
    for (const ratio of ratios.slice(1)) {
      expect(ratio).toBeGreaterThan(prior)
      expect(ratio).toBeLessThan(3)
    }
    expect(promotedIn(5, 9, 13).pooled).toMatchObject({ basis: 'shelf', runs: 3 })
    expect(promotedIn(5, 9, 13).ratio).toBeGreaterThan(2)
    expect(promotedIn(5, 9, 13).ratio).toBeLessThan(3)
  })

  it('is not decided by three old promotions of the shelf against many of its company', () => {
    const others = ['CIDER', 'CHERRY', 'COCOA', 'TEA', 'MALT', 'MILK'].flatMap((sku) =>
      withPromotions([2, 4, 6, 8, 10, 12, 14, 16], 15, { sku }),
    )
    const own = withPromotions([5, 9, 13], 30)
    const alone = estimate(learnedFrom(own)).pooled.ratio
    const among = estimate(learnedFrom(own, others)).pooled.ratio
    expect(among).toBeGreaterThan(1.6)
    expect(among).toBeLessThan(alone - 0.1)
  })

  it('is told by few promotions of a slow item less than by as many of a fast one', () => {
    const sold = (scale: number) =>
      selling(140, (i) => (Math.floor(i / 7) === 9 ? promoted(3 * scale) : scale), { sku: 'COLA' })
    expect(estimate(learnedFrom(sold(0.02))).pooled.ratio).toBeLessThan(
      estimate(learnedFrom(sold(10))).pooled.ratio - 1,
    )
  })

  it('is that of a known item at a shelf where it was never promoted', () => {
    const shops = ['EAST', 'WEST', 'NORTH'].flatMap((location) => withPromotions([5, 9, 13], 30, { location }))
    const shelf = selling(140, () => 10).slice(110)
    const { pooled } = estimate(learnedFrom(shops, shelf))
    expect(pooled.basis).toBe('item')
    expect(pooled.ratio).toBeGreaterThan(2.6)
    expect(pooled.ratio).toBeLessThan(3)
  })

  it('is that of its group for an item that was never promoted', () => {
    const mates = ['CIDER', 'CHERRY', 'COCOA'].flatMap((sku) => withPromotions([5, 9, 13], 30, { sku }))
    const others = ['TEA', 'TOAST', 'TART'].flatMap((sku) => withPromotions([4, 8, 12], 15, { sku }))
    const learner = learnedFrom(
      mates,
      others,
      selling(140, () => 10),
      selling(140, () => 10, { sku: 'THYME' }),
    )
    const [cola, thyme] = [estimate(learner), estimate(learner, { sku: 'THYME' })]
    expect([cola.pooled.basis, thyme.pooled.basis]).toEqual(['group', 'group'])
    expect(cola.pooled.ratio).toBeGreaterThan(2.2)
    expect(thyme.pooled.ratio).toBeLessThan(2)
  })

  it('differs by mechanic, where mechanics differ', () => {
    const sold = selling(280, (i) => {
      if (Math.floor(i / 7) % 5 === 1) return promoted(40, 0.2, 'display')
      return Math.floor(i / 7) % 5 === 3 ? promoted(15, 0.2, 'flyer') : 10
    })
    const learner = learnedFrom(sold)
    const [display, flyer, radio] = ['display', 'flyer', 'radio'].map(
      (mechanic) => estimate(learner, { mechanic }).pooled,
    )
    expect(display?.ratio).toBeGreaterThan(3.4)
    expect(flyer?.ratio).toBeLessThan(1.8)
    // Nothing is known of this one but what promotions of the item do.
    expect(radio?.ratio).toBeGreaterThan((flyer?.ratio as number) + 0.5)
    expect(radio?.ratio).toBeLessThan((display?.ratio as number) - 0.5)
  })

  it('differs by depth of discount, where depths differ', () => {
    const sold = selling(280, (i) => {
      if (Math.floor(i / 7) % 5 === 1) return promoted(40, 0.5)
      return Math.floor(i / 7) % 5 === 3 ? promoted(15, 0.1) : 10
    })
    const learner = learnedFrom(sold)
    const at = (discount: number) => estimate(learner, { discount }).pooled.ratio
    expect(at(0.5)).toBeGreaterThan(3)
    expect(at(0.1)).toBeLessThan(2)
    const depths = [0.1, 0.3, 0.4, 0.5].map(at)
    expect(depths).toEqual(depths.toSorted((a, b) => a - b))
  })

  it('of a depth that nobody said is what promotions of every depth brought, and lies between these', () => {
    const sold = selling(280, (i) => {
      if (Math.floor(i / 7) % 5 === 1) return promoted(40, 0.5)
      return Math.floor(i / 7) % 5 === 3 ? promoted(20, 0.1) : 10
    })
    const learner = learnedFrom(sold)
    const at = (discount: number | null) => estimate(learner, { discount }).pooled.ratio
    expect(at(null)).toBeGreaterThan(at(0.1) + 0.3)
    expect(at(null)).toBeLessThan(at(0.5) - 0.3)
    // No discount at all is something else: nothing was ever sold like that.
    expect(at(0)).toBeLessThan(at(null))
  })

  it('is taken from the price it was sold for, where that is told', () => {
    const priced = selling(140, (i) =>
      Math.floor(i / 7) % 5 === 1 ? { ...promoted(40, null), price: 5, basePrice: 10 } : { price: 10 },
    )
    const { common } = learnedFrom(priced)
    const sold = common.uplifts.every['']?.sold as number[]
    expect(sold.findIndex((units) => units > 0)).toBe(10)
  })

  it('learns nothing from a promotion that had no stock', () => {
    const empty = selling(140, (i) => (Math.floor(i / 7) === 13 ? { ...promoted(0), stockout: 1 } : 10))
    expect(estimate(learnedFrom(empty)).pooled).toMatchObject({ ratio: expect.closeTo(prior, 9), basis: 'none' })
    const [first, second] = [withPromotions([5], 30), withPromotions([5], 30)]
    const emptied = second.map((row) =>
      row.day >= (first[91]?.day ?? 0) && row.day < (first[98]?.day ?? 0)
        ? { ...row, ...promoted(0), stockout: 1 }
        : row,
    )
    expect(estimate(learnedFrom(emptied)).pooled.ratio).toBeCloseTo(estimate(learnedFrom(first)).pooled.ratio, 2)
  })

  it('is never nothing for an item that sells in promotions alone', () => {
    const learner = learnedFrom(selling(280, (i) => (Math.floor(i / 7) % 4 === 1 ? promoted(30) : 0)))
    const expected = normalOf(learner) * estimate(learner).ratio
    expect(expected).toBeGreaterThan(5)
    expect(expected).toBeLessThan(35)
  })

  it('of an item that is promoted every day comes to what is sold, whatever is normal', () => {
    const learner = learnedFrom(selling(140, () => promoted(30)))
    expect(normalOf(learner) * estimate(learner).ratio).toBeCloseTo(30, 0)
  })

  it('is nothing for an item that nobody ever bought', () => {
    const learner = learnedFrom(selling(140, (i) => (Math.floor(i / 7) === 9 ? promoted(0) : 0)))
    expect(normalOf(learner) * estimate(learner).ratio).toBe(0)
  })

  it('is a number at every depth, be it one that nobody offers', () => {
    for (const discount of [-1, 0, 0.0049, 0.6, 0.61, 1, 7])
      expect(pooledUplift([undefined], discount, 0).ratio).toBeGreaterThanOrEqual(-1)
    const learner = learnedFrom(withPromotions([5, 9, 13], 30))
    for (const discount of [0, 0.6, 1]) {
      expect(estimate(learner, { discount }).ratio).toBeGreaterThan(1)
      expect(estimate(learner, { discount }).ratio).toBeLessThan(4)
    }
  })
})
