import { asking, choiceCard } from '../../cards/language/asking.ts'
import type { Action, Card } from '../../cards/language/card.ts'
import { listWords } from '../../cards/language/words.ts'
import { type Word, writtenWord } from '../../parsing/words.ts'

/** The command that a question stands for: its name in the catalogue, its words, and what they name. */
export type Meant = {
  readonly command: string
  readonly words: readonly Word[]
  /** The names behind codes, for whoever reads what the question was taken for. */
  readonly names?: readonly string[]
}

/** What a question comes to: a command, a card that asks back, or nothing where no name in it is known. */
export type Resolved = { readonly meant: Meant } | { readonly card: Card; readonly isUnknown?: true } | null

/** Makes a word of a command that stands in its place. */
export const bare = (value: string): Word => ({ key: null, value })

/** Writes the command that a question stands for, as it is typed without a slash. */
const lineOf = ({ command, words }: Meant): string => [command, ...words.map(writtenWord)].join(' ')

/** Says what a question was taken for. */
export const takenWords = (meant: Meant): string => {
  const names = meant.names ?? []
  return `I took that as /${lineOf(meant)}${names.length === 0 ? '' : ` (${listWords(names)})`}`
}

/** One of several things that a question can mean. */
export type Choice = { readonly label: string; readonly meant: Meant }

const mostChoices = 5

const button = ({ label, meant }: Choice): Action => asking(label, lineOf(meant))

/** Asks which of several things is meant. */
export const whichCard = (phrase: string, choices: readonly Choice[]): Card => {
  const left = choices.length - mostChoices
  const more = left > 0 ? ` Here are ${mostChoices}; for any other, write its code.` : ''
  return choiceCard(
    `"${cut(phrase)}" can mean ${choices.length} things. Which one?${more}`,
    choices.slice(0, mostChoices).map(button),
  )
}

/** Says that nothing is known by a name, and offers what was probably meant. */
export const unknown = (phrase: string, nouns: readonly string[], choices: readonly Choice[]): Resolved => {
  const sentence = `There is no ${eitherWords(nouns)} called "${cut(phrase)}".`
  const [only] = choices
  if (only === undefined)
    return { card: { ...choiceCard(sentence, []), footer: 'help shows what you can ask.' }, isUnknown: true }
  const meant = choices.length === 1 ? only.label : 'one of these'
  return { card: choiceCard(`${sentence} Did you mean ${meant}?`, choices.map(button)), isUnknown: true }
}

const eitherWords = (nouns: readonly string[]): string =>
  nouns.length < 2 ? nouns.join('') : `${nouns.slice(0, -1).join(', ')} or ${nouns.at(-1)}`

const longestPhrase = 60

const cut = (phrase: string): string =>
  phrase.length <= longestPhrase ? phrase : `${phrase.slice(0, longestPhrase).toWellFormed()}…`
