import { noteCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-words.ts'
import { longestComment } from '../../domain/policy.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { isOutcome } from '../promotions/find-promotion.ts'
import { findRisks, riskNames } from './find-risk.ts'
import { handlingReported } from './risk-handling.ts'
import { refused } from './risk-settle.ts'

/** Says something about risks, in the threads of their cards and in the history of their promotions. */
export const riskComment: Command = {
  name: 'shelfready comment',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or every one of a promotion (P-1)', isNeeded: true },
    { name: 'says', value: '"ACME calls back on Friday"', says: 'what there is to say', isNeeded: true },
  ],
  does: 'says something about risks, for everybody who follows them',
  examples: ['/shelfready comment R-1 says:"ACME calls back on Friday"'],
  right: 'propose',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(riskComment))
    const names = given.keyed.has('says') ? given.bare : given.bare.filter((word) => /^[rp]-\d/i.test(word))
    const said = (given.keyed.get('says') ?? given.bare.filter((word) => !names.includes(word)).join(' '))
      .replaceAll(/\s+/g, ' ')
      .trim()
    if (said === '') given.problems.push('says: is missing; say it, such as says:"ACME calls back on Friday".')
    if (said.length > longestComment)
      given.problems.push(`That has ${said.length} characters; ${longestComment} is the most.`)
    if (given.problems.length > 0) return refused(given.problems)
    const named = await findRisks(asked, riskNames(names), '/shelfready comment')
    if (isOutcome(named)) return named
    const told = await Promise.all(
      named.found.map((record) =>
        handlingReported(asked, record, 'comment', { detail: { comment: said }, words: `says "${said}" about` }),
      ),
    )
    return {
      changes: [...named.changes, ...told.flat()],
      reply: noteCard(`Kept with ${listWords(named.found.map(riskId))}: ${said}`),
    }
  },
}
