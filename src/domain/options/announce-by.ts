import type { Day } from '../day.ts'
import type { OptionCandidate } from './option-candidate.ts'

/** How long before the start supply must know of a promotion for one normal order to arrive in time. */
export type Announcement =
  /** Stock and what comes cover it: supply needs no notice. */
  | { readonly kind: 'none-needed' }
  /** `on` is the last ordering day, `days` how long before the start it lies. */
  | { readonly kind: 'by'; readonly on: Day; readonly days: number }
  | { readonly kind: 'no-lead-time' }

/** Gives the announce-by date of a line: the last ordering day on which one normal order keeps it within policy. */
export const announceBy = ({ lineCase: { line }, result: { advice } }: OptionCandidate): Announcement => {
  if (advice === null) return { kind: 'none-needed' }
  if (advice.latest === null) return { kind: 'no-lead-time' }
  const { orderOn } = advice.latest
  return { kind: 'by', on: orderOn, days: line.start - orderOn }
}
