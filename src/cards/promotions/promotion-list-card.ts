import type { Day } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { promotionSteps } from '../channels/welcome-card.ts'
import type { Card } from '../language/card.ts'
import { countWords, dateWords, verdictWords, windowWords } from '../language/words.ts'
import { moneyAtRisk } from './problem-words.ts'

/** A page of the promotions that are running or coming up. */
export const promotionListCard = (
  views: readonly JudgedPromotion[],
  {
    total,
    page,
    pageSize,
    today,
  }: { readonly total: number; readonly page: number; readonly pageSize: number; readonly today: Day },
): Card => {
  const title = `${countWords(total, 'promotion')} running or coming up, ${dateWords(today, today)}`
  const left = total - page * pageSize
  const nothing = total === 0 ? 'No promotion is running or coming up.' : `There is no page ${page}.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      views.length === 0
        ? [{ kind: 'text', text: nothing }]
        : [
            {
              kind: 'table',
              columns: [
                { title: 'Verdict', align: 'left' },
                { title: 'Promotion', align: 'left' },
                { title: 'Days', align: 'left' },
                { title: 'At risk', align: 'right' },
              ],
              rows: views.map((view) => [
                view.readiness.lines.length === 0 ? '? Nothing to judge' : verdictWords(view.readiness.verdict),
                `${view.name} (${view.promotionId})`,
                windowWords(view.start, view.end, today),
                (view.readiness.verdict === 'unknown' ? null : moneyAtRisk(view.readiness.problems)) ?? '-',
              ]),
              left: Math.max(0, left),
              where: `/promo list page:${page + 1}`,
            },
          ],
    actions: promotionSteps,
    footer: null,
  }
}
