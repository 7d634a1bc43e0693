import { createHash } from 'node:crypto'

/** Writes a header in small letters without accents, its words parted by single blanks. */
const plainHeader = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}%#]+/gu, ' ')
    .trim()

/** Gives the key of the names of a file's columns; a last column `reason`, which the rejects of a file have, is not part of it. */
export const shapeOf = (header: readonly string[]): string => {
  const names = header.map(plainHeader)
  while (names.at(-1) === '' || names.at(-1) === 'reason') names.pop()
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)
}
