import { ofLast } from '../../common/of-last.ts'
import { once } from '../../common/once.ts'
import type { OrderAdvice } from '../ordering/order-advice.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { safeDate, safeUnits } from '../supply/counter-offer.ts'
import { ledgerOf } from '../supply/projected-balance.ts'
import type { CellFacts } from './cell.ts'
import { dailyQuantiles, projectionInput } from './line-numbers.ts'
import type { LineAssessment, Policy, Verdict, WindowOutlook } from './readiness.ts'
import { coverageOf, openCase } from './scenario.ts'

/** What is judged, and what came of it. */
type Judged = {
  readonly facts: CellFacts
  readonly line: PromotionLine
  readonly policy: Policy
  readonly verdict: Verdict
  readonly advice: OrderAdvice | null
  readonly knowsStock: boolean
  readonly knowsDemand: boolean
}

/** The figures of a line that its verdict does not need. */
type AskedFigures = {
  readonly daily: () => LineAssessment['daily']
  readonly ledger: () => LineAssessment['ledger']
  readonly safeDate: () => WindowOutlook['safeDate']
  readonly safeUnits: () => WindowOutlook['safeUnits']
}

/** Works out again what the figures rest on. Whoever asks for one figure of a line often asks for another one next. */
const open = ofLast(({ facts, line, policy }: Judged) => {
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  return { lineCase, coverage: coverageOf(lineCase, { opening: opening ?? 0, coming: receipts.coming, demand }) }
})

/** Makes the functions that work out, when they are asked, the figures that few need; until then only the facts are kept. */
export const askedFigures = (judged: Judged): AskedFigures => {
  const { facts, line, verdict, advice, knowsStock, knowsDemand } = judged
  const isInTime = verdict === 'ready' || verdict === 'at-risk'
  const knows = knowsStock && knowsDemand
  return {
    daily: once(() => {
      if (!knowsDemand) return []
      const { lineCase, coverage } = open(judged)
      return dailyQuantiles(lineCase, coverage)
    }),
    ledger: once(() => (knows ? ledgerOf(projectionInput(open(judged).lineCase)) : [])),
    safeDate: once(() => {
      if (!knows) return null
      return isInTime ? Math.max(facts.asOf, line.start) : advice && safeDate(open(judged).lineCase, advice)
    }),
    safeUnits: once(() => {
      if (!knows) return null
      const { lineCase, coverage } = open(judged)
      return safeUnits(lineCase, coverage)
    }),
  }
}
