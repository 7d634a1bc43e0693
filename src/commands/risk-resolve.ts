import { refusalCard } from '../cards/plain-card.ts'
import { handledCard } from '../cards/risk-list-card.ts'
import { countWords } from '../cards/words.ts'
import { resolved } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { sortArguments } from './arguments.ts'
import { isOutcome } from './find-promotion.ts'
import { answer, type Command, keysOf } from './outcome.ts'
import { findRisks, handlingTold } from './risk-handling.ts'

const longestReason = 300

/** Settles risks by what was done about them; they come back only when they get materially worse. */
export const riskResolve: Command = {
  name: 'shelfready resolve',
  aliases: ['shelfready settle'],
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or every one of a promotion (P-1)', isNeeded: true },
    { name: 'reason', value: '"PO-91 is placed"', says: 'what was done about it', isNeeded: true },
  ],
  does: 'settles risks by what was done about them',
  examples: ['/shelfready resolve R-1 reason:"PO-91 is placed, due 24 June"'],
  right: 'handle-risks',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(riskResolve))
    const reason = (given.keyed.get('reason') ?? '').replaceAll(/\s+/g, ' ').trim()
    const problems = [
      ...given.problems,
      ...(reason === '' ? ['reason: is missing; say what was done about it, such as reason:"PO-91 is placed".'] : []),
      ...(reason.length > longestReason
        ? [`reason: has ${reason.length} characters; ${longestReason} is the most.`]
        : []),
    ]
    if (problems.length > 0) return answer(refusalCard(`${problems.join(' ')} Nothing was changed.`))
    const named = await findRisks(
      asked,
      given.bare.flatMap((word) => word.split(',')).filter((word) => word !== ''),
      '/shelfready resolve',
    )
    if (isOutcome(named)) return named
    const { found } = named
    const told = await Promise.all(
      found.map((record) => handlingTold(asked, record, 'resolve', { detail: { reason }, words: 'has settled' })),
    )
    return {
      changes: [
        ...named.changes,
        ...found.map((record): Change => ({ kind: 'keep-risk', risk: resolved(record, asked.person, reason, asked) })),
        ...told.flat(),
      ],
      isShown: true,
      reply: handledCard(
        `${countWords(found.length, 'risk is', 'risks are')} settled.`,
        found.map((record) => ({ record, words: 'comes back only if it gets materially worse' })),
        asked.today,
        null,
      ),
    }
  },
}
