import { isAscii, isUtf8 } from 'node:buffer'

/** How the characters of a text are written as bytes, as TextDecoder names it. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Counts the characters beyond ASCII that are valid UTF-8, and the bytes that are none. */
const countUtf8 = (bytes: Buffer): readonly [valid: number, invalid: number] => {
  let [valid, invalid] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte < 0x80) continue
    const length = byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0
    if (length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) {
      valid++
      at += length - 1
    } else invalid++
  }
  return [valid, invalid]
}

/**
 * Finds whether a text without zero bytes is UTF-8 or Windows-1252: one with a byte that is not UTF-8 is the latter,
 * unless most of its characters beyond ASCII are valid UTF-8, which is then damaged.
 */
export const byteEncoding = async (source: AsyncIterable<Buffer>): Promise<Encoding> => {
  let [valid, invalid] = [0, 0]
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    const cut = Math.max(0, wholeLength(bytes))
    tail = bytes.subarray(cut)
    const [more, bad] = countUtf8Fast(bytes.subarray(0, cut))
    valid += more
    invalid += bad
    if (invalid > 1_000 && invalid > valid) return 'windows-1252'
  }
  const [more, bad] = countUtf8Fast(tail)
  return invalid + bad > valid + more ? 'windows-1252' : 'utf-8'
}

/** The bytes up to the last ASCII one, so that no character is cut; all of them where the last four are none. */
const wholeLength = (bytes: Buffer): number => {
  for (let back = 1; back <= 4; back++) if ((bytes.at(-back) ?? 0) < 0x80) return bytes.length - back + 1
  return bytes.length
}

/** Counts as countUtf8; of bytes that are all valid it weighs the characters by their further bytes. */
const countUtf8Fast = (bytes: Buffer): readonly [number, number] => {
  if (isAscii(bytes)) return [0, 0]
  return isUtf8(bytes) ? [bytes.length - bytes.toString('utf8').length, 0] : countUtf8(bytes)
}

const notUtf8 = Buffer.from([0xff])

/** Decodes a source to UTF-8; what cannot be decoded becomes a byte that UTF-8 has not, so that its line is refused. */
export async function* toUtf8(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') return yield* source
  const decoder = new TextDecoder(encoding)
  const decoded = (bytes?: Uint8Array): Buffer => {
    const text = decoder.decode(bytes, { stream: bytes !== undefined })
    const bad = text.indexOf('\ufffd')
    return bad === -1 ? Buffer.from(text) : Buffer.concat([Buffer.from(text.slice(0, bad)), notUtf8])
  }
  for await (const bytes of source) yield decoded(bytes)
  yield decoded()
}
