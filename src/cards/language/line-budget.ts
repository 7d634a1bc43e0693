/** The most characters of a line on a card or in a list. */
export const lineBudget = 110

/** Gives the first of some ways to say the same, the richest first, that fits into a line; the shortest where none does. */
export const fitting = (ways: readonly string[], room: number = lineBudget): string =>
  ways.find((words) => words.length <= room) ??
  ways.reduce((shortest, words) => (words.length < shortest.length ? words : shortest), ways[0] ?? '')

/** Joins as many parts with `; ` as fit into a line, the first one whatever its length. */
export const joinedWithin = (parts: readonly string[], room: number = lineBudget): string =>
  parts.reduce((line, part) => {
    if (line === '') return part
    const longer = `${line}; ${part}`
    return longer.length <= room ? longer : line
  }, '')

/** Shortens a name that would take a line for itself, `Summer BOGO of the whol…`. */
export const shortName = (name: string, most = 32): string => {
  const letters = [...name]
  return letters.length <= most
    ? name
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
