import type { Day } from '../../domain/day.ts'
import type { RiskRow } from '../../domain/digest/digest-entry.ts'
import { addMoney } from '../../domain/money.ts'
import { isHandled, isSettled, subjectOf } from '../../domain/risks/risk.ts'
import { canWait } from '../../domain/risks/risk-candidate.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import type { Block, Card } from '../language/card.ts'
import { countWords, dateWords } from '../language/words.ts'
import { takeWords } from './redraw-rows.ts'
import { riskId } from './risk-id.ts'
import { riskItem, sumWords } from './risk-words.ts'

/** The most rows with actions that fit into a message. */
const pageSize = 6

/** Which risks are listed, and the line that asks for them again. */
type RiskPage = {
  readonly today: Day
  readonly mine: string | null
  readonly filter: Filter | null
  readonly again: string
  readonly page: number
}

const sectionOf = ({ record, candidate }: RiskRow, today: Day): string =>
  isSettled(record)
    ? 'Settled'
    : isHandled(record)
      ? 'Under way'
      : canWait(candidate, today)
        ? 'Can wait'
        : 'Needs someone'

/** A page of the risks that somebody owns or should, the most urgent first. */
export const riskListCard = (all: readonly RiskRow[], { today, mine, filter, again, page }: RiskPage): Card => {
  const isTaken = ({ record }: RiskRow) => isHandled(record)
  const sections: Readonly<Record<string, RiskRow[]>> = {
    'Needs someone': [],
    'Under way': [],
    'Can wait': [],
    Settled: [],
  }
  for (const row of all) sections[sectionOf(row, today)]?.push(row)
  const inOrder = Object.values(sections).flat()
  const shown = new Set(inOrder.slice((page - 1) * pageSize, page * pageSize))
  const left = inOrder.length - page * pageSize
  const money = sumWords(addMoney(all.map(({ candidate }) => candidate.money)))
  const whose = mine === null ? '' : ` of ${mine}`
  const title = `${countWords(all.length, 'risk')}${whose}, ${dateWords(today, today)}${money === null ? '' : ` · ${money} at risk`}`
  const nothing =
    all.length > 0
      ? `There is no page ${page}.`
      : mine === null
        ? 'No open risks.'
        : `${mine} has no open risks. See all: /shelfready risks`
  const blocks: Block[] = Object.entries(sections).flatMap(([heading, rows]) => {
    const own = rows.filter((row) => shown.has(row))
    return own.length === 0
      ? []
      : [
          {
            kind: 'items',
            title: heading,
            items: own.map((row) => riskItem(row, subjectOf(row.candidate), today)),
            left: 0,
            where: '/shelfready risks',
          },
        ]
  })
  const open = inOrder.find((row) => !isTaken(row) && shown.has(row))
  return {
    ...(page === 1 && filter === null ? { page: mine === null ? ('risks' as const) : ('mine' as const) } : {}),
    tone: (sections['Needs someone'] ?? []).length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      ...(filter === null ? [] : [{ kind: 'text', text: `Only ${filterWords(filter)}.` } as const]),
      ...(blocks.length === 0 ? [{ kind: 'text', text: nothing } as const] : blocks),
      ...(left > 0
        ? [{ kind: 'text', text: `... and ${countWords(left, 'risk')} more: ${again} page:${page + 1}` } as const]
        : []),
    ],
    footer: open?.record ? takeWords(riskId(open.record)) : null,
  }
}
