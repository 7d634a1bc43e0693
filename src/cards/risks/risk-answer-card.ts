import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RefusedTransition } from '../../domain/risks/risk-transition.ts'
import type { Card } from '../language/card.ts'
import { agoWords, verdictSymbol } from '../language/words.ts'
import { actionWords, promotionsWords, riskId } from './risk-words.ts'

/** What happened to one risk that somebody acted on; `verdict` is the new one where that was what it asked for. */
export type RiskAnswerLine = { readonly record: RiskRecord; readonly words: string; readonly verdict?: Verdict }

/** Says what happened to each risk somebody acted on, one line each. */
export const riskAnswerCard = (
  title: string,
  lines: readonly RiskAnswerLine[],
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
      items: lines.map(({ record, words, verdict }) => ({
        symbol: verdictSymbol(verdict ?? record.verdict),
        text: [
          `${riskId(record)}: ${promotionsWords(record.subject, today)}`,
          ...(verdict === undefined ? [actionWords(record.subject, record.orderBy, today)] : []),
        ].join(' · '),
        detail: [words],
      })),
      left: 0,
      where: '/shelfready risks',
    },
  ],
  footer,
})

/** Says why nothing was done about a risk, and what can be done instead. */
export const noTransitionWords = (
  why: RefusedTransition,
  record: RiskRecord,
  { person, now }: { readonly person: { readonly id: string }; readonly now: string },
): string => {
  const id = riskId(record)
  const { handled, owner } = record
  switch (why) {
    case 'taken': {
      const who = handled?.personId === person.id ? 'you' : (handled?.name ?? 'somebody')
      return `already acknowledged by ${who}${handled === null ? '' : `, ${agoWords(handled.at, now)}`}`
    }
    case 'theirs':
      return `it is with ${owner?.name ?? 'them'} already`
    case 'yours':
      return 'it is yours already'
    case 'settled':
      return `settled by ${handled?.name ?? 'somebody'}: ${handled?.reason ?? 'no reason given'}; /shelfready reopen ${id} takes it up again`
    case 'not-taken':
      return `nobody has taken it; /shelfready ack ${id}`
    case 'not-settled':
      return `it is not settled, so it needs no opening; /shelfready unack ${id} gives it back`
    case 'over':
      return 'nothing calls for it any more'
  }
}
