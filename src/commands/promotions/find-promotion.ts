import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import {
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from '../../services/assessment/assess-promotions.ts'
import { keeperOf } from '../../services/present/present.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadLivePromotionIds, loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { lacksItems, statusOf } from '../../store/promotions/stored-promotion.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { lostWords } from '../dispatch/lost-words.ts'

/** Finds the promotion that a person names by its id or its name; or answers why none is meant, or more than one. */
export const findPromotion = async (context: CommandContext, name: string): Promise<Result<StoredPromotion, Card>> => {
  const { workspace, today } = context
  if (name === '')
    return failed(refusalCard('Which promotion? For example: /promo show P-1. See them all: /promo list'))
  const visibility = await loadVisibility(workspace, isoOf(today))
  for (const id of new Set([name, name.toUpperCase()])) {
    const [found] = await loadPromotions(workspace, visibility, [id])
    if (found !== undefined) return ok(found)
  }
  const { picture } = keeperOf(workspace)
  await picture.refresh()
  const meantByName = picture.entries().filter((promotion) => normalisedName(promotion.name) === normalisedName(name))
  const [only] = meantByName
  if (only !== undefined && meantByName.length === 1) {
    const [found] = await loadPromotions(workspace, visibility, [only.promotionId])
    if (found !== undefined) return ok(found)
  }
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const live = await loadPromotions(workspace, visibility, ids)
  const named = live.filter((promotion) => normalisedName(promotion.name) === normalisedName(name))
  if (named.length === 1) return ok(named[0] as StoredPromotion)
  if (named.length > 1)
    return failed(
      refusalCard(
        `There are ${named.length} promotions called ${name}: ${named.map((one) => one.promotionId).join(', ')}. Which one?`,
      ),
    )
  const lost = await lostWords(context, name)
  if (lost !== null) return failed(refusalCard(`${lost} Register it again with /promo add; it gets a new number.`))
  const meant = nearest(name, live, (one) => one.promotionId) ?? nearest(name, live, (one) => one.name)
  return failed(
    refusalCard(
      `There is no promotion ${name}.${meant === null ? ' See them all: /promo list' : ` Did you mean ${meant.promotionId} (${meant.name})?`}`,
    ),
  )
}

/** Finds the promotion that a person names and assesses it; or answers why that cannot be done. */
export const assessNamed = async (
  context: CommandContext,
  name: string,
): Promise<Result<PromotionAssessment, Card>> => {
  const { workspace, today } = context
  const lookup = await findPromotion(context, name)
  if (!lookup.ok) return lookup
  const found = lookup.value
  const visibility = await loadVisibility(workspace, isoOf(today))
  const [assessed] = await assessTogether(assessmentContext(context, visibility), [found])
  if (assessed !== undefined && assessed.lines.length > 0) return ok(assessed)
  return failed(lacksItems(found, today) ? withoutItemsCard(found) : overCard(found))
}

/** Says that a promotion cannot be judged, and with which line its items are added. */
export const withoutItemsCard = ({ name, promotionId }: StoredPromotion): Card =>
  refusalCard(
    `${name} (${promotionId}) has no items yet, so there is nothing to judge. Add them: /promo edit ${promotionId} sku:SKU-1,SKU-2 uplift:+40%`,
  )

const overCard = (promotion: StoredPromotion): Card => {
  const last = Math.max(...promotion.rows.map((row) => dayOf(row.end_on)))
  const why =
    statusOf(promotion) === 'cancelled'
      ? `is cancelled. Who and why: /promo history ${promotion.promotionId}`
      : `is over; its last day was ${dateWords(last, last)}`
  return refusalCard(`${promotion.name} (${promotion.promotionId}) ${why}.`)
}
