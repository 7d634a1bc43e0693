import { commands } from '../dispatch/catalogue.ts'
import { keysOf, namesOf } from '../dispatch/command.ts'

/**
 * Completes a line that is being typed: the next word of a command's name, or the keys it takes. Gives the choices, and the
 * part of the line that they replace.
 */
export const completeLine = (line: string): readonly [choices: readonly string[], replaced: string] => {
  const start = line.startsWith('/') ? 1 : 0
  const typed = line.slice(start).toLowerCase()
  const names = commands.flatMap((command) => namesOf(command).map((name) => ({ name, command })))
  const begun = [...new Set(names.flatMap(({ name }) => nextWord(name, typed)))].sort()
  if (begun.length > 0) return [begun.map((name) => `${line.slice(0, start)}${name}`), line]
  const current = names
    .filter(({ name }) => typed.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)[0]?.command
  if (current === undefined) return [[], line]
  const word = line.slice(line.lastIndexOf(' ') + 1)
  const given = new Set(typed.split(' ').map((one) => one.split(':')[0]))
  return [
    keysOf(current)
      .filter((key) => key.startsWith(word.toLowerCase()) && !given.has(key))
      .map((key) => `${key}:`),
    word,
  ]
}

/** Gives a command's name up to the end of the word that is being typed, with a blank after it. */
const nextWord = (name: string, typed: string): readonly string[] => {
  if (!name.startsWith(typed) || name === typed) return []
  const end = name.indexOf(' ', typed.length)
  return [end < 0 ? `${name} ` : name.slice(0, end + 1)]
}

const firstWords = new Set([
  ...commands.flatMap((command) => namesOf(command).map((name) => name.split(' ')[0])),
  'exit',
])

/** Tells whether a line begins a command, and is not a row of a table that belongs to the command before it. */
export const isCommandLine = (line: string): boolean => {
  const [first = ''] = line.trim().toLowerCase().split(' ')
  return first.startsWith('/') || first.startsWith('as:') || first.startsWith('in:') || firstWords.has(first)
}
