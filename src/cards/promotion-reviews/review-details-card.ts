import type { Day } from '../../domain/day.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import { concessionWords, expectedWords } from '../decisions/decision-words.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import { dateWords, momentWords, numberWords, verdictWords } from '../language/words.ts'
import { answerWords, askWords } from './question-words.ts'
import { byWords, decisionWords, momentWord, signedWords, taughtWords } from './review-words.ts'

const mostLines = 20

/** What stands behind the review of a promotion: its forecasts, lines, costs and decisions. */
export const reviewDetailsCard = (
  review: Review,
  { today, timeZone }: { readonly today: Day; readonly timeZone: string },
): Card => {
  const title = `Details of the review: ${review.name} (${review.promotionId})`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      ...forecastsBlock(review, today),
      ...linesBlock(review),
      ...costsBlock(review),
      ...decisionsBlock(review, today),
      ...taughtBlock(review),
      ...answersBlock(review, today, timeZone),
    ],
    footer: `How the figures are worked out: docs/scorecard.md`,
  }
}

const forecastsBlock = ({ forecasts }: Review, today: Day): readonly Block[] =>
  forecasts.length === 0
    ? []
    : [
        {
          kind: 'table',
          columns: [
            { title: 'Expected at', align: 'left' },
            { title: 'On', align: 'left', isMinor: true },
            { title: 'Units', align: 'right' },
            { title: 'By', align: 'left' },
            { title: 'Verdict', align: 'left', isMinor: true },
          ],
          rows: forecasts.map((forecast) => [
            momentWord(forecast),
            dateWords(forecast.on, today),
            unitsOf(forecast.units),
            byWords(forecast),
            verdictWords(forecast.verdict),
          ]),
          left: 0,
          where: '',
        },
      ]

const unitsOf = (units: number | null): string => (units === null ? 'unknown' : numberWords(units))

const linesBlock = ({ lines, promotionId }: Review): readonly Block[] => {
  const { shown, left } = firstOf(
    lines.toSorted((a, b) => b.lost - a.lost || b.sold - a.sold),
    mostLines,
  )
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Item @ place', align: 'left' },
        { title: 'Expected', align: 'right', isMinor: true },
        { title: 'Sold', align: 'right' },
        { title: 'Lost', align: 'right' },
        { title: 'Normal', align: 'right', isMinor: true },
        { title: 'Left over', align: 'right', isMinor: true },
      ],
      rows: shown.map((line) => [
        `${line.name} @ ${line.location}`,
        unitsOf(line.launchUnits ?? line.orderByUnits ?? line.registeredUnits),
        line.toldDays === 0 ? 'unknown' : numberWords(line.sold),
        line.toldDays === 0 ? 'unknown' : numberWords(line.lost),
        unitsOf(line.normal),
        unitsOf(line.leftover),
      ]),
      left,
      where: `npm run shelfready -- explain ${promotionId}`,
    },
  ]
}

const costsBlock = ({ freight, writeOffs, lostRevenue, leftoverCost }: Review): readonly Block[] => {
  const facts = [
    { label: 'Revenue lost', value: signedWords(lostRevenue) },
    { label: 'Freight', value: signedWords(freight) },
    { label: 'Write-offs', value: signedWords(writeOffs) },
    { label: 'Left over, at cost', value: signedWords(leftoverCost) },
  ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]))
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }]
}

const decisionsBlock = (review: Review, today: Day): readonly Block[] => {
  const outcomes = decisionWords(review, today)
  return review.decisions.length === 0
    ? []
    : [
        {
          kind: 'items',
          title: 'Decisions',
          items: review.decisions.map((decision, i) => ({
            symbol: '·',
            text: outcomes[i] as string,
            detail: [
              `Expected: ${expectedWords(decision.expected)}`,
              `Why: ${decision.reason}`,
              ...(decision.concession === null ? [] : [concessionWords(decision.concession)]),
            ],
          })),
          left: 0,
          where: '',
        },
      ]
}

const taughtBlock = ({ taught }: Review): readonly Block[] =>
  taught.length === 0
    ? []
    : [
        {
          kind: 'items',
          title: 'What it taught the next estimate',
          items: taught.map((one) => ({ symbol: '·', text: taughtWords(one), detail: [] })),
          left: 0,
          where: '',
        },
      ]

const answersBlock = ({ answers }: Review, today: Day, timeZone: string): readonly Block[] =>
  answers.length === 0
    ? []
    : [
        {
          kind: 'items',
          title: 'Answers',
          items: answers.map((answer) => ({
            symbol: '·',
            text: `${askWords(answer.question)} ${answerWords(answer)} · ${answer.name}, ${momentWords(answer.at, timeZone, today)}`,
            detail: [],
          })),
          left: 0,
          where: '',
        },
      ]
