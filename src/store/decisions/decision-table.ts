import type { DecisionState, Side } from '../../domain/decisions/decision.ts'

/** Proposals of marketing and supply, and what was agreed. */
export type DecisionTable = {
  decision: {
    workspace_id: number
    id: number
    promotion_id: string
    /** The promotion while the proposal waits for its answer; no two rows have the same. */
    open_promotion_id: string | null
    state: DecisionState
    /** The function that concedes something by it. */
    concession: Side | null
    proposed_at: string
    deadline_at: string
    agreed_at: string | null
    agreed_on: string | null
    risk_id: number | null
    /** The whole decision, as JSON. */
    decision: string
    version: number
  }
}
