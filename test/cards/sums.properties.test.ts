import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainCard } from '../../src/cards/promotions/explain-card.ts'
import { promotionCard } from '../../src/cards/promotions/promotion-card.ts'
import { reasonText } from '../../src/cards/promotions/reason-text.ts'
import { requirementsCard } from '../../src/cards/risks/requirements-card.ts'
import { riskListCard } from '../../src/cards/risks/risk-list-card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { requirementsOf } from '../../src/domain/risks/requirement.ts'
import { cells, placesOfAPromotion, policy, viewOf } from './judged-places.ts'
import { type ReadSum, readParts, readSums, unitsOf } from './read-sums.ts'

const seed = 1
/** What people are shown of a promotion: its card, the rows of its risks, what is to be ordered, and why. */
const textOf = (all: readonly CellFacts[]): string => {
  const { view, lines, candidates, rows, today } = viewOf(all)
  return [
    promotionCard(view),
    riskListCard(rows, { today, mine: null, filter: null, again: '/shelfready risks', page: 1 }),
    requirementsCard(requirementsOf(candidates), { today, supplier: null }),
    ...lines.map((own) => explainCard(own, 'eventful-days')),
  ]
    .map((card) => renderText(card))
    .join('\n\n')
}

const tenths = (terms: readonly number[]) => Math.round(terms.reduce((sum, units) => sum + units, 0) * 10) || 0

const kinds: readonly (readonly [string, RegExp])[] = [
  ['ordinary orders', /\+ [\d,.]+ ordinary orders/],
  ['lost sales', /more lost/],
  ['back orders', /delivered late/],
  ['overlap', /for Promotion/],
  ['uncertainty', /strong week/],
  ['decimals', / \d\.\d .*= /],
  ['kept', /kept for/],
  ['sold already', /more sold already/],
]

const isShortage = (line: string): boolean =>
  /[\d,.]+ (of [\d,.]+ )?units? short|delivered late|units? missing elsewhere|units? short in its days/.test(line)

/** What stands below a shortage: the sum behind it, what the order for it is made of, or the late order that causes it. */
const isExplained = / = -?[\d,.]+|PO-\d+ \([\d,.]+ units?\)/

const kindsOf = ({ text }: ReadSum) => kinds.filter(([, words]) => words.test(text)).map(([kind]) => kind)

describe('the sums that are shown of a promotion', () => {
  it('add up, and lead to the shortage beside them', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(placesOfAPromotion, (all) => {
        const text = textOf(all)
        for (const sum of readSums(text)) {
          expect(tenths(sum.terms), sum.text).toBe(Math.round(sum.balance * 10))
          if (sum.told !== null) expect(Math.round(sum.shortage * 10), sum.text).toBe(Math.round(sum.told * 10))
          for (const kind of kindsOf(sum)) seen.set(kind, (seen.get(kind) ?? 0) + 1)
        }
        for (const { whole, parts, text: line } of readParts(text))
          expect(tenths(parts), line).toBe(Math.round(whole * 10))
        for (const [, units, part, made] of text.matchAll(
          /order ([\d,]+) units? at [^;\n]*?(?:: ([\d,]+) of them for here)?\.?\n +([\d,]+) = .*(?:short|week)/gi,
        ))
          if (!text.includes(', then ')) expect(made).toBe(part ?? units)
        for (const [i, line] of text.split('\n').entries())
          if (isShortage(line)) expect(text.split('\n')[i + 1], line).toMatch(isExplained)
        for (const [, told, made] of text.matchAll(
          /([\d,.]+) (?:of [\d,.]+ )?units? short[^\n]*\n +[\d,.]+ = ([\d,.]+) short/g,
        ))
          expect(unitsOf(made), text).toBe(Math.round(unitsOf(told)))
      }),
      { numRuns: 500, seed },
    )
    for (const [kind] of kinds) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0)
  })
})

describe('the ledger of a line', () => {
  it.each(['every-day', 'eventful-days'] as const)('adds up from row to row: %s', (shown) => {
    fc.assert(
      fc.property(cells, (facts) => {
        const line = assessLine(facts, facts.promotions[0] as PromotionLine, policy)
        const table = explainCard(line, shown).blocks.find(({ kind }) => kind === 'table')
        if (table?.kind !== 'table') throw new Error('no table')
        const at = (row: readonly string[], title: string) =>
          unitsOf(row[table.columns.findIndex((column) => column.title === title)] || '0')
        const rows = table.rows.map((row) => ({
          balance: at(row, 'Balance'),
          change: at(row, 'Receipts') + at(row, 'Ordinary') - at(row, 'Demand') + at(row, 'Lost'),
        }))
        for (const [i, { balance, change }] of rows.entries())
          if (i > 0) expect(tenths([rows[i - 1]?.balance ?? 0, change])).toBe(tenths([balance]))
      }),
      { numRuns: 100, seed },
    )
  })
})

describe('the balance of a warehouse', () => {
  it('adds up, and comes to what it can send where that is not enough', () => {
    const units = fc.oneof(fc.double({ min: 0, max: 3000, noNaN: true }), fc.constant(0))
    fc.assert(
      fc.property(units, units, units, units, fc.nat(40), (opening, coming, ordinary, promised, rest) => {
        const sends = Math.max(0, Math.floor(opening + coming - ordinary - promised))
        const text = reasonText(
          {
            ...{ code: 'SUPPLIED_BY_LOCATION', location: 'D', supplier: rest === 0 ? null : 'ACME' },
            missing: { units: sends + rest, sends, inAll: rest },
            tally: { until: 20_610, opening, coming, ordinary, promised },
          },
          20_605,
        )
        const [, terms = '', left] = text.match(/\((.*), until [^:]*: (\S+) left\)/) ?? []
        const bare = terms.replace(/, [\d,.]+ more not/, '')
        expect(
          tenths(bare.split(/ (?=[+-] )/).map((term) => unitsOf(term.match(/^[+-]? ?[\d,.]+/)?.[0].replace(' ', '')))),
          text,
        ).toBe(unitsOf(left) * 10)
        if (rest > 0) expect(unitsOf(left), text).toBe(unitsOf(text.match(/has (\d\S*) of the missing/)?.[1]))
      }),
    )
  })
})
