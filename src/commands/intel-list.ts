import { intelListCard } from '../cards/intel-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { isoOf } from '../domain/day.ts'
import { loadIntelligence } from '../store/intelligence.ts'
import { pageNumber, readKeyed, sortArguments } from './arguments.ts'
import { answer, type Command, keysOf } from './outcome.ts'

/** Lists what has been heard and still holds. */
export const intelList: Command = {
  name: 'intel list',
  takes: [{ name: 'page', value: '2', says: 'the next ones' }],
  does: 'lists what has been heard and still holds',
  examples: ['/intel list'],
  right: 'see',
  isLasting: true,
  run: async ({ workspace, today, words }) => {
    const given = sortArguments(words, keysOf(intelList))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    return answer(intelListCard(await loadIntelligence(workspace, isoOf(today)), page, today))
  },
}
