/** What separates the cells of a text, and whether its first line says so instead of holding cells. */
export type Separator = { readonly character: string; readonly isDeclared: boolean }

const candidates = ['\t', ';', '|', ','] as const
const declared = /^"?sep=([^\r\n])"?(?:\r|\n|$)/i

/** Counts the cells of each line at one separator; quotes that begin a cell hide separators and line ends. */
const cellCounts = (text: string, separator: string): readonly number[] => {
  const counts: number[] = []
  let [cells, isQuoted, isBegun, isBlank] = [1, false, false, true]
  const endLine = () => {
    if (!isBlank) counts.push(cells)
    cells = 1
    isBegun = false
    isBlank = true
  }
  for (const character of text) {
    if (character === '"' && (isQuoted || !isBegun)) {
      isQuoted = !isQuoted
      isBegun = !isQuoted
    } else if (isQuoted) continue
    else if (character === '\n' || character === '\r') endLine()
    else if (character === separator) {
      cells++
      isBegun = false
    } else isBegun = true
    if (character !== '\n' && character !== '\r') isBlank = false
  }
  if (!isQuoted) endLine()
  return counts
}

/** Rates a separator by how many lines it cuts into the same number of cells, and by that number. */
const rated = (text: string, separator: string): readonly [lines: number, cells: number] => {
  const lines = Map.groupBy(
    cellCounts(text, separator).filter((cells) => cells > 1),
    (cells) => cells,
  )
  return [...lines].reduce<readonly [number, number]>(
    (best, [cells, { length }]) =>
      length > best[0] || (length === best[0] && cells > best[1]) ? [length, cells] : best,
    [0, 1],
  )
}

/** Finds what separates the cells of a text by its first whole lines: what they declare, else what cuts most of them alike. */
export const separatorIn = (head: string): Separator => {
  const named = declared.exec(head)?.[1]
  if (named !== undefined) return { character: named, isDeclared: true }
  const rates = candidates.map((character) => ({ character, rate: rated(head, character) }))
  const best = rates.reduce((one, other) =>
    other.rate[0] > one.rate[0] || (other.rate[0] === one.rate[0] && other.rate[1] > one.rate[1]) ? other : one,
  )
  return { character: best.rate[0] === 0 ? ',' : best.character, isDeclared: false }
}
