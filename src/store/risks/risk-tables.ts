import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Corrected } from '../../domain/risks/correction.ts'
import type { ReportedOrderState } from '../../domain/risks/reported-order.ts'
import type { RiskState } from '../../domain/risks/risk.ts'
import type { RiskKind } from '../../domain/risks/risk-action.ts'

/** The tables of risks and of what people do about them. */
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
    /** What it is about in people's words, as JSON. */
    subject: string
    opened_at: string
    /** The business date of that moment; null in what was kept before dates were. */
    opened_on: string | null
    /** Whom it is with, since when. */
    owner_id: string | null
    owner_name: string | null
    owner_at: string | null
    owner_on: string | null
    /** When nothing called for it any more. */
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
    /** Why it was settled, in the words of whoever did. */
    reason: string | null
    version: number
  }
  acknowledgement: {
    workspace_id: number
    risk_id: number
    episode: number
    person_id: string
    person_name: string
    acknowledged_at: string
  }
  /** What somebody did and can undo for a while; how as JSON. */
  act: {
    workspace_id: number
    id: number
    person_id: string
    what: string
    undo: string
    acted_at: string
    undone_at: string | null
  }
  /** The part of an order for one item at one location that somebody told of before a feed did. */
  told_order: {
    workspace_id: number
    id: number
    order_id: string
    supplier: string | null
    sku: string
    location: string
    quantity: number
    due_on: string
    risk_id: number
    told_by: string
    teller_name: string
    told_on: string
    told_at: string
    /** The newest batch that was known when it was told. */
    after_batch: number
    state: ReportedOrderState
    state_at: string
  }
  /** What somebody says instead of a feed, from a day to another. */
  correction: {
    workspace_id: number
    id: number
    kind: Corrected['kind']
    sku: string | null
    location: string | null
    supplier: string | null
    order_id: string | null
    units: number | null
    days: number | null
    due_on: string | null
    until_on: string
    reason: string | null
    made_by: string
    maker_name: string
    made_on: string
    made_at: string
    withdrawn_on: string | null
  }
}
