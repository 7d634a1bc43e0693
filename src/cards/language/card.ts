import { hash } from 'node:crypto'
import { numberWords } from './words.ts'

/** What a card feels like at a glance; renderers add colour to it, never colour alone. */
export type Tone = 'good' | 'warning' | 'bad' | 'question' | 'plain'

/** A row of a list: a symbol, a line, smaller lines under it, and what can be done about it. */
export type Item = {
  readonly symbol: string | null
  readonly text: string
  /** The status among people, written after the line; the part of a row that changes when somebody acts. */
  readonly status?: string
  readonly detail: readonly string[]
  /** The risk that the row is about. */
  readonly about?: string
  /** The row only says with whom its risk is. */
  readonly isBrief?: boolean
  readonly actions?: readonly Action[]
}

/** What a button asks for; `show` opens one of the steps that a welcome names, `see` the card of a promotion, `fill` a form, `ask` runs a line that only reads, `feed` answers about a file or settles a batch, `answer` a question of a review. */
export const actionNames = [
  'acknowledge',
  'snooze',
  'reopen',
  'withdraw',
  'stop',
  'agree',
  'answer',
  'why',
  'balance',
  'undo',
  'show',
  'ask',
  'see',
  'fill',
  'feed',
] as const

export type ActionName = (typeof actionNames)[number]

/** An action that only looks changes nothing; its answer is private. */
export const isLooking = (does: ActionName): boolean =>
  does === 'why' || does === 'balance' || does === 'show' || does === 'ask' || does === 'see'

/** An action that takes something back is asked about once more before it is done. */
export const isDestructive = (does: ActionName): boolean => does === 'withdraw'

/** Gives the one next action of a card, which stands out: the first on it that moves something on; null where none does. */
export const nextActionOf = ({ blocks, actions = [] }: Card): Action | null =>
  [
    ...blocks.flatMap((block) => (block.kind === 'items' ? block.items.flatMap((item) => item.actions ?? []) : [])),
    ...actions,
  ].find((action) => !action.isSecondary && movesOn(action)) ?? null

/** Changing a promotion or undoing something is no step forward, and of the answers about a file or in a review none is better than another. */
const movesOn = ({ does, id }: Action): boolean =>
  (does !== 'feed' || /^release | import yes$/.test(id)) &&
  does !== 'answer' &&
  !isLooking(does) &&
  !isDestructive(does) &&
  does !== 'undo' &&
  !(does === 'fill' && id.startsWith('edit:'))

/**
 * An action on a card: a button where a platform has buttons, and the words to type where it has
 * none. The id and its revision say what it was offered about, so that a stale click can be told.
 */
export type Action = {
  readonly label: string
  readonly does: ActionName
  readonly id: string
  readonly revision: number
  readonly words: string
  /** Stands in a menu behind the first ones. */
  readonly isSecondary?: boolean
}

/** A button that somebody pressed: what it offers, about what, and in which of its versions. */
export type Click = Pick<Action, 'does' | 'id' | 'revision'>

/**
 * A part of a card. All text is data, one line each: a renderer shows it as it stands and makes no link, markup or,
 * but for a call, mention of it. `left` counts what was left out of a list, `where` says how all of it can be seen.
 */
export type Block =
  | {
      readonly kind: 'text'
      readonly text: string
      /** It says who has the risks, and what is to be done next. */
      readonly isStanding?: boolean
    }
  /** An address of ours to open or to copy; whatever is no plain web address stands as words. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** Small lines that stand together. */
  | { readonly kind: 'notes'; readonly notes: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly {
        readonly title: string
        readonly align: 'left' | 'right'
        /** Where there is little room it stands below the first column. */
        readonly isMinor?: boolean
        /** Its letters have one width, so that they stand below each other. */
        readonly isMono?: boolean
      }[]
      /** Minor columns stand below the first one everywhere, so that it fits a phone. */
      readonly isNarrow?: boolean
      readonly rows: readonly (readonly string[])[]
      readonly left: number
      readonly where: string
    }
  | {
      readonly kind: 'items'
      readonly title: string | null
      readonly items: readonly Item[]
      /** Each row begins with its number. */
      readonly isNumbered?: boolean
      /** Their lines are there to be copied: a renderer puts nothing between the letters of one. */
      readonly isToCopy?: boolean
      readonly left: number
      readonly where: string
    }
  /**
   * Calls people, each by the account that they have where it is read: the one part of a card that their platform tells
   * them of. Where the account is of another platform they are merely named.
   */
  | {
      readonly kind: 'call'
      readonly people: readonly { readonly account: string; readonly name: string }[]
      readonly text: string
    }
  /**
   * Values over days, oldest first, each series with one for every day; `unit` names what they count. A level is what
   * there is at a day's close, a rate what comes or goes on a day. `mark` names the day that matters, `spans` the days of
   * promotions, first and last.
   */
  | {
      readonly kind: 'chart'
      readonly title: string
      readonly unit: string
      readonly days: readonly { readonly label: string; readonly day: string }[]
      readonly series: readonly {
        readonly name: string
        readonly of: 'level' | 'rate'
        readonly values: readonly number[]
      }[]
      readonly mark: { readonly at: number; readonly words: string } | null
      readonly spans?: readonly { readonly from: number; readonly to: number; readonly words: string }[]
    }

/** Home pages with actions, by the command that shows them. */
export const pages = { home: 'shelfready home', risks: 'shelfready risks', mine: 'shelfready risks mine' } as const

export type Page = keyof typeof pages

/** A file for one person: its name without the ending, what is in it, and the line that makes it again. */
export type CardFile = {
  readonly name: string
  readonly text: string
  readonly line: string
  /** Where its reader lets it be stored, as far as they have been asked. */
  readonly upload?: {
    readonly url: string
    readonly contentUrl: string
    readonly uniqueId: string
    readonly fileType: string
    /** The message that asked. */
    readonly askedIn: string | null
  }
}

/** A message, independent of the platform. `plain` is its one line for notifications. */
export type Card = {
  /** What the question was taken for that the card answers; it stands above everything. */
  readonly lead?: string
  readonly tone: Tone
  readonly title: string
  /** Stands smaller behind the title, or under it where there is room. */
  readonly subtitle?: string
  readonly plain: string
  readonly blocks: readonly Block[]
  /** What can be done about the card as a whole. */
  readonly actions?: readonly Action[]
  readonly footer: string | null
  /** A person's home page, which is redrawn after each action on it. */
  readonly page?: Page
  /** It goes to the person as a file where their platform takes one; elsewhere the card stands for it. */
  readonly file?: CardFile
  /** A part of its texts that opens something without an account: it is forgotten once the card has been delivered. */
  readonly secret?: string
  /** The card is a refusal: what is wrong with a form, by field as far as it is known. */
  readonly refusal?: Readonly<Record<string, string>>
  /** What is wrong with a request, one sentence for each thing; only refusals have it. */
  readonly problems?: readonly string[]
}

/** Cuts a list to so many and counts the rest. */
export const firstOf = <T>(
  list: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly left: number } => ({
  shown: list.slice(0, most),
  left: Math.max(0, list.length - most),
})

/** Says how many rows are left out and where they are, so that nothing is lost silently; null where none are. */
export const moreWords = (left: number, where: string): string | null =>
  left === 0 ? null : `... and ${numberWords(left)} more: ${where}`

/** Gives the title with what stands behind it. */
export const titleWords = ({ title, subtitle }: Pick<Card, 'title' | 'subtitle'>): string =>
  subtitle === undefined ? title : `${title}   ${subtitle}`

/** Says a row in one line: its text and where it stands. */
export const itemWords = ({ text, status }: Item): string => (status === undefined ? text : `${text} · ${status}`)

/** Tells whether two cards show the same: all of a card but its footer, which says only as of when it was made. */
export const fingerprintOf = (card: Card): string => hash('sha256', JSON.stringify({ ...card, footer: null }))
