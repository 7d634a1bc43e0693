import type { View } from '../../domain/subscriptions/filter-match.ts'
import type { Word } from '../../parsing/words.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'
import { filterText, readFilterText, unknownNames } from './parse-filter.ts'

/** The argument of a list that shows a part of what there is. */
export const viewArgument: Argument = {
  name: 'FILTER',
  value: null,
  says: 'only some of them, such as at:EAST, category:drinks, owner:ana, severity:not-ready or mine',
}

/** Reads which part of a list somebody asks for, with their own eyes: `mine` is theirs. What is wrong is added to the problems. */
export const readView = async (context: CommandContext, words: readonly Word[], problems: string[]): Promise<View> => {
  const reader = {
    personId: context.person.id,
    names: [...new Set([context.person.name, ...context.accounts.flatMap(({ id, name }) => [id, name])])],
  }
  const text = filterText(words)
  if (text.trim() === '') return { filter: null, reader }
  const read = readFilterText(text)
  if (!read.ok) problems.push(read.error)
  else problems.push(...(await unknownNames(context, read.value)))
  return { filter: read.ok ? read.value : null, reader }
}
