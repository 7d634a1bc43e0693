import { helpCard } from '../cards/help-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { nearest } from '../domain/did-you-mean.ts'
import { answer, type Command } from './outcome.ts'

/** Makes the command that shows what can be asked for, or one command in full. */
export const help = (catalogue: readonly Command[]): Command => ({
  name: 'help',
  usage: 'help [COMMAND]',
  does: 'shows what can be asked for',
  example: 'help promo add',
  run: async ({ words }) => {
    const said = words
      .map((word) => word.value)
      .join(' ')
      .trim()
      .toLowerCase()
      .replace(/^\//, '')
    if (said === '' || said === 'promo') return answer(helpCard(catalogue))
    const found = catalogue.filter((command) => command.name === said || command.name.endsWith(` ${said}`))
    if (found.length > 0) return answer(helpCard(found))
    const meant = nearest(said, catalogue, (command) => command.name)
    return answer(
      refusalCard(
        `There is no command ${said}.${meant === null ? ' help shows every command.' : ` Did you mean ${meant.name}?`}`,
      ),
    )
  },
})
