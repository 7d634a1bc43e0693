import { Worker } from 'node:worker_threads'
import type { PromotionId } from '../../domain/ids.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { JudgedTexts, JudgingContext, LinesOfRisk, OrdersText } from './judge-promotions.ts'
import type { Judges } from './judges.ts'

type Work =
  | { readonly kind: 'judge'; readonly ids: readonly PromotionId[] }
  | { readonly kind: 'join'; readonly risks: readonly LinesOfRisk[] }

/** A piece of work for a judging thread. */
export type JudgingRequest = Work & { readonly id: number; readonly context: Omit<JudgingContext, 'workspace'> }

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string }

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }

type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> }

/** A thread that was given nothing to do for so long is ended; the next piece of work starts another. */
const idleMilliseconds = 30_000
/** A piece of work is given to another thread so often when the one that had it dies. */
const attempts = 3

/** A thread ended before it had answered. */
class ThreadDied extends Error {}

/**
 * Judges in so many threads beside this one. They start when there is something to judge and end when there is not. A thread
 * that dies is told of, and its work is given to another.
 */
export const openJudgingPool = (
  workspace: Workspace,
  { threads, onSurprise }: { readonly threads: number; readonly onSurprise: (error: unknown) => void },
): Judges & Disposable => {
  const pool: (Thread | null)[] = Array.from({ length: threads }, () => null)
  let nextId = 1
  let idle: NodeJS.Timeout | null = null

  const startThread = (place: number): Thread => {
    const worker = new Worker(new URL('./judging-worker.ts', import.meta.url), {
      workerData: {
        url: workspace.database.url,
        workspace: { id: workspace.id, name: workspace.name },
      },
    })
    const thread: Thread = { worker, waiting: new Map() }
    worker.unref()
    worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = thread.waiting.get(id)
      thread.waiting.delete(id)
      if (error === undefined) waiting?.resolve(result)
      else waiting?.reject(new Error(`A judging thread failed: ${error}`))
    })
    const end = (cause: unknown) => {
      if (pool[place] === thread) pool[place] = null
      if (thread.waiting.size === 0) return
      const died = new ThreadDied('A judging thread ended before it had answered; another takes its work', { cause })
      onSurprise(died)
      for (const { reject } of thread.waiting.values()) reject(died)
      thread.waiting.clear()
    }
    worker.on('error', end)
    worker.on('exit', end)
    pool[place] = thread
    return thread
  }
  const leastBusy = (): Thread => {
    const free = pool.indexOf(null)
    const known = pool.filter((thread) => thread !== null).toSorted((a, b) => a.waiting.size - b.waiting.size)
    const [first] = known
    return first !== undefined && (first.waiting.size === 0 || free < 0) ? first : startThread(free)
  }
  const endAll = () => {
    for (const [place, thread] of pool.entries()) {
      pool[place] = null
      void thread?.worker.terminate()
    }
  }
  const endWhenIdle = () => {
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(() => {
      if (pool.every((thread) => thread === null || thread.waiting.size === 0)) endAll()
    }, idleMilliseconds)
    idle.unref()
  }
  const askOnce = (context: JudgingContext, work: Work): Promise<unknown> => {
    const { policy, today, now, timeZone } = context
    const thread = leastBusy()
    const id = nextId++
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    thread.waiting.set(id, { resolve, reject })
    thread.worker.ref()
    thread.worker.postMessage({ ...work, id, context: { policy, today, now, timeZone } } satisfies JudgingRequest)
    return promise.finally(() => {
      if (thread.waiting.size === 0) thread.worker.unref()
      endWhenIdle()
    })
  }
  const ask = async (context: JudgingContext, work: Work): Promise<unknown> => {
    for (let attempt = 1; ; attempt++)
      try {
        return await askOnce(context, work)
      } catch (error) {
        if (!(error instanceof ThreadDied) || attempt >= attempts) throw error
      }
  }
  return {
    atOnce: threads,
    judge: async (context, ids) => (await ask(context, { kind: 'judge', ids })) as JudgedTexts,
    join: async (context, risks) => (await ask(context, { kind: 'join', risks })) as readonly OrdersText[],
    [Symbol.dispose]: endAll,
  }
}
