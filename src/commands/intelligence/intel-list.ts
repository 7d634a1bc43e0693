import { refusalCard } from '../../cards/language/plain-card.ts'
import { intelListCard } from '../../cards/risks/intel-card.ts'
import { isoOf } from '../../domain/day.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

/** Lists the market intelligence that is still in force. */
export const intelList: Command = {
  name: 'intel list',
  takes: [{ name: 'page', value: '2', says: 'the next page' }],
  does: 'list what has been heard and still holds',
  examples: ['/intel list'],
  right: 'see',
  isLasting: true,
  run: async ({ workspace, today, words }) => {
    const given = sortArguments(words, keysOf(intelList))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    return answer(intelListCard(await loadIntelligence(workspace, { heard: null }, isoOf(today)), page, today))
  },
}
