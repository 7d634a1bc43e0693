import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RefusedTransition } from '../../domain/risks/risk-transition.ts'
import type { Card } from '../language/card.ts'
import { agoWords, capital, verdictSymbol } from '../language/words.ts'
import { actionWords } from './action-words.ts'
import { afterActing } from './risk-actions.ts'
import { riskId } from './risk-id.ts'
import { namesWords, promotionsWords } from './risk-words.ts'

/** What happened to one risk that somebody acted on; `verdict` is the new one where that was what it asked for. */
export type RiskAnswerLine = { readonly record: RiskRecord; readonly words: string | null; readonly verdict?: Verdict }

/** Says what happened to each risk somebody acted on, and offers what comes next: of one risk in two lines, of several in a line each. */
export const riskAnswerCard = (
  title: string,
  lines: readonly RiskAnswerLine[],
  today: Day,
  changed: readonly RiskRecord[],
): Card => {
  const [only] = lines
  const [first] = changed
  return {
    tone: 'good',
    title,
    plain: title,
    blocks:
      lines.length === 1 && only !== undefined
        ? [{ kind: 'text', text: lineWords(only, today, changed.length > 0) }]
        : [
            {
              kind: 'items',
              title: null,
              items: lines.map((line) => itemOf(line, today)),
              left: 0,
              where: '/shelfready risks',
            },
          ],
    ...(first === undefined
      ? {}
      : { actions: changed.length === 1 ? afterActing(first) : afterActing(first).slice(-1) }),
    footer: null,
  }
}

const lineWords = ({ record, words, verdict }: RiskAnswerLine, today: Day, isChanged: boolean): string =>
  [
    ...(words === null ? [] : [`${capital(words.replace(/\.$/, ''))}.`]),
    ...(isChanged && verdict === undefined && record.state === 'acknowledged'
      ? [`Next: ${actionWords(record.subject, record.orderBy, today, 'short')}.`]
      : []),
  ].join(' ') || `${namesWords(record.subject)}.`

const itemOf = ({ record, words, verdict }: RiskAnswerLine, today: Day) => ({
  symbol: verdictSymbol(verdict ?? record.verdict),
  text: [
    `${riskId(record)}: ${promotionsWords(record.subject, today)}`,
    ...(verdict === undefined ? [actionWords(record.subject, record.orderBy, today, 'short')] : []),
  ].join(' · '),
  detail: words === null ? [] : [words],
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
      const who = handled?.personId === person.id ? 'you' : (handled?.name ?? 'someone')
      return `already acknowledged by ${who}${handled === null ? '' : `, ${agoWords(handled.at, now)}`}`
    }
    case 'theirs':
      return `${owner?.name ?? 'someone'} already has it`
    case 'yours':
      return 'you already have it'
    case 'settled':
      return `already ${record.state === 'accepted' ? 'accepted' : 'resolved'} by ${handled?.name ?? 'someone'}: ${handled?.reason ?? 'no reason given'}; reopen it: /shelfready reopen ${id}`
    case 'not-taken':
      return `it is unassigned; take it first: /shelfready ack ${id}`
    case 'not-settled':
      return `it is already open; release it: /shelfready unack ${id}`
    case 'over':
      return 'it is over: nothing is left to do'
  }
}
