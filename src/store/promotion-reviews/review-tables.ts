/** Which promotions were looked back at in their threads, and what people answered there. */
export type ReviewTables = {
  /** There is one a promotion, ever. */
  review: {
    workspace_id: number
    promotion_id: string
    posted_on: string
    posted_at: string
    /** What it told when it was posted, as JSON. */
    figures: string
    /** Rises whenever the result was worked out again; 0 once its card shows that. */
    outdated: number
    /** The number of the learning that its card shows. */
    learning: number
  }
  review_answer: {
    workspace_id: number
    promotion_id: string
    /** What there is one answer to: a question, or the free line of one person. */
    slot: string
    question: string
    answer: string
    person_id: string
    name: string
    /** When it was first answered. */
    said_at: string
  }
}
