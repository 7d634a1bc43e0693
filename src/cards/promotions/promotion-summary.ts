import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { promotionActions } from '../../domain/promotions/promotion-actions.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import type { Block } from '../language/card.ts'
import { joinedWithin } from '../language/line-budget.ts'
import { arrivalWords, orderMadeWords, rangeWords } from '../risks/risk-words.ts'
import { alsoLine } from './also-words.ts'
import { possibleWords } from './problem-words.ts'
import { otherItemsWords, placesWords, shortageSumWords, shortageWords, worstShortage } from './shortage-words.ts'

/**
 * Draws what is wrong with a promotion in at most five lines: the worst item with the sum behind it, what the order for it is
 * made of, one more thing to know, and what is still possible.
 */
export const summaryBlocks = (view: JudgedPromotion): readonly Block[] => [
  ...worstBlock(view),
  ...textOf(alsoLine(view, view.owner ?? 'the marketer')),
  ...textOf(possibleLine(view)),
]

const worstBlock = (view: JudgedPromotion): readonly Block[] => {
  const { readiness, asOf } = view
  const worst = worstShortage(readiness.problems, readiness.lines, readiness.verdict)
  if (worst === null) return []
  const [line] = worst.lines
  const isUnknown = line?.verdict === 'unknown'
  const range = isUnknown && line !== undefined ? rangeWords(line) : null
  const [order] = promotionActions(view).filter(({ action }) => action.kind === 'order')
  const own = order !== undefined && line !== undefined && isFor(order, line) ? order : null
  const text = joinedWithin([
    `${isUnknown ? placesWords(worst) : shortageWords(worst)}${otherItemsWords(worst)}`,
    ...(own === null ? [] : arrivalWords(own, asOf)),
  ])
  const detail = [
    range,
    isUnknown ? null : shortageSumWords(worst),
    own === null ? null : orderMadeWords(own, worst),
  ].filter((words) => words !== null)
  return [{ kind: 'items', title: null, items: [{ symbol: null, text, detail }], left: 0, where: '' }]
}

const isFor = ({ evidence }: RiskCandidate, line: JudgedLine): boolean =>
  evidence.some(({ lines }) => lines.includes(line))

const possibleLine = ({ readiness, asOf }: JudgedPromotion): string | null => {
  const possible = possibleWords(readiness, asOf)
  return possible.length === 0 ? null : `Still possible: ${possible.join(' · ')}`
}

const textOf = (text: string | null): readonly Block[] => (text === null ? [] : [{ kind: 'text', text }])
