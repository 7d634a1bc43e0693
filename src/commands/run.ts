import { createHash } from 'node:crypto'
import type { Card } from '../cards/card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { nearest } from '../domain/did-you-mean.ts'
import { apply, loadReceipt } from '../store/apply.ts'
import { commands } from './index.ts'
import type { Asked, Command } from './outcome.ts'
import { readWords, type Word } from './words.ts'

/** A person's request as the doors hand it in, with what the day and the workspace add. */
export type CommandRequest = Omit<Asked, 'words'> & {
  /** The platform's id of the request; the same one again gets the saved answer and does nothing. */
  readonly key: string | null
  readonly words: string
}

/** How often a decision is made again because what it was based on changed meanwhile. */
const attempts = 3

/** Answers one request: finds the command, decides, writes its changes together with the answer. */
export const runCommand = async (request: CommandRequest): Promise<Card> => {
  const { workspace, key, now } = request
  const argumentsHash = createHash('sha256').update(`${request.person.id}\n${request.words}`).digest('hex')
  for (let attempt = 0; attempt < attempts; attempt++) {
    const earlier = key === null ? null : await loadReceipt(workspace, key)
    if (earlier !== null)
      return earlier.argumentsHash === argumentsHash
        ? (earlier.reply as Card)
        : refusalCard('This request was answered before with other words. Nothing was done; ask again.')
    const words = readWords(request.words)
    if (typeof words === 'string') return refusalCard(words)
    const found = findCommand(words)
    if (!('command' in found)) return found
    const { changes, reply } = await found.command.run({ ...request, words: found.rest })
    if (changes.length === 0) return reply
    const receipt = key === null ? null : { requestKey: key, argumentsHash, reply }
    if ((await apply(workspace, changes, receipt, now)) === 'applied') return reply
  }
  return refusalCard('Others changed the same thing at the same moment, three times over. Nothing was done; try again.')
}

/** Finds the command by its first words, the longest name first. */
const findCommand = (words: readonly Word[]): { command: Command; rest: readonly Word[] } | Card => {
  const said = words.slice(0, 2).map((word) => (word.key === null ? word.value.toLowerCase().replace(/^\//, '') : ''))
  const known = commands.toSorted((a, b) => b.name.length - a.name.length)
  for (const command of known) {
    const name = command.name.split(' ')
    if (name.every((word, i) => word === said[i])) return { command, rest: words.slice(name.length) }
  }
  const [helpCommand] = commands.filter((command) => command.name === 'help')
  const isBare = said[0] === '' || ((said[0] === 'promo' || said[0] === 'shelfready') && words.length === 1)
  if ((isBare || said[1] === 'help') && helpCommand) return { command: helpCommand, rest: [] }
  const meant = nearest(said.filter((word) => word !== '').join(' '), commands, (command) => command.name)
  const first = words[0]?.value ?? ''
  return refusalCard(
    `I do not know "${[first, words[1]?.key === null ? words[1].value : ''].join(' ').trim().slice(0, 60)}".${meant === null ? ' help shows every command.' : ` Did you mean ${meant.name}? For example: ${meant.example}`}`,
  )
}
