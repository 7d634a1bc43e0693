import type { App } from '../../app.ts'
import { terminalPost } from '../../chat/terminal/send.ts'
import type { MessengerPort } from '../../domain/delivery.ts'
import { actedOn } from '../../domain/risks/acted-on.ts'

/** Another process that posts is looked after this often. */
const takeOverMilliseconds = 1_000

/** Opens the messenger of the terminal: its channels are kept in a transcript beside the store. */
export const terminalMessenger = (app: App, show: Parameters<typeof terminalPost>[1]): MessengerPort =>
  terminalPost(`${app.workspace.database.file}.transcript.jsonl`, show)

/**
 * Runs the jobs and posts what is due, from now on or as soon as another process that does so for the same store ends or
 * hangs. The jobs stop with the signal.
 */
export const startPosting = async (
  app: App,
  messenger: MessengerPort,
  stop: AbortSignal,
  onSurprise: (error: unknown) => void,
) => {
  const start = () => app.startJobs(messenger, onSurprise)
  let jobs = await start()
  stop.addEventListener('abort', () => void jobs?.stop())
  const first = jobs?.tick()
  let isStarting = false
  const takeOver = async () => {
    if ((jobs !== null && !jobs.isTakenOver()) || isStarting || stop.aborted) return
    isStarting = true
    try {
      // It hung, and another process posts now: this one stands by.
      const hung = jobs
      jobs = null
      await hung?.[Symbol.asyncDispose]()
      jobs = await start()
      // What waited is sent before anything else is made.
      await jobs?.deliver()
      await jobs?.tick()
    } catch (error) {
      onSurprise(error)
    } finally {
      isStarting = false
    }
  }
  const retry = setInterval(() => void takeOver(), takeOverMilliseconds)
  return {
    isOurs: () => jobs !== null && !jobs.isTakenOver(),
    /** Waits until what was due at the start is made and sent. */
    caughtUp: async () => first,
    deliver: async () => jobs?.deliver(),
    /** Delivers what is due, whatever the jobs wait for. */
    send: async () => jobs?.send(),
    wake: () => jobs?.wake(),
    /** Redraws with the next delivery the cards that show a promotion or a risk, by the id that a button or a form carries. */
    touch: (id: string) => jobs?.touch(actedOn(id)),
    [Symbol.asyncDispose]: async () => {
      clearInterval(retry)
      await jobs?.[Symbol.asyncDispose]()
    },
  }
}
