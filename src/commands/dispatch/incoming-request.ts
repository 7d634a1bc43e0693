import type { SentFile } from '../../cards/language/sent-file.ts'
import type { CommandRequest } from './command-request.ts'

/** A request as a platform hands it in, before the workspace and the day are added. It can be stored as JSON. */
export type IncomingRequest = RequestBase & { readonly words: CommandRequest['words'] | SentFile }

/** A request with words, a button or a form. */
export type AskedRequest = RequestBase & Pick<CommandRequest, 'words'>

type RequestBase = Pick<CommandRequest, 'key' | 'person' | 'place'> &
  Partial<Pick<CommandRequest, 'placeName' | 'isNamed' | 'isShared' | 'isOverheard'>> & {
    readonly shownIn?: NonNullable<CommandRequest['shownIn']>
    readonly reply?: NonNullable<CommandRequest['reply']>
  }

/** What the application adds to every request. */
export type RequestEnvironment = Pick<
  CommandRequest,
  | 'workspace'
  | 'policy'
  | 'timeZone'
  | 'administrators'
  | 'webUrl'
  | 'reach'
  | 'answers'
  | 'humans'
  | 'today'
  | 'now'
  | 'onWritten'
  | 'examine'
>

/** Adds the workspace and the moment to a request, and what a platform leaves out: the place has no other name, and nobody else reads the answer. */
export const commandRequest = <Words>(
  request: RequestBase & { readonly words: Words },
  environment: RequestEnvironment,
): Omit<CommandRequest, 'words'> & { readonly words: Words } => ({
  ...request,
  placeName: request.placeName ?? request.place,
  isShared: request.isShared ?? false,
  reply: request.reply ?? null,
  isOverheard: request.isOverheard ?? false,
  isNamed: request.isNamed ?? true,
  shownIn: request.shownIn ?? null,
  ...environment,
})
