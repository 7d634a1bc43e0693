import { orderForwards } from '../supply/lead-time.ts'
import type { JudgedLine, LineAssessment } from './readiness.ts'
import { windowLedger } from './window-ledger.ts'

/** Gives what is kept and shown of a line's assessment. */
export const judgedLine = (assessment: LineAssessment): JudgedLine => {
  const { facts, line, verdict, policy, between, window, reasons } = assessment
  const { asOf, item, location, stock, orders, corrected, leadTime, isClosedToday, source } = facts
  return {
    ...{ line, verdict, policy, between, reasons },
    // What is kept holds on to nothing that was judged.
    window: { ...window },
    ...figuresOf(assessment),
    facts: {
      ...{ asOf, item, location, stock, orders, leadTime, isClosedToday },
      ...(corrected === undefined ? {} : { corrected }),
      ...(source === undefined ? {} : { source }),
    },
    earlyUnits: earlyUnits(assessment),
  }
}

const figuresOf = (assessment: LineAssessment) => {
  const { baselineUnits, uplift, baseline, upliftSource, demand, expected, shortageUnits, sum } = assessment
  const { fillRate, leftoverUnits, price, landed, revenueAtRisk, marginAtRisk, currency } = assessment
  return {
    ...{ baselineUnits, uplift, baseline, upliftSource, demand, expected, shortageUnits, sum },
    ...{ fillRate, leftoverUnits, price, revenueAtRisk, marginAtRisk, currency },
    landed,
  }
}

/** What normal sales take of an order between its arrival and the promotion, because they would be lost without it. */
const earlyUnits = (assessment: LineAssessment): number => {
  const { facts, line, verdict, window } = assessment
  if (facts.leadTime === null || window.orderBy === null || window.ordinaryFrom !== null || verdict !== 'at-risk')
    return 0
  const arrives = orderForwards(facts.leadTime, facts.location.receiving, window.orderBy)?.usableOn ?? line.start
  const days = windowLedger(assessment)?.days ?? []
  return days.reduce((sum, { day, lost }) => (day >= arrives ? sum + lost : sum), 0)
}
