import type { Period } from '../../domain/scorecard/period.ts'
import type { View } from '../../domain/subscriptions/filter-match.ts'
import type { Read } from '../../parsing/values.ts'
import { readView } from '../channels/read-view.ts'
import { readKeyed, sortArguments } from '../dispatch/arguments.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Reads `period:` and the filter that the other words are. */
export const readPeriod = async (
  context: CommandContext,
  read: Read<Period>,
): Promise<{ readonly period: Period | null; readonly view: View; readonly problems: readonly string[] }> => {
  const given = sortArguments(
    context.words.filter(({ key }) => key === 'period'),
    ['period'],
  )
  const period = readKeyed(given, 'period', read)
  const view = await readView(
    context,
    context.words.filter(({ key }) => key !== 'period'),
    given.problems,
  )
  return { period, view, problems: given.problems }
}
