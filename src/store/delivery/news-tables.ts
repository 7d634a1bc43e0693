import type { DeferReason } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'

/** The tables of what channels were told of, and of what they were not. */
export type NewsTables = {
  /** The verdict that a channel was told last of a promotion in a message, and the worst of a business date; money as JSON. */
  told: {
    workspace_id: number
    channel: string
    promotion_id: string
    verdict: Verdict
    /** Null until it is looked up. */
    money: string | null
    told_at: string
    worst_on: string | null
    worst_verdict: Verdict | null
    worst_money: string | null
  }
  /** A verdict that a channel is not told of yet, and why. */
  held: {
    workspace_id: number
    channel: string
    promotion_id: string
    from_verdict: Verdict
    to_verdict: Verdict
    reason: DeferReason
    until_at: string | null
    /** Changes of orders that it is to be told with, as JSON; null where there are none. */
    orders: string | null
    held_at: string
  }
  /** The items that a batch which nobody has heard yet is about. */
  batch_item: { workspace_id: number; batch_id: number; sku: string }
}
