/** Tells whether a text begins with a command. */
export type Begins = (text: string) => boolean

const quoteMark = /^>+\s*([\s\S]+)$/

const wraps: readonly (readonly [RegExp, 'always' | 'before a command'])[] = [
  [/^```(?:[a-z]+\n)?\s*([\s\S]*?)\s*```$/i, 'always'],
  [quoteMark, 'always'],
  [/^(`{1,2})([\s\S]+)\1$/, 'before a command'],
  [/^(\*{1,3}|_{1,3}|~{1,2})([\s\S]+)\1$/, 'before a command'],
  [/^["“”„«»'‘’‚‹›＂「『]([\s\S]+)["“”«»'‘’‹›＂」』]$/, 'before a command'],
  [/^[([{（【]([\s\S]+)[)\]}）】]$/, 'before a command'],
  [/^(?:[-•·*–—$#]|\d{1,2}[.)])\s+([\s\S]+)$/, 'before a command'],
  [/^@\S+?[\s,:;，：]+([\s\S]+)$/, 'before a command'],
  [/^@?shelfready\s*[,:;，：]\s*([\s\S]+)$/i, 'before a command'],
  [/^@?shelfready\s+([\s\S]+)$/i, 'before a command'],
  [/^(?:hey|hi|hello|ok|okay|please|pls)[\s,!.]+([\s\S]+)$/i, 'before a command'],
]

/** Takes off a message what chat clients and people put around a command: marks of code, quotes and lists, a greeting, the bot's name. */
export const unwrapped = (typed: string, begins: Begins): string => {
  let text = trimmed(typed)
  for (let round = 0; round < mostRounds; round++) {
    const inner = begins(text) ? null : innerOf(text, begins)
    if (inner === null) break
    text = inner
  }
  return text.replace(/\s@shelfready[\s.,!?]*$/i, '')
}

const mostRounds = 8
const deepest = 5

/** A slash command whose words are marked as a whole: /promo `show P-1`. */
const markedWords =
  /^(\/?[a-z]+)\s+(`{1,3}|\*{1,3}|_{1,3}|~{1,2}|["'“‘«])([\s\S]+)(?:`{1,3}|\*{1,3}|_{1,3}|~{1,2}|["'”’»])$/i

const innerOf = (text: string, begins: Begins, depth = 0): string | null => {
  const [, family, , words] = markedWords.exec(text) ?? []
  if (family !== undefined && begins(`${family} ${words}`)) return `${family} ${words}`
  for (const [pattern, when] of wraps) {
    const inner = pattern.exec(text)?.at(-1)
    if (inner === undefined) continue
    const own = trimmed(pattern === quoteMark ? withoutQuoteMarks(inner) : inner)
    if (own === '') continue
    if (when === 'always' || begins(own) || (depth < deepest && innerOf(own, begins, depth + 1) !== null)) return own
  }
  return null
}

const withoutQuoteMarks = (text: string): string => text.replaceAll(/\n>+[^\S\n]*/g, '\n')

/** What may stand at an end and is no part of the words: blanks, and what nobody can see and joins nothing. */
const nothing = /[\s\u2800]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/u

const trimmed = (text: string): string => {
  let [from, to] = [0, text.length]
  while (from < to && nothing.test(text[from] as string)) from++
  while (to > from && nothing.test(text[to - 1] as string)) to--
  return text.slice(from, to)
}
