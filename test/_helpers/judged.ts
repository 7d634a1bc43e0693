import { judgedLine } from '../../src/domain/assessment/judged-line.ts'
import {
  type JudgedLine,
  type LineAssessment,
  type PromotionReadiness,
  promotionReadiness,
} from '../../src/domain/assessment/readiness.ts'
import { daysOfCover } from '../../src/domain/digest/days-of-cover.ts'
import { basisOf } from '../../src/domain/digest/verdict-cause.ts'
import { paceOf } from '../../src/domain/promotions/pace.ts'
import type { JointOrder } from '../../src/domain/risks/joint-order.ts'
import { type FactsOfLine, jointOrders } from '../../src/domain/risks/joint-order.ts'
import type { CandidatePromotion } from '../../src/domain/risks/risk-candidate.ts'
import { riskCandidates } from '../../src/domain/risks/risk-index.ts'
import { sharedOrders } from '../../src/domain/risks/shared-order.ts'

const facts = new WeakMap<JudgedLine, LineAssessment['facts']>()

/** Judged lines, of which the facts are remembered. */
export const judgedLines = (lines: readonly LineAssessment[]): readonly JudgedLine[] =>
  lines.map((line) => {
    const judged = judgedLine(line)
    facts.set(judged, line.facts)
    return judged
  })

const factsOf: FactsOfLine = (line) => {
  const known = facts.get(line)
  if (known === undefined) throw new Error('The line was not made by judgedLines')
  return known
}

/** The readiness of a promotion with these lines, as it is kept. */
export const judgedReadiness = (lines: readonly LineAssessment[]): PromotionReadiness<JudgedLine> =>
  promotionReadiness(judgedLines(lines))

/** The orders that lines made by `judgedLines` share. */
export const ordersTogether = (lines: readonly JudgedLine[]): readonly JointOrder[] => jointOrders(lines, factsOf)

/** What is kept of a promotion with these lines. */
export const judgedParts = (promotionId: string, lines: readonly LineAssessment[]) => {
  const readiness = judgedReadiness(lines)
  return {
    readiness,
    shared: sharedOrders(readiness.problems, factsOf),
    pace: paceOf(lines),
    cover: daysOfCover(lines, lines[0]?.facts.asOf ?? 0),
    basis: basisOf(promotionId, lines),
  }
}

/** The risks of promotions whose lines were made by `judgedLines`. */
export const candidatesOf = <Promotion extends CandidatePromotion>(promotions: readonly Promotion[]) =>
  riskCandidates(promotions, ordersTogether)
