import type { Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { gateWorkingDays } from '../policy.ts'
import { workingDaysBetween } from '../risks/risk-candidate.ts'

/** What people answer on the day a promotion's budget is committed: go ahead as it is, change it, or hold it back. */
export const gateAnswers = ['go', 'change', 'hold'] as const

export type GateAnswer = (typeof gateAnswers)[number]

/** Asks whether the budget of a promotion that is not ready is committed: from two working days before that day until it starts; null where nobody has to answer. */
export const commitQuestion = (
  commitBy: Day | null,
  { verdict, status, start, asOf }: { verdict: Verdict; status: string; start: Day; asOf: Day },
): Day | null =>
  commitBy === null ||
  verdict === 'ready' ||
  status !== 'committed' ||
  asOf >= start ||
  workingDaysBetween(asOf, commitBy) > gateWorkingDays
    ? null
    : commitBy
