import type { PromotionLine } from '../promotions/promotion.ts'
import type { OptionCandidate } from './option-candidate.ts'
import { optionCandidate } from './option-candidate.ts'

/** Uplifts are tried in whole percents of normal sales, up to ten times. */
const percents = 100
const greatest = 10 * percents

/** The largest uplift at which a line is still ready, as a ratio to normal sales. */
export type BreakEven =
  /** `isMost` when it is ready even at ten times normal sales. */
  | { readonly kind: 'ratio'; readonly ratio: number; readonly isMost: boolean }
  /** It is not ready at any uplift. */
  | { readonly kind: 'never' }
  /** Without normal sales there is nothing to multiply. */
  | { readonly kind: 'no-baseline' }
  /** The demand plan already rises in the window: a ratio would count twice. */
  | { readonly kind: 'in-plan' }

/** Finds the largest uplift at which the verdict of a line is still `ready`, by halving whole percents. */
export const breakEvenOf = (candidate: OptionCandidate): BreakEven => {
  const { facts, line, policy, demand } = candidate.lineCase
  if (demand.baseline.source === 'none' || !(candidate.demand.base > 0)) return { kind: 'no-baseline' }
  if (demand.reasons.some(({ code }) => code === 'PLAN_BULGES')) return { kind: 'in-plan' }
  const isReady = (percent: number) => {
    const trial: PromotionLine = { ...line, stated: { kind: 'uplift', ratio: percent / percents, isSettled: true } }
    const tried = optionCandidate(facts, trial, policy)
    return tried !== null && tried.result.verdict === 'ready'
  }
  if (isReady(greatest)) return { kind: 'ratio', ratio: greatest / percents, isMost: true }
  let [ready, short] = [0, greatest]
  while (short - ready > 1) {
    const middle = Math.floor((ready + short) / 2)
    if (isReady(middle)) ready = middle
    else short = middle
  }
  return ready === 0 ? { kind: 'never' } : { kind: 'ratio', ratio: ready / percents, isMost: false }
}
