import type { Click } from '../cards/language/card.ts'
import type { FilledForm } from '../cards/language/form.ts'
import type { SentFile } from '../cards/language/sent-file.ts'

/** What a platform tells of a human. */
export type ChatPerson = {
  /** Which platform that is; the terminal unless it says. */
  readonly platform?: 'slack' | 'teams'
  /** The platform's own id of the account. */
  readonly id: string
  readonly name: string
  /** From outside the company: sees what is posted, and may not ask. */
  readonly guest?: boolean
  /** The address that the platform vouches for: by it the accounts of one human find each other. */
  readonly email?: string
  readonly timeZone?: string
  /** A language tag. */
  readonly locale?: string
}

/** A request from any platform: who asks, where, and the words, the button or the form. */
export type ChatRequest = {
  /** The platform's own id of this request: the same one delivered twice acts once. Null where a platform has none. */
  readonly key: string | null
  readonly person: ChatPerson
  /** The channel as the platform knows it; its name where people know none other. */
  readonly place: string
  /** The channel's name as people know it, such as `#launches`, where that is not its id. */
  readonly placeName?: string
  /** False where the name is a placeholder. */
  readonly isNamed?: boolean
  /** People of other organisations are in the channel. */
  readonly isShared?: boolean
  readonly words: string | Click | FilledForm
  /** The message whose button was pressed, as the platform knows it, or the person's home page. */
  readonly shownIn?: { readonly messageId: string } | 'home'
  /** Others read the answer where it is posted. */
  readonly isOverheard?: boolean
  /** The answer cannot be handed back: it is posted to the person, in this thread if one is named. */
  readonly reply?: { readonly thread: string | null }
}

/** A request that brings a file. */
export type ChatFileRequest = Omit<ChatRequest, 'words'> & { readonly words: SentFile }

/** A pattern of what people write between the bot's name and what they ask of it, as in `@Shelfready: promo list`. */
export const afterMention = String.raw`(?:\s|&nbsp;)*[:,;\uff1a\uff0c]?`
