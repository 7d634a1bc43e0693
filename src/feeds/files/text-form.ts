import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { byteEncoding, type Encoding } from './encoding.ts'

/** How a text file is written: the encoding as TextDecoder names it, and what separates its columns. */
export type TextForm = {
  readonly encoding: Encoding
  readonly separator: string
}

const sampleBytes = 64 * 1024
const separators = [',', ';', '\t', '|'] as const

/** Finds how a text file is written, by all of its bytes where they are no UTF-16. */
export const textFormOf = async (path: string): Promise<TextForm> => {
  const sample = await sampleOf(path)
  const encoding = wideEncoding(sample) ?? (await byteEncoding(createReadStream(path)))
  return { encoding, separator: separatorOf(new TextDecoder(encoding).decode(sample)) }
}

const sampleOf = async (path: string): Promise<Buffer> => {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
  return buffer.subarray(0, bytesRead)
}

/** UTF-16 has a byte order mark, or a zero in every other byte of what is mostly plain text. */
const wideEncoding = (bytes: Buffer): 'utf-16le' | 'utf-16be' | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const looked = Math.min(bytes.length & ~1, 512)
  if (looked < 8) return null
  let [even, odd] = [0, 0]
  for (let at = 0; at < looked; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  const most = looked * 0.4
  return odd > most && even === 0 ? 'utf-16le' : even > most && odd === 0 ? 'utf-16be' : null
}

const linesLookedAt = 60

/** Finds what separates the columns: what cuts most lines into the same number of cells, the most cells first. */
const separatorOf = (text: string): string => {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const said = /^sep=(.)$/i.exec(lines[0]?.trim() ?? '')?.[1]
  if (said !== undefined) return said
  const looked = lines.slice(0, linesLookedAt + 1)
  if (looked.length > 1) looked.pop()
  const filled = looked.filter((line) => line.trim() !== '')
  let best: { readonly separator: string; readonly score: number } = { separator: ',', score: 0 }
  for (const separator of separators) {
    const widths = filled.map((line) => widthOf(line, separator)).filter((width) => width > 1)
    const byWidth = Map.groupBy(widths, (width) => width)
    const [width = 0, alike = []] = [...byWidth].toSorted((a, b) => b[1].length * b[0] - a[1].length * a[0])[0] ?? []
    const score = (alike.length / Math.max(1, filled.length)) * Math.log2(1 + width)
    if (score > best.score * 1.001) best = { separator, score }
  }
  return best.separator
}

const widthOf = (line: string, separator: string): number => {
  let width = 1
  let isQuoted = false
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) width++
  }
  return width
}
