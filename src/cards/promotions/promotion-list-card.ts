import type { Day } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import { promotionSteps } from '../channels/welcome-card.ts'
import type { Card } from '../language/card.ts'
import { countWords, dateWords, verdictWords, windowWords } from '../language/words.ts'
import { moneyAtRisk } from './problem-words.ts'

type Window = { readonly start: Day; readonly end: Day } | null

/** A page of a list of promotions. */
type ListPage = {
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly today: Day
  /** Which part of all promotions is listed, and the line that asks for it again. */
  readonly part: {
    readonly filter: Filter | null
    readonly starts: Window
    readonly dates: Window
    readonly again: string
  }
}

/** A page of the promotions that are running or coming up, or of some of them. */
export const promotionListCard = (
  views: readonly JudgedPromotion[],
  { total, page, pageSize, today, part }: ListPage,
): Card => {
  const title = titleOf(total, part, today)
  const left = total - page * pageSize
  const nothing = total === 0 ? 'No promotions found.' : `There is no page ${page}.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      ...(part.filter === null ? [] : [{ kind: 'text' as const, text: `Only ${filterWords(part.filter)}.` }]),
      views.length === 0
        ? { kind: 'text', text: nothing }
        : {
            kind: 'table',
            columns: [
              { title: 'Verdict', align: 'left' },
              { title: 'Promotion', align: 'left' },
              { title: 'Days', align: 'left' },
              { title: 'At risk', align: 'right' },
            ],
            rows: views.map((view) => [
              view.readiness.lines.length === 0 ? '? Items follow' : verdictWords(view.readiness.verdict),
              `${view.name} (${view.promotionId})`,
              windowWords(view.start, view.end, today),
              (view.readiness.verdict === 'unknown' ? null : moneyAtRisk(view.readiness.problems)) ?? '-',
            ]),
            left: Math.max(0, left),
            where: `${part.again} page:${page + 1}`,
          },
    ],
    actions: promotionSteps,
    footer: null,
  }
}

const titleOf = (total: number, { starts, dates }: ListPage['part'], today: Day): string => {
  const window = starts ?? dates
  if (window === null) return `${countWords(total, 'promotion')} running or coming up, ${dateWords(today, today)}`
  const days = windowWords(window.start, window.end, today)
  return `${countWords(total, 'promotion')} ${starts === null ? 'running' : 'starting'} ${window.start === window.end ? 'on ' : ''}${days}`
}
