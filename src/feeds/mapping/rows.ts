import type { Cell, SheetRow } from '../files/sheet.ts'
import { matchHeader } from './match-header.ts'
import { dateEvidence, numberEvidence } from './value-forms.ts'
import { periodEvidence } from './wide/period-words.ts'

/** Writes a cell as people see it. */
export const cellText = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell.trim()
  if (typeof cell === 'number') return plainDigits(cell)
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (cell.kind === 'error') return cell.text
  const { on, minute } = cell
  return minute === null
    ? on
    : `${on} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Writes a number without an exponent. */
export const plainDigits = (value: number): string => {
  const text = String(value)
  return text.includes('e')
    ? value
        .toFixed(Math.abs(value) < 1 ? 12 : 0)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : text
}

const total =
  /^(grand )?(sub ?)?(total|totals|totaal|totale|totaux|summe|gesamt|gesamtsumme|endsumme|zwischensumme|ergebnis|gesamtergebnis|somme|suma|somma)( ?(general|général|generale|generaal|gesamt|summe))?\b[^a-z]*/i

/** Tells whether a text begins with a word for a total. */
export const isTotalWord = (text: string): boolean => total.test(text.trim())

const isFigure = (text: string): boolean => !/\p{L}{4,}/u.test(text)

/** Tells whether a row adds up those above it: its first text begins with such a word, or stars, and no other text is a name. */
export const isTotalRow = ({ cells }: SheetRow): boolean => {
  if (isRuled(cells)) return true
  const texts = cells.flatMap((cell) => (typeof cell === 'string' && cell.trim() !== '' ? cell.trim() : []))
  const [first, ...others] = texts.filter((text) => !/^[\d.,\s%€$£+-]+$/.test(text))
  if (first === undefined || first.length >= 40 || !(total.test(first) || /^\*+$/.test(first))) return false
  return others.every(isFigure) || others.every((text) => total.test(text) || isFigure(text))
}

/** Printed lists draw lines between their rows. */
const isRuled = (cells: readonly Cell[]): boolean => {
  const filled = cells.filter((cell) => cell !== null)
  return filled.length > 0 && filled.every((cell) => typeof cell === 'string' && /^[-=_|\s]{3,}$/.test(cell))
}

const wordsIn = (row: SheetRow): number =>
  row.cells.filter((cell) => typeof cell === 'string' && [...matchHeader(cell).values()].some((score) => score >= 0.5))
    .length

const isNumberLike = (cell: Cell) => typeof cell === 'number' || (typeof cell === 'object' && cell !== null)

/** Finds the code of a location by what heads a column; null where it is none. */
export type PlaceOf = (text: string) => string | null

/**
 * Tells how much a row looks like a header: the words in it that head columns, none where it has numbers. Locations, weeks and
 * dates, and other texts above figures, may each head a column of a wide table, and count neither way.
 */
const headerScore = (row: SheetRow, below: SheetRow | undefined, placeOf: PlaceOf): number => {
  const filled = row.cells.flatMap((cell, at) => (cell === null ? [] : [{ cell, at }]))
  const words = wordsIn(row)
  if (words === 0) return 0
  const wide = filled.filter(({ cell }) => headsWide(cell, placeOf)).length
  const named = filled.filter(
    ({ cell, at }) => isName(cell, placeOf) && numberEvidence(cellText(below?.cells[at])) !== null,
  ).length
  const numbers = filled.filter(({ cell }) => isNumberLike(cell) && !headsWide(cell, placeOf)).length
  const others = filled.length - wide
  if (numbers > others / 4) return 0
  if (words >= 2 && words * 3 >= others) return words
  return wide >= 2 || named >= 2 ? Math.min(words, 1.5) : 0
}

const headsWide = (cell: Cell, placeOf: PlaceOf): boolean => {
  const text = cellText(cell)
  if (typeof cell === 'number') return placeOf(text) !== null
  return dateEvidence(text) !== null || periodEvidence(text) !== null || (text !== '' && placeOf(text) !== null)
}

/** Tells whether a cell is a short text that heads no known column. */
const isName = (cell: Cell, placeOf: PlaceOf): boolean =>
  typeof cell === 'string' && cell.length <= 40 && matchHeader(cell).size === 0 && !headsWide(cell, placeOf)

/** Tells how surely a row below a header is one of names too: it has no digit, and most of it are words that head columns. */
export const surelyHeads = ({ cells }: SheetRow): number => {
  const texts = cells.filter((cell) => cell !== null && cell !== '')
  if (texts.some((cell) => typeof cell !== 'string' || /\d/.test(cell))) return 0
  const words = texts.filter((cell) => [...matchHeader(cell as string).values()].some((score) => score >= 0.9)).length
  return words * 2 >= texts.length ? words : 0
}

/** A header: the names of its columns, and the line on which it ends. */
export type Header = { readonly names: readonly string[]; readonly line: number }

const rowsLookedAt = 40

/** Finds the header among the first rows: the row with the most words, joined with a second row of words under it. */
export const findHeader = (rows: readonly SheetRow[], placeOf: PlaceOf): Header | null => {
  let best: { readonly at: number; readonly score: number } = { at: -1, score: 0 }
  for (const [at, row] of rows.slice(0, rowsLookedAt).entries()) {
    const score = headerScore(row, rows[at + 1], placeOf)
    if (score > best.score) best = { at, score }
  }
  if (best.at < 0) return null
  const row = rows[best.at] as SheetRow
  const above = rows[best.at - 1]
  const isGrouped = above !== undefined && above.line === row.line - 1 && headerScore(above, row, placeOf) > 0
  const below = rows[best.at + 1]
  const isContinued = !isGrouped && below !== undefined && below.line === row.line + 1 && surelyHeads(below) >= 2
  if (isContinued) return { names: joined(row, below), line: below.line }
  return { names: isGrouped ? joined(above, row) : row.cells.map(cellText), line: row.line }
}

const joined = (above: SheetRow, below: SheetRow): readonly string[] =>
  Array.from({ length: Math.max(above.cells.length, below.cells.length) }, (_, at) => {
    const [first, second] = [cellText(above.cells[at]), cellText(below.cells[at])]
    return second === '' || first === second ? first : first === '' ? second : `${first} ${second}`
  })

/** Tells whether a row repeats the header, as printed pages do. */
export const repeatsHeader = ({ cells }: SheetRow, { names }: Header): boolean =>
  names.some((name) => name !== '') &&
  names.every((name, at) => name === '' || cellText(cells[at]) === name || name.endsWith(` ${cellText(cells[at])}`))
