import { isOwed } from '../assessment/cell.ts'
import { type Money, sumMoney } from '../money.ts'
import type { Effect, Total } from './option.ts'
import type { OptionCandidate } from './option-candidate.ts'

/**
 * Sums an option up over all lines of a promotion: the lines that it helps with their effect in `helped`, the others as they
 * are in `unhelped`. Units are summed, money by currency, the stockout probability is the largest. A line without price or
 * cost is in no sum of money. `base` is the total of doing nothing, null for that total itself.
 */
export const totalOf = (
  unhelped: ReadonlyMap<OptionCandidate, Effect>,
  helped: ReadonlyMap<OptionCandidate, Effect>,
  base: Total | null,
): Total => {
  const lines = [...unhelped].map(([candidate, left]) => ({ candidate, left, effect: helped.get(candidate) ?? left }))
  const sum = (of: (effect: Effect) => number): number => lines.reduce((all, { effect }) => all + of(effect), 0)
  const money = (of: (effect: Effect) => number | null): Money =>
    sumMoney(
      lines.map(({ candidate, effect }) => ({ amount: of(effect), currency: candidate.lineCase.facts.item.currency })),
    )
  const isCostKnown = lines.every(({ effect }) => effect.extraCost !== null)
  const isValued = lines.every(({ left, effect }) => left.contribution === null || effect.contribution !== null)
  const values = money((effect) => effect.contribution)
  const contribution = isCostKnown && isValued && Object.keys(values).length > 0 ? values : null
  return {
    sales: sum((effect) => effect.sales),
    demand: sum((effect) => effect.sales + effect.shortage),
    shortage: sum((effect) => effect.shortage),
    late: lines.reduce(
      (all, { candidate, effect }) => all + (isOwed(candidate.lineCase.facts) ? effect.shortage : 0),
      0,
    ),
    stockout: lines.reduce((most, { effect }) => Math.max(most, effect.stockout), 0),
    leftover: sum((effect) => effect.leftover),
    extraCost: isCostKnown ? money((effect) => effect.extraCost) : null,
    leftoverCost: money((effect) => effect.leftoverCost),
    contribution,
    gain: base === null ? {} : gainOver(contribution, base.contribution),
  }
}

const gainOver = (contribution: Money | null, base: Money | null): Money | null =>
  contribution === null || base === null
    ? null
    : Object.fromEntries(Object.entries(contribution).map(([currency, of]) => [currency, of - (base[currency] ?? 0)]))
