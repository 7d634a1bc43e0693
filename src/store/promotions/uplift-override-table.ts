/** Planners' own uplifts. */
export type UpliftOverrideTable = {
  /** The newest row of a promotion counts; a null uplift takes back the one before. */
  uplift_override: {
    workspace_id: number
    id: number
    promotion_id: string
    uplift: number | null
    until_on: string | null
    reason: string | null
    /** Units by item as JSON, and the name of the other person, where both functions agreed on it. */
    agreed_units: string | null
    agreed_with: string | null
    set_by: string
    setter_name: string
    set_on: string
    set_at: string
  }
}
