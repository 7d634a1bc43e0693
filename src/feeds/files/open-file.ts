import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { csvRows } from '../csv-read.ts'
import { protectedText, tooWide, UnreadableFile } from './archive.ts'
import { toUtf8 } from './encoding.ts'
import type { FileLimits, OpenedFile } from './sheet.ts'
import { textFormOf } from './text-form.ts'
import { openWorkbook } from './workbook.ts'

type Opened = OpenedFile & AsyncDisposable

/**
 * Opens a file of any name: a workbook (XLSX), or a text whose columns anything separates, in UTF-8, UTF-16 or Windows-1252,
 * also compressed with gzip. Throws an UnreadableFile that says what it is instead, or how it is damaged.
 */
export const openFile = async (path: string, limits: FileLimits): Promise<Opened> => {
  const head = await headOf(path)
  const latin = head.toString('latin1')
  if (head.length === 0) throw new UnreadableFile('is empty. Export it again and send it once more')
  if (latin.startsWith('\x1f\x8b')) return openCompressed(path, limits)
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return openWorkbook(path, limits)
  if (latin.startsWith('\xd0\xcf\x11\xe0')) throw new UnreadableFile(oldOffice(await directoryOf(path, head)))
  const other = others.find(([pattern]) => pattern.test(latin))
  if (other !== undefined) throw new UnreadableFile(other[1]())
  return openText(path, limits)
}

/** Says what a container of old Office files holds, by the names of its streams. */
const oldOffice = (directory: Buffer): string => {
  const has = (stream: string) => directory.includes(Buffer.from(stream, 'utf16le'))
  if (has('Encrypt')) return protectedText
  if (has('Workbook') || has('Book')) return 'is an old workbook (XLS). Save it as XLSX or CSV and send it again'
  return 'is not a workbook that I read. Save the table as XLSX or CSV and send it again'
}

/** Reads the directory of such a container: the sector that its header names (MS-CFB 2.2). */
const directoryOf = async (path: string, head: Buffer): Promise<Buffer> => {
  if (head.length < 52) return head
  await using handle = await open(path, 'r')
  const place = (head.readUInt32LE(48) + 1) * 2 ** Math.min(16, head.readUInt16LE(30))
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(directoryBytes), 0, directoryBytes, place)
  return buffer.subarray(0, bytesRead)
}

const directoryBytes = 4_096

const others: readonly (readonly [RegExp, () => string])[] = [
  [
    /^(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*[[{])/,
    () => 'is JSON, not a table. Export the table as XLSX or CSV and send that',
  ],
  [/^%PDF/, () => 'is a PDF, not a table. Send the spreadsheet or CSV that it was made from'],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8/, () => 'is a picture, not a table. Send the spreadsheet or CSV'],
  [
    /^(\xef\xbb\xbf)?\s*<(!doctype html|html|table|\?xml)/i,
    () => 'is a web page or XML, not a spreadsheet. Open it, save it as XLSX or CSV and send it again',
  ],
  [/^\0+$/, () => 'holds nothing but zero bytes, so it was not copied whole. Copy it again and send it once more'],
  [/^(Rar!|7z\xbc\xaf)/, () => 'is an archive. Unpack it and send the file in it'],
]

/** Reads the start of a file. */
const headOf = async (path: string): Promise<Buffer> => {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  return buffer.subarray(0, bytesRead)
}

const headBytes = 64 * 1024

const openCompressed = async (path: string, limits: FileLimits): Promise<Opened> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-unpacked-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const unpacked = join(folder, 'file')
  try {
    let left = limits.inflatedBytes
    await pipeline(
      createReadStream(path),
      createGunzip(),
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          left -= piece.length
          if (left < 0) throw new UnreadableFile(`unpacks to more than ${limits.inflatedBytes / 1e6} MB. Split it`)
          yield piece
        }
      },
      createWriteStream(unpacked, { mode: 0o600 }),
    ).catch((cause: unknown) => {
      throw cause instanceof UnreadableFile
        ? cause
        : new UnreadableFile('is damaged: it cannot be unpacked. Compress it again and send it once more', { cause })
    })
    const head = await headOf(unpacked)
    if (head.subarray(0, 2).toString('latin1') === '\x1f\x8b')
      throw new UnreadableFile('is compressed twice. Unpack it once and send it again')
    const opened = await openFile(unpacked, limits)
    return {
      ...opened,
      [Symbol.asyncDispose]: async () => {
        await opened[Symbol.asyncDispose]()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

const separatorNames: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }
const encodingNames = {
  'utf-8': '',
  'utf-16le': ', UTF-16',
  'utf-16be': ', UTF-16',
  'windows-1252': ', Windows-1252',
} as const

const openText = async (path: string, limits: FileLimits): Promise<Opened> => {
  const form = await textFormOf(path)
  const { size } = await stat(path)
  return {
    format: 'text',
    textPath: path,
    sheets: [{ name: '', isHidden: false }],
    form: `text with ${separatorNames[form.separator] ?? form.separator}${encodingNames[form.encoding]}`,
    read: async function* () {
      let isFirst = true
      for await (const { rows, lines, bytes, fault } of csvRows(
        toUtf8(createReadStream(path), form.encoding),
        form.separator,
      )) {
        if (rows.some((cells) => cells.length > limits.columns)) throw tooWide(limits.columns)
        const all = rows.map((cells, i) => ({
          line: lines[i] as number,
          cells: cells.map((cell) => (cell.trim() === '' ? null : cell)),
        }))
        const begins = isFirst && /^sep=.?$/i.test(String(all[0]?.cells[0] ?? ''))
        isFirst = false
        yield { rows: begins ? all.slice(1) : all, bytes: Math.min(bytes, size), totalBytes: size, fault }
      }
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
