import { randomUUID } from 'node:crypto'
import type { App } from '../app.ts'
import type { MessengerPort } from '../domain/delivery.ts'
import { Refusal } from '../domain/refusal.ts'
import { actedOn } from '../domain/risks/acted-on.ts'
import { storeRefusal } from '../store/database/database.ts'

const patienceMilliseconds = 15_000
const takeOverMilliseconds = 2_000
const lingerMilliseconds = 500

/** Posts what is due, from now on or from when another process that does so ends. */
export const startPosting = async (
  app: App,
  post: MessengerPort,
  stop: AbortSignal,
  onSurprise: (error: unknown) => void,
) => {
  const start = () => app.startJobs(post, onSurprise)
  let jobs = await start()
  stop.addEventListener('abort', () => void jobs?.stop())
  const first = jobs?.tick()
  let isAsking = false
  const ask = async () => {
    if (jobs !== null || isAsking || stop.aborted) return
    isAsking = true
    try {
      jobs = await start()
      await jobs?.tick()
    } catch (error) {
      onSurprise(error)
    } finally {
      isAsking = false
    }
  }
  const retry = setInterval(() => void ask(), takeOverMilliseconds)
  return {
    isOurs: () => jobs !== null,
    /** What was due when it started is made and sent. */
    caughtUp: async () => first,
    deliver: async () => jobs?.deliver(),
    wake: () => jobs?.wake(),
    /** Redraws with the next delivery what shows a promotion or a risk, by the id that a button or a form carries. */
    touch: (id: string) => jobs?.touch(actedOn(id)),
    [Symbol.asyncDispose]: async () => {
      clearInterval(retry)
      await jobs?.[Symbol.asyncDispose]()
    },
  }
}

/** The first signal lets what is under way end; a second one, or too long a wait, ends it at once. */
export const stopOnSignals = (): AbortSignal => {
  const stop = new AbortController()
  const patience = () => setTimeout(() => process.exit(2), patienceMilliseconds).unref()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(2)
      stop.abort()
      patience()
    })
  return stop.signal
}

/** Waits until the service is told to stop. */
export const stopped = (stop: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve(null)
    stop.addEventListener('abort', () => resolve(null))
  })

/** Ends the process once everything is closed: a library that still waits for a connection would keep it. */
export const endSoon = (): void => void setTimeout(() => process.exit(), lingerMilliseconds).unref()

/** Says what to tell a person about a surprise, and hands the rest to the log under the same number. */
export const surprise = (file: string, error: unknown, log: (id: string, error: unknown) => void): string => {
  const told = storeRefusal(error, file)
  if (told instanceof Refusal) return told.message
  const id = randomUUID().slice(0, 8)
  log(id, error)
  return `Something went wrong on my side (error ${id}). What was not confirmed was not done; ask again, and tell your operator the number if it stays.`
}
