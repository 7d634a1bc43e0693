/** The present assessments, and what of them is outdated. Whatever has a revision got it from one counter, which rises with every write. */
export type PresentTables = {
  /** A promotion as it is judged, without its lines, as JSON; null where nothing of it is left to judge. */
  present_promotion: {
    workspace_id: number
    promotion_id: string
    revision: number
    judged_on: string
    judged_at: string
    inputs_hash: string
    view: string | null
    /** How it performed, as JSON, and its last day; null where it is not over, or over for long. */
    ended: string | null
    ended_on: string | null
  }
  /** A line as it is judged, as JSON; its item, its location and its lead time, which other lines share, are texts of their own. */
  present_line: {
    workspace_id: number
    promotion_id: string
    sku: string
    location: string
    /** Its place among the lines of its promotion. */
    place: number
    view: string
    item: string
    at: string
    lead_time: string
    source: string | null
  }
  /** The orders that a risk asks for, as JSON; null where it asks for none any more. */
  present_order: { workspace_id: number; identity: string; revision: number; orders: string | null }
  /** Promotions that are to be judged again, since a revision. */
  outdated_promotion: { workspace_id: number; promotion_id: string; revision: number }
  /** Items and suppliers of which people have said something new, since a revision. */
  outdated_input: { workspace_id: number; kind: 'item' | 'supplier'; name: string; revision: number }
  /** What the assessments have seen, as JSON, and since when all risks are to be brought up to date; null where only those of outdated promotions are. */
  present_state: { workspace_id: number; seen: string; all_risks_since: string | null }
}
