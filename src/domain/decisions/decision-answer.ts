import { type Day, weekdayOf } from '../day.ts'
import type { Role } from '../people/permission.ts'
import { workingDaysToAnswer } from '../policy.ts'
import type { Decision, Side } from './decision.ts'

/** Tells for which function somebody speaks by their roles; null where none or both say so. */
export const functionOf = (roles: readonly Role[]): Side | null => {
  const [isMarketing, isSupply] = [roles.includes('marketer'), roles.includes('planner')]
  return isMarketing === isSupply ? null : isMarketing ? 'marketing' : 'supply'
}

/** Somebody who answers a proposal: of which function as far as that is clear, and whether they approve what is above the limit. */
export type DecisionAnswerer = {
  readonly personId: string
  readonly side: Side | null
  readonly isApprover: boolean
}

/** Why somebody may not answer: it is their own proposal, that of their own function, they said yes already, or an approver is asked. */
export type NoAnswer = 'own' | 'own-side' | 'endorsed' | 'needs-approver'

/** Tells whether somebody may answer a proposal, or why not: the other function answers, and an approver may always; nobody answers their own. */
export const mayAnswer = (
  decision: Decision,
  { personId, side, isApprover }: DecisionAnswerer,
): 'own' | 'own-side' | null => {
  if (decision.by.personId === personId) return 'own'
  return !isApprover && decision.side !== null && decision.side === side ? 'own-side' : null
}

/**
 * Tells what somebody's yes is: the last word, one that an approver has to confirm, or none. Where nobody else is an approver
 * (`hasApprovers` false), a second person besides the proposer and the one who agreed confirms.
 */
export const yesOf = (
  decision: Decision,
  by: DecisionAnswerer,
  { hasApprovers }: { readonly hasApprovers: boolean },
): 'agree' | 'endorse' | NoAnswer => {
  if (decision.state === 'approving') {
    if (decision.by.personId === by.personId) return 'own'
    if (by.isApprover) return 'agree'
    if (hasApprovers) return 'needs-approver'
    return decision.agreed?.personId === by.personId ? 'endorsed' : 'agree'
  }
  const why = mayAnswer(decision, by)
  if (why !== null) return why
  return !decision.needsApproval || by.isApprover ? 'agree' : 'endorse'
}

/**
 * Gives the last day to answer a proposal: the third working day (Monday to Friday) after today, or the last useful day
 * where that comes first; never before today.
 */
export const answerBy = (today: Day, lastUseful: readonly Day[]): Day => {
  let day = today
  for (let left = workingDaysToAnswer; left > 0; ) {
    day++
    if (weekdayOf(day) < 5) left--
  }
  return Math.max(today, Math.min(day, ...lastUseful))
}
