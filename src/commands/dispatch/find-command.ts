import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Word } from '../../parsing/words.ts'
import { commands } from './catalogue.ts'
import { type Command, namesOf } from './command.ts'
import { onlyReads } from './only-reads.ts'

const plainName = (word: Word | undefined) => (word?.key === null ? word.value.toLowerCase().replace(/^\//, '') : '')

type Known = {
  readonly command: Command
  readonly name: readonly string[]
  /** The name is without the family, such as `why` for `promo why`. */
  readonly isShort: boolean
}

const fullNames: readonly Known[] = commands.flatMap((command) =>
  namesOf(command).map((name) => ({ command, name: name.split(' '), isShort: false })),
)

const withoutFamily = (family: string): readonly Known[] =>
  fullNames
    .filter(({ name }) => name[0] === family && name.length > 1)
    .map(({ command, name }) => ({ command, name: name.slice(1), isShort: family !== 'shelfready' }))

/** Gives the names of the first list, and of the others those that none before has. */
const firstComeFirst = (...lists: readonly (readonly Known[])[]): readonly Known[] => {
  const taken = new Map<string, Known>()
  for (const list of lists)
    for (const one of list) if (!taken.has(one.name.join(' '))) taken.set(one.name.join(' '), one)
  return [...taken.values()]
}

const promoShort = withoutFamily('promo')
/** `edit` alone changes a promotion. */
const intelShort = withoutFamily('intel').filter(({ command }) => command.name !== 'intel edit')
const isShared = ({ name }: Known) => intelShort.some((one) => one.name.join(' ') === name.join(' '))

/**
 * Every name of a command with its words, the longest first. A family may be left out where one command alone is meant; of
 * several the one of promotions is, if it only reads.
 */
const knownNames = firstComeFirst(
  fullNames,
  withoutFamily('shelfready'),
  promoShort.filter((one) => !isShared(one) || onlyReads(one.command)),
  intelShort.filter(({ name }) => !promoShort.some((one) => one.name.join(' ') === name.join(' '))),
).toSorted((a, b) => b.name.length - a.name.length)

/** What a family alone shows. */
const families: Readonly<Record<string, string>> = {
  '': 'help',
  promo: 'promo list',
  intel: 'intel list',
  shelfready: 'help',
}

/** The command that somebody asks for, with the words after its name. */
export type ParsedCommand = { readonly command: Command; readonly rest: readonly Word[] }

/** Gives a command by its name in the catalogue. */
export const commandNamed = (name: string): Command => commands.find((command) => command.name === name) as Command

/** Finds the command by its first words; or answers which one was probably meant. */
export const findCommand = (words: readonly Word[]): Result<ParsedCommand, Card> => {
  const typed = words.slice(0, 3).map(plainName)
  const found = knownNames.find(({ name }) => name.every((word, i) => word === typed[i]))
  if (found !== undefined && (!found.isShort || isMeant(found, words)))
    return ok({ command: found.command, rest: words.slice(found.name.length) })
  const alone = words.length <= 1 ? families[typed[0] ?? ''] : undefined
  if (alone !== undefined) return ok({ command: commandNamed(alone), rest: [] })
  const first = typed
    .filter((word) => word !== '')
    .slice(0, 2)
    .join(' ')
  const meant = found ?? nearest(first, knownNames, ({ name }) => name.join(' ')) ?? nearestByParts(typed)
  return failed(
    refusalCard(
      `I do not know "${first.slice(0, 60)}".${meant === null ? ' help shows what you can ask.' : ` Did you mean ${meant.command.name}? For example: ${meant.command.examples[0]}`}`,
    ),
  )
}

/** Words that anybody may say begin no command that changes something: it has to name something, or to have a key. */
const isMeant = ({ command, name }: Known, words: readonly Word[]): boolean =>
  onlyReads(command) ||
  words.length === name.length ||
  words.slice(name.length).some(({ key, value }) => key !== null || /\d/.test(value))

/** Where two names are equally near, the one with fewer words is likelier. */
const shortestFirst = knownNames.toSorted((a, b) => a.name.length - b.name.length)

/** Guesses a name whose first word is right and the second mistyped, or that was typed without its first word. */
const nearestByParts = (typed: readonly string[]) => {
  const [first = '', second = ''] = typed
  const family = knownNames.filter(({ name }) => name[0] === first && name.length > 1)
  const inFamily = family.length === 0 ? null : nearest(second, family, ({ name }) => name.slice(1).join(' '))
  return inFamily ?? nearest(first, shortestFirst, ({ name }) => name.at(-1) ?? '')
}
