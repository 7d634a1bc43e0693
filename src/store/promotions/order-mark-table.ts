/** What people say that orders are for. The last word on an order counts. */
export type OrderMarkTable = {
  /** `promotions` is a JSON list of their ids; an empty one says that the order is an ordinary one. */
  order_mark: {
    workspace_id: number
    id: number
    order_id: string
    sku: string
    location: string | null
    promotions: string
    made_by: string
    maker_name: string
    made_on: string
    made_at: string
    withdrawn_at: string | null
  }
}
