import { randomUUID } from 'node:crypto'
import { Refusal } from '../../domain/refusal.ts'
import { storeRefusal } from '../../store/database/store-refusal.ts'

const stopMilliseconds = 15_000
const exitMilliseconds = 500

/** Gives a signal to stop on. The first SIGTERM or SIGINT lets the work in progress end; a second one, or 15 seconds, end the process at once. */
export const stopOnSignals = (): AbortSignal => {
  const stop = new AbortController()
  const giveUp = () => setTimeout(() => process.exit(2), stopMilliseconds).unref()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(2)
      stop.abort()
      giveUp()
    })
  return stop.signal
}

/** Waits until the service is told to stop. */
export const untilStopped = (stop: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve(null)
    stop.addEventListener('abort', () => resolve(null))
  })

/** Ends the process shortly after everything is closed: a library that still waits for a connection would keep it alive. */
export const exitSoon = (): void => void setTimeout(() => process.exit(), exitMilliseconds).unref()

/** Says what to tell a person about an error that nobody expected, and logs the error under the number that they are told. */
export const reportSurprise = (file: string, error: unknown, log: (id: string, error: unknown) => void): string => {
  const told = storeRefusal(error, file)
  if (told instanceof Refusal) return told.message
  const id = randomUUID().slice(0, 8)
  log(id, error)
  return `Something went wrong on my side (error ${id}). Anything not confirmed was not done. Try again, and give your operator this number if it happens again.`
}

/**
 * Rejects when a library fails outside of every call: it may have stopped listening, so the service stops in order and its
 * supervisor starts it again.
 */
export const stopOnBreakage = (onSurprise: (error: unknown) => void) =>
  new Promise<never>((_, broken) => {
    process.on('unhandledRejection', (error) => {
      onSurprise(error)
      broken(
        new Refusal(
          'A library failed outside any request; the log says where. Everything confirmed is kept. The service has stopped cleanly; start it again.',
        ),
      )
    })
  })
