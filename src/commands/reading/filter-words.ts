import type { Result } from '../../domain/result.ts'
import { ok } from '../../domain/result.ts'
import { filterKeys } from '../../domain/subscriptions/filter-reading.ts'
import { inQuotes, said, type TypedLine } from '../../parsing/typed-line.ts'
import { splitWords, type Word } from '../../parsing/words.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { kindOf } from './value-kinds.ts'

/** Tells whether a command takes a filter, which has a language of its own. */
export const takesFilter = ({ takes }: Pick<Command, 'takes'>): boolean => takes.some(({ name }) => name === 'FILTER')

const others = ['sku', 'location', 'verdict']
const weekday =
  /^(?:[,;&+-]|and|to|until|daily|everyday|weekdays|workdays|(?:mon|tue|wed|thu|fri|sat|sun)[a-z,;&+-]*)$/i

/**
 * Reads the words of a command with a filter: the options beside it by their keys, all else as the filter, with the blanks
 * left out that people write around its colons and commas. Fails with a sentence where a quote is never closed.
 */
export const filterWords = (command: Command, line: TypedLine, from: number): Result<readonly Word[], string> => {
  // A time or a location may follow at:, so it stays among the words of the filter.
  const options = new Set(keysOf(command).filter((key) => key !== 'at'))
  const keys = [...filterKeys, ...others, ...options].join('|')
  const parts = line.plain.slice(from).split(new RegExp(`(?<![\\p{L}\\p{N}-])(${keys}) *[:=] *`, 'iu'))
  const found: Word[] = []
  let filter = parts[0] ?? ''
  for (let i = 1; i < parts.length; i += 2) {
    const [key, text] = [(parts[i] as string).toLowerCase(), (parts[i + 1] as string).trim()]
    if (!options.has(key)) {
      filter += ` ${key}:${text}${/\s$/.test(parts[i + 1] as string) ? ' ' : ''}`
      continue
    }
    const tokens = text === '' ? [] : text.split(/\s+/)
    const taken = takenBy(kindOf(command, key) ?? 'word', tokens)
    const value = said({ ...line, plain: tokens.slice(0, taken).join(' ') }, 0).replace(/[,;.!?]+$/, '')
    found.push({ key, value })
    filter += ` ${tokens.slice(taken).join(' ')}`
  }
  const words = splitWords(inQuotes(line, healed(filter)))
  return words.ok ? ok([...words.value, ...found]) : words
}

const takenBy = (kind: ReturnType<typeof kindOf>, tokens: readonly string[]): number => {
  if (kind === 'word' || kind === 'text') return Math.min(1, tokens.length)
  if (kind !== 'weekdays') return tokens.length
  const end = tokens.findIndex((token, i) => i > 0 && !weekday.test(token))
  return end < 0 ? tokens.length : end
}

const healed = (filter: string): string =>
  filter
    .trim()
    .replaceAll(/(?<=\() +(?=[a-z]+:)/gi, '')
    .replaceAll(/ *[,;] *(?=\S)/g, ',')
    .replaceAll(/(?<=value:\d{1,3}(?: \d{3})*)[ '’](?=\d{3}(?!\d))/g, '')
    .replaceAll(/(?<=at:\d{1,2}(?:[:.]\d{2})?) (?=[ap]m\b)/gi, '')
    .replace(/[.!?,;]+$/, '')
