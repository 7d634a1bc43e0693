import type { DeferReason } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'

/** Alerts that a channel gets later, and why not now. */
export type DeferredAlertTable = {
  deferred_alert: {
    workspace_id: number
    channel: string
    promotion_id: string
    from_verdict: Verdict
    to_verdict: Verdict
    reason: DeferReason
    until_at: string | null
    /** Changes of orders that the alert is to mention, as JSON; null where there are none. */
    orders: string | null
    deferred_at: string
  }
}
