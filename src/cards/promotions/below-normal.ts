import type { LineView } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { countWords, numberWords, unitWords } from '../language/words.ts'
import { draftId } from './problem-words.ts'

/** A total that was stated for an item, and the units that it sells anyway in those days and places. */
type BelowNormal = { readonly name: string; readonly units: number; readonly normal: number }

const isBelow = ({ line, facts, demand, baselineUnits }: LineView): boolean =>
  line.stated.kind === 'units' && line.start >= facts.asOf && demand !== null && (baselineUnits ?? 0) - demand.mean >= 1

/** Lists the items whose stated total is below what they sell anyway. */
const belowNormal = ({ readiness }: JudgedPromotion): readonly BelowNormal[] =>
  [...Map.groupBy(readiness.lines.filter(isBelow), ({ line }) => line.sku).values()].map((lines) => ({
    name: lines[0]?.facts.item.name ?? '',
    units: lines.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0),
    normal: lines.reduce((sum, { baselineUnits }) => sum + (baselineUnits ?? 0), 0),
  }))

const moreItems = (others: number) => (others === 0 ? '' : ` (+ ${countWords(others, 'item')})`)

/** Asks whether a stated total that is below normal sales was meant on top of them, and says how to answer; null where none is. */
export const belowNormalQuestion = (view: JudgedPromotion): string | null => {
  const [first, ...others] = belowNormal(view)
  if (first === undefined) return null
  const { name, units, normal } = first
  const amount = numberWords(units)
  const what =
    others.length === 0
      ? `${amount} is less than the ${numberWords(normal)} it sells without a promotion. Did you mean ${amount} extra?`
      : `${amount} of ${name} is less than the ${numberWords(normal)} it sells without a promotion${moreItems(others.length)}. Are they extra?`
  const extra = others.length === 0 ? `extra:+${Math.round(units)}` : 'a table with a column extra'
  const how = view.promotionId === draftId ? `write ${extra} instead` : `/promo edit ${view.promotionId} ${extra}`
  return `${what} If so, ${how}; if it is the total, nothing to do.`
}

/** Says that a stated total is below normal sales; null where none is. */
export const belowNormalWords = (view: JudgedPromotion): string | null => {
  const [first, ...others] = belowNormal(view)
  return first === undefined
    ? null
    : `${unitWords(first.units)} in total is less than the ${numberWords(first.normal)} that ${first.name} sells in these days without a promotion${moreItems(others.length)}.`
}
