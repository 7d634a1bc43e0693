import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { riskListCard } from '../../cards/risks/risk-list-card.ts'
import { loadPresent } from '../../services/present/present.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

/** Lists the risks, the most urgent first. */
export const risks: Command = {
  name: 'shelfready risks',
  takes: [
    { name: 'mine', value: null, says: 'only those you have taken' },
    { name: 'page', value: '2', says: 'the next ones' },
  ],
  does: 'lists what somebody must order, decide or tell',
  examples: ['/shelfready risks', '/shelfready risks mine'],
  right: 'see',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(risks))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const [which, ...rest] = given.bare.map((word) => word.toLowerCase())
    if (rest.length > 0 || (which !== undefined && which !== 'mine'))
      return answer(refusalCard('I list all risks, or yours: /shelfready risks, /shelfready risks mine.'))
    const { candidates, records, behind } = await loadPresent(context)
    const rows = candidates
      .map((candidate) => ({ candidate, record: records.get(candidate.identity) ?? null }))
      .filter(({ record }) => which === undefined || record?.owner?.personId === context.person.id)
    const shown = { today: context.today, mine: which === undefined ? null : context.person.name, page }
    return answer(withBehind(riskListCard(rows, shown), behind, context))
  },
}
