import { nearest } from '../../domain/did-you-mean.ts'
import { longestReason } from '../../domain/policy.ts'
import { decimal } from '../../parsing/number-values.ts'
import { plainNumber } from '../../parsing/numbers.ts'
import { ordinary, visible } from '../../parsing/typed-line.ts'
import type { Read } from '../../parsing/values.ts'
import { andThen, flag, Unfit } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'

/** A command's words, sorted: those without a key in order, the others by key. `problems` collects what is wrong with them. */
export type Arguments = {
  readonly bare: readonly string[]
  readonly keyed: ReadonlyMap<string, string>
  readonly problems: string[]
}

/** Sorts words by key. A key the command does not take, or one given twice, is a problem that names it. */
export const sortArguments = (words: readonly Word[], takes: readonly string[]): Arguments => {
  const keyed = new Map<string, string>()
  const problems: string[] = []
  for (const { key, value } of words) {
    if (key === null) continue
    if (!takes.includes(key)) problems.push(unknownKeyWords(key, takes))
    else if (keyed.has(key)) problems.push(`${key}: is given twice.`)
    else keyed.set(key, value)
  }
  return { bare: words.flatMap((word) => (word.key === null ? [word.value] : [])), keyed, problems }
}

/** Says that a command does not take a key, and which one was probably meant. */
export const unknownKeyWords = (key: string, takes: readonly string[]): string => {
  const meant = nearest(key, takes, (one) => one)
  const known = takes.length === 0 ? ' This command takes no key: words.' : ` Use ${takes.join(', ')}.`
  return `${key}: does not work here.${meant === null ? known : ` Did you mean ${meant}: ?`}`
}

/** Reads one keyed value; null where it is absent. One that is empty or cannot be read is added to the problems and gives null too. */
export const readKeyed = <T>({ keyed, problems }: Arguments, key: string, read: Read<T>): T | null => {
  const text = keyed.get(key)?.trim()
  if (text === undefined) return null
  const value = text === '' ? new Unfit('is missing') : read(text)
  if (!(value instanceof Unfit)) return value
  problems.push(`${key}: "${text}" ${value.reason}${/[.?]$/.test(value.reason) ? '' : '.'}`)
  return null
}

/** Turns a reader of plain numbers into a reader of numbers as people write them in a locale, such as `1.200,5`. */
export const asWritten =
  <T>(read: Read<T>, locale: string | null): Read<T> =>
  (text) => {
    const plain = plainNumber(text, locale)
    return plain instanceof Unfit ? plain : read(plain)
  }

/** Reads yes as 1 and no as 0, also as feeds write them: 1, 0, true, false. */
export const yesOrNo: Read<number> = (text) => {
  const read = flag(text)
  return read instanceof Unfit ? new Unfit('is neither yes nor no') : read
}

/** Reads the number of a page, from 1. */
export const pageNumber = andThen(decimal, (page) =>
  Number.isInteger(page) && page >= 1 ? page : new Unfit('is not a page; pages are counted from 1'),
)

/** A reason may have so many characters. */

/** Reads `reason:`, on one line; empty where it is absent. A missing one is a problem where an example is given, and so is one that is too long. */
export const readReason = ({ keyed, problems }: Arguments, example: string | null): string => {
  const reason = oneLine(keyed.get('reason') ?? '')
  if (reason === '' && example !== null) problems.push(`reason: is missing. For example: ${example}.`)
  if (reason.length > longestReason)
    problems.push(`reason: has ${reason.length} characters; the limit is ${longestReason}.`)
  return reason
}

/** Writes a text on one line: every run of blanks and line breaks becomes one blank. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

const betweenMembers = /[,;\n]| (?:and|und|og|och|et|&|\+|\/|\|) /i
const beforeLast = /^(?:and|und|et|&) /i

/** Splits a list such as `SKU-1,SKU-2` or `SKU-1, SKU-2 and SKU-3`; what is named twice is kept once. */
export const listOf = (text: string | undefined): readonly string[] => [
  ...new Set(
    ordinary(visible((text ?? '').replaceAll('\n', ',')))
      .split(betweenMembers)
      .map((one) => one.trim().replace(beforeLast, '').trim())
      .filter((one) => one !== ''),
  ),
]
