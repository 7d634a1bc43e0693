import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** A part of an archive: its name and its bytes, or what they are said to be. */
export type Part = {
  readonly name: string
  readonly deflated: Uint8Array
  readonly size: number
  readonly crc: number
}

/** Makes a part of a text or of bytes. */
export const partOf = (name: string, content: string | Uint8Array): Part => {
  const bytes = Buffer.from(content)
  return { name, deflated: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes) }
}

const block = 16_000_000

/** Makes a part that unpacks to so many bytes, all of them `filling` between `head` and `tail`, without unpacking it here. */
export const hugePart = (
  name: string,
  {
    head,
    filling,
    tail,
    bytes,
  }: { readonly head: string; readonly filling: string; readonly tail: string; bytes: number },
): Part => {
  const piece = Buffer.from(filling.repeat(Math.floor(block / filling.length)))
  const times = Math.ceil(bytes / piece.length)
  const flushed = (content: Buffer) => deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH })
  const middle = flushed(piece)
  let crc = crc32(head)
  for (let i = 0; i < times; i++) crc = crc32(piece, crc)
  return {
    name,
    deflated: Buffer.concat([
      flushed(Buffer.from(head)),
      ...Array(times).fill(middle),
      deflateRawSync(Buffer.from(tail)),
    ]),
    size: head.length + times * piece.length + tail.length,
    crc: crc32(tail, crc),
  }
}

/** Packs parts as a ZIP archive, names and sizes as they are said. */
export const zipOf = (parts: readonly Part[]): Buffer => {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, deflated, size, crc } of parts) {
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(0x58210000, 6)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(deflated.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, deflated])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, title]))
    pieces.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...pieces, listed, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/** Compresses a text that repeats itself up to so many bytes, as a gzip file of many members. */
export const hugeGzip = (head: string, filling: string, bytes: number): Buffer => {
  const piece = filling.repeat(Math.floor(block / filling.length))
  const member = gzipSync(piece)
  return Buffer.concat([gzipSync(head), ...Array(Math.ceil(bytes / piece.length)).fill(member)])
}

/** Makes a compound file, as old and encrypted workbooks are, with streams of these names. */
export const compoundFile = (streams: Readonly<Record<string, Uint8Array>>): Buffer => {
  const names = Object.keys(streams)
  const sectors = names.map((name) => Math.max(8, Math.ceil((streams[name] as Uint8Array).length / 512)))
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.writeUInt32LE(4096, 56)
  for (const at of [60, 68]) header.writeInt32LE(-2, at)
  for (let at = 76; at < 512; at += 4) header.writeInt32LE(at === 76 ? 0 : -1, at)
  const table = Buffer.alloc(512, 0xff)
  table.writeInt32LE(-3, 0)
  table.writeInt32LE(-2, 4)
  const directory = Buffer.alloc(512)
  const entry = (index: number, name: string, kind: number, start: number, size: number, child: number) => {
    const at = 128 * index
    directory.write(name, at, 'utf16le')
    directory.writeUInt16LE(2 * name.length + 2, at + 64)
    directory.writeUInt8(kind, at + 66)
    directory.writeUInt8(1, at + 67)
    directory.writeInt32LE(-1, at + 68)
    directory.writeInt32LE(index > 0 && index < names.length ? index + 1 : -1, at + 72)
    directory.writeInt32LE(child, at + 76)
    directory.writeInt32LE(start, at + 116)
    directory.writeUInt32LE(size, at + 120)
  }
  entry(0, 'Root Entry', 5, -2, 0, 1)
  let next = 2
  const data = names.map((name, i) => {
    const count = sectors[i] as number
    for (let s = 0; s < count; s++) table.writeInt32LE(s === count - 1 ? -2 : next + s + 1, 4 * (next + s))
    entry(i + 1, name, 2, next, 512 * count, -1)
    next += count
    return Buffer.concat([streams[name] as Uint8Array], 512 * count)
  })
  return Buffer.concat([header, table, directory, ...data])
}
