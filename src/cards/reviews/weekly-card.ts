import type { Day } from '../../domain/day.ts'
import { moneyAtRiskOf } from '../../domain/promotions/money-at-risk.ts'
import type { FiguresToAgree, WeeklyUpdate } from '../../domain/reviews/weekly.ts'
import { subjectOf } from '../../domain/risks/risk.ts'
import { answerItem } from '../digest/act-item.ts'
import { intelWords } from '../intelligence/note-words.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import { countWords, dateWords, numberWords, unitWords, upliftWords, verdictWords } from '../language/words.ts'
import { riskItem, sumWords } from '../risks/risk-words.ts'

const [mostPromotions, mostRisks, mostNotes, mostFigures] = [15, 10, 8, 8]

/** The weekly update: what marketing and supply go through together, in the order of the agenda. */
export const weeklyCard = (update: WeeklyUpdate, today: Day): Card => {
  const { day, name, promotions, proposals, risks, notes, toAgree } = update
  const title = `Weekly update, ${dateWords(day, today)} · ${name} · ${countWords(promotions.length, 'promotion')} in the next 4 weeks`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      ...promotionBlocks(update),
      ...list(
        'To decide',
        proposals.map((one) => ({ ...answerItem(one, today), actions: [] })),
        proposals.length,
        '/promo decisions',
      ),
      ...list(
        'Open risks',
        risks.map((row) => ({ ...riskItem(row, subjectOf(row.candidate), today), detail: [], actions: [] })),
        mostRisks,
        '/shelfready risks',
      ),
      ...list(
        'What was heard and holds',
        notes.map((note) => ({ symbol: '·', text: intelWords(note, today), detail: [] })),
        mostNotes,
        '/intel list',
      ),
      ...list('Figures to agree', toAgree.map(toAgreeItem), mostFigures, '/promo list'),
    ],
    footer:
      toAgree[0] === undefined
        ? null
        : `Agree on one figure: /promo agree-figure ${toAgree[0].promotion.promotionId} units:${Math.round(toAgree[0].judged)} with:NAME`,
  }
}

const list = (title: string, items: readonly Item[], most: number, where: string): readonly Block[] => {
  const { shown, left } = firstOf(items, most)
  return items.length === 0 ? [] : [{ kind: 'items', title, items: shown, left, where }]
}

const promotionBlocks = ({ promotions, day }: WeeklyUpdate): readonly Block[] => {
  if (promotions.length === 0) return [{ kind: 'text', text: 'No promotion runs in the next 4 weeks.' }]
  const { shown, left } = firstOf(promotions, mostPromotions)
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Promotion', align: 'left' },
        { title: 'Starts', align: 'left' },
        { title: 'Verdict', align: 'left' },
        { title: 'Units', align: 'right', isMinor: true },
        { title: 'At risk', align: 'right' },
      ],
      rows: shown.map(({ name, promotionId, start, readiness, override }) => {
        const { lines } = readiness
        const units = lines.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0)
        return [
          `${name} (${promotionId})`,
          start <= day ? 'runs' : dateWords(start, day),
          verdictWords(readiness.verdict),
          lines.every(({ demand }) => demand === null)
            ? 'unknown'
            : `${numberWords(units)}${override?.agreed === undefined ? '' : ', agreed'}`,
          sumWords(moneyAtRiskOf(readiness)) ?? '-',
        ]
      }),
      left,
      where: '/promo list',
    },
  ]
}

const toAgreeItem = ({ promotion, stated, history, judged }: FiguresToAgree): Item => ({
  symbol: '?',
  text: `${promotion.name} (${promotion.promotionId}): ${promotion.owner ?? 'the marketer'} said ${upliftWords(stated)}, history says ${upliftWords(history)}; judged with ${unitWords(judged)}`,
  detail: [],
})
