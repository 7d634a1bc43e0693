import { describe, expect, it } from 'vitest'
import { estimateUplift } from '../../../../src/domain/demand/learning/forecast.ts'
import { learnRivalry, pressureOf, rivalFactor } from '../../../../src/domain/demand/learning/rivals.ts'
import { chances, learnedFrom, levelOf, poisson, promoted, selling } from './a-history.ts'

/** Three items that share a group or not, each in a promotion of its own every fifth week or so, some of them together. */
const threeItems = (skus: readonly string[], taking: number, seed: number) => {
  const chance = chances(seed)
  const isOn = (day: number, item: number) => Math.floor((day + item * 17) / 7) % 5 === 0
  return skus.map((sku, item) =>
    selling(
      728,
      (day) => {
        const rivals = skus.reduce((sum, _, other) => sum + (other === item ? 0 : isOn(day, other) ? 3 : 1), 0) / 2
        const left = rivals ** -taking
        return isOn(day, item) ? promoted(poisson(30 * left, chance)) : poisson(10 * left, chance)
      },
      { sku },
    ),
  )
}

describe('rivals of a group', () => {
  it('take nothing before anything was seen, nor where no two were ever promoted together', () => {
    expect(rivalFactor({ power: 0, weight: 0 }, 1.6)).toBe(1)
    const apart = ['COLA', 'CIDER'].map((sku, item) =>
      selling(364, (i) => (Math.floor(i / 7) % 4 === 2 * item ? promoted(30) : 10), { sku }),
    )
    expect(learnedFrom(...apart).common.rivalry.power).toBeLessThan(1e-12)
  })

  it('take next to nothing where they took nothing', () => {
    for (const seed of [1, 2, 3])
      expect(learnedFrom(...threeItems(['COLA', 'CIDER', 'CHERRY'], 0, seed)).common.rivalry.power).toBeLessThan(0.05)
  })

  it('take some of a promotion that they share where they did, and more where they took more', () => {
    const power = (taking: number) =>
      learnedFrom(...threeItems(['COLA', 'CIDER', 'CHERRY'], taking, 1)).common.rivalry.power
    expect(power(0.7)).toBeGreaterThan(0.1)
    expect(power(1)).toBeGreaterThan(power(0.7))
  })

  it('are none of other groups, nor of other places', () => {
    expect(learnedFrom(...threeItems(['COLA', 'TEA', 'MALT'], 1, 1)).common.rivalry).toEqual({ power: 0, weight: 0 })
    const places = threeItems(['COLA', 'CIDER', 'CHERRY'], 1, 1).map((rows, i) =>
      rows.map((row) => ({ ...row, location: `SHOP ${i}` })),
    )
    expect(learnedFrom(...places).common.rivalry).toEqual({ power: 0, weight: 0 })
  })

  it('lower what a promotion beside them is expected to sell, and no other', () => {
    const learner = learnedFrom(...threeItems(['COLA', 'CIDER', 'CHERRY'], 1, 1))
    const under = (pressure: number) =>
      estimateUplift(
        learner.common,
        levelOf(learner),
        { sku: 'COLA', group: 'C' },
        { mechanic: 'flyer', discount: 0.2 },
        pressure,
      )
    expect(under(0.7)?.rivals).toBeLessThan(under(0)?.rivals as number)
  })

  it('never take more than all, and never give, whatever was seen', () => {
    const rivalry = { power: 0, weight: 0 }
    const chance = chances(5)
    for (let i = 0; i < 500; i++) {
      learnRivalry(rivalry, 4 * chance() - 2, 1000 * chance() ** 4, 1000 * chance() ** 4)
      expect(rivalry.power).toBeGreaterThanOrEqual(0)
      expect(rivalry.power).toBeLessThanOrEqual(1)
    }
    for (const [normal, expected] of [
      [0, 0],
      [0, 5],
      [5, 0],
      [-1, 3],
      [1e-300, 1e300],
      [1e300, 1e-300],
    ] as const) {
      const factor = rivalFactor({ power: 1, weight: 1 }, pressureOf(normal, expected))
      expect(factor).toBeGreaterThan(0.2)
      expect(factor).toBeLessThan(1.7)
    }
  })
})
