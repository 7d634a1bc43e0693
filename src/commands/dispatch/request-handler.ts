import type { Card, Click } from '../../cards/language/card.ts'
import type { Choice, Form, PickSource } from '../../cards/language/form.ts'
import type { FetchFile } from '../../cards/language/sent-file.ts'
import type { Day } from '../../domain/day.ts'
import type { Context } from '../../services/context.ts'
import { apply } from '../../store/changes/apply.ts'
import type { KnownUser } from '../../store/people/accounts.ts'
import { formOf } from '../forms/form-catalogue.ts'
import { openFileFetchers } from '../imports/file-fetchers.ts'
import { takeSentFile } from '../imports/take-sent-file.ts'
import { openAnswerCache } from './answer-cache.ts'
import { answerMessage, isUpToDate } from './answer-message.ts'
import { answer, type CommandContext } from './command.ts'
import { type Inbox, NotTaken, openInbox, type Patience } from './inbox.ts'
import { type AskedRequest, commandRequest, type IncomingRequest } from './incoming-request.ts'
import { findChoicesFor, openFormFor } from './open-form-for.ts'
import { runCommand } from './run-command.ts'
import { tellCommand } from './tell-command.ts'

/** What the application gives the handler of its requests. */
export type RequestHandlerOptions = Pick<Context, 'workspace' | 'policy' | 'timeZone' | 'reach'> & {
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
  /** Where people reach the HTTP interface; null where nobody does. */
  readonly webUrl: string | null
  readonly today: () => Day
  /** The moment, as ISO text. */
  readonly now: () => string
  /** Checks settings, platforms and store, for whoever administers them. */
  readonly examine: CommandContext['examine']
  /** Runs after something was written, so that its messages are delivered. */
  readonly onWritten: () => void
  /** Says what to tell a person about an error that nobody expected, and logs it. */
  readonly onSurprise: (error: unknown) => string
  readonly patience: Patience
}

/** Everything that a platform can ask the application for. */
export type RequestHandler = Inbox & {
  /** Has the files of a platform fetched by it. */
  readonly fetchFilesBy: (platform: string, fetch: FetchFile) => void
  /** Answers one request from any platform, however long it takes. */
  readonly handle: (request: IncomingRequest) => Promise<Card>
  /** Gives what to tell a person whose request could not be stored in time; null for any other error. */
  readonly busyCard: (error: unknown) => Card | null
  /** Posts an answer to the person who asked, once for each request. */
  readonly postAnswer: (request: IncomingRequest, answer: Card | Form) => Promise<void>
  /** Tells whether the bot keeps a message in a channel up to date. */
  readonly isLiving: (place: string, shown: { readonly messageId: string }) => Promise<boolean>
  /** Names the form that a button or bare words open; null where they open none. */
  readonly formOf: (words: string | Click) => string | null
  /** Finds what somebody can pick by what they type, the best first; nothing for who may not see it. Writes nothing. */
  readonly choices: (request: AskedRequest, of: PickSource, most: number) => Promise<readonly Choice[]>
  /** Opens the form that a request asks for, or the one it has filled in, with what a message says; or says why not. */
  readonly form: (request: AskedRequest, message?: string) => Promise<Form | Card>
}

/** Opens the handler that answers the requests of every platform for one workspace. */
export const openRequestHandler = (options: RequestHandlerOptions): RequestHandler => {
  const { workspace, onWritten, onSurprise, administrators, webUrl, policy, reach, timeZone } = options
  const environment = {
    ...{ workspace, policy, timeZone, administrators, webUrl, reach, onWritten, examine: options.examine },
    answers: openAnswerCache<Card>(),
    humans: openAnswerCache<KnownUser>(),
  }
  const complete = <Words>(request: Omit<IncomingRequest, 'words'> & { readonly words: Words }) =>
    commandRequest(request, { ...environment, today: options.today(), now: options.now() })
  const fetchers = openFileFetchers()
  const handle = async (request: IncomingRequest): Promise<Card> => {
    const { words, ...asking } = request
    if (typeof words !== 'object' || !('from' in words)) return runCommand(complete({ ...asking, words }))
    const fetchFile = await fetchers.of(request.person.platform ?? '')
    const file = complete({ ...asking, words })
    return (await tellCommand(file, 'file', async () => answer(await takeSentFile(file, fetchFile)))).reply
  }
  const messageTo = (request: IncomingRequest, answer: Card | Form) =>
    answerMessage(complete({ ...request, words: '' }), answer)
  const inbox = openInbox({
    workspace,
    now: options.now,
    write: async (changes) => {
      await apply(workspace, changes, null, options.now())
      onWritten()
    },
    answer: handle,
    answerMessage: messageTo,
    onSurprise,
    patience: options.patience,
  })
  return {
    ...inbox,
    handle,
    fetchFilesBy: fetchers.add,
    busyCard: (error) => (error instanceof NotTaken ? error.card : null),
    postAnswer: async (request, answer) => {
      const posted = messageTo({ ...request, reply: request.reply ?? { thread: null } }, answer)
      const receipt = { requestKey: `${request.key} answered`, argumentsHash: '', reply: answer }
      await apply(workspace, posted, request.key === null ? null : receipt, options.now())
      onWritten()
    },
    isLiving: (place, { messageId }) => isUpToDate(workspace, place, messageId, options.now()),
    formOf: (words) => formOf(words)?.form ?? null,
    choices: (request, of, most) => findChoicesFor(complete(request), of, most),
    form: async (request, message) => {
      const { words } = request
      const form = typeof words === 'object' && 'values' in words ? words : formOf(words)
      if (form === null) throw new Error('A form was asked for that no words open')
      return openFormFor(complete(request), form, message ?? null)
    },
  }
}
