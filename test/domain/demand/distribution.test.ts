import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Demand,
  expectedAbove,
  negativeBinomialLoss,
  negativeBinomialQuantile,
  negativeBinomialTail,
  normalCdf,
  normalDensity,
  normalLoss,
  normalQuantile,
  poissonLoss,
  probabilityAbove,
  quantile,
  unitNormalLoss,
} from '../../../src/domain/demand/distribution.ts'
import oracles from '../../fixtures/oracles/formulas.json' with { type: 'json' }

/** Asserts agreement to a share of the expected value, which is what tails need. */
function expectDigits(actual: number, expected: number, relative: number) {
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected))
}

describe('the standard normal', () => {
  test.each([
    [0, 0.5],
    [1.96, 0.9750021048517795],
    [-0.5, 0.3085375387259869],
    [-1, 0.15865525393145705],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
    [-37, 5.725571222524577e-300],
  ])('puts the published mass below %d', (z, mass) => expectDigits(normalCdf(z), mass, 2e-15))

  test.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-20, -9.262340089798409],
    [1e-300, -37.0470962993612],
  ])('has the published quantile at %d', (p, z) => expectDigits(normalQuantile(p), z, 1e-14))

  test('has the published density and loss', () => {
    expectDigits(normalDensity(0), 0.3989422804014327, 1e-15)
    expectDigits(normalDensity(-1), 0.24197072451914337, 1e-15)
    expectDigits(unitNormalLoss(1.3), oracles.loss['G(1.3)'], 1e-14)
    expectDigits(unitNormalLoss(1), oracles.loss['G(1)'], 1e-14)
  })

  test('keeps the digits of the loss far out, where density and tail cancel', () => {
    expectDigits(unitNormalLoss(6), 1.5635697959709664e-10, 1e-14)
    expectDigits(unitNormalLoss(20), 1.37001249472958e-90, 1e-14)
    expect(unitNormalLoss(1e9)).toBe(0)
    expect(unitNormalLoss(-1e9)).toBe(1e9)
  })

  test('is infinite at chances 0 and 1, and undefined beyond', () => {
    expect([0, 1, -0.1, 1.1].map(normalQuantile)).toEqual([-Infinity, Infinity, Number.NaN, Number.NaN])
    expect([-Infinity, Infinity].map(normalCdf)).toEqual([0, 1])
  })

  test('comes back from z to chance to z', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (z) => {
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-13)
        expect(Math.abs(normalQuantile(1 - normalCdf(z / 10)) + z / 10)).toBeLessThan(1e-11)
      }),
    )
  })
})

describe('published answers', () => {
  test('the expected shortages of stockpyl', () => {
    const { loss } = oracles
    expect(normalLoss(18.6, 15, 3)).toBeCloseTo(loss['normal(18.6;15,3)'], 12)
    expect(poissonLoss(18, 15)).toBeCloseTo(loss['poisson(18;15)'], 12)
    expect(negativeBinomialLoss(14, 529 / 41, 23 / 64)).toBeCloseTo(loss['nb(14;mean23,sd8)'], 12)
    expect(negativeBinomialLoss(14, 4, 0.2)).toBeCloseTo(loss['nb(14;r4,p.2)'], 12)
  })

  test('the same shortages from a mean and a variance', () => {
    const { loss } = oracles
    expect(expectedAbove({ mean: 15, variance: 15 }, 18)).toBeCloseTo(loss['poisson(18;15)'], 12)
    expect(expectedAbove({ mean: 23, variance: 64 }, 14)).toBeCloseTo(loss['nb(14;mean23,sd8)'], 12)
    expect(expectedAbove({ mean: 16, variance: 80 }, 14)).toBeCloseTo(loss['nb(14;r4,p.2)'], 12)
  })

  test('the service levels of the printers at the warehouse club', () => {
    const { mu, sd, L, Q, rop, ss, csl, esc, fill } = oracles.rq
    const demand: Demand = { mean: mu * L, variance: sd * sd * L }
    expect(rop - demand.mean).toBe(ss)
    expect(1 - probabilityAbove(demand, rop)).toBeCloseTo(csl, 12)
    expect(normalLoss(rop, mu * L, sd * Math.sqrt(L))).toBeCloseTo(esc, 9)
    expect(expectedAbove(demand, rop)).toBeCloseTo(esc, 9)
    expect(1 - expectedAbove(demand, rop) / Q).toBeCloseTo(fill, 12)
  })

  test('the newsvendor quantity and its cost', () => {
    const priced = oracles.newsvendor.flatMap((o) =>
      o.h === undefined ? [] : [{ h: o.h, p: o.p, q: o.q, cost: o.cost, mu: o.mu, sd: o.sd }],
    )
    expect(priced).toHaveLength(2)
    for (const { h, p, mu, sd, q, cost } of priced) {
      const demand: Demand = { mean: mu, variance: sd * sd }
      const quantity = quantile(demand, p / (p + h))
      const short = expectedAbove(demand, quantity)
      expect(quantity).toBeCloseTo(q, 9)
      expect(h * (quantity - mu + short) + p * short).toBeCloseTo(cost, 8)
    }
  })

  test('the newsvendor quantity of whole units, Poisson with mean 6', () => {
    const demand: Demand = { mean: 6, variance: 6 }
    const quantity = quantile(demand, 4 / 5)
    const short = expectedAbove(demand, quantity)
    expect(quantity).toBe(8)
    expect(quantity - 6 + short + 4 * short).toBeCloseTo(3.5701, 4)
  })

  test('the ski jackets, which stock above the mean because a lost sale costs the most', () => {
    const jackets = oracles.newsvendor.find((o) => o.price === 600)
    const { price = 0, cost = 0, salvage = 0, mu = 0, sd = 0, q = 0 } = jackets ?? {}
    expect(quantile({ mean: mu, variance: sd * sd }, (price - cost) / (price - salvage))).toBeCloseTo(q, 7)
  })

  test('the parkas, whose demand is a plain normal that may be negative', () => {
    const parkas = oracles.newsvendor.find((o) => o.Q === 3000)
    const { price = 0, cost = 0, salvage = 0, mu = 0, sd = 0, Q = 0 } = parkas ?? {}
    const lost = normalLoss(Q, mu, sd)
    const left = Q - mu + lost
    expect(normalCdf((Q - mu) / sd)).toBeCloseTo(parkas?.csl ?? Number.NaN, 7)
    expect(lost).toBeCloseTo(parkas?.lost ?? Number.NaN, 7)
    expect(left).toBeCloseTo(parkas?.left ?? Number.NaN, 7)
    expect(price * (Q - left) + salvage * left - cost * Q).toBeCloseTo(parkas?.profit ?? Number.NaN, 4)
  })

  test('a promotion of few units', () => {
    const { mean, var: variance, r, p10, p50, p90, pGt50, eShort50 } = oracles.nbPromo
    const p = mean / variance
    expect(p).toBeCloseTo(oracles.nbPromo.p, 9)
    expect(mean ** 2 / (variance - mean)).toBe(r)
    expect([0.1, 0.5, 0.9].map((chance) => negativeBinomialQuantile(chance, r, p))).toEqual([p10, p50, p90])
    expect(negativeBinomialTail(50, r, p)).toBeCloseTo(pGt50, 9)
    expect(negativeBinomialLoss(50, r, p)).toBeCloseTo(eShort50, 7)
  })

  test('a promotion of many units', () => {
    const { mean, sd, A } = oracles.normalPromo
    const demand: Demand = { mean, variance: sd * sd }
    for (const [available, { short, pso }] of Object.entries(A)) {
      expect(normalLoss(Number(available), mean, sd)).toBeCloseTo(short, 7)
      expect(expectedAbove(demand, Number(available))).toBeCloseTo(short, 7)
      expect(probabilityAbove(demand, Number(available))).toBeCloseTo(pso, 7)
    }
  })

  test('the safety stock when demand and lead time both vary', () => {
    for (const { D, sD, L, sL, csl, ss, rop } of oracles.safety) {
      const stock = normalQuantile(csl) * Math.sqrt(L * sD ** 2 + D ** 2 * sL ** 2)
      expect(stock).toBeCloseTo(ss, 4)
      if (rop !== undefined) expect(D * L + stock).toBeCloseTo(rop, 4)
    }
  })
})

describe('the distribution of demand', () => {
  test('is the mean itself when nothing varies', () => {
    const demand: Demand = { mean: 12.5, variance: 0 }
    expect([12, 12.5, 13].map((a) => probabilityAbove(demand, a))).toEqual([1, 0, 0])
    expect([-1, 12, 13].map((a) => expectedAbove(demand, a))).toEqual([13.5, 0.5, 0])
    expect(quantile(demand, 0.99)).toBe(12.5)
    expect(expectedAbove({ mean: 0, variance: 9 }, 0)).toBe(0)
    expect(quantile({ mean: 0, variance: 9 }, 0.99)).toBe(0)
  })

  test('of few units counts whole units, and part of a unit in stock still shortens the shortage', () => {
    const demand: Demand = { mean: 3, variance: 5 }
    expect(probabilityAbove(demand, 3.4)).toBe(probabilityAbove(demand, 3))
    expect(expectedAbove(demand, 3.4)).toBeCloseTo(expectedAbove(demand, 3) - 0.4 * probabilityAbove(demand, 3), 12)
    expect(quantile(demand, 0.9) % 1).toBe(0)
  })

  test('finds the whole unit whose chance is exactly the one asked for', () => {
    // The geometric distribution with p = 1/2: P(D <= k) = 1 - 2^-(k+1).
    const geometric: Demand = { mean: 1, variance: 2 }
    for (let k = 0; k < 40; k++) expect(quantile(geometric, 1 - 2 ** -(k + 1))).toBe(k)
  })

  test('tends to Poisson as the variance comes down to the mean', () => {
    for (const variance of [10 + 1e-9, 10 + 1e-14, 10, 4]) {
      expect(expectedAbove({ mean: 10, variance }, 12)).toBeCloseTo(poissonLoss(12, 10), 8)
    }
  })

  test('of many units has no mass below zero', () => {
    const erratic: Demand = { mean: 100, variance: 100 ** 2 }
    expect(probabilityAbove(erratic, -1e-9)).toBe(1)
    expect(probabilityAbove(erratic, 0)).toBeCloseTo(normalCdf(1), 12)
    expect(quantile(erratic, 0.1)).toBe(0)
    expect(expectedAbove(erratic, -50)).toBeCloseTo(expectedAbove(erratic, 0) + 50, 9)
  })
})

describe('any demand', () => {
  const positive = (max: number) => fc.double({ min: 0, max, noNaN: true })
  /** Demand a shop could see: up to a million units, deviating by a thousandth of the mean to three times it. */
  const demands = fc
    .tuple(fc.oneof(positive(40), positive(1e6)), fc.double({ min: 1e-3, max: 3, noNaN: true }))
    .map(([mean, cv]): Demand => ({ mean, variance: (mean * cv) ** 2 }))
  const amounts = fc.oneof(fc.integer({ min: -5, max: 100 }), positive(100), positive(3e6))
  const chances = positive(1)

  test('gives finite answers, a chance in [0, 1] and a shortage that is not negative', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    const large = positive(Number.MAX_VALUE)
    fc.assert(
      fc.property(
        fc.oneof(demands, fc.record({ mean: fc.oneof(large, positive(30)), variance: fc.oneof(large, positive(1e4)) })),
        fc.oneof(amounts, finite),
        fc.oneof(chances, fc.constantFrom(0, 1)),
        (demand, available, p) => {
          const chance = probabilityAbove(demand, available)
          expect(chance >= 0 && chance <= 1).toBe(true)
          const short = expectedAbove(demand, available)
          expect(short >= 0 && short <= Number.MAX_VALUE).toBe(true)
          const stock = quantile(demand, p)
          expect(stock >= 0 && stock <= Number.MAX_VALUE).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('is at once finite with a mean of almost nothing and a variance beyond reason', () => {
    for (const mean of [5e-324, 1e-300, 1e-9, 29.999, 1e308, Number.MAX_VALUE]) {
      for (const variance of [5e-324, 1e-9, 1e9, Number.MAX_VALUE]) {
        for (const available of [-Number.MAX_VALUE, -0.5, 0, 0.5, 1e5, Number.MAX_VALUE]) {
          const demand = { mean, variance }
          const answers = [probabilityAbove(demand, available), expectedAbove(demand, available), quantile(demand, 1)]
          expect(answers.every(Number.isFinite), `${mean} ${variance} ${available}: ${answers}`).toBe(true)
        }
      }
    }
  })

  test('is less often and less far above more stock', () => {
    fc.assert(
      fc.property(demands, amounts, amounts, (demand, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        const slack = 1 + 1e-13
        expect(probabilityAbove(demand, more)).toBeLessThanOrEqual(probabilityAbove(demand, less) * slack)
        expect(expectedAbove(demand, more)).toBeLessThanOrEqual(expectedAbove(demand, less) * slack)
      }),
      { numRuns: 2000 },
    )
  })

  test('is short of no stock by its mean, plus what the normal gains by having no mass below zero', () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const { mean, variance } = demand
        const sd = Math.sqrt(variance)
        const gain = mean < 30 || sd === 0 ? 0 : sd * unitNormalLoss(mean / sd)
        expect(Math.abs(expectedAbove(demand, 0) - mean - gain)).toBeLessThanOrEqual(1e-12 * (mean + gain))
        if (sd < mean / 4) expect(gain).toBeLessThanOrEqual(1e-5 * sd)
      }),
    )
  })

  test('is short by at least its mean less the stock, without a jump at zero stock', () => {
    fc.assert(
      fc.property(demands, amounts, (demand, available) => {
        const least = demand.mean - available
        expect(expectedAbove(demand, available)).toBeGreaterThanOrEqual(least - 1e-12 * Math.abs(least) - 1e-12)
        const atZero = expectedAbove(demand, 0)
        expect(Math.abs(expectedAbove(demand, -1e-9) - atZero)).toBeLessThan(2e-9 + 1e-12 * atZero)
      }),
    )
  })

  test('is covered by a stock that does not fall as the chance rises', () => {
    fc.assert(
      fc.property(demands, chances, chances, (demand, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(quantile(demand, low)).toBeLessThanOrEqual(quantile(demand, high) * (1 + 1e-15))
        expect(quantile(demand, low)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  })

  test('is above its quantile no more often than asked, and above one unit less more often', () => {
    fc.assert(
      fc.property(demands, chances, (demand, p) => {
        const stock = quantile(demand, p)
        expect(probabilityAbove(demand, stock)).toBeLessThanOrEqual(1 - p + 1e-9)
        if (stock > 0) expect(probabilityAbove(demand, stock - 1)).toBeGreaterThanOrEqual(1 - p - 1e-9)
      }),
      { numRuns: 2000 },
    )
  })
})
