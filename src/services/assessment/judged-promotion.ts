import { judgedLine } from '../../domain/assessment/judged-line.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { dayOf } from '../../domain/day.ts'
import { daysOfCover, soldOutSoon } from '../../domain/digest/days-of-cover.ts'
import { basisOf } from '../../domain/digest/verdict-cause.ts'
import { commitQuestion } from '../../domain/gate/commit-question.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { paceOf } from '../../domain/promotions/pace.ts'
import type { IntelligenceImpact } from '../../domain/risks/intelligence-impact.ts'
import type { FactsOfLine } from '../../domain/risks/joint-order.ts'
import { sharedOrders } from '../../domain/risks/shared-order.ts'
import { liveRows, promotionEnd, statusOf } from '../../store/promotions/stored-promotion.ts'
import type { FingerprintedLine, PromotionAssessment } from './assess-promotions.ts'
import { lineName } from './line-name.ts'

/** Makes the read model of a judged promotion: what cards, digests, risks and alerts need to know of it. */
export const judgedPromotion = (
  assessed: PromotionAssessment,
  impacts: readonly IntelligenceImpact[] = [],
): JudgedPromotion => {
  const { promotion, asOf, lines, readiness, override } = assessed
  const judged = new Map(lines.map((line) => [line, judgedLine(line)]))
  const judgedOf = (line: FingerprintedLine) => judged.get(line) as JudgedLine
  const problems = readiness.problems.map(judgedOf)
  const start = Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on)))
  const commitDays = liveRows(promotion).flatMap((row) => (row.commit_on === null ? [] : dayOf(row.commit_on)))
  const commitDue = commitQuestion(commitDays.length === 0 ? null : Math.min(...commitDays), {
    verdict: readiness.verdict,
    status: statusOf(promotion),
    start,
    asOf,
  })
  const pausing = start > asOf || readiness.verdict !== 'not-ready' ? [] : soldOutSoon(lines, asOf)
  return {
    promotionId: promotion.promotionId,
    name: promotion.name,
    owner: promotion.rows.find((row) => row.owner !== null)?.owner ?? null,
    status: statusOf(promotion),
    asOf,
    start,
    end: promotionEnd(promotion),
    readiness: { ...readiness, lines: lines.map(judgedOf), problems },
    shared: sharedOrders(problems, factsOfAssessed([assessed])),
    pace: paceOf(lines),
    cover: start > asOf ? null : daysOfCover(lines, asOf),
    ...(pausing.length === 0 ? {} : { adsToPause: pausing }),
    ...(commitDue === null ? {} : { commitDue }),
    ...(assessed.accuracyFalls.length === 0 ? {} : { accuracyFalls: assessed.accuracyFalls }),
    ...(assessed.items.length === 0 ? {} : { items: assessed.items }),
    basis: basisOf(promotion.promotionId, lines),
    override: override && { ...override, stated: liveRows(promotion) },
    ...(impacts.length === 0 ? {} : { impacts }),
  }
}

/** Gives the facts of the lines of assessed promotions. Throws for every other line. */
export const factsOfAssessed = (promotions: Iterable<PromotionAssessment>): FactsOfLine => {
  const known = new Map([...promotions].flatMap(({ lines }) => lines.map((one) => [lineName(one), one.facts] as const)))
  return (line) => {
    const facts = known.get(lineName(line))
    if (facts === undefined) throw new Error(`The facts of ${JSON.stringify(lineName(line))} were not loaded`)
    return facts
  }
}
