import type { Day } from '../domain/day.ts'
import { deleteExpired } from '../store/database/housekeeping.ts'
import { keepLogShort, thinBeside } from '../store/database/in-thread.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { clearAbandoned } from '../store/feeds/discard-batch.ts'

type TidyOptions = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly today: () => Day
  readonly onSurprise: (error: unknown) => void
}

const hourMilliseconds = 60 * 60 * 1_000
const dayMilliseconds = 24 * hourMilliseconds

/**
 * Keeps the store tidy beside everything else: what killed imports left behind is removed, once a day what has expired is
 * deleted and what is old is thinned, for the first time when the service has run for an hour, and the log is kept short.
 */
export const openTidying = ({ workspace, now, today, onSurprise }: TidyOptions) => {
  const stop = new AbortController()
  const log = keepLogShort(workspace.database, onSurprise)
  const steps = [
    () => clearAbandoned(workspace, now()),
    daily(0, () => deleteExpired(workspace, now())),
    daily(hourMilliseconds, () => thinBeside(workspace, today(), stop.signal)),
  ]
  let running: Promise<void> | null = null
  const tidyUp = async () => {
    for (const step of steps) if (!stop.signal.aborted) await step()
  }
  return {
    /** Begins what is due, unless it is still going on; nobody waits for it. */
    begin: (): void => {
      running ??= tidyUp()
        .catch(onSurprise)
        .finally(() => {
          running = null
        })
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await running
      await log[Symbol.asyncDispose]()
    },
  }
}

/** Makes a step that does its work after so many milliseconds, and then once a day. */
const daily = (first: number, work: () => Promise<void>): (() => Promise<void>) => {
  let dueAt = performance.now() + first
  return async () => {
    if (performance.now() < dueAt) return
    dueAt = performance.now() + dayMilliseconds
    await work()
  }
}
