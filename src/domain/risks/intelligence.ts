import type { Day } from '../day.ts'

/** How sure somebody is of their market intelligence. */
export const confidences = ['low', 'medium', 'high'] as const

export type Confidence = (typeof confidences)[number]

/** A note of market intelligence that may change demand: a competitor's move, a price, a season, a viral post. */
export type IntelligenceNote = {
  /** 0 for a note that is not stored yet. */
  readonly id: number
  readonly what: string
  readonly skus: readonly string[]
  /** Locations; none stand for every location. */
  readonly places: readonly string[]
  readonly from: Day
  readonly to: Day
  /** The share by which demand changes, -0.2 for a fifth less; null where unknown. */
  readonly effect: number | null
  readonly confidence: Confidence
  /** The last day on which it holds; later it is only listed. */
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
