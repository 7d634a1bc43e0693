/** What people have noted about demand to come, and how it came. */
export type IntelligenceTable = {
  /** One row a version of a note; a corrected note keeps its `number`. `skus`, `categories` and `locations` are lists as JSON; `effect` is a ratio. */
  intelligence: {
    workspace_id: number
    id: number
    number: number
    kind: string
    what: string
    skus: string
    categories: string
    locations: string
    from_on: string
    to_on: string
    effect: number | null
    confidence: string
    source: string
    expires_on: string
    noted_by: string
    noted_on: string
    noted_at: string
    ended_on: string | null
    ended_at: string | null
    ended_by: string | null
    ended_why: string | null
  }
  /** What was expected without a note when it began, by cell and day as JSON, and what came; shares are ratios. */
  intelligence_score: {
    workspace_id: number
    number: number
    kind: string
    source: string
    what: string
    noted_by: string
    from_on: string
    to_on: string
    effect: number
    /** What of the effect was counted when it began, and what the documented weight alone would have counted. */
    counted: number
    documented: number
    begun_at: string
    expected: string
    sold: number | null
    normal: number | null
    masked_days: number | null
    came: number | null
    outcome: string | null
    scored_at: string | null
    overruled: string | null
    overruled_by: string | null
    overruled_why: string | null
    overruled_at: string | null
  }
}
