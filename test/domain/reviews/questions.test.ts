import { describe, expect, it } from 'vitest'
import { questionsOf, type ReviewNumbers } from '../../../src/domain/reviews/questions.ts'
import { figuresOf } from '../../../src/domain/scorecard/scorecard.ts'
import { noTotals, type Totals } from '../../../src/domain/scorecard/totals.ts'

const quiet: ReviewNumbers = {
  ...{ figures: [], suppliers: [], ahead: [], moneyFloor: 100 },
  unanswered: { proposals: 0, atRisk: {} },
  gaveWay: { marketing: 0, supply: 0 },
}

type Part = { readonly [Key in keyof Totals]?: Partial<Totals[Key]> }

const totals = ({ lines = {}, promotions = {}, costs = {} }: Part): Totals => ({
  ...noTotals,
  lines: { ...noTotals.lines, ...lines },
  promotions: { ...noTotals.promotions, ...promotions },
  costs: { ...noTotals.costs, ...costs },
})

const figures = (now: Part, before: Part = {}) =>
  figuresOf({ now: totals(now), before: totals(before), yearBefore: noTotals })

const asked = (numbers: Partial<ReviewNumbers>) => questionsOf({ ...quiet, ...numbers }).map(({ kind }) => kind)

describe('the questions of a review', () => {
  it.each<[string, Partial<ReviewNumbers>, readonly string[]]>([
    ['5 % stocked out', { figures: figures({ promotions: { told: 20, stockedOut: 1 } }) }, []],
    ['more stocked out', { figures: figures({ promotions: { told: 20, stockedOut: 2 } }) }, ['stockouts']],
    [
      'freight as before',
      {
        figures: figures(
          { promotions: { told: 1 }, costs: { freight: { EUR: 500 } } },
          { promotions: { told: 1 }, costs: { freight: { EUR: 480 } } },
        ),
      },
      [],
    ],
    [
      'freight more than before',
      { figures: figures({ promotions: { told: 1 }, costs: { freight: { EUR: 500 } } }) },
      ['freight'],
    ],
    [
      'uplifts on few lines',
      { figures: figures({ lines: { marketer: { lines: 4, missed: 30, automaticMissed: 10 } } }) },
      [],
    ],
    [
      'uplifts worse than history',
      { figures: figures({ lines: { marketer: { lines: 5, missed: 30, automaticMissed: 10 } } }) },
      ['forecast'],
    ],
    [
      'late notice',
      {
        figures: figures(
          { promotions: { noticeDays: 70, noticed: 10 } },
          { promotions: { noticeDays: 100, noticed: 10 } },
        ),
      },
      ['notice'],
    ],
    ['a proposal without an answer', { unanswered: { proposals: 1, atRisk: {} } }, ['unanswered']],
    ['one gave way', { gaveWay: { marketing: 2, supply: 0 } }, []],
    ['one gave way always', { gaveWay: { marketing: 3, supply: 1 } }, ['one-sided']],
  ])('where %s', (_, numbers, kinds) => {
    expect(asked(numbers)).toEqual(kinds)
  })

  it('are three at most, what can still be changed first', () => {
    const month = { month: '2026-12', units: 900, limit: 600, above: 'limit' as const }
    const many = {
      figures: figures({
        promotions: { told: 2, stockedOut: 1 },
        lines: { marginLines: 1, incrementalMargin: { EUR: -900 } },
      }),
      ahead: [{ supplier: 'ACME', isOwn: false, best: null, months: [month] }],
      unanswered: { proposals: 1, atRisk: {} },
      gaveWay: { marketing: 9, supply: 0 },
    }
    expect(asked(many)).toEqual(['capacity', 'stockouts', 'margin'])
  })
})
