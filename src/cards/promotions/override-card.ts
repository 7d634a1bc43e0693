import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { InForce, StatedFigure } from '../../domain/promotions/override.ts'
import type { Card } from '../language/card.ts'
import { verdictWords } from '../language/words.ts'
import { holdsWords, statedWords } from './override-words.ts'
import { toneOf } from './promotion-card.ts'
import { summaryBlocks } from './promotion-summary.ts'

/** A promotion before and after a planner said an uplift, or took it back, with what the marketer stated. */
export type OverrideChange = {
  readonly was: JudgedPromotion
  readonly is: JudgedPromotion
  readonly stated: readonly StatedFigure[]
}

/** The private answer to a planner who said an uplift or took it back. */
export const overrideCard = (change: OverrideChange): Card => {
  const { is } = change
  const title = `${is.name} (${is.promotionId}) is now judged with ${figureWords(change)}.`
  return {
    tone: toneOf(is.readiness.verdict),
    title,
    plain: `${title} ${verdictWords(is.readiness.verdict)}.`,
    blocks: [{ kind: 'text', text: verdictsWords(change) }, ...summaryBlocks({ ...is, override: null })],
    footer:
      is.override === null
        ? null
        : `The marketer's figure is kept. Go back to it: /promo ${is.override.agreed === undefined ? 'override' : 'agree-figure'} ${is.promotionId} none`,
  }
}

/** The public message that a promotion is judged with another uplift. */
export const overridePostCard = (change: OverrideChange, by: string): Card => {
  const { is } = change
  const title =
    is.override === null
      ? `${by} removed the ${change.was.override?.agreed === undefined ? "planner's uplift" : 'agreed figure'} for ${is.name} (${is.promotionId})`
      : is.override.agreed !== undefined
        ? `${is.name} (${is.promotionId}) is now judged with the agreed figure`
        : `${is.name} (${is.promotionId}) is now judged with ${by}'s uplift`
  return {
    tone: toneOf(is.readiness.verdict),
    title,
    plain: `${title}: ${verdictWords(is.readiness.verdict)}`,
    blocks: [
      { kind: 'text', text: `Judged with ${figureWords(change)}. ${verdictsWords(change)}` },
      ...summaryBlocks({ ...is, override: null }),
    ],
    footer: `See card: /promo show ${is.promotionId}`,
  }
}

const figureWords = ({ is, stated }: OverrideChange): string => {
  const override: InForce | null = is.override
  return override === null
    ? `the original figure: ${statedWords(stated)}`
    : `${holdsWords(override, is.asOf)}; ${statedWords(stated)}`
}

const verdictsWords = ({ was, is }: OverrideChange): string => {
  const [before, after] = [was, is].map((view) => verdictWords(view.readiness.verdict))
  return before === after ? `${after}, as before.` : `${before} → ${after}.`
}
