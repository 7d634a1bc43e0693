import type { PromotionReadiness, Verdict } from './readiness.ts'

/** A return to ready is told only once it is safe: what is told today and taken back tomorrow is noise. */
const safeProbability = 0.15

/** Tells whether a judgement is news to those who were told another verdict; a return to ready is one once no line is near its limit. */
export const isNews = (told: Verdict, readiness: PromotionReadiness): boolean =>
  told !== readiness.verdict && !(readiness.verdict === 'ready' && mayTurnBack(readiness))

const mayTurnBack = ({ lines, problems }: PromotionReadiness): boolean =>
  lines.some((line) => !problems.includes(line) && (line.window.p0 ?? 0) >= safeProbability)

/** Tells whether nothing but stale stock keeps a promotion from being judged. */
export const isOnlyStale = ({ verdict, lines }: PromotionReadiness): boolean =>
  verdict === 'unknown' &&
  lines
    .filter((line) => line.verdict === 'unknown')
    .every((line) => line.reasons.some((reason) => reason.code === 'STOCK_STALE'))
