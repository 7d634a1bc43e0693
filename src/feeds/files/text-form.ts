import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'

/** How a text file is written: the encoding as TextDecoder names it, and what separates its columns. */
export type TextForm = {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly separator: string
}

const sampleBytes = 64 * 1024
const separators = [',', ';', '\t', '|'] as const

/** Finds how a text file is written, from all of its bytes where they are no plain UTF-8. */
export const textFormOf = async (path: string): Promise<TextForm> => {
  let sample: Buffer | null = null
  let tail: Buffer = Buffer.alloc(0)
  let isPlain = true
  for await (const piece of createReadStream(path, { highWaterMark: sampleBytes })) {
    const bytes = piece as Buffer
    if (sample === null) {
      sample = bytes
      const wide = wideEncoding(bytes)
      if (wide !== null) return { encoding: wide, separator: separatorOf(new TextDecoder(wide).decode(bytes)) }
    }
    const joined = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const whole = joined.length - unfinished(joined)
    tail = joined.subarray(whole)
    if (!isUtf8(joined.subarray(0, whole))) {
      isPlain = false
      break
    }
  }
  const encoding = isPlain && tail.length === 0 ? 'utf-8' : 'windows-1252'
  return { encoding, separator: separatorOf(new TextDecoder(encoding).decode(sample ?? Buffer.alloc(0))) }
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

/** Counts the bytes at the end that begin a character and do not end it. */
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return length > back ? back : 0
  }
  return 0
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
