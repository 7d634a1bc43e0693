import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The data of a source as they lie on this machine, or that there are no new ones. */
export type Fetched =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly etag: string | null
      readonly modified: string | null
    }

/** What fetching needs: where the data go, what is known of the last ones, and the hosts that the operator allows. */
export type Fetching = {
  readonly to: string
  readonly etag: string | null
  readonly modified: string | null
  readonly egress: readonly string[]
  readonly timeZone: string
  readonly now: () => string
  readonly signal: AbortSignal
}

/** Thrown where a source does not give its data; the message is a sentence for people. */
export class PullFailure extends Error {
  override readonly name = 'PullFailure'
}

/** A pull may bring so many bytes. */
export const mostPulledBytes = 500_000_000

/** Writes pieces to a file, and gives their hash. */
export const spool = async (
  pieces: AsyncIterable<Uint8Array | string>,
  to: string,
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash('sha256')
  let left = mostPulledBytes
  await pipeline(
    Readable.from(pieces),
    async function* (source: AsyncIterable<Uint8Array | string>) {
      for await (const piece of source) {
        left -= Buffer.byteLength(piece)
        if (left < 0) throw new PullFailure(`It gives more than ${mostPulledBytes / 1e6} MB.`)
        hash.update(piece)
        yield piece
      }
    },
    createWriteStream(to, { mode: 0o600 }),
    { signal },
  )
  return hash.digest('hex')
}
