import type { Role } from '../people/permission.ts'
import type { Decision, Side } from './decision.ts'

/** Gives the function that somebody speaks for by their roles; null where they have the roles of neither or of both. */
export const functionOf = (roles: readonly Role[]): Side | null => {
  const [isMarketing, isSupply] = [roles.includes('marketer'), roles.includes('planner')]
  return isMarketing === isSupply ? null : isMarketing ? 'marketing' : 'supply'
}

/** Somebody who answers a proposal: their function where it is clear, and whether they may approve what is above the limit. */
export type DecisionAnswerer = {
  readonly personId: string
  readonly side: Side | null
  readonly isApprover: boolean
}

/** Why somebody may not answer: it is their own proposal, that of their own function, they have agreed already, or an approver has to. */
export type NoAnswer = 'own' | 'own-side' | 'endorsed' | 'needs-approver'

/** Gives why somebody may not answer a proposal; null where they may. The other function answers, and so may any approver; nobody answers their own proposal. */
export const mayAnswer = (
  decision: Decision,
  { personId, side, isApprover }: DecisionAnswerer,
): 'own' | 'own-side' | null => {
  if (decision.by.personId === personId) return 'own'
  return !isApprover && decision.side !== null && decision.side === side ? 'own-side' : null
}

/**
 * Gives the transition that somebody's agreement is: the final one, one that an approver has to confirm, or why it is none.
 * Where nobody is an approver (`hasApprovers` false), a third person, neither the proposer nor the one who agreed, confirms.
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
