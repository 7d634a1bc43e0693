import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { csvRows } from '../csv-read.ts'
import { UnreadableFile } from './archive.ts'
import type { FileLimits, OpenedFile } from './sheet.ts'
import { type TextForm, textFormOf } from './text-form.ts'
import { openWorkbook } from './workbook.ts'

type Opened = OpenedFile & AsyncDisposable

/**
 * Opens a file of any name: a workbook (XLSX), or a text whose columns anything separates, in UTF-8, UTF-16 or Windows-1252,
 * also compressed with gzip. Throws an UnreadableFile that says what it is instead, or how it is damaged.
 */
export const openFile = async (path: string, limits: FileLimits): Promise<Opened> => {
  const head = await headOf(path)
  const latin = head.toString('latin1')
  if (head.length === 0) throw new UnreadableFile('is empty')
  if (latin.startsWith('\x1f\x8b')) return openCompressed(path, limits)
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return openWorkbook(path, limits)
  const other = others.find(([pattern]) => pattern.test(latin))
  if (other !== undefined) throw new UnreadableFile(other[1](latin))
  return openText(path)
}

const oldWorkbook = 'is an old workbook (XLS). Save it as XLSX or CSV and send it again'
const protectedWorkbook = 'is protected with a password. Save it without one and send it again'

const others: readonly (readonly [RegExp, (head: string) => string])[] = [
  [/^\xd0\xcf.\xe0/s, (head) => (/E\0n\0c\0r\0y\0p\0t/.test(head) ? protectedWorkbook : oldWorkbook)],
  [/^%PDF/, () => 'is a PDF, not a table. Send the spreadsheet or CSV that it was made from'],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8/, () => 'is a picture, not a table. Send the spreadsheet or CSV'],
  [
    /^(\xef\xbb\xbf)?\s*<(!doctype html|html|table|\?xml)/i,
    () => 'is a web page or XML, not a spreadsheet. Open it, save it as XLSX or CSV and send it again',
  ],
  [/^(Rar!|7z\xbc\xaf)/, () => 'is an archive. Unpack it and send the file in it'],
]

/** Reads the start of a file; of an old workbook enough to find the names of its streams. */
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
    if (head.subarray(0, 2).toString('latin1') === '\x1f\x8b') throw new UnreadableFile('is compressed twice')
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

const openText = async (path: string): Promise<Opened> => {
  const form = await textFormOf(path)
  const { size } = await stat(path)
  return {
    format: 'text',
    sheets: [{ name: '', isHidden: false }],
    form: `text with ${separatorNames[form.separator] ?? form.separator}${encodingNames[form.encoding]}`,
    read: async function* () {
      let isFirst = true
      for await (const { rows, lines, bytes, fault } of csvRows(decoded(path, form), form.separator)) {
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

/** Gives the text of a file as UTF-8. */
async function* decoded(path: string, { encoding }: TextForm): AsyncGenerator<Uint8Array> {
  const pieces = createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>
  if (encoding === 'utf-8') return yield* pieces
  const text = new TextDecoder(encoding)
  for await (const piece of pieces) yield Buffer.from(text.decode(piece, { stream: true }))
  yield Buffer.from(text.decode())
}
