import { failed, ok, type Result } from '../domain/result.ts'

/**
 * A line as somebody typed it, without what nobody can see and without the marks of bold and italic. A part in quotes stands
 * in both texts as one mark, which only `written` and `said` put back. `plain` is as long as `text`: in it every blank is a
 * blank, every dash a hyphen, and full-width letters, digits and signs are ordinary ones.
 */
export type TypedLine = { readonly text: string; readonly plain: string; readonly quoted: readonly Quoted[] }

/** A part in quotes, without them and with them. */
type Quoted = { readonly inner: string; readonly whole: string }

/** What may close each opening quote, in the quotation styles of several languages; the second where none of the first is there. */
const closing: Readonly<Record<string, readonly [string, string]>> = {
  '"': ['"', '”“'],
  '＂': ['＂', '"'],
  "'": ["'", '’'],
  '“': ['”', '“"'],
  '”': ['”', '"'],
  '„': ['“”', '"'],
  '‟': ['”', '"'],
  '«': ['»', '"'],
  '»': ['«', '»'],
  '‘': ['’', "'"],
  '’': ['’', "'"],
  '‚': ['‘', "'’"],
  '‹': ['›', "'"],
  '›': ['‹', '›'],
  '「': ['」', '」'],
  '『': ['』', '』'],
  '〝': ['〞', '〟'],
  '`': ['`', '`'],
}

/** A quote opens after these, and at the beginning. */
const before = /[\s,;:=(/&+*_~>：，；、＝（]/u
/** A quote closes before these, and at the end. */
const behind = /[\s,;:=.!?)/&+*_~|<>：，；、。！？）…]/u

const longestCommand = 3_000

const opened = '\ufdd0'
const closed = '\ufdd1'
const mark = /\ufdd0(\d+)\ufdd1/g

/** Reads a line: finds its quotes of every kind in one pass. Fails with a sentence where it is too long or a quote is never closed. */
export const typedLine = (typed: string): Result<TypedLine, string> => {
  if (typed.length > longestCommand)
    return failed(
      `That is ${typed.length.toLocaleString('en')} characters; the limit is ${longestCommand.toLocaleString('en')}. Nothing was done.`,
    )
  const line = typed.replaceAll(/[\ufdd0\ufdd1]/g, '')
  const quoted: Quoted[] = []
  let text = ''
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] as string
    const closers = isOpening(line, at) ? closing[letter] : undefined
    if (closers === undefined) {
      text += letter
      continue
    }
    const end = endOf(line, closers, at + 1)
    if (end < 0)
      return failed(
        `The quote before ${line.slice(at, at + 20)} is never closed. Nothing was done. Close it with ${closers[0][0]}`,
      )
    text += `${opened}${quoted.length}${closed}`
    quoted.push({ inner: line.slice(at + 1, end), whole: line.slice(at, end + 1) })
    at = end
  }
  const shown = withoutEmphasis(visible(text))
  return ok({ text: shown, plain: ordinary(shown), quoted })
}

/** A quote opens a part where a word begins; a closing mark of some languages only opens where one of its kind follows. */
const isOpening = (line: string, at: number): boolean => {
  let last = at - 1
  while (last >= 0 && isUnseen(line[last] as string)) last--
  if (last >= 0 && !before.test(line[last] as string)) return false
  return (
    !'”’»›'.includes(line[at] as string) || endOf(line, closing[line[at] as string] as [string, string], at + 1) > 0
  )
}

/** Finds where a quote is closed: first before a blank or a sign, so that an apostrophe or an inch within closes nothing. */
const endOf = (line: string, [usual, other]: readonly [string, string], from: number): number => {
  for (const closers of [usual, other]) {
    let first = -1
    for (let at = from; at < line.length; at++) {
      if (!closers.includes(line[at] as string)) continue
      let next = at + 1
      while (next < line.length && isUnseen(line[next] as string)) next++
      if (next === line.length || behind.test(line[next] as string)) return at
      if (first < 0) first = at
    }
    if (first >= 0) return first
  }
  return -1
}

const unseen = /\p{Default_Ignorable_Code_Point}/u
const isUnseen = (letter: string): boolean => unseen.test(letter)

/** Characters that join or choose the look of letters around them, and are part of words in many scripts and of emoji. */
const joining = /\u200c|\u200d|\ufe0e|\ufe0f/

/** Takes out what nobody can see; what joins letters of scripts beyond Latin, or parts of an emoji, stays. */
export const visible = (text: string): string =>
  text.replaceAll(/\p{Default_Ignorable_Code_Point}|\u2028|\u2029/gu, (letter, at: number) => {
    if (/[\u2028\u2029\u3164\uffa0\u115f\u1160]/.test(letter)) return ' '
    const [last, next] = [text.charCodeAt(at - 1), text.charCodeAt(at + letter.length)]
    const isJoining = joining.test(letter) && last > 0x2ff && (letter > '\ufe00' || next > 0x2ff)
    const isKeycap = letter === '\ufe0f' && next === 0x20e3
    return isJoining || isKeycap || /[\u{e0020}-\u{e007f}]/u.test(letter) ? letter : ''
  })

/** Bold, italic, struck and monospaced, as chat clients mark them around words. */
const emphasis = /(?<![\p{L}\p{N}*_~])(\*{1,3}|_{1,3}|~{1,2})(?=[^\s*_~])([^\n]*?[^\s*_~])\1(?![\p{L}\p{N}*_~])/gu

const withoutEmphasis = (text: string): string => {
  const once = text.replaceAll(emphasis, '$2')
  return once === text ? text : withoutEmphasis(once)
}

const dashes = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63\u207b\u208b\u2796]/g
const blanks = /[\s\u2800\u3164\u115f\u1160\u180e]/g

/** Writes a text of the same length with ordinary blanks, hyphens and, for full-width ones, letters, digits and signs. */
export const ordinary = (text: string): string =>
  text
    .replaceAll(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replaceAll('、', ',')
    .replaceAll('،', ',')
    .replaceAll('؛', ';')
    .replaceAll('。', '.')
    .replaceAll(dashes, '-')
    .replaceAll(blanks, ' ')

/** Gives a part of a line as it was typed, quotes included; a part that is wholly in quotes without them. */
export const written = ({ text, quoted }: TypedLine, from: number, to = text.length): string => {
  const part = text.slice(from, to).trim()
  const only = /^\ufdd0(\d+)\ufdd1$/.exec(part)
  if (only !== null) return (quoted[Number(only[1])] as Quoted).inner
  return part.replaceAll(mark, (_, i: string) => (quoted[Number(i)] as Quoted).whole)
}

/** Gives a part of a line in ordinary signs, what was in quotes without them. */
export const said = ({ plain, quoted }: TypedLine, from: number, to = plain.length): string =>
  plain
    .slice(from, to)
    .replaceAll(mark, (_, i: string) => ordinary(visible((quoted[Number(i)] as Quoted).inner)))
    .trim()

/** Puts the quoted parts back into a part of a line, in quotes of one kind. */
export const inQuotes = ({ quoted }: TypedLine, part: string): string =>
  part.replaceAll(mark, (_, i: string) => {
    const { inner, whole } = quoted[Number(i)] as Quoted
    return inner.includes('"') ? whole : `"${inner}"`
  })
