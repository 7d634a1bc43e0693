import { leastOfEachOutcome, leastPromotions, leastThresholdGain, thresholdTie } from '../policy.ts'
import { type Foretold, type Hits, hitsAt } from './warnings.ts'

/** The recommended threshold for warnings, and the results of it and of the present one. */
export type Recommendation = {
  readonly threshold: number
  readonly present: Hits
  readonly best: Hits
  /**
   * Why: another threshold is `better`; or the present one stays, because there are `too-few` promotions, none is better by
   * enough (`as-good`), or the better one is better in only one half of the time (`unsteady`).
   */
  readonly why: 'better' | 'too-few' | 'as-good' | 'unsteady'
}

const candidates = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)

/** Recommends the threshold with the best F1, among equals the nearest to the present one. */
export const recommendThreshold = (foretold: readonly Foretold[], present: number): Recommendation => {
  const now = hitsAt(foretold, present)
  const tried = candidates.map((threshold) => hitsAt(foretold, threshold))
  const most = Math.max(...tried.map(({ f1 }) => f1))
  const far = ({ threshold }: Hits) => Math.abs(threshold - present)
  const best = tried.filter(({ f1 }) => f1 >= most - thresholdTie).reduce((a, b) => (far(b) < far(a) ? b : a))
  const stay = (why: 'too-few' | 'as-good' | 'unsteady') => ({ threshold: present, present: now, best, why })
  const out = foretold.filter(({ happened }) => happened).length
  if (foretold.length < leastPromotions || out < leastOfEachOutcome || foretold.length - out < leastOfEachOutcome)
    return stay('too-few')
  if (best.f1 < now.f1 + leastThresholdGain) return stay('as-good')
  const inTime = foretold.toSorted((a, b) => a.day - b.day)
  const middle = Math.floor(inTime.length / 2)
  const isSteady = [inTime.slice(0, middle), inTime.slice(middle)].every(
    (half) => hitsAt(half, best.threshold).f1 >= hitsAt(half, present).f1,
  )
  return isSteady ? { threshold: best.threshold, present: now, best, why: 'better' } : stay('unsteady')
}
