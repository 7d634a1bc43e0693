import type { LineAssessment } from '../domain/readiness.ts'
import type { LedgerDay } from '../domain/supply/projection.ts'
import type { Card } from './card.ts'
import { cellWords, moneyAtRisk } from './problem-words.ts'
import { toneOf } from './promotion-card.ts'
import { reasonText } from './reason-text.ts'
import { countWords, dateWords, numberWords, percentWords, unitWords, verdictWords, windowWords } from './words.ts'

/**
 * Traces one promotion line: the reasons, the figures they rest on, and the plain projection, either every day of it or
 * the days on which something happens.
 */
export const explainCard = (line: LineAssessment, ledger: 'every-day' | 'eventful-days'): Card => {
  const { facts, window } = line
  const today = facts.asOf
  const isEventful = (entry: LedgerDay) => entry.day === today || entry.receipts > 0 || entry.day >= line.line.start
  const days = ledger === 'every-day' ? line.ledger : line.ledger.filter(isEventful)
  const left = line.ledger.length - days.length
  const day = (value: number | null) => (value === null ? 'none' : dateWords(value, today))
  const title = `${verdictWords(line.verdict)}: ${cellWords(line)} in ${line.line.name} (${line.line.promotionId}), ${windowWords(line.line.start, line.line.end, today)}`
  const units = (value: number | null) => (value === null ? 'unknown' : unitWords(value))
  return {
    tone: toneOf(line.verdict),
    title,
    plain: title,
    blocks: [
      {
        kind: 'items',
        title: 'Why',
        items: line.reasons.map((reason) => ({ symbol: '·', text: reasonText(reason, today), detail: [] })),
        more: null,
      },
      {
        kind: 'facts',
        facts: [
          { label: 'Opening stock', value: units(line.expected.openingUnits) },
          { label: 'Normal sales in the window', value: units(line.baselineUnits) },
          {
            label: 'Demand in the window',
            value: line.demand
              ? `${unitWords(line.demand.mean)}, likely ${numberWords(line.demand.p10)} to ${numberWords(line.demand.p90)}`
              : 'unknown',
          },
          { label: 'Probability of running out', value: window.p0 === null ? 'unknown' : percentWords(window.p0) },
          { label: '... with an order placed today', value: window.p1 === null ? 'unknown' : percentWords(window.p1) },
          { label: 'Expected shortage', value: units(line.shortageUnits) },
          {
            label: 'Revenue at risk',
            value: moneyAtRisk([line]) ?? (line.price === null ? 'unknown, no price' : 'none'),
          },
          { label: 'Order by', value: day(window.orderBy) },
          { label: 'Order', value: window.orderUnits === null ? 'nothing' : unitWords(window.orderUnits) },
          { label: 'Safe start', value: day(window.safeDate) },
          { label: 'Safe volume', value: units(window.safeUnits) },
        ],
      },
      ...(line.ledger.length < 2
        ? []
        : [
            {
              kind: 'chart' as const,
              title: 'Projected at the close of each day',
              unit: 'units',
              points: line.ledger.map(({ day: on, balance }) => ({ label: dateWords(on, today), value: balance })),
            },
          ]),
      {
        kind: 'table',
        columns: [
          { title: 'Day', align: 'left' },
          { title: 'Receipts', align: 'right' },
          { title: 'Demand', align: 'right' },
          { title: 'Balance', align: 'right' },
        ],
        rows: days.map((entry) => [
          `${dateWords(entry.day, today)}${entry.day >= line.line.start ? ' *' : ''}`,
          entry.receipts === 0 ? '' : numberWords(entry.receipts),
          numberWords(entry.demand),
          numberWords(entry.balance),
        ]),
        more:
          left === 0
            ? null
            : `... and ${countWords(left, 'day')} of ordinary sales between: shelfready explain ${line.line.promotionId} ${line.line.sku} ${line.line.location}`,
      },
    ],
    footer: `Units at the close of each day; * marks the window. Mean demand, placed orders only, as judged ${dateWords(today, today)}.`,
  }
}
