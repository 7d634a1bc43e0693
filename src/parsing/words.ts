import { failed, ok, type Result } from '../domain/result.ts'

/** One word of a command: bare, or `key:value` with the key in small letters. */
export type Word = { readonly key: string | null; readonly value: string }

/** What may close each opening quote, in the quotation styles of several languages. */
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“”', '«': '»', '‘': '’' }

/** Commands longer than this are refused before they are read. */
const longestCommand = 3_000

/**
 * Splits a command into words in one pass without backtracking: quotes of every kind hold blanks together, and a colon after
 * a plain word makes it a key. Fails with a sentence where the command is too long or a quote is never closed.
 */
export const splitWords = (text: string): Result<readonly Word[], string> => {
  if (text.length > longestCommand)
    return failed(
      `That is ${text.length.toLocaleString('en')} characters; the limit is ${longestCommand.toLocaleString('en')}. Nothing was done.`,
    )
  const words: Word[] = []
  let at = 0
  while (at < text.length) {
    if (isBlank(text[at] as string)) {
      at++
      continue
    }
    let key: string | null = null
    let value = ''
    while (at < text.length && !isBlank(text[at] as string)) {
      const letter = text[at] as string
      const quote = value === '' || value.endsWith(',') ? closing[letter] : undefined
      if (quote !== undefined) {
        const end = endOf(text, quote, at + 1)
        if (end < 0)
          return failed(
            `The quote before ${text.slice(at, at + 20)} is never closed. Nothing was done. Close it with ${quote[0]}`,
          )
        value += text.slice(at + 1, end)
        at = end + 1
      } else if (letter === ':' && key === null && isKey(value)) {
        key = value.toLowerCase()
        value = ''
        at++
      } else {
        value += letter
        at++
      }
    }
    words.push({ key, value })
  }
  return ok(words)
}

/** Writes a word so that it is read as one: in quotes where it would be split or read as a key. */
export const quotedWord = (text: string): string => {
  if (text !== '' && !/[\s:"'“”„«»‘’]/u.test(text)) return text
  const quote = ['"', "'", '«', '‘', '“'].find((one) => !text.includes(closing[one] as string)) ?? '"'
  return `${quote}${text}${closing[quote]}`
}

/** Writes a word of a command as it is typed. */
export const writtenWord = ({ key, value }: Word): string => `${key === null ? '' : `${key}:`}${quotedWord(value)}`

const endOf = (text: string, closers: string, from: number): number => {
  for (let at = from; at < text.length; at++) if (closers.includes(text[at] as string)) return at
  return -1
}

const isBlank = (letter: string) => letter.trim() === ''

const isKey = (text: string) => {
  if (text.length === 0 || text.length > 20) return false
  for (const letter of text)
    if (!((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter === '-')) return false
  return true
}

/** Says why a text is refused that holds control characters or half a character, which people never type; null for any other text. */
export const unreadableWords = (text: string): string | null => {
  if (!text.isWellFormed())
    return 'That contains half a character, which I cannot keep. Nothing was done. Type it again.'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.exec(text)?.[0]
  if (control === undefined) return null
  const code = (control.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `That contains a control character (U+${code}) that is invisible. Nothing was done. Type it again without it.`
}
