import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import type { Word } from '../../parsing/words.ts'
import { namesOf } from '../help/help.ts'
import { commands } from './catalogue.ts'
import type { Command } from './command.ts'

const plainName = (word: Word | undefined) => (word?.key === null ? word.value.toLowerCase().replace(/^\//, '') : '')

/** Every name with its words, the longest first; what belongs to the bot itself needs not be called by its name. */
const knownNames = commands
  .flatMap((command) =>
    namesOf(command).flatMap((name) =>
      [name, ...(name.startsWith('shelfready ') ? [name.slice('shelfready '.length)] : [])].map((one) => ({
        command,
        name: one.split(' '),
      })),
    ),
  )
  .sort((a, b) => b.name.length - a.name.length)

/** A command that was asked for, with the words after its name. */
export type ParsedCommand = { readonly command: Command; readonly rest: readonly Word[] }

/** Finds the command by its first words, or answers what was perhaps meant. */
export const findCommand = (words: readonly Word[]): ParsedCommand | Card => {
  const said = words.slice(0, 3).map(plainName)
  const found = knownNames.find(({ name }) => name.every((word, i) => word === said[i]))
  if (found) return { command: found.command, rest: words.slice(found.name.length) }
  const help = commands.find((command) => command.name === 'help') as Command
  const isBare = words.length === 0 || (words.length === 1 && ['promo', 'shelfready', ''].includes(said[0] ?? ''))
  if (isBare) return { command: help, rest: [] }
  const first = said
    .filter((word) => word !== '')
    .slice(0, 2)
    .join(' ')
  const meant = nearest(first, knownNames, ({ name }) => name.join(' ')) ?? nearestByParts(said)
  return refusalCard(
    `I do not know "${first.slice(0, 60)}".${meant === null ? ' /shelfready help shows every command.' : ` Did you mean ${meant.command.name}? For example: ${meant.command.examples[0]}`}`,
  )
}

/** Of two names that are as near, what people say in one word is likelier. */
const shortestFirst = knownNames.toSorted((a, b) => a.name.length - b.name.length)

/** One word may be right and the next mistyped, or the name may lack its first word. */
const nearestByParts = (said: readonly string[]) => {
  const [first = '', second = ''] = said
  const family = knownNames.filter(({ name }) => name[0] === first && name.length > 1)
  const inFamily = family.length === 0 ? null : nearest(second, family, ({ name }) => name.slice(1).join(' '))
  return inFamily ?? nearest(first, shortestFirst, ({ name }) => name.at(-1) ?? '')
}
