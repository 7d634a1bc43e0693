import * as z from 'zod'

/**
 * A schema for one CSV cell: text in, value out; the message of a failure completes `line 7  on_hand  "12O"  ...`. `readCell`
 * reads the same without the schema: millions of cells pass there.
 */
export type CsvCell<T> = z.ZodType<T, string> & { readonly readCell: Read<T> }

/**
 * Why a text cannot be read, as the end of a sentence that begins with the text. Readers return it in place of a value, and
 * not a `Result`: an import reads millions of cells, and a good cell must not cost an object.
 */
export class Unfit {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** A reader: turns one trimmed, non-empty text into a value, or says why it cannot. */
export type Read<T> = (text: string) => T | Unfit

const cell = <T>(read: Read<T>, whenEmpty: T | Unfit): CsvCell<T> => {
  const readCell: Read<T> = (input) => {
    const trimmed = input.trim()
    return trimmed === '' ? whenEmpty : read(trimmed)
  }
  const schema = z.transform((input: string, context) => {
    const value = readCell(input)
    if (!(value instanceof Unfit)) return value
    context.issues.push({ code: 'custom', message: value.reason, input })
    return z.NEVER
  })
  return Object.assign(schema, { readCell })
}

/** Makes the schema of a cell that must not be empty. */
export const required = <T>(read: Read<T>): CsvCell<T> => cell(read, new Unfit('is missing'))

/** Makes the schema of a cell whose emptiness means null. */
export const optional = <T>(read: Read<T>): CsvCell<T | null> => cell<T | null>(read, null)

/** Makes the schema of a cell whose emptiness means the given value. */
export const otherwise = <T>(read: Read<T>, value: T): CsvCell<T> => cell(read, value)

/** Makes a reader that passes on what another one has read. */
export const andThen =
  <A, B>(read: Read<A>, next: (value: A, text: string) => B | Unfit): Read<B> =>
  (input) => {
    const value = read(input)
    return value instanceof Unfit ? value : next(value, input)
  }

const MAX_TEXT = 2_000

const isControl = (code: number): boolean => code < 32 || (code > 126 && code < 160)

/** Reads a text of at most 2,000 characters, well-formed and without control characters. */
export const text: Read<string> = (input) => {
  if (input.length > MAX_TEXT) return new Unfit('is longer than 2,000 characters')
  for (let at = 0; at < input.length; at++) {
    if (isControl(input.charCodeAt(at))) return new Unfit('contains a line break or another control character')
  }
  return input.isWellFormed() ? input : new Unfit('contains half a character; save the file as "CSV UTF-8"')
}

const flags = new Map([
  ['1', 1],
  ['true', 1],
  ['yes', 1],
  ['0', 0],
  ['false', 0],
  ['no', 0],
])

/** Reads a yes (1, true, yes) as 1 and a no (0, false, no) as 0. */
export const flag: Read<number> = (input) => flags.get(input.toLowerCase()) ?? new Unfit('is neither 1 nor 0')

/** Makes the reader of one word out of a list, in small or capital letters. */
export const choice =
  <const T extends string>(...words: readonly T[]): Read<T> =>
  (input) => {
    const wanted = input.toLowerCase()
    return words.find((word) => word === wanted) ?? new Unfit(`is not one of ${words.join(', ')}`)
  }

const threeLetters = /^[a-z]{3}$/i

/** Reads a currency code of three letters as capitals. */
export const currency: Read<string> = (input) =>
  threeLetters.test(input) ? input.toUpperCase() : new Unfit('is not a currency; write three letters such as EUR')
