import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { RiskState } from '../../domain/risks/risk.ts'
import type { RiskKind } from '../../domain/risks/risk-action.ts'

/** Risks and their acknowledgements. */
export type RiskTables = {
  risk: {
    workspace_id: number
    id: number
    identity: string
    kind: RiskKind
    state: RiskState
    episode: number
    verdict: Verdict
    order_by_on: string | null
    /** Amounts by currency, as JSON. */
    money: string
    /** The promotions, items and locations it is about, as JSON. */
    subject: string
    opened_at: string
    /** The business date of that moment; null where it is not known. */
    opened_on: string | null
    /** Who owns it, and since when. */
    owner_id: string | null
    owner_name: string | null
    owner_at: string | null
    owner_on: string | null
    /** When its cause was gone. */
    ended_at: string | null
    handled_at: string | null
    /** The business date of that moment. */
    handled_on: string | null
    handled_by: string | null
    handler_name: string | null
    handled_verdict: Verdict | null
    handled_order_by_on: string | null
    handled_money: string | null
    snoozed_until: string | null
    /** Why it was resolved or accepted, in the words of whoever did. */
    reason: string | null
    version: number
    /** Rises with everything that is kept of it. */
    revision: number
  }
  /** The one acknowledgement of a risk's episode. */
  acknowledgement: {
    workspace_id: number
    risk_id: number
    episode: number
    person_id: string
    person_name: string
    acknowledged_at: string
  }
}
