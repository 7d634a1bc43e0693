import type { Card, Click } from '../../cards/language/card.ts'
import type { Choice, Form, PickSource } from '../../cards/language/form.ts'
import type { LinksOf } from '../links.ts'
import type { ChatFileRequest, ChatRequest } from '../request.ts'
import type { Directory } from './directory.ts'
import type { Reference } from './place.ts'

/** What the entrance of requests needs of the application. */
export type TeamsContext = {
  readonly directory: Directory
  /** Its clients take files in personal chats. */
  readonly takesFiles: boolean
  /** Finds where the ids in a card lead. */
  readonly links: LinksOf
  /** Answers within two and a half seconds, of which `over` milliseconds have passed. */
  readonly receive: (request: ChatRequest, over: number) => Promise<Card>
  /** Takes a file that somebody sent; what comes of it is shown in a message of its own. */
  readonly receiveFile: (request: ChatFileRequest, over: number) => Promise<Card>
  /** Makes the form that a button or words open, or says why not. */
  readonly form: (request: ChatRequest, said?: string) => Promise<Form | Card>
  /** Tells whether an account belongs to a conversation that the bot is in. */
  readonly isIn: (place: string, account: string) => Promise<boolean>
  /** Finds what somebody can pick by the words they type. */
  readonly choices: (request: ChatRequest, of: PickSource, most: number) => Promise<readonly Choice[]>
  /** The form that a button opens; null for any other. */
  readonly formOf: (words: string | Click) => string | null
  /** Tells whether a message is kept up to date by itself. */
  readonly isLiving: (place: string, shown: { readonly messageId: string }) => Promise<boolean>
  /** Posts an answer that could not be handed back. */
  readonly postAnswer: (request: ChatRequest, said: Card | Form) => Promise<void>
  /** Keeps where a conversation lives, so that it can be posted in without being asked. */
  readonly met: (place: string, reference: Reference) => Promise<void>
  /** The bot was let into a conversation. */
  readonly joined: (place: { readonly id: string; readonly name: string }, teamId: string | null) => Promise<void>
  /** The bot was taken out of a conversation. */
  readonly left: (place: string, teamId: string | null) => Promise<void>
  readonly renamed: (place: { readonly id: string; readonly name: string }) => Promise<void>
  /** Has the cards that show a promotion or a risk redrawn. */
  readonly touched: (id: string) => void
  /** Gives the card to show where a request could not be stored in time; null for any other error. */
  readonly busyCard: (error: unknown) => Card | null
  /** Gives the sentence for a person about an unexpected error, and logs the details. */
  readonly onSurprise: (error: unknown) => string
}
