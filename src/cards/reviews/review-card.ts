import type { Day } from '../../domain/day.ts'
import type { Review, Span } from '../../domain/reviews/review.ts'
import { isFlagged } from '../../domain/scorecard/scorecard.ts'
import { type Action, type Block, type Card, firstOf, type Item } from '../language/card.ts'
import { countWords, listWords, numberWords, verdictSymbol } from '../language/words.ts'
import { sumWords } from '../risks/risk-words.ts'
import { supplierWords } from './capacity-card.ts'
import { monthWords, periodWords } from './period-words.ts'
import { questionWords } from './question-words.ts'
import { headlineWords, keyFiguresOf, outcomeWords, recognisedWords, savedBasis, savedWords } from './review-words.ts'

const names: Readonly<Record<Span, string>> = {
  month: 'Monthly review',
  quarter: 'Quarterly review',
  year: 'Yearly review',
  days: 'Review',
}

const mostOutcomes = 5
const mostThanks = 5
const mostWorst = 3
const mostMonths = 3

/** Names a review: `Monthly review, November 2026`. */
export const reviewTitle = ({ span, period }: Pick<Review, 'span' | 'period'>, today: Day): string =>
  `${names[span]}, ${periodWords(period, today)}`

/** The review of a period for leadership, as it is posted and answered; `again` is the line of its period, `2026-11`. */
export const reviewCard = (review: Review, again: string, today: Day): Card => {
  const title = reviewTitle(review, today)
  const headline = headlineWords(review, today)
  const isFlaggedAny = review.figures.some(isFlagged)
  return {
    tone: isFlaggedAny ? 'warning' : 'plain',
    title,
    plain: `${title}: ${headline}`,
    blocks: [
      { kind: 'text', text: headline },
      ...list('Figures', figureItems(review, today)),
      ...list('For leadership', questionItems(review)),
      ...worstBlocks(review, again),
      ...list('Decisions and how they turned out', outcomeItems(review, today), mostOutcomes, '/promo decisions'),
      ...list(
        'Trade-offs for the business',
        review.recognised.map((one) => ({ symbol: '·', text: recognisedWords(one, today), detail: [] })),
        mostThanks,
        '/promo decisions',
      ),
      ...list('What actions saved', savedItems(review)),
      ...list('Promoted volume above what suppliers give', capacityItems(review), mostMonths, '/shelfready capacity'),
      ...chartBlocks(review),
      ...noteBlocks(review),
    ],
    actions: actionsOf(again),
    footer: `To print or pass on: /shelfready page period:${again}`,
  }
}

const list = (title: string, items: readonly Item[], most = items.length, where = ''): readonly Block[] => {
  const { shown, left } = firstOf(items, most)
  return items.length === 0 ? [] : [{ kind: 'items', title, items: shown, left, where }]
}

const figureItems = ({ figures, period }: Review, today: Day): readonly Item[] =>
  keyFiguresOf(figures, period, today).map(({ name, value, rests, was, went, isFlagged: flag }) => ({
    symbol: flag ? '▲' : '·',
    text: `${name}: ${value} (${rests})${went === null ? '' : `, ${went}`}`,
    detail: was.length === 0 ? [] : [listWords(was)],
  }))

const questionItems = ({ questions }: Review): readonly Item[] =>
  questions.length === 0
    ? [{ symbol: '·', text: 'The numbers call for no decision by leadership.', detail: [] }]
    : questions.map((question) => {
        const { fact, ask } = questionWords(question)
        return { symbol: '?', text: `${fact} ${ask}`, detail: [] }
      })

const worstBlocks = ({ worst }: Review, again: string): readonly Block[] =>
  list(
    'Lost most',
    worst.map(({ promotionId, name, lost, stockedOut }) => ({
      symbol: stockedOut === true ? verdictSymbol('not-ready') : '·',
      text: `${name} (${promotionId}): ${sumWords(lost) ?? 'nothing'}${stockedOut === true ? ', stocked out' : ''}`,
      detail: [],
    })),
    mostWorst,
    `/shelfready scorecard period:${again} show:promotions`,
  )

const outcomeItems = ({ outcomes }: Review, today: Day): readonly Item[] =>
  outcomes.map((one) => {
    const { symbol, what, went } = outcomeWords(one, today)
    return { symbol, text: what, detail: [went] }
  })

const savedItems = ({ figures }: Review): readonly Item[] => {
  const words = savedWords(figures)
  return words === null ? [] : [{ symbol: '·', text: words, detail: savedBasis }]
}

const capacityItems = ({ capacity }: Review): readonly Item[] =>
  capacity.flatMap((supplier) =>
    supplier.months.flatMap(({ month, units, limit, above }) =>
      above === null
        ? []
        : [
            {
              symbol: '▲',
              text: `${supplierWords(supplier)}, ${monthWords(month)}: ${numberWords(units)} units promoted, ${above === 'limit' ? `limit ${numberWords(limit ?? 0)}` : `best four weeks ${numberWords(supplier.best?.units ?? 0)}`}`,
              detail: [],
            },
          ],
    ),
  )

const leastMonths = 3

const chartBlocks = ({ trend }: Review): readonly Block[] =>
  trend.length < leastMonths
    ? []
    : [
        {
          kind: 'chart',
          title: 'Promotions that stocked out, by month',
          unit: '%',
          days: trend.map(({ label, name }) => ({ label, day: name })),
          series: [
            { name: 'Stocked out', of: 'rate', values: trend.map(({ stockoutShare }) => 100 * (stockoutShare ?? 0)) },
          ],
          mark: null,
        },
      ]

const noteBlocks = (review: Review): readonly Block[] => {
  const notes = noteWords(review)
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}

/** Says of what the numbers of a review do not tell. */
export const noteWords = ({ promotions, outdated, isOver }: Review): readonly string[] => {
  const incomplete = promotions.incomplete - promotions.untold
  return [
    ...(isOver ? [] : ['The period is not over yet.']),
    ...(promotions.untold === 0
      ? []
      : [`No sales have come in of ${countWords(promotions.untold, 'promotion')}; they count nowhere.`]),
    ...(incomplete <= 0 ? [] : [`Some sales are still missing of ${countWords(incomplete, 'promotion')}.`]),
    ...(outdated === 0
      ? []
      : [`${countWords(outdated, 'promotion')} are being worked out again; ask again in a minute.`]),
  ]
}

const actionsOf = (again: string): readonly Action[] => [
  ask('Scorecard', `/shelfready scorecard period:${again}`),
  ask('Promotions behind it', `/shelfready scorecard period:${again} show:promotions`),
]

const ask = (label: string, line: string): Action => ({
  label,
  does: 'ask',
  id: line.replace(/^\//, ''),
  revision: 0,
  words: line,
})
