import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addToCalibration, calibrationFigures, noCalibration } from '../../../src/domain/backtest/calibration.ts'
import { addError, errorFigures, noErrors } from '../../../src/domain/backtest/errors.ts'
import { recommendThreshold } from '../../../src/domain/backtest/threshold.ts'
import {
  areaUnderCurve,
  brierScore,
  type Foretold,
  hitsAt,
  reliabilityOf,
} from '../../../src/domain/backtest/warnings.ts'

const units = fc.double({ min: -1e6, max: 1e9, noNaN: true })
const price = fc.option(fc.double({ min: 0, max: 1e4, noNaN: true }))
const windows = fc.array(fc.tuple(units, units, price))

const figuresOf = (list: readonly (readonly [number, number, number | null])[]) => {
  const errors = noErrors()
  for (const [forecast, sold, worth] of list) addError(errors, forecast, sold, worth)
  return errorFigures(errors)
}

describe('the error of a forecast', () => {
  it('is what was missed as a share of what was sold, its bias what was too much', () => {
    const figures = figuresOf([
      [12, 10, 1],
      [5, 10, 3],
    ])
    expect(figures).toEqual({ windows: 2, wape: 0.35, bias: -0.15, revenueWape: 17 / 40 })
  })
  it('is nothing where all was as forecast, and not to be told where nothing was sold', () => {
    expect(figuresOf([[7, 7, 2]])).toEqual({ windows: 1, wape: 0, bias: 0, revenueWape: 0 })
    expect(figuresOf([[7, 0, 2]])).toEqual({ windows: 1, wape: null, bias: null, revenueWape: null })
    expect(figuresOf([[7, 7, null]])).toMatchObject({ revenueWape: null })
  })
  it('is a number or null, never less than its bias, whatever was sold', () =>
    fc.assert(
      fc.property(windows, (list) => {
        const { wape, bias, revenueWape } = figuresOf(list)
        for (const figure of [wape, bias, revenueWape]) expect(figure === null || Number.isFinite(figure)).toBe(true)
        if (wape !== null && bias !== null) expect(wape).toBeGreaterThanOrEqual(Math.abs(bias) * (1 - 1e-9))
      }),
    ))
  it('does not depend on the unit of sales or money', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1 }))),
        (list) => {
          const [one, twice] = [figuresOf(list), figuresOf(list.map(([f, s, p]) => [2 * f, 2 * s, 4 * p]))]
          expect(twice.wape ?? -1).toBeCloseTo(one.wape ?? -1, 9)
          expect(twice.revenueWape ?? -1).toBeCloseTo(one.revenueWape ?? -1, 9)
        },
      ),
    ))
})

describe('the calibration of intervals', () => {
  const calibrated = (list: readonly (readonly [mean: number, variance: number, sold: number])[]) => {
    const calibration = noCalibration()
    for (const [mean, variance, sold] of list) addToCalibration(calibration, { mean, variance }, sold)
    return calibration
  }
  it('counts far below, in the middle and far above', () => {
    const three = calibrated([
      [100, 100, 60],
      [100, 100, 100],
      [100, 100, 140],
    ])
    const { below, inside, above } = calibrationFigures(three)
    for (const part of [below, inside, above]) expect(part).toBeCloseTo(1 / 3, 3)
  })
  it('shares whole units out over their chances: what is distributed as said covers 80 %', () => {
    // Poisson with mean 1: each count as often as it is likely, in 10,000 windows.
    const chances = [3679, 3679, 1839, 613, 153, 31, 6]
    const all = chances.flatMap((times, sold) => Array.from({ length: times }, () => [1, 1, sold] as const))
    const { below, inside, above } = calibrationFigures(calibrated(all))
    expect(below).toBeCloseTo(0.1, 3)
    expect(inside).toBeCloseTo(0.8, 3)
    expect(above).toBeCloseTo(0.1, 3)
  })
  it('counts every window once, whatever was sold', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1e5, noNaN: true }),
            fc.double({ min: 0, max: 1e7, noNaN: true }),
            fc.double({ min: -100, max: 1e6, noNaN: true }),
          ),
        ),
        (list) => {
          const { windows: count, tenths } = calibrated(list)
          expect(count).toBe(list.length)
          expect(tenths.reduce((sum, part) => sum + part, 0)).toBeCloseTo(list.length, 6)
        },
      ),
      { numRuns: 50 },
    ))
})

const foretold = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 400 }),
    probability: fc.oneof(
      fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
      fc.constantFrom(0, 0.2, 1),
    ),
    happened: fc.boolean(),
  }),
)

const told = (list: readonly (readonly [probability: number, happened: boolean])[]): readonly Foretold[] =>
  list.map(([probability, happened], day) => ({ day, probability, happened }))

describe('warnings', () => {
  const four = told([
    [0.9, true],
    [0.6, false],
    [0.3, true],
    [0.1, false],
  ])
  it('are right or not, and miss some', () => {
    expect(hitsAt(four, 0.2)).toEqual({
      threshold: 0.2,
      warned: 3,
      right: 2,
      missed: 0,
      precision: 2 / 3,
      recall: 1,
      f1: 0.8,
    })
    expect(hitsAt(four, 0.95)).toMatchObject({ warned: 0, missed: 2, precision: null, recall: 0, f1: 0 })
    expect(hitsAt([], 0.2)).toMatchObject({ precision: null, recall: null, f1: 0 })
  })
  it('at the threshold itself are not given: within policy is ready', () =>
    expect(hitsAt(told([[0.2, true]]), 0.2).warned).toBe(0))
  it('have a Brier score and an area under the curve', () => {
    expect(brierScore(four)).toBeCloseTo((0.01 + 0.36 + 0.49 + 0.01) / 4, 12)
    expect(areaUnderCurve(four)).toBe(0.75)
    expect(areaUnderCurve(told([[0.5, true]]))).toBeNull()
    expect(
      areaUnderCurve(
        told([
          [0.5, true],
          [0.5, false],
        ]),
      ),
    ).toBe(0.5)
    expect(brierScore([])).toBeNull()
  })
  it('have scores between 0 and 1, which only the order of probabilities or nothing at all changes', () =>
    fc.assert(
      fc.property(foretold, (list) => {
        const auc = areaUnderCurve(list)
        const brier = brierScore(list)
        for (const score of [auc, brier]) if (score !== null) expect(score >= 0 && score <= 1).toBe(true)
        const stretched = list.map((one) => ({ ...one, probability: one.probability / 2 }))
        expect(areaUnderCurve(stretched)).toBe(auc)
        expect(areaUnderCurve(list.toReversed())).toBe(auc)
        const opposite = list.map((one) => ({ ...one, happened: !one.happened }))
        if (auc !== null) expect(areaUnderCurve(opposite)).toBeCloseTo(1 - auc, 9)
      }),
    ))
  it('are all in one bin of what was said', () =>
    fc.assert(
      fc.property(foretold, (list) => {
        const bins = reliabilityOf(list)
        expect(bins.reduce((sum, bin) => sum + bin.promotions, 0)).toBe(list.length)
        for (const { from, to, said } of bins)
          if (said !== null) expect(said >= from - 1e-9 && said <= to + 1e-9).toBe(true)
      }),
    ))
})

describe('the recommended threshold', () => {
  const sharp = (count: number, said: number) =>
    told(Array.from({ length: count }, (_, i) => [i % 3 === 0 ? 0.9 : said, i % 3 === 0]))

  it('is another one where that is better in both halves of the time', () => {
    const { threshold, why, best, present } = recommendThreshold(sharp(90, 0.3), 0.2)
    expect({ threshold, why }).toEqual({ threshold: 0.3, why: 'better' })
    expect(best.f1).toBe(1)
    expect(present.f1).toBe(0.5)
  })
  it('stays where it is as good', () =>
    expect(recommendThreshold(sharp(90, 0.1), 0.2)).toMatchObject({ threshold: 0.2, why: 'as-good' }))
  it('stays where too few promotions, stockouts or others could be replayed', () => {
    for (const few of [[], sharp(48, 0.3), told(Array.from({ length: 99 }, () => [0.9, true] as const))])
      expect(recommendThreshold(few, 0.2)).toMatchObject({ threshold: 0.2, why: 'too-few' })
  })
  it('stays where another one was better in one half alone', () => {
    const late = Array.from({ length: 60 }, (_, i) => [i % 3 === 0 ? 0.25 : 0.1, i % 3 === 0] as const)
    const both = told([...sharp(120, 0.3).map((one) => [one.probability, one.happened] as const), ...late])
    expect(recommendThreshold(both, 0.2).why).toBe('unsteady')
  })
  it('is between 0 and 1 and never worse than the present one', () =>
    fc.assert(
      fc.property(foretold, fc.double({ min: 0, max: 1, noNaN: true }), (list, present) => {
        const { threshold, why } = recommendThreshold(list, present)
        if (why !== 'better') expect(threshold).toBe(present)
        expect(hitsAt(list, threshold).f1).toBeGreaterThanOrEqual(hitsAt(list, present).f1)
      }),
    ))
})
