import type { PromotionReadiness } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { proposalWords } from '../decisions/decision-words.ts'
import { heardBlock } from '../intelligence/promotion-notes.ts'
import { type Block, type Card, firstOf, moreWords } from '../language/card.ts'
import { capital, countWords, listWords, numberWords, percentWords } from '../language/words.ts'
import { marginWords } from '../prices/price-words.ts'
import { actionWords } from '../risks/action-words.ts'
import { standing } from '../risks/risk-standing.ts'
import { setShareWords } from '../shares/share-words.ts'
import { belowNormalWords } from './below-normal.ts'
import { concernBlocks } from './concern-words.ts'
import { atRiskWords, expectedWords, sendingWords } from './problem-words.ts'
import { footerWords, headOf } from './promotion-card.ts'
import { mostProblems, problemBlocks } from './promotion-problems.ts'

/** Everything behind the card of a promotion, for the one who asks: each line that is short with its figures, and who has which risk. */
export const promotionDetailsCard = (
  view: JudgedPromotion,
  {
    most = mostProblems,
    risks,
    proposal,
  }: { readonly most?: number; readonly risks: readonly RiskRecord[]; readonly proposal: Decision | null },
): Card => {
  const { readiness } = view
  return {
    ...headOf(view),
    blocks: [
      { kind: 'text', text: capital(summaryWords(readiness)) },
      ...problemBlocks(view, most),
      ...heardBlock(readiness.lines, view.promotionId),
      ...notesBlock(sendingWords(readiness.lines), `/promo why ${view.promotionId}`),
      ...notesBlock(setShareWords(readiness.lines), `/promo share ${view.promotionId}`),
      ...textOf(belowNormalWords(view)),
      ...concernBlocks(readiness, view.owner ?? 'the marketer', marginWords(readiness)),
      ...(readiness.verdict === 'not-ready'
        ? [
            {
              kind: 'text' as const,
              text: `Options and the cost of waiting: /promo options ${view.promotionId}`,
            },
          ]
        : []),
      ...standingBlock(risks, proposal, view.asOf),
    ],
    footer: footerWords(readiness.lines, view.asOf),
  }
}

const textOf = (text: string | null): readonly Block[] => (text === null ? [] : [{ kind: 'text', text }])

/** Says what part of a promotion is short, and for what money. */
const summaryWords = (readiness: PromotionReadiness): string => {
  const { lines, problems, problemShare } = readiness
  if (problems.length === 0) {
    return `${lines.length === 1 ? 'its one line is' : `all ${countWords(lines.length, 'line')} are`} covered, ${expectedWords(lines)}.`
  }
  const share = `${percentWords(problemShare)} of ${lines.every((line) => line.price !== null) ? 'expected revenue' : 'expected units'}`
  if (readiness.verdict === 'unknown')
    return lines.length === 1
      ? 'I cannot judge it yet.'
      : `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} cannot be judged yet, ${share}.`
  const money = atRiskWords(problems)
  const which =
    lines.length === 1
      ? 'the one location will run short'
      : readiness.verdict === 'ready'
        ? `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} short, ${share}`
        : `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} short or unclear, ${share}`
  return money === null ? `${which}.` : `${which}; ${money}.`
}

const mostStandings = 3

const notesBlock = (notes: readonly string[], where: string): readonly Block[] => {
  const { shown, left } = firstOf(notes, mostStandings)
  const more = moreWords(left, where)
  return shown.length === 0 ? [] : [{ kind: 'notes', notes: [...shown, ...(more === null ? [] : [more])] }]
}

/** Says who owns the risks of a promotion, and which proposal waits for an answer. */
const standingBlock = (risks: readonly RiskRecord[], proposal: Decision | null, today: Day): readonly Block[] => {
  const proposed = proposal === null ? [] : [proposalWords(proposal, today)]
  if (risks.length === 0 && proposed.length === 0) return []
  const { shown, left } = firstOf(risks, mostStandings)
  const more = moreWords(left, '/shelfready risks')
  const lines = shown.map((record) => {
    const { status } = standing(record, today)
    const { promotions } = record.subject
    const together =
      promotions.length === 1 ? '' : `, for ${listWords(promotions.map(({ promotionId }) => promotionId))}`
    return `${capital(actionWords(record.subject, record.orderBy, today))}${together} · ${status}`
  })
  return [{ kind: 'notes', notes: [...lines, ...(more === null ? [] : [more]), ...proposed] }]
}
