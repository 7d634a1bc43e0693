import type { Result } from '../../domain/result.ts'
import { filterKeys } from '../../domain/subscriptions/filter-reading.ts'
import { inQuotes, type TypedLine } from '../../parsing/typed-line.ts'
import { splitWords, type Word } from '../../parsing/words.ts'
import type { Command } from '../dispatch/command.ts'

/** Tells whether a command takes a filter, which has a language of its own. */
export const takesFilter = ({ takes }: Pick<Command, 'takes'>): boolean => takes.some(({ name }) => name === 'FILTER')

const others = ['sku', 'location', 'verdict', 'days', 'zone', 'quiet', 'weekly']
const spaced = new RegExp(`(?<![\\p{L}\\p{N}])(${[...filterKeys, ...others].join('|')}) *[:=] *`, 'giu')

/** Splits the words of a filter, and of the schedule beside it, with the blanks left out that people write around colons, commas and dashes. */
export const filterWords = (line: TypedLine, from: number): Result<readonly Word[], string> => {
  const text = line.plain
    .slice(from)
    .replaceAll(spaced, (_, key: string) => `${key.toLowerCase()}:`)
    .replaceAll(/ *[,;] */g, ',')
    .replaceAll(/(?<=value:\d{1,3}(?: \d{3})*)[ '’](?=\d{3}(?!\d))/g, '')
    .replaceAll(/(?<=days:\S*?[a-z]{3,9}) *(?:-|to|until) *(?=[a-z]{3})/gi, '-')
    .replaceAll(/(?<=days:\S*?[a-z]{3,9}) *(?:and|&) *(?=(?:mon|tue|wed|thu|fri|sat|sun))/gi, ',')
    .replaceAll(/(?<=at:\d{1,2}(?:[:.]\d{2})?) (?=[ap]m\b)/gi, '')
    .replace(/[.!?,]+$/, '')
  return splitWords(inQuotes(line, text))
}
