import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { csvRow } from '../feeds/csv-write.ts'
import { columnsOf } from '../feeds/row-reader.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'

/** A body that lies in a file of its own, which is gone when it is disposed of; `hash` is its SHA-256. */
export type ReceivedBody = AsyncDisposable & { readonly path: string; readonly hash: string }

/** Thrown where a body cannot be taken; `status` is the one to answer. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused'
  readonly status: 400 | 408 | 413
  constructor(status: 400 | 408 | 413, message: string) {
    super(message)
    this.status = status
  }
}

/** How long and how slow a body may be; `saidBytes` is the length that its sender told, if any. */
type BodyLimits = {
  readonly mostBytes: number
  readonly saidBytes: number | null
  /** A body that brings nothing for so many milliseconds is given up, and after them one that is slower than so many bytes a second. */
  readonly silentMilliseconds?: number
  readonly slowestBytesPerSecond?: number
}

const tooSlow = () => new BodyRefused(408, 'The body came too slowly. Nothing was changed. Send it again.')
const tooLong = (bytes: number) =>
  new BodyRefused(
    413,
    `The body is longer than ${Math.round(bytes / 1e6)} MB. Nothing was changed. Compress or split it.`,
  )

/** Writes a body to a file. Throws BodyRefused for one that is too long, too slow or cut off. */
export const receiveBody = async (
  body: ReadableStream<Uint8Array> | null,
  { mostBytes, saidBytes, silentMilliseconds = 30_000, slowestBytesPerSecond = 10_000 }: BodyLimits,
): Promise<ReceivedBody> => {
  if (saidBytes !== null && saidBytes > mostBytes) throw tooLong(mostBytes)
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-body-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'body')
  const hash = createHash('sha256')
  try {
    const source = body === null ? Readable.from([]) : Readable.fromWeb(body as never)
    const silent = setTimeout(() => source.destroy(tooSlow()), silentMilliseconds)
    const begun = performance.now()
    let bytes = 0
    await pipeline(
      source,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          silent.refresh()
          bytes += piece.length
          if (bytes > mostBytes) throw tooLong(mostBytes)
          const late = performance.now() - begun - silentMilliseconds
          if (bytes < (late / 1_000) * slowestBytesPerSecond) throw tooSlow()
          hash.update(piece)
          yield piece
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    ).finally(() => clearTimeout(silent))
    return { path, hash: hash.digest('hex'), [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw isCutOff(error) ? new BodyRefused(400, 'The body was cut off. Nothing was changed. Send it again.') : error
  }
}

const isCutOff = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ECONNRESET'

const mostLineCharacters = 1_000_000
/** No body is longer than this once it is inflated, in bytes. */
const mostInflatedBytes = 2_000_000_000

/**
 * Writes a file of JSON objects, one a line, as CSV with the columns of the contract, beside it; gzip is inflated. Throws
 * BodyRefused for a line that is none, and for a body that is damaged or far too long.
 */
export const csvOfObjects = async (path: string, kind: FeedKind): Promise<string> => {
  const columns = [...columnsOf(kind)]
  const to = `${path}.csv`
  async function* rows(pieces: AsyncIterable<Buffer>) {
    yield `${csvRow(columns)}\n`
    let number = 0
    for await (const line of linesOf(pieces)) {
      number++
      if (line.trim() !== '') yield `${csvRow(cellsOf(line, number, columns))}\n`
    }
  }
  const file = createReadStream(path)
  const end = createWriteStream(to, { mode: 0o600 })
  try {
    await ((await isGzip(path)) ? pipeline(file, createGunzip(), rows, end) : pipeline(file, rows, end))
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new BodyRefused(400, 'The gzip data are damaged or cut off. Nothing was changed. Send it again.')
    throw error
  }
  return to
}

const isGzip = async (path: string): Promise<boolean> => {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
}

/** Divides a text into lines, of which at most one is in memory. */
async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let [rest, number, left] = ['', 1, mostInflatedBytes]
  for await (const piece of pieces) {
    left -= piece.length
    if (left < 0)
      throw new BodyRefused(413, 'The body is longer than 2 GB once it is inflated. Nothing was changed. Split it.')
    const lines = `${rest}${decoder.write(piece)}`.split('\n')
    rest = lines.pop() ?? ''
    number += lines.length
    if (rest.length > mostLineCharacters)
      throw new BodyRefused(400, `Line ${number} is longer than 1 MB. Nothing was changed.`)
    yield* lines
  }
  yield `${rest}${decoder.end()}`
}

const cellsOf = (line: string, number: number, columns: readonly string[]): readonly string[] => {
  const bad = (why: string) => new BodyRefused(400, `Line ${number} ${why}. Nothing was changed.`)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw bad('is not JSON')
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw bad('is not a JSON object')
  const known = new Map(Object.entries(value))
  const unknown = [...known.keys()].find((name) => !columns.includes(name))
  if (unknown !== undefined) throw bad(`has "${unknown.slice(0, 40)}", which is no column of this feed`)
  return columns.map((column) => {
    const cell = known.get(column)
    if (cell === undefined || cell === null) return ''
    if (typeof cell === 'object') throw bad(`has a value of ${column} that is not plain`)
    return typeof cell === 'boolean' ? (cell ? '1' : '0') : String(cell)
  })
}
