import { once } from '../../common/once.ts'
import { safeDate, safeUnits } from '../supply/counter-offer.ts'
import { ledgerOf } from '../supply/projected-balance.ts'
import { dailyQuantiles, projectionInput } from './line-numbers.ts'
import type { LineAssessment, Verdict, WindowOutlook } from './readiness.ts'
import type { LineCase, ScenarioResult } from './scenario.ts'

/** The figures of a line that its verdict does not need. */
type AskedFigures = {
  readonly daily: () => LineAssessment['daily']
  readonly ledger: () => LineAssessment['ledger']
  readonly safeDate: () => WindowOutlook['safeDate']
  readonly safeUnits: () => WindowOutlook['safeUnits']
}

/** Makes the functions that work out, when they are asked, the figures that few need. They hold on to all that was judged. */
export const askedFigures = (
  lineCase: LineCase,
  { coverage, advice }: Pick<ScenarioResult, 'coverage' | 'advice'>,
  verdict: Verdict,
): AskedFigures => {
  const { facts, line, opening, unknownDemand } = lineCase
  const isInTime = verdict === 'ready' || verdict === 'at-risk'
  const knows = opening !== null && !unknownDemand
  return {
    daily: once(() => (unknownDemand ? [] : dailyQuantiles(lineCase, coverage))),
    ledger: once(() => (knows ? ledgerOf(projectionInput(lineCase)) : [])),
    safeDate: once(() => {
      if (!knows) return null
      return isInTime ? Math.max(facts.asOf, line.start) : advice && safeDate(lineCase, advice)
    }),
    safeUnits: once(() => (knows ? safeUnits(lineCase, coverage) : null)),
  }
}
