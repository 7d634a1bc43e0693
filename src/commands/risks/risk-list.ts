import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import { riskListCard } from '../../cards/risks/risk-list-card.ts'
import { risksShown } from '../../domain/subscriptions/filter-match.ts'
import { type Word, writtenWord } from '../../parsing/words.ts'
import { loadPresent } from '../../services/present/present.ts'
import { readView, viewArgument } from '../channels/read-view.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Lists the risks, the most urgent first. */
export const risks: Command = {
  name: 'shelfready risks',
  takes: [
    { name: 'mine', value: null, says: 'only those you have taken; or the numbers of some, such as R-1' },
    viewArgument,
    { name: 'page', value: '2', says: 'the next page' },
  ],
  does: 'list what has to be ordered, decided or filled in',
  examples: ['/shelfready risks', '/shelfready risks mine', '/shelfready risks at:EAST'],
  right: 'see',
  run: async (context) => {
    const isOption = ({ key }: Word) => key === 'page'
    const given = sortArguments(context.words.filter(isOption), ['page'])
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    const rest = context.words.filter((word) => !isOption(word))
    const ids = rest.map(({ key, value }) => (key === null && /^r-\d+$/i.test(value) ? value.toUpperCase() : null))
    const isNamed = ids.length > 0 && ids.every((id) => id !== null)
    const isMine = rest.length === 1 && rest[0]?.key === null && rest[0].value.toLowerCase() === 'mine'
    const view = await readView(context, isMine || isNamed ? [] : rest, given.problems)
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const { candidates, records, behind } = await loadPresent(context)
    const rows = risksShown(view, candidates, records).filter(
      ({ record }) =>
        (!isMine || record?.owner?.personId === context.person.id) &&
        (!isNamed || (record !== null && ids.includes(riskId(record)))),
    )
    const shown = {
      today: context.today,
      mine: isMine ? context.person.name : null,
      filter: view.filter,
      again: ['/shelfready risks', ...rest.map(writtenWord)].join(' '),
      page,
    }
    return answer(withBehind(riskListCard(rows, shown), behind, context))
  },
}
