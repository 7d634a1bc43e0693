import type { Day } from '../day.ts'

/** How sure somebody is of what they tell. */
export const confidences = ['low', 'medium', 'high'] as const

export type Confidence = (typeof confidences)[number]

/** What somebody has heard that may change demand: a competitor's move, a price, a season, a viral post. */
export type IntelligenceNote = {
  /** 0 for a note that is not kept yet. */
  readonly id: number
  readonly what: string
  readonly skus: readonly string[]
  /** No places stand for everywhere. */
  readonly places: readonly string[]
  readonly from: Day
  readonly to: Day
  /** By what share demand changes, -0.2 for a fifth less; null where nobody dares to say. */
  readonly effect: number | null
  readonly confidence: Confidence
  /** Until when it holds; afterwards it is only looked back at. */
  readonly expires: Day
  readonly by: string
  /** The moment, as ISO text. */
  readonly at: string
}

/** Tells whether a note is about a promotion line on any of its days. */
export const concerns = (
  { skus, places, from, to }: IntelligenceNote,
  line: { readonly sku: string; readonly location: string; readonly start: Day; readonly end: Day },
): boolean =>
  skus.includes(line.sku) &&
  (places.length === 0 || line.location === '' || places.includes(line.location)) &&
  line.start <= to &&
  line.end >= from
