import type { Card } from '../../cards/language/card.ts'
import { formats } from '../../cards/language/reader-formats.ts'
import { momentOf } from '../../services/context.ts'
import { countClosings } from '../../store/facts/cut-offs.ts'
import type { Command, CommandContext } from './command.ts'
import type { CommandRequest } from './command-request.ts'

/**
 * Answers a command that writes nothing. The same question in the same channel and locale, by the same person where they ask for theirs, is answered from the cache until
 * something is written, the day changes, or an order cut-off hour passes.
 */
export const lastingAnswer = async (
  { workspace, answers }: CommandRequest,
  command: Command,
  context: CommandContext,
): Promise<Card> => {
  const { today, place, placeName, words, person } = context
  const version = await workspace.database.version()
  const closings = await countClosings(workspace, today, momentOf(context))
  const question = JSON.stringify([
    workspace.id,
    command.name,
    today,
    closings,
    place,
    placeName,
    words,
    words.some(({ value }) => /\bmine\b/i.test(value)) ? person.id : null,
    formats().locale,
  ])
  const known = answers.recall(question, version)
  if (known !== null) return known
  const { reply } = await command.run(context)
  answers.keep(question, version, reply)
  return reply
}
