import { patterns } from './patterns.ts'
import { plainWords } from './plain-words.ts'
import type { ReadQuestion } from './question.ts'

/** Longer texts are no questions. */
const longest = 200

const family = /^\/?(promo|stock|intel|shelfready)\s+/iu

/** Reads a message as a question in plain words; null where it is none. What it names is not looked up. */
export const readQuestion = (message: string): ReadQuestion | null => {
  const typed = message.trim()
  if (typed.length > longest || typed.includes('\n')) return null
  const text = plainWords(typed.replace(family, ''))
  if (text === '') return null
  const read = firstThatFits(text)
  // What follows `stock` is an item.
  const isStock = family.exec(typed)?.[1]?.toLowerCase() === 'stock'
  return isStock && read?.question.asks === 'thing'
    ? { question: { asks: 'item', about: read.question.about }, isLoose: true }
    : read
}

/** A name has a letter, a digit or a picture. */
const isName = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

const firstThatFits = (text: string): ReadQuestion | null => {
  for (const { fits, question, isLoose } of patterns) {
    const found = fits.exec(text)
    if (found === null) continue
    const names = namesIn(found)
    return names.x !== undefined && !isName.test(names.x) ? null : { question: question(names), isLoose }
  }
  return null
}

/** Gives what a question names. A place behind its verb, `y`, belongs to what stands before it. */
const namesIn = ({ groups = {} }: RegExpExecArray): Readonly<Record<string, string>> => {
  const { x, y } = groups
  const about = [x, y].flatMap((part) => (part === undefined || part.trim() === '' ? [] : [part.trim()])).join(' in ')
  return about === '' ? {} : { x: about }
}
