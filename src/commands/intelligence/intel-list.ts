import { intelListCard } from '../../cards/intelligence/intel-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { isoOf } from '../../domain/day.ts'
import { noteWeight } from '../../domain/intelligence/weight.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadTrackRecords } from '../../store/promotions/intelligence-scores.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

/** Lists the market intelligence that is still in force, with what of it counts. */
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
    const notes = await loadIntelligence(workspace, { heard: null }, isoOf(today))
    const records = await loadTrackRecords(workspace, { heard: null })
    const weighed = notes.map((note) => ({ note, weight: noteWeight(note, records) }))
    return answer(intelListCard(weighed, page, today))
  },
}
