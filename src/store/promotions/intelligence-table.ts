/** What people have noted about demand to come. */
export type IntelligenceTable = {
  /** `skus` and `locations` are lists as JSON; `effect` is a ratio. */
  intelligence: {
    workspace_id: number
    id: number
    what: string
    skus: string
    locations: string
    from_on: string
    to_on: string
    effect: number | null
    confidence: string
    expires_on: string
    noted_by: string
    noted_at: string
  }
}
