import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { promotionCard } from '../../cards/promotions/promotion-card.ts'
import { promotionDetailsCard } from '../../cards/promotions/promotion-details-card.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { Refusal } from '../../domain/refusal.ts'
import { assessPromotions, type PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { assessmentJson } from '../../services/assessment/assessment-json.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { kitsJson } from '../../services/assessment/kit-json.ts'
import { heardBy, type Moment } from '../../store/facts/cut-offs.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadLivePromotionIds } from '../../store/promotions/promotions.ts'
import { statusOf } from '../../store/promotions/stored-promotion.ts'

/** Which promotions to judge (all that have not ended when null), as of which day, and how to say it. */
export type AssessOptions = {
  readonly promotion: string | null
  readonly asOf: Day
  /** The moment, now or of the digest of the day that was named. */
  readonly moment: Moment
  readonly format: 'text' | 'json' | 'ndjson'
  readonly ledger: boolean
  readonly render: (card: Card) => string
}

/** Judges promotions and yields the output piece by piece: a card of each, of one that was named everything behind it. Throws a Refusal for one that is unknown, over or cancelled. */
export async function* assess(app: App, options: AssessOptions): AsyncGenerator<string> {
  const { promotion, asOf, format } = options
  const ids = promotion === null ? await liveIds(app, options) : [promotion]
  let separator = format === 'json' ? '[\n' : ''
  let found = false
  for await (const assessed of assessPromotions(app.workspace, ids, asOf, app.policy, options.moment)) {
    found = true
    if (promotion !== null) refuseEmpty(assessed)
    if (assessed.lines.length === 0) continue
    if (format === 'text') {
      const view = judgedPromotion(assessed)
      const card = promotion === null ? promotionCard(view) : promotionDetailsCard(view, { risks: [], proposal: null })
      yield `${separator}${options.render(card)}\n`
      separator = '\n'
      continue
    }
    const ofItems = assessed.lines.map((line) => assessmentJson(line, options.ledger))
    for (const object of [...kitsJson(assessed.lines), ...ofItems]) {
      yield `${separator}${JSON.stringify(object)}`
      separator = format === 'json' ? ',\n' : '\n'
    }
  }
  if (promotion !== null && !found)
    throw new Refusal(
      `There is no promotion ${promotion} as of ${isoOf(asOf)}. Nothing was judged. "assess --all" judges all of them.`,
    )
  if (format === 'json') yield separator === '[\n' ? '[]\n' : '\n]\n'
  else if (format === 'ndjson' && separator !== '') yield '\n'
  else if (format === 'text' && separator === '') yield `No promotions are running or coming up as of ${isoOf(asOf)}.\n`
}

const liveIds = async (
  app: App,
  { asOf, moment }: Pick<AssessOptions, 'asOf' | 'moment'>,
): Promise<readonly string[]> => {
  const visibility = await loadVisibility(app.workspace, isoOf(asOf), heardBy(moment))
  return loadLivePromotionIds(app.workspace, visibility, isoOf(asOf))
}

/** Says why a promotion that exists has nothing to judge. */
export const refuseEmpty = (assessed: PromotionAssessment): void => {
  if (assessed.lines.length > 0) return
  const { promotion, asOf } = assessed
  const ends = promotion.rows
    .map((row) => row.end_on)
    .sort()
    .at(-1) as string
  const why =
    statusOf(promotion) === 'cancelled'
      ? 'is cancelled'
      : ends < isoOf(asOf)
        ? `ended ${dateWords(dayOf(ends), asOf)}; to judge it as it was, use --as-of with an earlier date`
        : 'names items that no location sells: import inventory, sales or a demand plan for them'
  throw new Refusal(`${promotion.name} (${promotion.promotionId}) ${why}. Nothing was judged.`)
}
