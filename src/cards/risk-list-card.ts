import type { Day } from '../domain/day.ts'
import type { RiskRow } from '../domain/digest.ts'
import { canWait } from '../domain/exposure.ts'
import { addMoney } from '../domain/money.ts'
import { type RiskRecord, subjectOf } from '../domain/risk.ts'
import { type Card, firstOf } from './card.ts'
import { actionWords, promotionsWords, riskId, riskItem, sumWords } from './risk-words.ts'
import { countWords, dateWords, verdictSymbol } from './words.ts'

const mostRows = 15

/** The risks that somebody owns or should, the most urgent first. */
export const riskListCard = (
  rows: readonly RiskRow[],
  { today, mine }: { readonly today: Day; readonly mine: string | null },
): Card => {
  const isTaken = ({ record }: RiskRow) => record?.state === 'acknowledged' || record?.state === 'snoozed'
  const open = rows.filter((row) => !isTaken(row))
  const soon = open.filter(({ exposure }) => !canWait(exposure, today))
  const money = sumWords(addMoney(rows.map(({ exposure }) => exposure.money)))
  const whose = mine === null ? '' : ` of ${mine}`
  const title = `${countWords(rows.length, 'risk')}${whose}, ${dateWords(today, today)}${money === null ? '' : ` · ${money} at risk`}`
  const section = (heading: string, list: readonly RiskRow[]) => {
    const { shown, more } = firstOf(list, mostRows, 'promo list')
    return list.length === 0
      ? []
      : [
          {
            kind: 'items' as const,
            title: heading,
            items: shown.map((row) => riskItem(row, subjectOf(row.exposure), today)),
            more,
          },
        ]
  }
  return {
    tone: soon.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks:
      rows.length === 0
        ? [
            {
              kind: 'text',
              text: mine === null ? 'Nobody is needed.' : `${mine} has taken none. shelfready risks shows all.`,
            },
          ]
        : [
            ...section('Needs someone', soon),
            ...section('Waiting', rows.filter(isTaken)),
            ...section(
              'To order later',
              open.filter(({ exposure }) => canWait(exposure, today)),
            ),
          ],
    footer: open.length === 0 ? null : `Take one: shelfready ack ${exampleOf(soon[0] ?? open[0])}`,
  }
}

const exampleOf = (row: RiskRow | undefined) => (row?.record ? riskId(row.record) : 'R-1')

/** Says what happened to each risk somebody acted on, one line each. */
export const handledCard = (
  title: string,
  lines: readonly { readonly record: RiskRecord; readonly words: string }[],
  today: Day,
  footer: string | null,
): Card => ({
  tone: 'good',
  title,
  plain: title,
  blocks: [
    {
      kind: 'items',
      title: null,
      items: lines.map(({ record, words }) => ({
        symbol: verdictSymbol(record.verdict),
        text: `${riskId(record)}: ${promotionsWords(record.subject, today)} · ${actionWords(record.subject, record.orderBy, today)}`,
        detail: [words],
      })),
      more: null,
    },
  ],
  footer,
})
