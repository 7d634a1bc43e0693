import { noteCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import { longestComment } from '../../domain/policy.ts'
import { oneLine, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findRisks, riskNames } from './find-risk.ts'
import { reportHandling } from './handle-risks.ts'

/** Comments on risks, in the threads of their cards and in the history of their promotions. */
export const riskComment: Command = {
  name: 'shelfready comment',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or P-1 for every risk of a promotion', isNeeded: true },
    { name: 'says', value: '"ACME calls back on Friday"', says: 'your comment', isNeeded: true },
  ],
  does: 'add a comment to a risk for everyone who follows it',
  examples: ['/shelfready comment R-1 says:"ACME calls back on Friday"'],
  right: 'propose',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskComment))
    const names = given.keyed.has('says') ? given.bare : given.bare.filter((word) => /^[rp]-\d/i.test(word))
    const typed = oneLine(given.keyed.get('says') ?? given.bare.filter((word) => !names.includes(word)).join(' '))
    if (typed === '') given.problems.push('says: is missing. For example: says:"ACME calls back on Friday".')
    if (typed.length > longestComment)
      given.problems.push(`A comment has at most ${longestComment} characters; this one has ${typed.length}.`)
    if (given.problems.length > 0) return refused(given.problems)
    const search = await findRisks(context, riskNames(names), '/shelfready comment')
    if (!search.ok) return answer(search.error)
    const named = search.value
    const announcements = await Promise.all(
      named.map((record) =>
        reportHandling(context, record, 'comment', { detail: { comment: typed }, words: `commented "${typed}" on` }),
      ),
    )
    return {
      changes: announcements.flat(),
      reply: noteCard(`Comment on ${listWords(named.map(riskId))}: ${typed}`),
    }
  },
}
