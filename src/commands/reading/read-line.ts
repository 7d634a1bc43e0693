import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { commandWords } from '../../parsing/command-words.ts'
import { splitTable, type Table } from '../../parsing/pasted-table.ts'
import { said, type TypedLine, typedLine } from '../../parsing/typed-line.ts'
import { unwrapped } from '../../parsing/unwrap.ts'
import { unreadableWords, type Word } from '../../parsing/words.ts'
import { unknownKeyWords } from '../dispatch/arguments.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { findCommand } from '../dispatch/find-command.ts'
import { filterWords, takesFilter } from './filter-words.ts'
import { shapeOf } from './value-kinds.ts'

/** A command as somebody typed it: its words, the table below it, and what of the line belongs to no value. */
export type HeardLine = {
  readonly command: Command
  readonly rest: readonly Word[]
  readonly table: Table | null
  readonly mistakes: readonly string[]
}

/** Takes off a message what clients and people put around a command. */
export const commandText = (typed: string): string => unwrapped(typed, beginsCommand)

/** Reads a message as a command; or answers why it is none. */
export const readLine = (typed: string): Result<HeardLine, Card> => {
  const unreadable = unreadableWords(typed)
  if (unreadable !== null) return failed(refusalCard(unreadable))
  const split = splitTable(commandText(typed))
  if (!split.ok) return failed(refusalCard(split.error))
  const line = typedLine(split.value.command)
  if (!line.ok) return failed(refusalCard(line.error))
  const first = firstWords(line.value)
  const found = findCommand(first.map(({ word }) => word))
  if (!found.ok) return found
  const { command, rest } = found.value
  const taken = first[first.length - rest.length - 1]
  const { table } = split.value
  if (table !== null && command.takesTable !== true)
    return failed(refusalCard(`${command.name} takes no table. Nothing was done. Write it on one line.`))
  const help = helpAsked(command, rest)
  if (help !== null) return ok({ ...help, table: null })
  const from = taken?.to ?? line.value.plain.length
  if (!takesFilter(command)) return ok({ ...wordsOf(command, line.value, from), table })
  const words = filterWords(command, line.value, from)
  return words.ok ? ok({ command, rest: words.value, table, mistakes: [] }) : failed(refusalCard(words.error))
}

const wordsOf = (command: Command, line: TypedLine, from: number): Omit<HeardLine, 'table'> => {
  const shape = shapeOf(command)
  const { words, strays, unknown } = commandWords(line, from, shape)
  const where = shape.place.kind === 'name' ? ' A name goes before the first key, or in quotes.' : ''
  return {
    command,
    rest: words,
    mistakes: [
      ...unknown.map((key) => unknownKeyWords(key, keysOf(command))),
      ...strays.map((text) => `I did not understand "${text}".${where}`),
    ],
  }
}

const helpWords = new Set(['?', '-h', '--help', '-help', '/?', '-?', 'help'])

/** What somebody asks for who writes `?` or `--help` behind a command: the command in full. */
const helpAsked = (command: Command, rest: readonly Word[]): Omit<HeardLine, 'table'> | null => {
  const isAsked = (word: Word | undefined) => word?.key === null && helpWords.has(word.value.toLowerCase())
  if (!(rest.length === 1 && isAsked(rest[0])) && !rest.some(({ value }) => /^--?h(elp)?$/i.test(value))) return null
  const help = findCommand([{ key: null, value: 'help' }])
  const words = command.name.split(' ').map((value): Word => ({ key: null, value }))
  return help.ok ? { command: help.value.command, rest: words, mistakes: [] } : null
}

type FirstWord = { readonly word: Word; readonly to: number }

const mostNameWords = 3

/** Splits a line at its blanks, to find the command that it begins with. */
const firstWords = (line: TypedLine): readonly FirstWord[] =>
  [...line.plain.matchAll(/\S+/g)].map((found, i) => {
    const to = found.index + found[0].length
    const [, key, value] = /^([a-z][a-z-]{0,19})[:=](.*)$/i.exec(found[0]) ?? []
    if (key !== undefined && !(value === '' && i < mostNameWords))
      return { word: { key: key.toLowerCase(), value: value ?? '' }, to }
    const text = said(line, found.index, to)
    return { word: { key: null, value: text.replace(/(?<=[\p{L}\p{N}])[.,;:!?]+$/u, '') }, to }
  })

/** Tells whether a text begins with a command. */
const beginsCommand = (text: string): boolean => {
  const words = text
    .split(/\s+/, 8)
    .flatMap((value) => (value === '' ? [] : [{ key: null, value: value.replace(/[.,;:!?]+$/, '') }]))
  return words.length > 0 && findCommand(words).ok
}
