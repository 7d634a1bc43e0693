import { crc32 } from 'node:zlib'
import { SaxesParser } from 'saxes'
import yauzl from 'yauzl'
import type { FileLimits } from './sheet.ts'

/** Thrown where a file cannot be read; the message goes on from its name. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

const mostParts = 20_000

/** A ZIP archive, whose parts are inflated one by one, never more than the limits allow in all. */
export type Archive = AsyncDisposable & {
  /** The names of all parts, in lower case. */
  readonly names: readonly string[]
  readonly has: (part: string) => boolean
  readonly bytesOf: (part: string) => number
  /** Reads an XML part piece by piece; `onPiece` is awaited between pieces. Does nothing where there is no such part. */
  readonly readXml: (
    part: string,
    listen: (parser: SaxesParser<{ xmlns: false; position: false }>) => void,
    onPiece?: (bytes: number) => Promise<void>,
  ) => Promise<void>
}

const damagedText = 'is damaged: its parts cannot be unpacked. Open it, save it again as XLSX and send it once more'

const endless = 'has a cell with far more text than a cell may have. Shorten it and send the file again'
const damaged = (cause: unknown) => new UnreadableFile(damagedText, { cause })

/** What is said of every file that only a password opens. */
export const protectedText = 'is protected with a password. Save it without one and send it again'

/** No value of a workbook is as long: a cell has at most 32,767 characters, each of at most ten when it is escaped. */
const mostUnbroken = 1024 * 1024

/** What begins every tag, also in UTF-16, and no text holds. */
const tagStart = '<'.charCodeAt(0)

const decoderFor = (start: Buffer): TextDecoder => {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true })
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true })
  return new TextDecoder('utf-8', { fatal: true })
}

/** Opens an archive. Throws an UnreadableFile where it is none or is damaged. */
export const openArchive = async (path: string, limits: FileLimits): Promise<Archive> => {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false })
    .catch((cause: unknown) => {
      throw damaged(cause)
    })
  const parts = new Map<string, yauzl.Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (parts.size >= mostParts)
        throw new UnreadableFile('has far more parts than a workbook has. Save the sheet alone as CSV and send that')
      if (entry.isEncrypted()) throw new UnreadableFile(protectedText)
      const name = entry.fileName.replace(/^\/+/, '').toLowerCase()
      if (parts.has(name)) throw damaged(new Error(`${name} is there twice`))
      parts.set(name, entry)
    }
  } catch (cause) {
    zip.close()
    throw cause instanceof UnreadableFile ? cause : damaged(cause)
  }
  let left = limits.inflatedBytes
  const entryOf = (part: string) => parts.get(part.toLowerCase())
  return {
    names: [...parts.keys()],
    has: (part) => entryOf(part) !== undefined,
    bytesOf: (part) => entryOf(part)?.uncompressedSize ?? 0,
    readXml: async (part, listen, onPiece) => {
      const entry = entryOf(part)
      if (entry === undefined) return
      if (entry.uncompressedSize > left) throw tooMuch(limits)
      const parser = new SaxesParser({ xmlns: false, position: false })
      parser.on('error', (cause) => {
        throw damaged(cause)
      })
      parser.on('doctype', () => {
        throw new UnreadableFile(
          'has definitions that no workbook needs, so I do not read it. Save the sheet alone as CSV and send that',
        )
      })
      listen(parser)
      let text: TextDecoder | null = null
      let [bytes, checksum, unbroken] = [0, 0, 0]
      try {
        for await (const piece of await zip.openReadStreamPromise(entry)) {
          const chunk = piece as Buffer
          bytes += chunk.length
          left -= chunk.length
          if (left < 0) throw tooMuch(limits)
          checksum = crc32(chunk, checksum)
          text ??= decoderFor(chunk)
          parser.write(text.decode(chunk, { stream: true }))
          unbroken = chunk.includes(tagStart) ? 0 : unbroken + chunk.length
          if (unbroken > mostUnbroken) throw new UnreadableFile(endless)
          await onPiece?.(bytes)
        }
        parser.write(text?.decode() ?? '').close()
        if (checksum !== entry.crc32) throw damaged(new Error(`${part} has another checksum`))
      } catch (cause) {
        throw cause instanceof UnreadableFile ? cause : damaged(cause)
      }
    },
    [Symbol.asyncDispose]: async () => zip.close(),
  }
}

/** Says that a sheet or a text has more columns than the limits allow. */
export const tooWide = (columns: number) =>
  new UnreadableFile(`has more than ${columns.toLocaleString('en')} columns. Keep those that are needed`)

/** Says that a workbook is larger than the limits allow once it is unpacked. */
export const tooMuch = ({ inflatedBytes }: FileLimits) =>
  new UnreadableFile(
    `unpacks to more than ${Math.round(inflatedBytes / 1e6)} MB, which no workbook needs. Save the sheet alone as CSV`,
  )
