import type { Day } from '../day.ts'

/** How sure somebody is of their market intelligence. */
export const confidences = ['low', 'medium', 'high'] as const

export type Confidence = (typeof confidences)[number]

/** What a note is about: a competitor's move, a price, a season, a viral post, an event, supply in the market, or something else. */
export const noteKinds = ['competitor', 'price', 'season', 'viral', 'event', 'supply', 'other'] as const

export type NoteKind = (typeof noteKinds)[number]

/** A note of market intelligence that may change demand. */
export type IntelligenceNote = {
  /** Its number, which stays the same when somebody corrects it; 0 for a note that is not stored yet. */
  readonly id: number
  readonly kind: NoteKind
  readonly what: string
  readonly skus: readonly string[]
  /** Categories and groups of items; every item of one is meant. */
  readonly categories: readonly string[]
  /** Locations; none stand for every location. */
  readonly places: readonly string[]
  readonly from: Day
  readonly to: Day
  /** The share by which demand changes, -0.2 for a fifth less; null where unknown. */
  readonly effect: number | null
  readonly confidence: Confidence
  /** Who or what told it; empty where it is the person who noted it. */
  readonly source: string
  /** The last day on which it holds; later it is only listed. */
  readonly expires: Day
  readonly by: string
  /** The moment, as ISO text. */
  readonly at: string
}

/** What a note can be about: an item, with the category and the group that it is in. */
type AboutItem = { readonly sku: string; readonly category: string | null; readonly group: string }

/** Tells whether a note is about an item at a location; '' stands for every location. */
export const isAbout = (
  { skus, categories, places }: Pick<IntelligenceNote, 'skus' | 'categories' | 'places'>,
  { sku, category, group }: AboutItem,
  location: string,
): boolean =>
  (places.length === 0 || location === '' || places.includes(location)) &&
  (skus.includes(sku) || categories.some((one) => one === category || one === group))

/** The last day that a note moves: of its own days, as long as it holds. */
export const lastCounted = ({ to, expires }: Pick<IntelligenceNote, 'to' | 'expires'>): Day => Math.min(to, expires)

/** Names who or what a note comes from, the same for different spellings. */
export const sourceKey = ({ source, by }: Pick<IntelligenceNote, 'source' | 'by'>): string =>
  (source === '' ? by : source).normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, ' ')
