import type { Verdict } from '../../domain/assessment/readiness.ts'

/** The verdict of each promotion that a channel was told last. */
export type AnnouncedVerdictTable = {
  /** With the worst verdict that was announced on a business date; money is amounts by currency, as JSON. */
  announced_verdict: {
    workspace_id: number
    channel: string
    promotion_id: string
    verdict: Verdict
    /** Null until it is looked up. */
    money: string | null
    announced_at: string
    worst_on: string | null
    worst_verdict: Verdict | null
    worst_money: string | null
  }
}
