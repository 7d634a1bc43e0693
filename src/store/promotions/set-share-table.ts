/** What planners say that places get of the stock of the location that supplies them. */
export type SetShareTable = {
  /** The newest row of a promotion, item and place that is not withdrawn counts; null units share automatically again. */
  set_share: {
    workspace_id: number
    id: number
    promotion_id: string
    sku: string
    location: string
    source: string
    units: number | null
    set_by: string
    setter_name: string
    set_on: string
    set_at: string
    withdrawn_at: string | null
  }
}
