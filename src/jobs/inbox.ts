import { randomUUID } from 'node:crypto'
import type { Card } from '../cards/card.ts'
import { noteCard, refusalCard } from '../cards/plain-card.ts'
import { apply } from '../store/apply.ts'
import type { Change } from '../store/change.ts'
import { loadTaken, takeRequest } from '../store/inbox.ts'
import type { Workspace } from '../store/workspace.ts'

/** A request as far as taking it goes: its key, and where its answer is posted when it cannot be handed back. */
type Request = { readonly key: string | null; readonly reply?: { readonly thread: string | null } }

/** What taking requests needs. */
export type Taking<R extends Request> = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly answer: (request: R) => Promise<Card>
  /** Makes the message that brings an answer to the one who asked. */
  readonly answering: (request: R, card: Card) => readonly Change[]
  /** Says what to tell a person about a surprise, and keeps the rest for the log. */
  readonly onSurprise: (error: unknown) => string
  /** Runs after an answer that was late is in the outbox. */
  readonly afterwards: () => void
  /** Milliseconds after which a request is taken to be answered later, and after which taking it is given up. */
  readonly patience: { readonly answer: number; readonly take: number }
}

/** Takes requests and answers them, at once or later. */
export type Inbox<R extends Request> = {
  /**
   * Answers in time, of which so many milliseconds are over already: with the answer itself, or that it is being worked on
   * once the request is taken for good.
   */
  readonly receive: (request: R, over: number) => Promise<Card>
  /** Answers what an earlier process took and did not answer. */
  readonly resume: () => Promise<void>
}

type Keyed<R extends Request> = R & { readonly key: string }

const mostAttempts = 3

const gaveUp = refusalCard('I could not answer that, three times over. What was not confirmed was not done; ask again.')

/** Opens the inbox: a person is answered in time, and what was taken is answered even when this process dies. */
export const openInbox = <R extends Request>(taking: Taking<R>): Inbox<R> => {
  const { workspace, now, answering, patience } = taking

  /** Posts a late answer and strikes its request off; one that is struck off already was answered by somebody else. */
  const finish = async (request: Keyed<R>, card: Card, isTaken: boolean) => {
    const posted = request.reply !== undefined ? [] : answering({ ...request, reply: { thread: null } }, card)
    const strike = isTaken ? [{ kind: 'strike-request', key: request.key } as const] : []
    await apply(workspace, [...strike, ...posted], null, now())
    taking.afterwards()
  }

  const answerLater = async (request: Keyed<R>, answer: Promise<Card>, taken: Promise<boolean>) => {
    const card = await answer.catch((error) => refusalCard(taking.onSurprise(error)))
    await finish(request, card, await taken).catch((error) => void taking.onSurprise(error))
  }

  return {
    receive: async (given, over) => {
      const answer = taking.answer(given)
      const inTime = await soon(answer, patience.answer - over)
      if (inTime !== late) return inTime
      const request = { ...given, key: given.key ?? `taken ${randomUUID()}` }
      const taken = takeRequest(workspace, request.key, request, now()).then(
        () => true,
        () => false,
      )
      void answerLater(request, answer, taken)
      return (await soon(taken, patience.take)) === true
        ? noteCard('Working on it. The answer comes here as soon as it is there.')
        : refusalCard(
            'The store is busy, so this is not confirmed. You hear of it here when it is done; if you hear nothing, ask again: what is there already is not made twice.',
          )
    },
    resume: async () => {
      for (const { request, key, attempt } of await loadTaken(workspace)) {
        const again = { ...(request as R), key }
        const answer = attempt <= mostAttempts ? taking.answer(again) : Promise.resolve(gaveUp)
        await answerLater(again, answer, Promise.resolve(true))
      }
    },
  }
}

const late = Symbol('late')

/** Waits for a result, but not for long. */
const soon = async <T>(result: Promise<T>, milliseconds: number): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined
  const giveUp = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  result.catch(() => {})
  try {
    return await Promise.race([result, giveUp])
  } finally {
    clearTimeout(timer)
  }
}
