import { filterMistakeWords } from '../../cards/channels/filter-words.ts'
import { isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Filter, type FilterKey, folded, printFilter, valuesOf } from '../../domain/subscriptions/filter.ts'
import { longestFilter, readFilter } from '../../domain/subscriptions/filter-reading.ts'
import type { Word } from '../../parsing/words.ts'
import { loadFilterNames } from '../../store/channels/filter-names.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Words that ask for no filter. */
const wholes = new Set(['everything', 'all', 'none'])

/** Reads a filter as it was typed; null for everything. Fails with a sentence. */
export const readFilterText = (text: string): Result<Filter | null, string> => {
  if (wholes.has(folded(text))) return ok(null)
  const read = readFilter(text)
  if ('mistake' in read) return failed(filterMistakeWords(read.mistake))
  return printFilter(read.filter).length > longestFilter
    ? failed(filterMistakeWords({ at: 0, kind: 'too long', text: '', meant: null }))
    : ok(read.filter)
}

/**
 * Joins the words of a command to the filter text they were split from. A word with blanks was in quotes: without a key it is
 * a filter or a part of one, and with a key it is a value, or several values with commas.
 */
export const filterText = (words: readonly Word[]): string =>
  words
    .map(({ key, value }) => {
      if (key !== null) return `${key}:${hasBlank(value) ? value.split(',').map(quoted).join(',') : value}`
      return hasBlank(value) && words.length > 1 ? `(${value})` : value
    })
    .join(' ')

const hasBlank = (text: string) => [...text].some((letter) => letter.trim() === '')

/** Puts a value in quotes. Brackets that close more than the value opens belong to the filter around it and stay outside. */
const quoted = (part: string): string => {
  let value = part.trim()
  let closing = ''
  const count = (letter: string) => value.split(letter).length - 1
  while (value.endsWith(')') && count(')') > count('(')) {
    value = value.slice(0, -1).trimEnd()
    closing += ')'
  }
  return value === '' ? closing : `"${value.replaceAll('"', '""')}"${closing}`
}

const nouns: Readonly<Partial<Record<FilterKey, string>>> = {
  category: 'category',
  item: 'item',
  at: 'location',
  supplier: 'supplier',
}

/** Says which names of a filter are not known, and which were probably meant: a filter with such a name would match nothing. */
export const unknownNames = async (
  { workspace, today }: CommandContext,
  filter: Filter | null,
): Promise<readonly string[]> => {
  if (filter === null) return []
  const visibility = await loadVisibility(workspace, isoOf(today))
  const problems: string[] = []
  for (const [key, noun] of Object.entries(nouns) as [keyof typeof nouns, string][]) {
    const wanted = valuesOf(filter, key)
    if (wanted.length === 0) continue
    const known = await loadFilterNames(workspace, visibility, key as 'category')
    const codes = new Set(known.map(({ code }) => folded(code)))
    for (const value of wanted) {
      const holds = ({ name }: { readonly name: string }) => ` ${folded(name)} `.includes(` ${folded(value)} `)
      if (codes.has(folded(value)) || ((key === 'item' || key === 'at') && known.some(holds))) continue
      const meant = nearest(value, known, ({ code }) => code) ?? nearest(value, known, ({ name }) => name)
      const name = meant === null || meant.name === meant.code ? '' : ` (${meant.name})`
      problems.push(`There is no ${noun} ${value}.${meant === null ? '' : ` Did you mean ${meant.code}${name}?`}`)
    }
  }
  return problems
}
