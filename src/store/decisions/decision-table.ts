import type { DecisionState, Side } from '../../domain/decisions/decision.ts'

/** The table of what marketing and supply propose and settle. */
export type DecisionTable = {
  decision: {
    workspace_id: number
    id: number
    promotion_id: string
    /** The promotion while the proposal waits for its answer; no two rows have the same. */
    open_of: string | null
    state: DecisionState
    /** The function that gives way by it. */
    concession: Side | null
    proposed_at: string
    deadline_at: string
    agreed_at: string | null
    agreed_on: string | null
    risk_id: number | null
    /** All of it, as JSON. */
    decision: string
    version: number
  }
}
