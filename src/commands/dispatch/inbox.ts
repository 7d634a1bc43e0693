import { randomUUID } from 'node:crypto'
import type { Card } from '../../cards/language/card.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { tell } from '../../common/happenings.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { after } from '../../domain/delivery.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadRequestReceipt } from '../../store/changes/request-receipts.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { takeRequest, takeUnansweredRequests } from '../../store/delivery/inbox.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** How many milliseconds an answer may take before it is given later, and how many storing its request may take then. */
export type Patience = { readonly answer: number; readonly take: number }

/** What the inbox works with. */
export type InboxOptions = {
  readonly workspace: Workspace
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly write: (changes: readonly Change[]) => Promise<void>
  /** Answers a request. Where the request names a thread, the answer is posted there together with the changes. */
  readonly answer: (request: IncomingRequest) => Promise<Card>
  /** Makes the message that brings an answer to the person who asked. */
  readonly answerMessage: (request: IncomingRequest, card: Card) => readonly Change[]
  /** Says what to tell a person about an error that nobody expected, and logs it. */
  readonly onSurprise: (error: unknown) => string
  readonly patience: Patience
}

/** Answers requests in time, or keeps them and answers them later. */
export type Inbox = {
  /**
   * Answers in time, of which `elapsed` milliseconds are over already: with the answer itself, or,
   * once the request is stored, with a note that the answer follows. Throws NotTaken where neither was possible.
   */
  readonly receive: (request: IncomingRequest, elapsed: number) => Promise<Card>
  /** Answers the requests that some process stored at least so many milliseconds ago and has not answered. */
  readonly resume: (milliseconds: number) => Promise<void>
}

/** A request could neither be answered nor stored in time. It may still be carried out; the person is told then. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly card = refusalCard(
    'The store is busy, so this is not confirmed yet. I will tell you here when it is done. If you hear nothing, ask again; nothing is done twice.',
  )
}

type KeyedRequest = IncomingRequest & { readonly key: string }

/** An answer; `isPosted` where carrying out the request has posted it already. */
type Answered = { readonly card: Card; readonly isPosted: boolean }

const mostAttempts = 3

/** A request older than this is not carried out any more, because much may have changed since. */
const oldestMilliseconds = 60 * 60_000

const gaveUp = refusalCard('I could not answer in time. Anything not confirmed was not done. Try again.')

/** Opens the inbox: a person is answered in time, and a stored request is answered even when this process dies. */
export const openInbox = (options: InboxOptions): Inbox => {
  const { workspace, now, write, answer, answerMessage, onSurprise, patience } = options

  const answeredBy = (request: IncomingRequest, pending: Promise<Card>): Promise<Answered> =>
    pending.then(
      (card) => ({ card, isPosted: isPosted(request, card) }),
      (error) => ({ card: refusalCard(onSurprise(error)), isPosted: false }),
    )

  /** Posts a late answer and removes its request; where the request is gone already, another process has answered it. */
  const finish = async (request: KeyedRequest, answered: Answered, isTaken: boolean) => {
    const withReply = { ...request, reply: request.reply ?? { thread: null } }
    const posted = answered.isPosted ? [] : answerMessage(withReply, answered.card)
    const strike = isTaken ? [{ kind: 'complete-request', key: request.key } as const] : []
    await write([...strike, ...posted])
  }

  const finishLater = async (request: KeyedRequest, pending: Promise<Answered>, taken: Promise<boolean>) => {
    try {
      await finish(request, await pending, await taken)
    } catch (error) {
      onSurprise(error)
    }
  }

  const answerAgain = async (request: KeyedRequest, takenAt: string, attempt: number): Promise<Answered> => {
    const isTooOld = takenAt < after(now(), -oldestMilliseconds) || attempt > mostAttempts
    if (!isTooOld) return answeredBy(request, answer(request))
    const earlier = await loadRequestReceipt(workspace, request.key)
    if (earlier === null) return { card: gaveUp, isPosted: false }
    const card = earlier.reply as Card
    return { card, isPosted: isPosted(request, card) }
  }

  return {
    receive: async (given, elapsed) => {
      const begun = performance.now()
      const answered = (isLater: boolean) =>
        tell({ kind: 'answer', company: workspace.name, milliseconds: elapsed + performance.now() - begun, isLater })
      const pending = answer(given)
      const inTime = await withTimeout(pending, patience.answer - elapsed)
      if (inTime !== null) {
        answered(false)
        return inTime
      }
      const request = { ...given, key: given.key ?? `taken ${randomUUID()}` }
      const taken = takeRequest(workspace, request.key, request, now()).then(
        () => true,
        () => false,
      )
      void finishLater(request, answeredBy(request, pending), taken)
      const isTaken = (await withTimeout(taken, patience.take)) === true
      answered(true)
      if (!isTaken) throw new NotTaken('The store is busy')
      return noteCard('Working on it. The answer will appear here.')
    },
    resume: async (milliseconds) => {
      for (const { request, key, attempt, takenAt } of await takeUnansweredRequests(
        workspace,
        after(now(), -milliseconds),
      )) {
        const again = { ...(request as IncomingRequest), key }
        await finishLater(again, answerAgain(again, takenAt, attempt), Promise.resolve(true))
      }
    },
  }
}

/**
 * Tells whether carrying out a request posts its answer, or shows it in the message about a file. A form that was refused shows
 * the refusal itself.
 */
const isPosted = ({ words, reply }: IncomingRequest, card: Card): boolean =>
  isAboutFile(words) ||
  (reply !== undefined && !(typeof words === 'object' && 'values' in words && card.refusal !== undefined))

const isAboutFile = (words: IncomingRequest['words']): boolean =>
  typeof words === 'object' && ('from' in words || ('does' in words && words.does === 'feed'))
