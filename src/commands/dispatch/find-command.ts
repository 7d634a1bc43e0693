import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Word } from '../../parsing/words.ts'
import { namesOf } from '../help/help.ts'
import { commands } from './catalogue.ts'
import type { Command } from './command.ts'

const plainName = (word: Word | undefined) => (word?.key === null ? word.value.toLowerCase().replace(/^\//, '') : '')

/** Every name of a command with its words, the longest first. A name that begins with `shelfready` is also known without it. */
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

/** The command that somebody asks for, with the words after its name. */
export type ParsedCommand = { readonly command: Command; readonly rest: readonly Word[] }

/** Finds the command by its first words; or answers which one was probably meant. */
export const findCommand = (words: readonly Word[]): Result<ParsedCommand, Card> => {
  const typed = words.slice(0, 3).map(plainName)
  const found = knownNames.find(({ name }) => name.every((word, i) => word === typed[i]))
  if (found) return ok({ command: found.command, rest: words.slice(found.name.length) })
  const help = commands.find((command) => command.name === 'help') as Command
  const isBare = words.length === 0 || (words.length === 1 && ['promo', 'shelfready', ''].includes(typed[0] ?? ''))
  if (isBare) return ok({ command: help, rest: [] })
  const first = typed
    .filter((word) => word !== '')
    .slice(0, 2)
    .join(' ')
  const meant = nearest(first, knownNames, ({ name }) => name.join(' ')) ?? nearestByParts(typed)
  return failed(
    refusalCard(
      `I do not know "${first.slice(0, 60)}".${meant === null ? ' /shelfready help shows every command.' : ` Did you mean ${meant.command.name}? For example: ${meant.command.examples[0]}`}`,
    ),
  )
}

/** Where two names are equally near, the one with fewer words is likelier. */
const shortestFirst = knownNames.toSorted((a, b) => a.name.length - b.name.length)

/** Guesses a name whose first word is right and the second mistyped, or that was typed without its first word. */
const nearestByParts = (typed: readonly string[]) => {
  const [first = '', second = ''] = typed
  const family = knownNames.filter(({ name }) => name[0] === first && name.length > 1)
  const inFamily = family.length === 0 ? null : nearest(second, family, ({ name }) => name.slice(1).join(' '))
  return inFamily ?? nearest(first, shortestFirst, ({ name }) => name.at(-1) ?? '')
}
