import type { Card, Click } from '../../cards/language/card.ts'
import type { Choice, Form, PickSource } from '../../cards/language/form.ts'
import type { ClientFit } from '../client-fit.ts'
import type { LinksOf } from '../links.ts'
import type { ChatFileRequest, ChatRequest } from '../request.ts'
import type { Directory } from './directory.ts'
import type { Identity } from './identity.ts'
import type { Calls } from './web-api.ts'

/** What the entrance of requests needs of the application. */
export type SlackContext = {
  readonly calls: Calls
  readonly fit: ClientFit
  readonly directory: Directory
  readonly identity: () => Promise<Identity | null>
  readonly token: string
  /** Finds where the ids in a card lead. */
  readonly links: LinksOf
  /** Answers within two and a half seconds, of which `over` milliseconds have passed. */
  readonly receive: (request: ChatRequest, over: number) => Promise<Card>
  /** Takes a file that somebody sent; what comes of it is shown in a message of its own. */
  readonly receiveFile: (request: ChatFileRequest, over: number) => Promise<Card>
  /** Opens the form that a button or words ask for, with what a message says; or says why not. */
  readonly form: (request: ChatRequest, message?: string) => Promise<Form | Card>
  /** Finds what somebody can pick by the words they type. */
  readonly choices: (request: ChatRequest, of: PickSource, most: number) => Promise<readonly Choice[]>
  /** Names the form that a button or bare words open; null where they open none. */
  readonly formOf: (words: string | Click) => string | null
  /** Makes a person's own page. */
  readonly home: (request: Omit<ChatRequest, 'key' | 'words'>) => Promise<Card>
  /** Posts an answer that could not be handed back. */
  readonly postAnswer: (request: ChatRequest, card: Card) => Promise<void>
  /** The bot was added to a channel. */
  readonly joined: (place: { readonly id: string; readonly name: string }) => Promise<void>
  /** The app was removed from the workspace, or its token taken back. */
  readonly removed: () => Promise<void>
  readonly renamed: (place: { readonly id: string; readonly name: string }) => Promise<void>
  /** Has the cards that show a promotion or a risk redrawn. */
  readonly touched: (id: string) => void
  /** Gives the card to show where a request could not be stored in time; null for any other error. */
  readonly busyCard: (error: unknown) => Card | null
  /** Tells whether a delivery is the first with its key that is answered. */
  readonly isFirst: (key: string | null) => boolean
  /** Gives the sentence for a person about an unexpected error, and logs the details. */
  readonly onSurprise: (error: unknown) => string
  readonly log: (how: 'warn' | 'error', words: string) => void
}
