import { randomUUID } from 'node:crypto'
import type { Card } from '../cards/language/card.ts'
import { noteCard, refusalCard } from '../cards/language/plain-card.ts'
import { withTimeout } from '../common/with-timeout.ts'
import { after } from '../domain/delivery.ts'
import type { Change } from '../store/changes/change.ts'
import { loadRequestReceipt } from '../store/changes/request-receipts.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { takeRequest, takeUnansweredRequests } from '../store/delivery/inbox.ts'

/** A request as far as taking it goes: its key, and where its answer is posted when it cannot be handed back. */
type Request = { readonly key: string | null; readonly reply?: { readonly thread: string | null } }

/** What taking requests needs. */
export type InboxOptions<R extends Request> = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly write: (changes: readonly Change[]) => Promise<void>
  /** Answers a request, and posts the answer where the request says so. */
  readonly answer: (request: R) => Promise<Card>
  /** Tells whether answering a request has posted this answer already. */
  readonly isPosted: (request: R, card: Card) => boolean
  /** Makes the message that brings an answer to the one who asked. */
  readonly answering: (request: R, card: Card) => readonly Change[]
  /** Says what to tell a person about a surprise, and keeps the rest for the log. */
  readonly onSurprise: (error: unknown) => string
  /** Milliseconds after which a request is taken to be answered later, and after which taking it is given up. */
  readonly patience: { readonly answer: number; readonly take: number }
}

/** Takes requests and answers them, at once or later. */
export type Inbox<R extends Request> = {
  /**
   * Answers in time, of which so many milliseconds are over already: with the answer itself, or that it is being worked on
   * once the request is taken for good. Throws NotTaken where neither could be done.
   */
  readonly receive: (request: R, over: number) => Promise<Card>
  /** Answers what a process took at least so many milliseconds ago and did not answer. */
  readonly resume: (milliseconds: number) => Promise<void>
}

/** A request could neither be answered nor kept in time. It may be done all the same, and is told then. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly card = refusalCard(
    'The store is busy, so this is not confirmed. You hear of it here when it is done; if you hear nothing, ask again: what is there already is not made twice.',
  )
}

type Keyed<R extends Request> = R & { readonly key: string }

/** What an answer came to; `isPosted` where answering has posted it already. */
type Answered = { readonly card: Card; readonly isPosted: boolean }

const mostAttempts = 3

/** What was asked longer ago than this is not done any more: much may have changed since. */
const oldestMilliseconds = 60 * 60_000

const gaveUp = refusalCard('I could not answer that in time. What was not confirmed was not done; ask again.')

/** Opens the inbox: a person is answered in time, and what was taken is answered even when this process dies. */
export const openInbox = <R extends Request>(taking: InboxOptions<R>): Inbox<R> => {
  const { workspace, now, answering, patience } = taking

  const answeredBy = (request: R, answer: Promise<Card>): Promise<Answered> =>
    answer.then(
      (card) => ({ card, isPosted: taking.isPosted(request, card) }),
      (error) => ({ card: refusalCard(taking.onSurprise(error)), isPosted: false }),
    )

  /** Posts a late answer and strikes its request off; one that is struck off already was answered by somebody else. */
  const finish = async (request: Keyed<R>, { card, isPosted }: Answered, isTaken: boolean) => {
    const posted = isPosted ? [] : answering({ ...request, reply: request.reply ?? { thread: null } }, card)
    const strike = isTaken ? [{ kind: 'complete-request', key: request.key } as const] : []
    await taking.write([...strike, ...posted])
  }

  const finishLater = async (request: Keyed<R>, answer: Promise<Answered>, taken: Promise<boolean>) => {
    try {
      await finish(request, await answer, await taken)
    } catch (error) {
      taking.onSurprise(error)
    }
  }

  const answerAgain = async (request: Keyed<R>, takenAt: string, attempt: number): Promise<Answered> => {
    const isTooOld = takenAt < after(now(), -oldestMilliseconds) || attempt > mostAttempts
    if (!isTooOld) return answeredBy(request, taking.answer(request))
    const earlier = await loadRequestReceipt(workspace, request.key)
    return earlier === null
      ? { card: gaveUp, isPosted: false }
      : { card: earlier.reply as Card, isPosted: taking.isPosted(request, earlier.reply as Card) }
  }

  return {
    receive: async (given, over) => {
      const answer = taking.answer(given)
      const inTime = await withTimeout(answer, patience.answer - over)
      if (inTime !== null) return inTime
      const request = { ...given, key: given.key ?? `taken ${randomUUID()}` }
      const taken = takeRequest(workspace, request.key, request, now()).then(
        () => true,
        () => false,
      )
      void finishLater(request, answeredBy(request, answer), taken)
      if ((await withTimeout(taken, patience.take)) !== true) throw new NotTaken('The store is busy')
      return noteCard('Working on it. The answer comes here as soon as it is there.')
    },
    resume: async (milliseconds) => {
      for (const { request, key, attempt, takenAt } of await takeUnansweredRequests(
        workspace,
        after(now(), -milliseconds),
      )) {
        const again = { ...(request as R), key }
        await finishLater(again, answerAgain(again, takenAt, attempt), Promise.resolve(true))
      }
    },
  }
}
