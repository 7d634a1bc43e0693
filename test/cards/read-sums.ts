/** A sum as a reader finds it on a card: its signed terms, what they come to, and the shortage told with it and beside it. */
export type ReadSum = {
  readonly text: string
  readonly terms: readonly number[]
  readonly balance: number
  /** What is missing of the balance, with what follows it. */
  readonly shortage: number
  /** The shortage in the line before; null where that tells none. */
  readonly told: number | null
}

const number = String.raw`-?[\d,]*\d(?:\.\d)?`

/** Reads a number as cards write it; 0 where there is none. */
export const unitsOf = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replaceAll(',', '')))

/** Finds the sums of stock against sales in a text, each with the line before it. */
export const readSums = (text: string): readonly ReadSum[] => {
  const lines = text.split('\n')
  return lines.flatMap((line, i) => {
    const [sum] = line.match(/(?:\S+: )?[\d,.]+ on hand.* = .*/) ?? []
    return sum === undefined ? [] : [readSum(sum, lines[i - 1] ?? '')]
  })
}

const readSum = (line: string, before: string): ReadSum => {
  const [left = '', right = ''] = line.split(' = ')
  const bare = left
    .replace(/^\S+: /, '')
    .replaceAll(new RegExp(`, ${number} more (lost|late)`, 'g'), '')
    .replaceAll(/Promotion \d+/g, 'other')
  const terms = bare.split(/ (?=[+-] )/).map((term) => {
    const numbers = term.match(new RegExp(number.replace('-?', ''), 'g')) ?? []
    if (numbers.length !== 1) throw new Error(`not one number in "${term}" of "${line}"`)
    return (term.startsWith('- ') ? -1 : 1) * unitsOf(numbers[0])
  })
  const balance = unitsOf(right.match(new RegExp(`^${number}`))?.[0])
  const [, more] = right.match(new RegExp(`(${number}) (?:more for a strong week|short in a strong week)`)) ?? []
  const [, besides] = right.match(new RegExp(`(${number}) of that`)) ?? []
  return {
    text: `${before}\n${line}`,
    terms,
    balance,
    shortage: Math.max(0, -balance) + unitsOf(more) - unitsOf(besides),
    told: /^\S+: /.test(line) ? null : toldIn(before),
  }
}

const toldIn = (words: string): number | null => {
  const [, short] =
    words.match(new RegExp(`(${number}) of ${number} units? short`)) ??
    words.match(new RegExp(`: (${number}) units? short`)) ??
    words.match(new RegExp(`: (${number}) of ${number} units? delivered late`)) ??
    words.match(new RegExp(`(${number}) units? short in its days`)) ??
    words.match(new RegExp(`· (${number}) units? of the window`)) ??
    words.match(new RegExp(`; (${number}) units? missing elsewhere`)) ??
    []
  return short === undefined ? null : unitsOf(short)
}

/** Finds what quantities are made of, `150 = 97 short + 38 for a strong week (1 in 5) + 15 for lots of 50`: each and its parts. */
export const readParts = (
  text: string,
): readonly { readonly text: string; readonly whole: number; readonly parts: number[] }[] =>
  [...text.matchAll(new RegExp(`^ *(${number}) = (.*)$`, 'gm'))].map(([line, whole, made = '']) => ({
    text: line,
    whole: unitsOf(whole),
    parts: made.split(' + ').map((part) => unitsOf(part.match(new RegExp(`^${number}`))?.[0])),
  }))
