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
  readonly has: (part: string) => boolean
  readonly bytesOf: (part: string) => number
  /** Reads an XML part piece by piece; `onPiece` is awaited between pieces. Does nothing where there is no such part. */
  readonly readXml: (
    part: string,
    listen: (parser: SaxesParser<{ xmlns: false; position: false }>) => void,
    onPiece?: (bytes: number) => Promise<void>,
  ) => Promise<void>
}

const damaged = 'is damaged: its parts cannot be unpacked. Open it, save it again as XLSX and send it once more'

/** Opens an archive. Throws an UnreadableFile where it is none or is damaged. */
export const openArchive = async (path: string, limits: FileLimits): Promise<Archive> => {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false })
    .catch((cause: unknown) => {
      throw new UnreadableFile(damaged, { cause })
    })
  const parts = new Map<string, yauzl.Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (parts.size >= mostParts) throw new UnreadableFile('has far more parts than a workbook has')
      parts.set(entry.fileName.replace(/^\/+/, '').toLowerCase(), entry)
    }
  } catch (cause) {
    zip.close()
    throw cause instanceof UnreadableFile ? cause : new UnreadableFile(damaged, { cause })
  }
  let left = limits.inflatedBytes
  const entryOf = (part: string) => parts.get(part.toLowerCase())
  return {
    has: (part) => entryOf(part) !== undefined,
    bytesOf: (part) => entryOf(part)?.uncompressedSize ?? 0,
    readXml: async (part, listen, onPiece) => {
      const entry = entryOf(part)
      if (entry === undefined) return
      if (entry.uncompressedSize > left) throw tooMuch(limits)
      const parser = new SaxesParser({ xmlns: false, position: false })
      parser.on('error', (cause) => {
        throw new UnreadableFile(damaged, { cause })
      })
      parser.on('doctype', () => {
        throw new UnreadableFile('has definitions that no workbook needs, so I do not read it')
      })
      listen(parser)
      const text = new TextDecoder('utf-8')
      let bytes = 0
      try {
        for await (const piece of await zip.openReadStreamPromise(entry)) {
          const chunk = piece as Buffer
          bytes += chunk.length
          left -= chunk.length
          if (left < 0) throw tooMuch(limits)
          parser.write(text.decode(chunk, { stream: true }))
          await onPiece?.(bytes)
        }
        parser.close()
      } catch (cause) {
        throw cause instanceof UnreadableFile ? cause : new UnreadableFile(damaged, { cause })
      }
    },
    [Symbol.asyncDispose]: async () => zip.close(),
  }
}

const tooMuch = ({ inflatedBytes }: FileLimits) =>
  new UnreadableFile(
    `unpacks to more than ${Math.round(inflatedBytes / 1e6)} MB, which no workbook needs. Save the sheet alone as CSV`,
  )
