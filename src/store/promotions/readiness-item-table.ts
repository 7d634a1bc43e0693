/** What must be ready for promotions besides stock. */
export type ReadinessItemTable = {
  readiness_item: {
    workspace_id: number
    id: number
    promotion_id: string
    name: string
    owner: string
    due_on: string
    added_by: string
    added_on: string
    added_at: string
    done_by: string | null
    done_on: string | null
    done_at: string | null
    removed_at: string | null
  }
}
