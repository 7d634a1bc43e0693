import type { Digest } from '../../domain/digest/digest.ts'
import type { NextWeek } from '../../domain/digest/next-weeks.ts'
import type { Block } from '../language/card.ts'
import { dateWords, digitWords, verdictWords } from '../language/words.ts'
import { sumWords } from '../risks/risk-words.ts'

/** Lists the coming weeks, one row for each week with a launch or an order; gives nothing on days without that section. */
export const nextWeeksBlocks = ({ weeks, asOf }: Pick<Digest, 'weeks' | 'asOf'>): readonly Block[] => {
  if (weeks === null) return []
  const told = weeks.filter(({ promotions, orders }) => promotions > 0 || orders.length > 0)
  if (told.length === 0) return [{ kind: 'text', text: 'Coming weeks: no launches and no orders due.' }]
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Coming weeks', align: 'left' },
        { title: 'Launches', align: 'right', isMinor: true },
        { title: 'Verdicts', align: 'left' },
        { title: 'At risk', align: 'right' },
        { title: 'Orders due', align: 'right' },
      ],
      rows: told.map((week) => [
        dateWords(week.monday, asOf),
        digitWords(week.promotions),
        verdictsOf(week),
        sumWords(week.money) ?? '-',
        digitWords(week.orders.length),
      ]),
      left: 0,
      where: '/promo list',
    },
  ]
}

const verdictsOf = ({ verdicts }: NextWeek): string =>
  (['not-ready', 'at-risk', 'unknown', 'ready'] as const)
    .filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${digitWords(verdicts[verdict])} ${verdictWords(verdict).toLowerCase()}`)
    .join(', ') || '-'
