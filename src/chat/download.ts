import { errorMessage } from '../common/error-message.ts'
import { type GuardedRequest, guardedFetch } from '../common/guarded-fetch.ts'

/** The outcome of fetching a file: its bytes, that it is larger than allowed, or why it did not come. */
export type Downloaded =
  | { readonly kind: 'done'; readonly bytes: Uint8Array; readonly type: string }
  | { readonly kind: 'too large' }
  | { readonly kind: 'failed'; readonly reason: string }

const milliseconds = 20_000

/** Fetches a file from a host that is allowed, within twenty seconds, and counts the bytes as they come. Never throws. */
export const download = async (request: GuardedRequest): Promise<Downloaded> => {
  const { mostBytes } = request
  try {
    // The guard cuts off a little later than is told here.
    const answer = await guardedFetch({ milliseconds, ...request, mostBytes: 2 * mostBytes })
    if (answer.status !== 200) return { kind: 'failed', reason: `HTTP ${answer.status}` }
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of answer.body) {
      bytes += chunk.length
      if (bytes > mostBytes) return { kind: 'too large' }
      chunks.push(chunk)
    }
    return { kind: 'done', bytes: Buffer.concat(chunks), type: answer.headers['content-type'] ?? '' }
  } catch (error) {
    return { kind: 'failed', reason: errorMessage(error) }
  }
}
