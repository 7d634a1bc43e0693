import { intelScoreCard } from '../../cards/intelligence/intel-score-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { loadBegunNumbers, loadScoredNotes } from '../../store/promotions/intelligence-scores.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

/** Lists the notes that are over with what was expected against what happened, by kind and source and one by one. */
export const intelScore: Command = {
  name: 'intel score',
  takes: [{ name: 'page', value: '2', says: 'the next page' }],
  does: 'show how notes came true, by kind and source',
  examples: ['/intel score'],
  right: 'see',
  isLasting: true,
  run: async ({ workspace, today, words }) => {
    const given = sortArguments(words, keysOf(intelScore))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const scored = await loadScoredNotes(workspace, { heard: null })
    const begun = await loadBegunNumbers(workspace)
    return answer(intelScoreCard(scored, begun.size - scored.length, page, today))
  },
}
