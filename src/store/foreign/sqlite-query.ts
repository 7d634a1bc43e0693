import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type QueryRows, queryMilliseconds } from './query-rows.ts'

/** What the process that reads a foreign file says. */
export type QueryMessage =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Reads what a query of a SQLite file gives, in a process of its own that only reads and is ended where a batch of rows takes
 * too long. Throws what SQLite says.
 */
export async function* querySqlite(file: string, query: string, signal: AbortSignal): QueryRows {
  const reading = fork(new URL('./sqlite-query-process.ts', import.meta.url), [file, query], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  const ended = once(reading, 'exit').then(
    (): QueryMessage => ({ kind: 'failed', message: 'the reading process ended' }),
  )
  try {
    for (;;) {
      const message = await nextOf(reading, ended, signal)
      if (message.kind === 'failed') throw new Error(message.message)
      if (message.kind === 'done') return
      yield message.rows
    }
  } finally {
    reading.kill('SIGKILL')
    await ended
  }
}

/** Asks for the next batch and waits for it. */
const nextOf = async (
  reading: ReturnType<typeof fork>,
  ended: Promise<QueryMessage>,
  signal: AbortSignal,
): Promise<QueryMessage> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(queryMilliseconds)])
  const next = once(reading, 'message', { signal: limit }).then(([message]) => message as QueryMessage)
  next.catch(() => {})
  reading.send('next', () => {})
  try {
    return await Promise.race([next, ended])
  } catch (error) {
    signal.throwIfAborted()
    throw new Error(`it took longer than ${queryMilliseconds / 1_000} seconds`, { cause: error })
  }
}
