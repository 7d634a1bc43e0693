import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import type { Caller } from '../../services/people/acting-as.ts'
import type { KnownUser } from '../../store/people/accounts.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { CommandContext } from './command.ts'

/** A person's request as a chat hands it in, together with the day, the workspace and its caches. */
export type CommandRequest = Omit<
  CommandContext,
  'words' | 'table' | 'locale' | 'ownZone' | 'work' | 'roles' | 'areRolesOn' | 'revision' | 'person' | 'accounts'
> & {
  readonly person: Caller
  /** The platform's id of the request. A repeated id gets the stored answer and changes nothing; null stores no answer. */
  readonly key: string | null
  readonly words: string | Click | FilledForm
  /** Posts the answer to the person, in this thread if one is named; null only returns it. */
  readonly reply: { readonly thread: string | null } | null
  /** `placeName` is the channel's real name; false where the id or a general word stands in for it. */
  readonly isNamed: boolean
  /** Other people read the answer where it is posted. */
  readonly isOverheard: boolean
  /** The message whose button was pressed, or the person's home page; null for typed words. */
  readonly shownIn: { readonly messageId: string } | 'home' | null
  readonly answers: AnswerCache<Card>
  readonly humans: AnswerCache<KnownUser>
}
