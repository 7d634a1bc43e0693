import { commandHelpCard, helpCard } from '../../cards/channels/help-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { holdersWords } from '../../cards/people/role-words.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { may, rolesWith } from '../../domain/people/permission.ts'
import { answer, argumentUsage, type Command, namesOf, usageOf } from '../dispatch/command.ts'

/** Makes the help command of a catalogue: lists all commands, or shows one in full. */
export const help = (catalogue: readonly Command[]): Command => ({
  name: 'help',
  aliases: ['promo help', 'shelfready help'],
  takes: [{ name: 'COMMAND', value: null, says: 'one command in full, such as promo add' }],
  does: 'shows what can be asked for',
  examples: ['help', '/shelfready help promo add'],
  right: 'ask',
  run: async ({ words, areRolesOn }) => {
    const typed = words
      .map((word) => word.value)
      .join(' ')
      .trim()
      .toLowerCase()
      .replace(/^\//, '')
    if (typed === '') return answer(helpCard(catalogue.map(summary)))
    const exact = catalogue.filter((command) =>
      namesOf(command).some((name) => name === typed || name.endsWith(` ${typed}`)),
    )
    const found = exact.length > 0 ? exact : catalogue.filter((command) => command.name.startsWith(`${typed} `))
    const [only] = found
    if (found.length === 1 && only !== undefined) return answer(commandHelpCard(inFull(only, areRolesOn)))
    if (found.length > 1) return answer(helpCard(found.map(summary)))
    const meant = nearest(typed, catalogue, (command) => command.name)
    return answer(
      refusalCard(
        `There is no command ${typed}.${meant === null ? ' /shelfready help shows every command.' : ` Did you mean ${meant.name}?`}`,
      ),
    )
  },
})

const summary = ({ name, does, examples }: Command) => ({ name, does, example: examples[0] })

const inFull = (command: Command, areRolesOn: boolean) => ({
  usage: usageOf(command),
  does: command.does,
  takes: command.takes.map((argument) => ({ form: argumentUsage(argument), says: argument.says })),
  takesTable: command.takesTable === true,
  examples: command.examples,
  aliases: command.aliases ?? [],
  whoMay: whoMay(command, areRolesOn),
})

/** Says who may use a command, with roles on or off. */
const whoMay = ({ right }: Command, areRolesOn: boolean): string => {
  if (may([areRolesOn ? 'newcomer' : 'member'], right)) return 'everybody of the company'
  return holdersWords(rolesWith(right))
}
