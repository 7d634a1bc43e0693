import { isUtf8 } from 'node:buffer'

/** The line at which a file stops being readable, and why. */
export type CsvFault = { readonly line: number; readonly reason: string }

/** A run of whole UTF-8 characters; a fault says why no text follows it. */
type TextPiece = {
  readonly bytes: Buffer
  /** Bytes of the source read so far. */
  readonly read: number
  readonly fault: CsvFault | null
}

const PIECE_BYTES = 64 * 1024
const LF = 10
const CR = 13

/** Counts the bytes at the end that need what follows: an unfinished character, or a CR that may begin a CRLF. */
const unfinishedTail = (bytes: Buffer): number => {
  if (bytes.at(-1) === CR) return 1
  for (let back = 1; back <= 3; back++) {
    const byte = bytes.at(-back) ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return length > back ? back : 0
  }
  return 0
}

/** Counts line breaks: LF, CRLF and CR alone. */
const countBreaks = (bytes: Buffer): number => {
  let breaks = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) breaks++
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] !== LF) breaks++
  return breaks
}

const isText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0)

/** Finds where the first line begins that is not text. */
const firstBadLine = (bytes: Buffer): number => {
  let start = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue
    if (!isText(bytes.subarray(start, at))) return start
    start = at + 1
  }
  return start
}

const notUtf8 = 'is not UTF-8; save it as "CSV UTF-8"'

/** Says why bytes are no text. A zero byte after the first line means a damaged text; in the first line, UTF-16 or a workbook. */
const faultIn = (line: number, bytes: Buffer): CsvFault => ({
  line,
  reason:
    line > 1 && isUtf8(bytes) ? 'contains a zero byte, so it is not plain text; save it again as "CSV UTF-8"' : notUtf8,
})

/**
 * Cuts a source into pieces of at most 64 KiB that are text: valid UTF-8 without zero bytes. The last piece before a
 * byte that is not text ends with the line before it and carries the fault; errors of the source pass through.
 */
export async function* textPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece, void, void> {
  let line = 1
  let read = 0
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      const part = chunk.subarray(from, from + PIECE_BYTES)
      const joined = Buffer.concat([tail, part])
      const whole = joined.length - unfinishedTail(joined)
      const bytes = joined.subarray(0, whole)
      tail = joined.subarray(whole)
      read += part.length
      if (!isText(bytes)) {
        const good = bytes.subarray(0, firstBadLine(bytes))
        yield { bytes: good, read, fault: faultIn(line + countBreaks(good), bytes) }
        return
      }
      yield { bytes, read, fault: null }
      line += countBreaks(bytes)
    }
  }
  if (tail[0] === CR) yield { bytes: tail, read, fault: null }
  else if (tail.length > 0) yield { bytes: Buffer.alloc(0), read, fault: { line, reason: notUtf8 } }
}
