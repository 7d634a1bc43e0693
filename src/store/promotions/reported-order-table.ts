import type { ReportedOrderState } from '../../domain/risks/reported-order.ts'

/** Orders that people report before a feed has them. */
export type ReportedOrderTable = {
  /** The part of an order for one item at one location. */
  reported_order: {
    workspace_id: number
    id: number
    order_id: string
    supplier: string | null
    sku: string
    location: string
    quantity: number
    due_on: string
    risk_id: number
    reported_by: string
    reporter_name: string
    reported_on: string
    reported_at: string
    /** The newest batch that was known when it was reported. */
    after_batch: number
    state: ReportedOrderState
    state_at: string
  }
}
